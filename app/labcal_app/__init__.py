"""The window: widgets and wires over the commands and questions of ``labcal.services``."""
