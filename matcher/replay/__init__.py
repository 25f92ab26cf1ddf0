"""A stored run done again, byte for byte, and two runs compared (B8)."""
