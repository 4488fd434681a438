"""The kit: every control of the window, drawn once."""
