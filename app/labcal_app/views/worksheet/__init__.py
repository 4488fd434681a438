"""The worksheet of one calibration: the heart of the window."""
