"""LabCal: readings to results, results to decisions, decisions to certificates that verify offline."""

__version__ = "0.1.0"
