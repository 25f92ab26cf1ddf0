"""A simulated year of a house: ``python -m benchmarks.year [--demands 500] [--days 365] [--seed 1]``."""
