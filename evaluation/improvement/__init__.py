"""What to do about a result (S0-41), and the records of it."""
