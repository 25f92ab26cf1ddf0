"""The coordinator's desk at every door."""
