"""Snapshots on disk: a generation holds a whole snapshot, or only what changed since one that stands there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from foundation.errors import NotReady
from foundation.language import sentence
from foundation.long_lived import long_lived
from kb import generations
from kb.latent import LatentSpace
from kb.lexical_index import LexicalView
from kb.packing import Array, Buffer, pack, unpack
from kb.passage_book import PassageBook
from kb.snapshot.building import LAYOUT
from kb.snapshot.changes import Changes, apply_changes
from kb.snapshot.reading import Snapshot
from kb.snapshot.views import LEXICAL_VIEWS
from kb.spool import MappedFiles
from kb.tokens import Tokeniser
from kb.trade.keeping import to_bytes
from kb.trade.shared import read_once
from kb.vector_index import VectorIndex

FORMAT = LAYOUT


def publish(snapshot: Snapshot, folder: Path, now: datetime) -> Snapshot:
    """Write the snapshot as a new generation and make it current; the snapshot with its generation.

    Of a snapshot with changes only these are written; what it was built from is published first if it never was.
    NotReady (``index_missing``) when it was and is gone.
    """
    if snapshot.changes is None:
        generation = generations.publish(folder, _files_of(snapshot), _facts(snapshot, now))
        return replace(
            snapshot, generation=generation, built_generation=generation, created_at=now, warnings=(), spools={}
        )
    base = snapshot.built_generation or publish(snapshot.without_changes(), folder, now).generation
    generation = generations.publish(folder, _files_of_changes(snapshot.changes), _facts(snapshot, now), base)
    return replace(snapshot, generation=generation, built_generation=base, created_at=now, warnings=())


def current_generation(folder: Path) -> int:
    """The number of the current generation, cheaply; 0 when there is none."""
    return generations.current_generation(folder)


def open_current(folder: Path, model_identity: str | None = None) -> Snapshot:
    """The current generation, every file checked against its digest before use.

    A damaged one is passed over for the generation before it, and ``warnings`` says so. Raises NotReady: there is
    none, none is whole, it was built by another version of this program, or by another model than ``model_identity``.
    """
    read = generations.read_current(folder)
    with long_lived():
        snapshot = _opened(read)
    warnings = tuple(
        sentence("第 {number} 代索引已损坏，暂用第 {used} 代，请重新建立索引", number=number, used=read.number)
        for number in read.damaged
    )
    snapshot = replace(
        snapshot,
        generation=read.number,
        built_generation=read.base.number if read.base else read.number,
        created_at=datetime.fromisoformat(read.manifest["created_at"]),
        warnings=warnings,
    )
    if model_identity is not None:
        snapshot.require_model(model_identity)
    return snapshot


def open_held(folder: Path, content_hash: str) -> Snapshot | None:
    """The snapshot with this content where a generation still holds it, checked as ever; ``None`` otherwise."""
    read = generations.read_where(folder, "content", content_hash)
    if read is None:
        return None
    built = read.base.number if read.base else read.number
    created = datetime.fromisoformat(read.manifest["created_at"])
    return replace(_opened(read), generation=read.number, built_generation=built, created_at=created)


def _opened(read: generations.Generation) -> Snapshot:
    facts = read.manifest
    tokeniser = Tokeniser(facts.get("user_words", ()))
    if facts.get("format") != FORMAT or facts.get("tokeniser") != tokeniser.identity:
        raise NotReady("index_other_version", "索引由程序的另一版本建成，请重新建立索引")
    if read.base is None:
        return _from_files(read.files, facts, tokeniser)
    arrays, _ = unpack(read.files["changes.safetensors"])
    base = replace(_opened(read.base), generation=read.base.number)
    return apply_changes(base, PassageBook.read(read.files["added.jsonl"]), arrays["vectors"], arrays["hidden"])


def _facts(snapshot: Snapshot, now: datetime) -> dict[str, object]:
    return {
        "format": FORMAT,
        "created_at": now.isoformat(),
        "passages": len(snapshot),
        "model": snapshot.model_identity,
        "tokeniser": snapshot.tokeniser.identity,
        "user_words": list(snapshot.user_words),
        "content": snapshot.content_hash,
    }


def _files_of(snapshot: Snapshot) -> Iterator[tuple[str, generations.Content]]:
    """Name and content of each file, made one after the other."""
    for name, view in snapshot.lexical.items():
        file = f"{name}.safetensors"
        yield file, snapshot.spools.get(file) or view.to_parts()
    yield "latent.safetensors", snapshot.latent_space.to_bytes()
    yield "dense.safetensors", pack({"mean": snapshot.dense_mean}, {})
    yield "trade.safetensors", to_bytes(snapshot.trade)
    yield "trades.safetensors", pack({"rows": snapshot.trade_rows, "prose": snapshot.prose.astype(np.uint8)}, {})
    for name, index in (("latent", snapshot.latent_rows), ("dense", snapshot.dense_rows)):
        yield f"{name}.faiss", index.parts()
        if not index.is_exact:
            yield f"{name}.rows", index.rows()
    yield "passages.jsonl", snapshot.spools.get("passages.jsonl") or snapshot.book.lines
    yield "passages.safetensors", pack({"ends": snapshot.book.ends}, {})


def _from_files(files: Mapping[str, Buffer], facts: Mapping[str, Any], tokeniser: Tokeniser) -> Snapshot:
    trades = unpack(files["trades.safetensors"])[0]
    return Snapshot(
        book=PassageBook(files["passages.jsonl"], unpack(files["passages.safetensors"])[0]["ends"]),
        lexical={name: LexicalView.from_bytes(files[f"{name}.safetensors"]) for name in LEXICAL_VIEWS},
        latent_space=LatentSpace.from_bytes(files["latent.safetensors"]),
        latent_rows=VectorIndex.from_parts(files["latent.faiss"], files.get("latent.rows", b"")),
        dense_rows=VectorIndex.from_parts(files["dense.faiss"], files.get("dense.rows", b"")),
        dense_mean=unpack(files["dense.safetensors"])[0]["mean"],
        trade=read_once(files["trade.safetensors"], facts["files"]["trade.safetensors"]),
        trade_rows=trades["rows"],
        prose=trades["prose"].astype(bool),
        model_identity=facts["model"],
        user_words=tuple(facts["user_words"]),
        content_hash=facts["content"],
        tokeniser=tokeniser,
        mapped=MappedFiles(files.values()),
    )


def _files_of_changes(changes: Changes) -> dict[str, generations.Content]:
    arrays: dict[str, Array] = {"vectors": changes.vectors, "hidden": np.asarray(changes.hidden, np.int64)}
    return {"added.jsonl": changes.added.lines, "changes.safetensors": pack(arrays, {})}
