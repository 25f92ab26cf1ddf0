"""The ``docking`` command: one file per group; nothing heavy is imported before it is needed."""
