"""What parties bring to a step, page by page."""
