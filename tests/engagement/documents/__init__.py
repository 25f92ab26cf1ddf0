"""Agreements as papers."""
