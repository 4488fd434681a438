"""The one place that knows colours, sizes, fonts and icons."""
