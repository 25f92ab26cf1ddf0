"""Executable rules of the source documents, one file per document; the parts of a rule are shared in ``clause``."""
