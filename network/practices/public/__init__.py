"""Good practices as citizens read them."""
