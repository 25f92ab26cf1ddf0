"""A confirmed demand meets what the centres can do; every match carries its reasons."""
