"""From indicator scores to one total: the weighted sum of S1-17."""
