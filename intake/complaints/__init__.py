"""Complaints: the case, its life, its steps, its rows."""
