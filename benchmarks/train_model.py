"""Make the embedded sentence model anew, or check the one that ships.

    python -m benchmarks.train_model --data FOLDER     train, judge, write the model and its card (about eleven minutes)
    python -m benchmarks.train_model --check           verify the shipped files against manifest and card

One thread and fixed seeds: the same data give the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from threadpoolctl import threadpool_limits

from benchmarks.training import card, judge, lsa, model_folder
from benchmarks.training.contrastive import BagStore, Course, train
from benchmarks.training.pairs import WEIGHTS, Pair, read_pairs, split
from benchmarks.training.trade import trade_pairs
from benchmarks.training.vocabulary import choose_vocabulary
from foundation.text import bigrams
from kb.embedded_model import MODEL_FOLDER, MODEL_NAME
from kb.embedded_model.bag import Bags, BagTokenizer
from kb.embedded_model.static import StaticEmbedder

REPOSITORY = Path(__file__).resolve().parent.parent
TOKENS = 48_000
DIMENSION = 256

Floats = npt.NDArray[np.float32]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the model was made or is sound, 1 when the check found faults."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_model", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data" / "train", help="pair files")
    parser.add_argument("--output", type=Path, default=MODEL_FOLDER, help="the model's folder; its card lies beside it")
    parser.add_argument("--check", action="store_true", help="only verify the files in --output")
    parser.add_argument("--epochs", type=int, default=Course.epochs)
    options = parser.parse_args(arguments)
    console = Console()
    card_path = options.output.parent / "MODEL_CARD.md"
    if options.check:
        found = model_folder.faults(options.output, card_path)
        for fault in found:
            console.print(f"[red]✗[/] {fault}")
        if not found:
            console.print(f"[green]✓[/] {options.output.name}: files, size and card agree")
        return 1 if found else 0
    if not options.data.is_dir():
        console.print(f"[red]no such folder:[/] {options.data}")
        return 1
    with threadpool_limits(1):  # more threads would add in another order
        make(options.data, options.output, card_path, Course(epochs=options.epochs), console)
    return 0


def make(data: Path, folder: Path, card_path: Path, course: Course, console: Console) -> None:
    """Read, train, write, judge; the steps are told on ``console``."""
    with Progress(
        TextColumn("{task.description:<42}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as progress:

        def step(name: str, total: int = 1) -> Callable[[], None]:
            task = progress.add_task(name, total=total)
            return lambda: progress.advance(task)

        done = step("pairs")
        everything = [*read_pairs(data), *(own := trade_pairs(REPOSITORY))]
        training, held_out = split(everything)
        texts = sorted({text for pair in training for text in (pair.left, pair.right)})
        done()

        done = step("vocabulary")
        vocabulary = choose_vocabulary(texts, TOKENS, always=[text for pair in own for text in (pair.left, pair.right)])
        done()

        bags = _bags(BagTokenizer(vocabulary), texts, step)
        done = step("starting vectors (latent semantic analysis)")
        vectors = lsa.starting_vectors(bags, len(vocabulary), DIMENSION, course.seed)
        start = vectors.copy()
        done()

        rows = _rows(training, {text: row for row, text in enumerate(texts)})
        task = progress.add_task("training by contrast", total=None)
        for number, steps, loss in train(vectors, BagStore(bags, course.longest), rows, course):
            progress.update(task, completed=number, total=steps, description=f"training by contrast, loss {loss:.3f}")

        done = step("files")
        counts = Counter(pair.source for pair in training)
        model_folder.write_model(
            folder, MODEL_NAME, vocabulary, vectors, {"course": asdict(course), "pairs": dict(counts)}
        )
        shipped = StaticEmbedder.open(folder)
        done()

        tasks = judge.tasks(held_out, everything)
        done = step("judging", len(tasks))
        methods: dict[str, judge.Scorer] = {
            "BM25": judge.bm25_scorer(bigrams),
            "start (LSA)": _scorer(_embedder(vocabulary, start)),
            "**this model**": _scorer(shipped),
            "not quantised": _scorer(_embedder(vocabulary, vectors, exact=True)),
            "first 128": _scorer(shipped, 128),
            "first 64": _scorer(shipped, 64),
        }
        figures = []
        for one in tasks:
            scores = {
                name: judge.ndcg(method(one.queries, one.documents), one.answers) for name, method in methods.items()
            }
            figures.append(card.Figures(one.name, len(one.queries), len(one.documents), scores))
            done()
    weights = model_folder.weights_sha256(folder)
    card_path.write_text(
        card.model_card(MODEL_NAME, weights, len(vocabulary), counts, figures, course), encoding="utf-8"
    )
    for figure in figures:
        console.print(figure.task, {name: round(value, 4) for name, value in figure.by_method.items()})


def _bags(tokenizer: BagTokenizer, texts: Sequence[str], step: Callable[[str, int], Callable[[], None]]) -> Bags:
    size = 2_000
    done = step("bags", -(-len(texts) // size))
    parts = []
    for begin in range(0, len(texts), size):
        parts.append(tokenizer.bags(texts[begin : begin + size]))
        done()
    return Bags(
        ids=np.concatenate([part.ids for part in parts]),
        counts=np.concatenate([part.counts for part in parts]),
        possible=np.concatenate([part.possible for part in parts]),
    )


def _rows(training: Sequence[Pair], row: dict[str, int]) -> npt.NDArray[np.int64]:
    repeated = [pair for pair in training for _ in range(WEIGHTS.get(pair.source, 1))]
    return np.array([(row[pair.left], row[pair.right]) for pair in repeated], dtype=np.int64)


def _embedder(vocabulary: dict[str, int], vectors: Floats, exact: bool = False) -> StaticEmbedder:
    if exact:
        return StaticEmbedder("exact", vocabulary, vectors, np.ones(len(vectors), dtype=np.float32))
    return StaticEmbedder("quantised", vocabulary, *model_folder.quantise(vectors))


def _scorer(embedder: StaticEmbedder, length: int = DIMENSION) -> judge.Scorer:
    def score(queries: Sequence[str], documents: Sequence[str]) -> Floats:
        left, right = (_cut(embedder.encode_documents(texts), length) for texts in (queries, documents))
        return np.asarray(left @ right.T, dtype=np.float32)

    return score


def _cut(vectors: Floats, length: int) -> Floats:
    short = vectors[:, :length]
    return np.asarray(short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-12), dtype=np.float32)


if __name__ == "__main__":
    sys.exit(main())
