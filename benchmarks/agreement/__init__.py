"""Every weighting method and the fuzzy evaluation two ways, on random and on hostile input."""
