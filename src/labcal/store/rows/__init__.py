"""The tables of the book. A relationship goes from child to parent only: no circle, no hidden import."""
