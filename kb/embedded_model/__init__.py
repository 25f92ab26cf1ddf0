"""The sentence-embedding model that ships with Docking, so that matching by meaning needs no model hub.

``docking-zh-static-256/`` is an ordinary sentence-transformers folder (``SentenceTransformer(folder)`` loads it);
:mod:`kb.embedded_model.static` reads the same files with numpy alone, which spares every command five seconds of
imports. ``MODEL_CARD.md`` says what it was trained on and what it can and cannot do; ``benchmarks/train_model.py``
makes it anew.
"""

from __future__ import annotations

from pathlib import Path

MODEL_NAME = "docking-zh-static-256"
MODEL_FOLDER = Path(__file__).parent / MODEL_NAME
"""The files of the shipped model."""
