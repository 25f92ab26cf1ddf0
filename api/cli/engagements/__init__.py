"""``docking engagement``."""
