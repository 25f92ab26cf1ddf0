"""Files handed in with a demand."""
