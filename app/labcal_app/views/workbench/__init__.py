"""The workbench: an uncertainty budget typed in, evaluated as one types."""
