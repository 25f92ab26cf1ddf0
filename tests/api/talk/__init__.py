"""The talk at every door."""
