"""The coordinator's desk as pages."""
