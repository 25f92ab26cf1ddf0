"""The steps of an evaluation project: use cases, table, store."""
