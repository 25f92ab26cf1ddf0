"""The enterprise's talk as pages."""
