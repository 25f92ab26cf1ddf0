"""The team composer (B5, S0-06): who should be in the team of a demand, with what, and what stays uncovered."""
