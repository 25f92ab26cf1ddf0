"""What reading and a turn of a talk cost beside known peers, in one run: ``python -m benchmarks.intake``."""
