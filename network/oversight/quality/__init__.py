"""How well what agencies publish can be read and is presented (R8)."""
