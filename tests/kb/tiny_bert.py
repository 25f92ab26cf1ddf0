"""A real BERT made small: two layers with seeded weights, a WordPiece vocabulary of a few texts, safetensors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any


def save_tiny_bert(kind: str, folder: Path, texts: Iterable[str], seed: int, positions: int, **settings: Any) -> Path:
    """Save a model of a ``kind`` of transformers (``BertModel``) that knows the characters of ``texts``; its folder."""
    import torch
    import transformers

    characters = sorted({character for character in "".join(texts).lower() if not character.isspace()})
    pieces = [f"##{character}" for character in characters if character.isascii() and character.isalnum()]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *pieces]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(seed)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=positions,
        **settings,
    )
    getattr(transformers, kind)(config).save_pretrained(folder, safe_serialization=True)
    vocabulary = str(folder / "vocab.txt")
    transformers.BertTokenizerFast(vocabulary, model_max_length=positions).save_pretrained(folder)
    return folder
