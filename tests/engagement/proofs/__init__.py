"""The table itself, proved: every attempt, seeded bugs, walks beside a model, races, kills."""
