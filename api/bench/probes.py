"""Probes of what must never happen: the wrong trade first, generic prose before a fitting row, stuffed keywords on top.

Each probe is a small question with a right answer; its targets stand among all targets of the graded set, so that the
index is as busy as a real one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.bench.graded import GradedSet, Target
from foundation.values import Value
from intake.reading.record import read_draft
from kb.passages import Passage
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.searching import SnapshotSearch, find
from matcher.service import wanted_of

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.snapshot import Snapshot

STUFFED = 50
"""How often the demand's own words are written into an irrelevant row."""
_DEPTH = 1_000
_FIRST = 100
"""Hits that are looked at first: whoever is among them stands before all who are not, however deep one looks."""


class ProbeResult(Value):
    """How many of a kind of probe came out right, and the ids of those that did not."""

    right: int
    asked: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """0 … 1."""
        return self.right / self.asked if self.asked else 0.0


class Prober:
    """Asks probes against the targets of a graded set and a few more."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, day: date, policy: MatchPolicy = DEFAULT_POLICY) -> None:
        self._snapshot, self._embedder, self._day, self._policy = snapshot, embedder, day, policy

    def ranks(self, text: str, more: Sequence[Passage], about: Collection[str]) -> dict[str, int]:
        """The ranks of what is found for ``text`` when ``more`` passages stand beside the set: so many that one
        ``about`` which it is asked is among them, or :data:`_DEPTH`."""
        vectors = {p.digest: v for p, v in zip(more, self._encode(more), strict=True)}
        snapshot = self._snapshot.with_changes(more, (), vectors) if more else self._snapshot
        wanted = wanted_of(read_draft("", text), text, "", self._day)
        index = SnapshotSearch(snapshot)
        hits = find(wanted, index, self._embedder, _FIRST, self._policy).hits
        if not any(hit.passage_id in about for hit in hits):
            hits = find(wanted, index, self._embedder, _DEPTH, self._policy).hits
        return {hit.passage_id: rank for rank, hit in enumerate(hits)}

    def _encode(self, passages: Sequence[Passage]) -> Any:
        return self._embedder.encode_documents([passage.text for passage in passages])


def ask_traps(prober: Prober, path: Path) -> ProbeResult:
    """The same word in two trades: the right row must stand before every wrong one."""
    outcomes = {}
    for case in _read(path)["cases"]:
        rows = [_passage("probe-right", case["right"])]
        rows += [_passage(f"probe-wrong-{n}", row) for n, row in enumerate(case["wrong"])]
        outcomes[case["id"]] = _is_first(prober, case["text"], "probe-right", rows)
    return _result(outcomes)


def ask_generic(prober: Prober, path: Path) -> ProbeResult:
    """A long demand full of generic words: the fitting row must stand before every generic centre text."""
    data = _read(path)
    prose = [_passage(f"probe-generic-{n}", {"text": text}) for n, text in enumerate(data["generic_texts"])]
    outcomes = {}
    for probe in data["probes"]:
        rows = [_passage("probe-fitting", probe["fitting"]), *prose]
        outcomes[probe["id"]] = _is_first(prober, probe["text"], "probe-fitting", rows)
    return _result(outcomes)


def ask_stuffed(prober: Prober, graded: GradedSet, every: int = 4) -> ProbeResult:
    """An irrelevant row into which the demand's words are written fifty times must not pass the best relevant row."""
    by_id = {target.id: target for target in graded.targets}
    outcomes = {}
    for demand in graded.demands[::every]:
        victim = next(
            (
                target
                for target in graded.targets
                if target.kind == "capability"
                and target.product
                and target.id[:3] != demand.id[:3]
                and target.id not in demand.grades
            ),
            None,
        )
        if victim is None:
            continue
        words = (demand.title or demand.text[:24]).strip("，。 ")
        stuffed = victim.model_copy(update={"id": "probe-stuffed", "text": " ".join([words] * STUFFED)})
        asked = f"{demand.title} {demand.text}".strip()
        ranks = prober.ranks(asked, [stuffed.passage()], {stuffed.id, *demand.grades})
        best = min((ranks.get(target, _DEPTH) for target in demand.grades if target in by_id), default=_DEPTH)
        outcomes[demand.id] = best < ranks.get("probe-stuffed", _DEPTH + 1)
    return _result(outcomes)


def _is_first(prober: Prober, text: str, right: str, rows: Sequence[Passage]) -> bool:
    ranks = prober.ranks(text, rows, {row.id for row in rows})
    mine = ranks.get(right)
    others = [ranks.get(row.id, _DEPTH) for row in rows if row.id != right]
    return mine is not None and all(mine < other for other in others)


def _passage(name: str, fields: dict[str, Any]) -> Passage:
    kind = "expert" if "directions" in fields or "field" in fields else "capability"
    return Target.model_validate({"id": name, "kind": kind, **fields}).passage()


def _result(outcomes: dict[str, bool]) -> ProbeResult:
    wrong = tuple(name for name, is_right in outcomes.items() if not is_right)
    return ProbeResult(right=len(outcomes) - len(wrong), asked=len(outcomes), wrong=wrong)


def _read(path: Path) -> Any:
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))
