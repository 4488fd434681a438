"""Measurement uncertainty after JCGM 100: model, derivatives, propagation, coverage."""
