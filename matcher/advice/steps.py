"""For a centre: which step in its announced scope would move it up for this demand.

Three kinds, the lightest first: a certificate in force on the planned day, a row of the demanded edition, one more row.
Rows are taken from what the demand states and from what leads the list, near to what the centre does already; nothing
says that it can do them: a row is announced after review only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from foundation.language import Sentence, sentence
from foundation.text import bigrams, normalise
from foundation.values import Value
from kb.editions import replacement_of
from kb.passages import Passage
from kb.snapshot import Snapshot
from matcher.advice.applying import Matching, changed_index, row_of
from matcher.advice.change import Change, Extended, Renewed, Updated
from matcher.advice.effect import Effect, clearance, effect_on
from matcher.legal.standards import Edition, editions_asked, editions_in
from matcher.matchlist import Hit, MatchList
from matcher.query import Query, Wanted
from matcher.scope import NEEDS_SCOPE
from matcher.searching import SnapshotSearch

MOST = 3
LOOKED_AT = 200
"""So far down the list a centre's own rows are looked for: who has none there does not work near the matter."""
TRIED_ROWS, TRIED_EDITIONS, TRIED_CERTIFICATES = 6, 3, 2
CLEAR = 3_000
"""Points below which a place is not stated: building the index anew could turn it over."""


class Step(Value):
    """A change with its effect; ``says`` is for the centre and names no other."""

    change: Change
    effect: Effect
    says: Sentence


def steps(
    centre_id: str, query: Query, before: MatchList, snapshot: Snapshot, matching: Matching, clear: int = CLEAR
) -> tuple[Step, ...]:
    """At most :data:`MOST` that move the centre up, the best first; none where nothing helps.

    A new place for which the index must change by text is stated only when it is ``clear`` by so many points.
    """
    wide = matching.matched(query, SnapshotSearch(snapshot), LOOKED_AT)
    own = [hit for hit in wide.hits if hit.kind == "capability" and hit.provider_id == centre_id]
    found = []
    for change in _changes(centre_id, own, query.wanted, before, snapshot):
        after = matching.matched(query, changed_index(change, snapshot, matching.embedder))
        is_rough = not isinstance(change, Renewed)
        effect = effect_on(centre_id, before, after, matching.calibration, is_rough)
        if effect.places <= 0:
            continue
        if is_rough and clearance(centre_id, after, matching.top) < clear:
            continue
        found.append(Step(change=change, effect=effect, says=_says(change, effect)))
    found.sort(key=lambda one: (one.effect.rank_after, _KINDS.index(one.change.kind), -one.effect.points_after))
    return tuple(found[:MOST])


_KINDS = ("renewed", "updated", "extended")


def _changes(
    centre_id: str, own: Sequence[Hit], wanted: Wanted, before: MatchList, snapshot: Snapshot
) -> Iterator[Change]:
    """What is tried, each once; nothing for a centre that has no row near the matter."""
    rows = {hit.passage_id: row_of(snapshot, hit.passage_id) for hit in own}
    if wanted.service_category == NEEDS_SCOPE:
        yield from islice(_renewals(centre_id, own, rows, wanted), TRIED_CERTIFICATES)
    yield from islice(_updates(centre_id, own, rows, wanted), TRIED_EDITIONS)
    if own:
        yield from islice(_extensions(centre_id, rows.values(), wanted, before, snapshot), TRIED_ROWS)


def _renewals(centre_id: str, own: Sequence[Hit], rows: Mapping[str, Passage], wanted: Wanted) -> Iterator[Renewed]:
    tried = set()
    for hit in own:
        facts = rows[hit.passage_id].scope
        if hit.scope not in ("expired", "not_yet") or facts is None or facts.qualification is None:
            continue
        change = Renewed(
            centre_id=centre_id,
            qualification=facts.qualification,
            number=facts.certificate_number,
            on=wanted.planned_on,
        )
        if change not in tried:
            tried.add(change)
            yield change


def _updates(centre_id: str, own: Sequence[Hit], rows: Mapping[str, Passage], wanted: Wanted) -> Iterator[Updated]:
    asked = editions_asked(wanted.standards)
    for hit in own:
        if hit.ruling is None or hit.ruling.state not in ("other_year", "superseded"):
            continue
        before = rows[hit.passage_id].fields.get("standards", "")
        after = _in_the_right_edition(before, asked, wanted)
        if after != before:
            yield Updated(centre_id=centre_id, passage_id=hit.passage_id, before=before, standards=after)


