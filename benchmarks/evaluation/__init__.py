"""How fast and how large the evaluation is, as ratios to known peers: ``python -m benchmarks.evaluation``."""
