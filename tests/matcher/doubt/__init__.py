"""Confidence, what lies beyond, and gaps."""
