"""From a confirmed demand to what others may find of it (S0-19)."""
