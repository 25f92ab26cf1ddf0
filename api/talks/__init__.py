"""A talk at a door: one turn, a file, taking it back, what is promised."""
