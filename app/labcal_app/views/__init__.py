"""Pages of the window: widgets and wires, no rule of metrology."""
