"""The same fields, read from English words."""
