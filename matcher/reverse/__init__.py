"""From what somebody can do to the demands it could serve, and who wants to be told of them (S0-37)."""
