"""The laboratory's book: rows, repositories, journal; the only place that knows SQL."""
