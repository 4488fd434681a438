"""Tables as Qt sees them: columns, and the question that fills them."""
