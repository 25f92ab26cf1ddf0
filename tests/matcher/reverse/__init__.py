"""From an offer to the demands it serves."""
