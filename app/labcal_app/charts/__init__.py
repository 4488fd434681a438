"""Charts: data drawn with the colours of the theme."""
