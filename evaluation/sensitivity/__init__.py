"""How much a star rests on its weights (B15): small changes, flip points, other methods, who else was compared."""
