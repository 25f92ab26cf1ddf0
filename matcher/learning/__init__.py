"""Learning from what coordinators decided, and forgetting it again (B18)."""
