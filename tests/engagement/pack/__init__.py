"""The closure pack, and what an adversary can do to it."""
