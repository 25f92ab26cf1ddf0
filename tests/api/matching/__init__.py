"""A match at every door."""
