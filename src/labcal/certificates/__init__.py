"""A certificate's content drawn as pages."""
