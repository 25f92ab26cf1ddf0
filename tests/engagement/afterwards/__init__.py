"""After closure."""