def _in_the_right_edition(cell: str, asked: Sequence[Edition], wanted: Wanted) -> str:
    """The cell with each old edition replaced by the demanded one, or by the one that is known to have replaced it."""
    parts = re.split(r"([；;\n])", cell)
    for place, part in enumerate(parts):
        for held in editions_in(part):
            new = next((one.written for one in asked if one.key == held.key and _older(held, one)), None)
            known = replacement_of(held.key, held.year)
            if new is None and known is not None and known.since is not None and known.since <= wanted.planned_on:
                new = known.by
            if new is not None:
                parts[place] = _with(part, held, new)
    return "".join(parts)


def _older(held: Edition, asked: Edition) -> bool:
    return held.year is not None and asked.year is not None and held.year < asked.year


def _with(part: str, held: Edition, new: str) -> str:
    """The year changed where only that differs and is written once; the new number in place of all else otherwise."""
    edition = next(iter(editions_in(new)), None)
    if edition is not None and edition.key == held.key and edition.year and held.year and part.count(held.year) == 1:
        return part.replace(held.year, edition.year)
    return new


def _extensions(
    centre_id: str, own: Iterable[Passage], wanted: Wanted, before: MatchList, snapshot: Snapshot
) -> Iterator[Extended]:
    """Rows product × parameter × standard that others lead with and the centre does not have, best first."""
    rows = list(own)
    had = {_matter(row) for row in rows}
    kind = wanted.marks[0] if wanted.marks and wanted.marks[0] in ("CMA", "CNAS") else "CMA"
    for hit in _to_follow(before.hits):
        if hit.provider_id == centre_id:
            continue
        row = row_of(snapshot, hit.passage_id)
        product, parameter, standards = (row.fields.get(name, "") for name in ("product", "parameter", "standards"))
        if not (product and parameter and standards) or _matter(row) in had:
            continue
        if not any(_is_near(row, other) for other in rows):
            continue
        had.add(_matter(row))
        yield Extended(
            centre_id=centre_id,
            product=product,
            parameter=parameter,
            standards=standards,
            qualification="CNAS" if kind == "CNAS" else "CMA",
            valid_until=wanted.planned_on,
        )


def _to_follow(hits: Sequence[Hit]) -> list[Hit]:
    """Rows that hold for the demand itself; where there are none, those whose certificate alone has lapsed."""
    rows = [hit for hit in hits if hit.kind == "capability"]
    held = [one for one in rows if one.ruling is None or one.ruling.way in ("test", "check")]
    stated = [one for one in rows if one.ruling is not None and one.ruling.state in ("unstated", "lapsed")]
    return held or stated


def _is_near(row: Passage, other: Passage) -> bool:
    """Whether who does ``other`` works on the same things: half of the shorter name of product or parameter is shared.

    Nobody is told to claim what lies outside his field.
    """
    for field in ("product", "parameter"):
        one, two = (set(bigrams(each.fields.get(field, ""))) for each in (row, other))
        if one and two and 2 * len(one & two) >= min(len(one), len(two)):
            return True
    return False


def _matter(row: Passage) -> tuple[str, str]:
    return normalise(row.fields.get("product", "")), normalise(row.fields.get("parameter", ""))


def _says(change: Change, effect: Effect) -> Sentence:
    now = {"rank": effect.rank_after, "before": effect.rank_before}
    match change:
        case Renewed():
            facts = {"kind": change.qualification, "day": change.on.isoformat(), **now}
            if effect.rank_before is None:
                return sentence("若 {kind} 证书在计划日期 {day} 有效：会列第 {rank}（现在没有列出）", **facts)
            return sentence("若 {kind} 证书在计划日期 {day} 有效：会排第 {rank}（现在第 {before}）", **facts)
        case Updated():
            facts = {"old": change.before, "new": change.standards, **now}
            if effect.rank_before is None:
                return sentence(
                    "若附表里的“{old}”变更为“{new}”（须办理标准变更）：会列第 {rank}（现在没有列出）", **facts
                )
            return sentence(
                "若附表里的“{old}”变更为“{new}”（须办理标准变更）：会排第 {rank}（现在第 {before}）", **facts
            )
        case Extended():
            row = f"{change.product} × {change.parameter} × {change.standards}"
            if effect.rank_before is None:
                return sentence("若扩项取得“{row}”（须评审通过）：会列第 {rank}（现在没有列出）", row=row, **now)
            return sentence("若扩项取得“{row}”（须评审通过）：会排第 {rank}（现在第 {before}）", row=row, **now)
    raise AssertionError(change)
