"""A match at a door: found, advised on, replayed, done again, turned round."""
