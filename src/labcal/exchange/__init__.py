"""Certificates as files others can read: XML, keys, signatures, trust, verification."""
