"""Tables of records in and out: CSV and XLSX, row by row, whatever their size."""
