"""The model card, written from the figures of the run that made the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.training.contrastive import Course
from benchmarks.training.pairs import OWN, SOURCES


@dataclass(frozen=True)
class Figures:
    """nDCG@10 of one held-out task."""

    task: str
    queries: int
    documents: int
    by_method: Mapping[str, float]


def model_card(
    name: str, weights_sha256: str, tokens: int, counts: Mapping[str, int], figures: Sequence[Figures], course: Course
) -> str:
    """MODEL_CARD.md. ``counts``: pairs used per source."""
    methods = list(figures[0].by_method)
    sources = "\n".join(
        f"| `{s.file}` | {s.title} | {s.licence} | {counts.get(s.file, 0):,} |" for s in (*SOURCES, *OWN)
    )
    rows = "\n".join(
        f"| {f.task} | {f.queries} / {f.documents} | " + " | ".join(f"{f.by_method[m]:.3f}" for m in methods) + " |"
        for f in figures
    )
    return f"""# {name}

A small static sentence-embedding model for Chinese: {tokens:,} tokens × 256 numbers, int8, cosine similarity.
It ships with Docking so that matching by meaning works with no model hub, no network and no graphics card.
Apache-2.0, like the program.

- Weights: `model.safetensors`, SHA-256 `{weights_sha256}`
- Use in Docking: `DOCKING_EMBEDDER=embedded` (the default; read with numpy alone).
- Use elsewhere: `SentenceTransformer("kb/embedded_model/{name}")`, sentence-transformers 6.2 or later; no foreign code.
- The first 64 or 128 numbers are usable vectors too (normalise again after cutting).

## How it reads a text

Characters, overlapping pairs of characters, Latin words, numbers (`kb/embedded_model/bag.py`). The vector of a text is
the sum of its tokens' vectors, made unit length. Order beyond a pair is not seen. A text with no known token has the
zero vector; `coverage(text)` tells the share of known tokens.

## What it learned from

The texts themselves are not shipped, only weights computed from them. One pair group in twenty was held out.

| file | source | licence | pairs used |
|---|---|---|---|
{sources}

Method: truncated SVD of TF-IDF as a start, then multiple-negatives ranking in both directions at 256, 128 and 64
numbers; {course.epochs} rounds, batches of {course.batch:,}, Adam {course.rate}, seed {course.seed}, one thread.
On one machine the same data give the same bytes: `python -m benchmarks.train_model --data FOLDER`; `--check` verifies
the shipped files.

## How good it is

nDCG@10 on held-out pairs, all columns in one run over the same texts (BM25: bm25s over character pairs).

| task | queries / documents | {" | ".join(methods)} |
|---|---|{"---|" * len(methods)}
{rows}

The tasks are of the same kinds as the training pairs, so the figures flatter the model beside BM25, which has learned
nothing; a held-out message or symptom was seen with others of its answers. On texts of another kind the model is weaker
than BM25 alone and is meant to be one voice among several.

## Limits

- Chinese only: English and other languages are hardly covered. Use a multilingual hub model for them.
- No word order, no negation, no numbers: 不合格 and 合格, 10 kN and 100 kN lie close together.
- Laws, encyclopedia, software manuals and the vocabulary of 51 trades: everyday words for a defect that no message or
  symptom of the knowledge base uses are known only through their characters.
- It inherits whatever leanings those texts have; it is for finding, never for deciding.
"""
