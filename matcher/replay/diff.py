"""Two runs compared: what was asked or known differently, and what that did to the ranks. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from foundation.language import Sentence, sentence
from foundation.values import Value
from kb.passages import Passage
from matcher.matchlist import Hit, MatchList, shown_score
from matcher.outcome import Outcome
from matcher.replay.run_again import differences, shown
from matcher.run import RunInput

Part = Literal["input", "surroundings", "policy", "model", "method", "index"]
Versions = Mapping[str, Passage]
"""The passages of an index that matter here, by id."""

_KEYS = ("id", "centre_id", "passage_id")
_PART: dict[Part, str] = {
    "input": "需求的文字与数值",
    "surroundings": "中心、人员、设备的情况",
    "policy": "策略",
    "model": "模型",
    "method": "方法",
    "index": "索引",
}


class Change(Value):
    """Something that went into the runs differently: a place (RFC 6901; signals and centres by name), both values."""

    part: Part
    path: str
    before: str | None
    after: str | None
    says: Sentence


class RowChange(Value):
    """A row or expert of the index that either run found: added, removed or changed since, and in which fields."""

    passage_id: str
    kind: Literal["added", "removed", "changed"]
    title: str
    fields: tuple[str, ...] = ()
    says: Sentence


class Move(Value):
    """A centre whose place or score is not the same; ranks from 1, ``None`` where it was not found."""

    centre_id: str
    before: int | None
    after: int | None
    score_before: int | None
    score_after: int | None
    says: Sentence


class HitMove(Value):
    """A row or expert found by both, elsewhere or with another score; ``signals``: name, points before and after."""

    passage_id: str
    title: str
    before: int
    after: int
    score_before: int
    score_after: int
    signals: tuple[tuple[str, int, int], ...]


class RunDiff(Value):
    """What changed from ``before`` to ``after``, and what came of it."""

    before: str
    after: str
    changes: tuple[Change, ...]
    rows: tuple[RowChange, ...]
    moves: tuple[Move, ...]
    hits: tuple[HitMove, ...]
    notes: tuple[Sentence, ...] = ()

    @property
    def is_same(self) -> bool:
        """Nothing went in differently and nothing came out differently."""
        return not (self.changes or self.rows or self.moves or self.hits)


class Side(Value):
    """One of the two runs; ``rows`` is ``None`` when the archive does not hold its index."""

    id: str
    asked: RunInput
    outcome: Outcome
    rows: dict[str, Passage] | None


def compare(before: Side, after: Side, names: Mapping[str, str]) -> RunDiff:
    """Everything that is different; ``names`` of centres by id."""
    notes = [
        sentence("档案里没有 {run} 的索引，只能比较找到的，不能比较附表", run=side.id)
        for side in (before, after)
        if side.rows is None
    ]
    return RunDiff(
        before=before.id,
        after=after.id,
        changes=tuple(_changes(before.asked, after.asked)),
        rows=tuple(_rows(before.rows, after.rows)),
        moves=tuple(_moves(before.outcome.found.whole, after.outcome.found.whole, names)),
        hits=tuple(_hits(before.outcome.found.whole.hits, after.outcome.found.whole.hits)),
        notes=tuple(notes),
    )


def passages_that_matter(*outcomes: Outcome) -> list[str]:
    """The ids of all rows and experts that were found."""
    lists = [found for outcome in outcomes for found in _lists(outcome)]
    return sorted({hit.passage_id for found in lists for hit in found.hits})


def _lists(outcome: Outcome) -> Iterator[MatchList]:
    yield outcome.found.whole
    yield from (part.found for part in outcome.found.parts)


def _changes(before: RunInput, after: RunInput) -> Iterator[Change]:
    pairs: list[tuple[Part, Any, Any]] = [
        ("input", _plain(before, "wanted", "top"), _plain(after, "wanted", "top")),
        ("surroundings", _plain(before, "surroundings"), _plain(after, "surroundings")),
        ("policy", _plain(before, "policy"), _plain(after, "policy")),
        ("model", _plain(before, "model_identity"), _plain(after, "model_identity")),
        ("method", _plain(before, "method"), _plain(after, "method")),
        ("index", _plain(before, "index_identity"), _plain(after, "index_identity")),
    ]
    for part, old, new in pairs:
        for found in differences(_keyed(old), _keyed(new)):
            says = sentence(
                "{part}不同（{path}）：{before} → {after}",
                part=_PART[part],
                path=found.path,
                before=found.then or "—",
                after=found.now or "—",
            )
            yield Change(part=part, path=found.path, before=found.then, after=found.now, says=says)


def _plain(asked: RunInput, *names: str) -> Any:
    return json.loads(asked.model_dump_json(include=set(names)))


def _keyed(value: Any) -> Any:
    """Lists of named things by name: one that came in does not make all after it look changed."""
    if isinstance(value, dict):
        return {name: _keyed(one) for name, one in value.items()}
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        keys = [_key(one) for one in value]
        if None not in keys and len(set(keys)) == len(keys):
            return {key: _keyed(one) for key, one in zip(keys, value, strict=True)}
    return value


def _key(one: Mapping[str, Any]) -> str | None:
    if "view" in one and "voice" in one:
        return f"{one['view']}/{one['voice']}"
    return next((str(one[name]) for name in _KEYS if one.get(name)), None)


def _rows(before: Versions | None, after: Versions | None) -> Iterator[RowChange]:
    if before is None or after is None:
        return
    for passage_id in sorted({*before, *after}):
        old, new = before.get(passage_id), after.get(passage_id)
        one = new or old
        if old == new or one is None:
            continue
        title = " · ".join(one.fields[name] for name in ("product", "parameter", "field") if one.fields.get(name))
        if old is None:
            says = sentence("索引里新增：{title}", title=title)
            yield RowChange(passage_id=passage_id, kind="added", title=title, says=says)
        elif new is None:
            says = sentence("索引里不再有：{title}", title=title)
            yield RowChange(passage_id=passage_id, kind="removed", title=title, says=says)
        else:
            places = differences(old.model_dump(mode="json"), new.model_dump(mode="json"))
            fields = tuple(dict.fromkeys(found.path.rsplit("/", 1)[-1] for found in places))
            says = sentence("索引里改动：{title}（{fields}）", title=title, fields="、".join(fields))
            yield RowChange(passage_id=passage_id, kind="changed", title=title, fields=fields, says=says)


def _moves(before: MatchList, after: MatchList, names: Mapping[str, str]) -> Iterator[Move]:
    """Centres in the order of the later list; those that left it follow in their old order."""
    old = {centre.provider_id: centre for centre in before.centres}
    new = {centre.provider_id: centre for centre in after.centres}
    for centre_id in dict.fromkeys((*new, *old)):
        was, now = old.get(centre_id), new.get(centre_id)
        ranks = was.rank if was else None, now.rank if now else None
        scores = was.score if was else None, now.score if now else None
        if ranks[0] == ranks[1] and scores[0] == scores[1]:
            continue
        yield Move(
            centre_id=centre_id,
            before=ranks[0],
            after=ranks[1],
            score_before=scores[0],
            score_after=scores[1],
            says=_told(names.get(centre_id, centre_id), ranks, scores),
        )


def _told(name: str, ranks: tuple[int | None, int | None], scores: tuple[int | None, int | None]) -> Sentence:
    was, now = ranks
    old, new = ("" if one is None else shown_score(one, 6) for one in scores)
    if was is None:
        return sentence("{centre}：新进来，排第 {now} 位（{new}）", centre=name, now=now, new=new)
    if now is None:
        return sentence("{centre}：不再出现，原来排第 {was} 位（{old}）", centre=name, was=was, old=old)
    if was == now:
        return sentence("{centre}：仍排第 {now} 位，分数 {old} → {new}", centre=name, now=now, old=old, new=new)
    return sentence(
        "{centre}：从第 {was} 位到第 {now} 位（{old} → {new}）", centre=name, was=was, now=now, old=old, new=new
    )


def _hits(before: Sequence[Hit], after: Sequence[Hit]) -> Iterator[HitMove]:
    old = {hit.passage_id: (rank, hit) for rank, hit in enumerate(before, start=1)}
    for rank, hit in enumerate(after, start=1):
        if hit.passage_id not in old:
            continue
        was, earlier = old[hit.passage_id]
        if (was, earlier.score, earlier.contributions) == (rank, hit.score, hit.contributions):
            continue
        ones = {one.signal: one.points for one in earlier.contributions}
        others = {one.signal: one.points for one in hit.contributions}
        signals = tuple(
            (name, ones.get(name, 0), others.get(name, 0))
            for name in dict.fromkeys((*ones, *others))
            if ones.get(name, 0) != others.get(name, 0)
        )
        yield HitMove(
            passage_id=hit.passage_id,
            title=shown(hit.title),
            before=was,
            after=rank,
            score_before=earlier.score,
            score_after=hit.score,
            signals=signals,
        )
