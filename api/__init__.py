"""The doors: command line, HTTP, web pages. Wiring happens here and nowhere else."""
