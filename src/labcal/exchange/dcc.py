"""Digital calibration certificates: written, checked and read."""

from labcal.exchange.dcc_check import Finding, check_dcc, refuse_unsound
from labcal.exchange.dcc_read import Facts, ReadResult, facts
from labcal.exchange.dcc_write import write_dcc

__all__ = ["Facts", "Finding", "ReadResult", "check_dcc", "facts", "refuse_unsound", "write_dcc"]
