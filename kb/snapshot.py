"""A snapshot: everything a match looks at, read-only, as it was at one moment. No database is needed to search it.

Five views over the same passages, each with its own idea of nearness: ``bm25_bigrams``, ``bm25_words``, ``tfidf``
(words, bigrams and characters in one bag), ``latent`` (KB-LSA) and ``dense`` (the sentence model, centred on the
knowledge base's mean so that what all passages have in common does not count). The same passages, vectors and versions
give the same answers and the same :attr:`Snapshot.content_hash`, whatever order they came in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foundation.errors import InvalidInput, NotReady
from foundation.language import Sentence, sentence
from kb import generations
from kb.latent import LatentSpace, learn
from kb.lexical_index import LexicalView, Weighing, count_documents, view_of
from kb.packing import pack, unpack
from kb.passages import Passage
from kb.ranking import NOTHING, Ranked, Rows
from kb.tokens import Analyse, Tokeniser
from kb.vector_index import VectorIndex

if TYPE_CHECKING:
    from kb.embedding import Embedder

FORMAT = 1
"""Raise it when the files of a generation change their meaning."""

LEXICAL_VIEWS: Mapping[str, tuple[str, Weighing]] = {
    "bm25_bigrams": ("bigrams", "bm25"),
    "tfidf": ("grams", "cosine"),
}
"""Name → which cut of :class:`kb.tokens.Tokeniser`, which weighing."""

VIEWS = (*LEXICAL_VIEWS, "latent", "dense")

CENTRED_FROM = 64
"""Fewer passages than this have no mean worth taking away."""

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in passages embedded."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Passages and their five views. ``generation`` 0: made in memory, never published."""

    passages: tuple[Passage, ...]
    lexical: Mapping[str, LexicalView]
    latent_space: LatentSpace
    latent_rows: VectorIndex
    dense_rows: VectorIndex
    dense_mean: NDArray[np.float32]
    model_identity: str
    user_words: tuple[str, ...]
    content_hash: str
    generation: int = 0
    created_at: datetime | None = None
    warnings: tuple[Sentence, ...] = ()
    """What a user should know: an answer from an older generation because the newest was damaged."""
    tokeniser: Tokeniser = field(default_factory=Tokeniser)

    @property
    def identity(self) -> str:
        """Generation and content hash: names exactly this index."""
        return f"{self.generation}-{self.content_hash[:16]}"

    def __len__(self) -> int:
        return len(self.passages)

    def require_model(self, identity: str) -> None:
        """Raise NotReady (``index_other_model``) unless the dense view was made by this very model."""
        if identity != self.model_identity:
            raise NotReady(
                "index_other_model",
                "索引是用另一个句向量模型建的（{built}，现在是 {now}），请重新建立索引",
                built=self.model_identity,
                now=identity,
            )

    def search(
        self, view: str, text: str, k: int, vector: NDArray[np.float32] | None = None, subset: Rows | None = None
    ) -> Ranked:
        """The best ``k`` rows of one of :data:`VIEWS`, only rows with something in common, ties by row number.

        ``vector`` (d,), the query as the model encoded it, is needed by ``dense`` alone; without it, or when it is
        zero, that view finds nothing. Scores of ``latent`` and ``dense`` are cosines, of the others ≥ 0.
        With a ``subset`` of rows only these are looked at, exactly, whatever its size; an empty one finds nothing.
        """
        if view in LEXICAL_VIEWS:
            return self.lexical[view].search(self._analyse(view)(text), k, subset)
        if view == "latent":
            direction = self.latent_space.project(self.lexical["tfidf"], self._analyse("tfidf")(text))
            return _nearest(self.latent_rows, direction, k, subset)
        if view == "dense":
            return NOTHING if vector is None else _nearest(self.dense_rows, self._centred(vector), k, subset)
        raise InvalidInput("view_unknown", "没有这种检索方式：{view}", field="view", view=view)

    def known_share(self, text: str) -> float:
        """Share of the text's distinct tokens (words, bigrams, characters) that the knowledge base knows, 0 … 1."""
        return self.lexical["tfidf"].known_share(self._analyse("tfidf")(text))

    def _analyse(self, view: str) -> Analyse:
        return _analyser(self.tokeniser, LEXICAL_VIEWS[view][0])

    def _centred(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        (moved,) = _centre(vector[None], self.dense_mean)
        return np.asarray(moved, np.float32)


def build_snapshot(
    passages: Iterable[Passage],
    embedder: Embedder,
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
    user_words: Sequence[str] = (),
    progress: Progress | None = None,
) -> Snapshot:
    """A snapshot in memory. ``vectors`` (digest → (d,)) spares the embedder what is known already.

    Raises InvalidInput (``passage_twice``) when two passages have one id.
    """
    ordered = tuple(sorted(passages, key=lambda passage: (passage.kind, passage.id)))
    for one, other in pairwise(ordered):
        if (one.kind, one.id) == (other.kind, other.id):
            raise InvalidInput("passage_twice", "编号 {id} 出现了两次", field="id", id=one.id)
    known = dict(vectors or {})
    known.update(embed_missing(ordered, known, embedder, progress))
    rows = np.zeros((len(ordered), embedder.dimension), np.float32)
    for row, passage in enumerate(ordered):
        rows[row] = known[passage.digest]
    mean = np.asarray(rows.mean(axis=0) if len(rows) >= CENTRED_FROM else np.zeros(embedder.dimension), np.float32)
    tokeniser = Tokeniser(user_words)
    counted = count_documents(
        (passage.fields for passage in ordered), tokeniser, {cut for cut, _ in LEXICAL_VIEWS.values()}
    )
    lexical = {name: view_of(counted[cut], weighing) for name, (cut, weighing) in LEXICAL_VIEWS.items()}
    latent_space, latent_rows = learn(lexical["tfidf"])
    return Snapshot(
        passages=ordered,
        lexical=lexical,
        latent_space=latent_space,
        latent_rows=VectorIndex.build(latent_rows),
        dense_rows=VectorIndex.build(_centre(rows, mean)),
        dense_mean=mean,
        model_identity=embedder.identity,
        user_words=tuple(user_words),
        content_hash=_content_hash(ordered, rows, embedder.identity, tokeniser),
        tokeniser=tokeniser,
    )


EMBEDDED_AT_ONCE = 256


def embed_missing(
    passages: Iterable[Passage],
    known: Mapping[str, NDArray[np.float32]],
    embedder: Embedder,
    progress: Progress | None = None,
) -> dict[str, NDArray[np.float32]]:
    """Vectors of the digests that are not ``known``, each distinct text embedded once."""
    texts = {passage.digest: passage.text for passage in passages}
    missing = [digest for digest in texts if digest not in known]
    found: dict[str, NDArray[np.float32]] = {}
    for begin in range(0, len(missing), EMBEDDED_AT_ONCE):
        batch = missing[begin : begin + EMBEDDED_AT_ONCE]
        rows = np.asarray(embedder.encode_documents([texts[digest] for digest in batch]), np.float32)
        found.update(zip(batch, rows, strict=True))
        if progress is not None:
            progress(len(found), len(missing))
    return found


def publish(snapshot: Snapshot, folder: Path, now: datetime) -> Snapshot:
    """Write the snapshot as a new generation and make it current; the snapshot with its generation."""
    files = _files_of(snapshot)
    facts = {
        "format": FORMAT,
        "created_at": now.isoformat(),
        "passages": len(snapshot),
        "model": snapshot.model_identity,
        "tokeniser": snapshot.tokeniser.identity,
        "user_words": list(snapshot.user_words),
        "content": snapshot.content_hash,
    }
    generation = generations.publish(folder, files, facts)
    return replace(snapshot, generation=generation, created_at=now, warnings=())


def current_generation(folder: Path) -> int:
    """The number of the current generation, cheaply; 0 when there is none."""
    return generations.current_generation(folder)


def open_current(folder: Path, model_identity: str | None = None) -> Snapshot:
    """The current generation, every file checked against its digest before use.

    A damaged one is passed over for the generation before it, and ``warnings`` says so. Raises NotReady: there is
    none, none is whole, it was built by another version of this program, or by another model than ``model_identity``.
    """
    read = generations.read_current(folder)
    facts = read.manifest
    tokeniser = Tokeniser(facts.get("user_words", ()))
    if facts.get("format") != FORMAT or facts.get("tokeniser") != tokeniser.identity:
        raise NotReady("index_other_version", "索引由程序的另一版本建成，请重新建立索引")
    snapshot = _from_files(read.files, facts, tokeniser)
    warnings = tuple(
        sentence("第 {number} 代索引已损坏，暂用第 {used} 代，请重新建立索引", number=number, used=read.number)
        for number in read.damaged
    )
    snapshot = replace(
        snapshot,
        generation=read.number,
        created_at=datetime.fromisoformat(facts["created_at"]),
        warnings=warnings,
    )
    if model_identity is not None:
        snapshot.require_model(model_identity)
    return snapshot


def _files_of(snapshot: Snapshot) -> dict[str, bytes]:
    files = {f"{name}.safetensors": view.to_bytes() for name, view in snapshot.lexical.items()}
    files["latent.safetensors"] = snapshot.latent_space.to_bytes()
    files["latent.faiss"] = snapshot.latent_rows.to_bytes()
    files["dense.safetensors"] = pack({"mean": snapshot.dense_mean}, {})
    files["dense.faiss"] = snapshot.dense_rows.to_bytes()
    files["passages.jsonl"] = _lines(snapshot.passages)
    return files


def _from_files(files: Mapping[str, bytes], facts: Mapping[str, Any], tokeniser: Tokeniser) -> Snapshot:
    return Snapshot(
        passages=tuple(Passage.model_validate_json(line) for line in files["passages.jsonl"].splitlines()),
        lexical={name: LexicalView.from_bytes(files[f"{name}.safetensors"]) for name in LEXICAL_VIEWS},
        latent_space=LatentSpace.from_bytes(files["latent.safetensors"]),
        latent_rows=VectorIndex.from_bytes(files["latent.faiss"]),
        dense_rows=VectorIndex.from_bytes(files["dense.faiss"]),
        dense_mean=unpack(files["dense.safetensors"])[0]["mean"],
        model_identity=facts["model"],
        user_words=tuple(facts["user_words"]),
        content_hash=facts["content"],
        tokeniser=tokeniser,
    )


def _lines(passages: Iterable[Passage]) -> bytes:
    """One JSON line a passage, keys in fixed order; line separators inside a text are escaped."""
    values = (passage.model_dump(mode="json") for passage in passages)
    return b"".join(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        for value in values
    )


def _content_hash(
    passages: Sequence[Passage], vectors: NDArray[np.float32], model_identity: str, tokeniser: Tokeniser
) -> str:
    """SHA-256 of everything the views are made of; equal content gives equal views."""
    covered = hashlib.sha256(f"{FORMAT}\n{model_identity}\n{tokeniser.identity}\n".encode())
    covered.update(_lines(passages))
    covered.update(vectors.tobytes())
    return covered.hexdigest()


def _nearest(index: VectorIndex, direction: NDArray[np.float32], k: int, subset: Rows | None) -> Ranked:
    if not direction.any():
        return NOTHING
    (found,) = index.search(direction[None], k, subset)
    shared = found.scores > 0
    return Ranked(found.rows[shared], found.scores[shared])


def _analyser(tokeniser: Tokeniser, cut: str) -> Analyse:
    cuts: dict[str, Analyse] = {
        "bigrams": tokeniser.bigrams,
        "words": tokeniser.words,
        "mixed": tokeniser.mixed,
    }
    return cuts[cut]


def _centre(rows: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows moved by the mean and of length 1 again; a zero row (nothing known) stays zero."""
    moved = np.where(rows.any(axis=1, keepdims=True), rows - mean, 0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1.0, lengths), np.float32)
