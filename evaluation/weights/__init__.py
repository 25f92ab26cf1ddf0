"""Weighting methods of S1-18, S1-19 and S1-20, one file each; every one returns :class:`~.weights.Weights`."""
