"""Items that come together: received, worked on side by side, labelled."""
