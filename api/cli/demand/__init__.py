"""``docking demand`` and what belongs to it."""
