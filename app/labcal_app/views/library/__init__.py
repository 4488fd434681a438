"""What the laboratory works by: procedures, limits, decision rules."""
