"""Pictures as SVG text, drawn by the house's own pencil."""
