"""Metrology as plain values and functions: no files, no clock, no SQL, no Qt."""
