"""What the parties bring to a step and what is held against it: one page for each paper. Pure."""
