"""An engagement at every door."""
