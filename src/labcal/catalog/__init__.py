"""What ships as data: limit tables and procedures, read into domain values."""
