"""Scoring that can be recomputed with a pencil: indicators, weights, exact sums, stars. Looks at foundation only."""
