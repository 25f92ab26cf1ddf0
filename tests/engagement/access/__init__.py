"""Who comes in, for whom, and what they are shown."""
