"""Whether questionnaires and expert scores can be trusted (B16)."""
