"""Fits: straight lines, polynomials and general linear models, with what they predict."""
