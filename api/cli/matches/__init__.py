"""``docking match`` and what belongs to it."""
