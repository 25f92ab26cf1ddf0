"""Training and judging of confidence (B18) on the graded set: worlds in which some industries have no centre."""
