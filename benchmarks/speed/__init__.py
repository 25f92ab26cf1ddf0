"""How fast and how large, as ratios to known peers measured in the same run: ``python -m benchmarks.speed``."""
