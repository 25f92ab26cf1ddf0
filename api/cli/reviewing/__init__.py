"""``docking review``."""
