"""For the enterprise: which question would tell the two leading centres apart best.

What could be answered is taken from what the leading rows differ in; nothing is asked that the demand states already.
Every answer is applied and matched again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foundation.language import Sentence, sentence
from foundation.quantities import find_quantities
from foundation.text import normalise
from foundation.unit_reading import fold
from foundation.values import Value
from kb.passages import Passage
from kb.snapshot import Snapshot
from matcher.advice.applying import Matching, applied, row_of
from matcher.advice.change import Answered, AskedField
from matcher.advice.effect import Effect, effect_on, lead
from matcher.advice.lift import Lift, answer_lift
from matcher.legal.standards import editions_in
from matcher.matchlist import CentreCandidate, MatchList, shown_score
from matcher.query import Wanted
from matcher.scope import NEEDS_SCOPE

MOST = 3
LONGEST = 40
"""Characters of a value that somebody can be asked to confirm."""
WORTH = 10_000
"""Points by which a question must part the first two: less is not seen (0.01)."""

ASKS: Mapping[AskedField, str] = {
    "service": "要的服务",
    "product": "产品",
    "parameter": "检测项目",
    "standard": "标准号",
    "mark": "报告标志",
    "condition": "使用条件或测量范围",
}


class Outlook(Value):
    """What one answer would lead to: ``effects`` on the two centres that lead now, and who leads then by how much."""

    change: Answered
    effects: tuple[Effect, ...]
    leader: str
    lead: int
    says: Sentence
    confidence: Lift | None = None
    """That anybody listed fits, with this answer."""


class Question(Value):
    """A question worth asking, with all answers that were looked at. ``lead_before`` is the lead as things stand."""

    field: AskedField
    leader_before: str
    lead_before: int
    outlooks: tuple[Outlook, ...]
    says: Sentence

    @property
    def gain(self) -> int:
        """The sum of what the answers add to the lead, per answer, in points."""
        return sum(one.lead for one in self.outlooks) // len(self.outlooks) - self.lead_before

    @property
    def tells_apart(self) -> bool:
        """Whether it hangs on the answer who leads."""
        return len({one.leader for one in self.outlooks}) > 1


def questions(
    wanted: Wanted, before: MatchList, snapshot: Snapshot, matching: Matching, names: Mapping[str, str]
) -> tuple[Question, ...]:
    """At most :data:`MOST`, the best first; none where no answer parts the first two any further."""
    rows = _rows(before, snapshot)
    asked = [
        _question(field, values, wanted, before, snapshot, matching, names)
        for field, values in _could_be_asked(wanted, rows)
    ]
    order = list(ASKS)
    worth = [one for one in asked if one.gain >= WORTH or (one.tells_apart and one.gain > 0)]
    worth.sort(key=lambda one: (not one.tells_apart, -one.gain, order.index(one.field)))
    return tuple(worth[:MOST])


def _question(
    field: AskedField,
    values: Sequence[str],
    wanted: Wanted,
    before: MatchList,
    snapshot: Snapshot,
    matching: Matching,
    names: Mapping[str, str],
) -> Question:
    leading = [centre.provider_id for centre in before.centres[:2]]
    outlooks = []
    for value in values:
        change = Answered(field=field, value=value)
        after = applied(change, wanted, snapshot, matching)
        leader = after.centres[0].provider_id if after.centres else ""
        says = sentence(
            "若是“{value}”：{leader} 排第一，领先 {lead} 分",
            value=value,
            leader=names.get(leader, leader),
            lead=shown_score(lead(after)),
        )
        outlooks.append(
            Outlook(
                change=change,
                effects=tuple(effect_on(centre, before, after, matching.calibration) for centre in leading),
                leader=leader,
                lead=lead(after),
                says=says,
                confidence=answer_lift(before, after, matching.calibration),
            )
        )
    first = before.centres[0].provider_id
    told = {one.leader for one in outlooks}
    words = (
        "请企业说明{field}：谁排第一取决于答案（现在 {leader} 领先 {lead} 分）"
        if len(told) > 1
        else "请企业说明{field}：前两名能分得更清楚（现在 {leader} 领先 {lead} 分）"
    )
    says = sentence(words, field=ASKS[field], leader=names.get(first, first), lead=shown_score(lead(before)))
    return Question(field=field, leader_before=first, lead_before=lead(before), outlooks=tuple(outlooks), says=says)


def _could_be_asked(wanted: Wanted, rows: Sequence[Sequence[Passage]]) -> Iterator[tuple[AskedField, tuple[str, ...]]]:
    """Fields with one answer for each of the two leading centres, where these differ."""
    if len(rows) < 2:
        return
    if wanted.service_category is None:
        yield "service", (NEEDS_SCOPE, "质量技术评价")
    if not wanted.product:
        yield from _differing("product", [_first(one, "product") for one in rows])
    own = {normalise(parameter) for parameter in wanted.parameters}
    tests = [_first(one, "parameter") for one in rows]
    if not own & {normalise(test) for test in tests if test}:
        yield from _differing("parameter", tests)
    if not wanted.standards:
        yield from _differing("standard", [_edition(one) for one in rows])
    if wanted.service_category == NEEDS_SCOPE and not wanted.marks:
        yield from _differing("mark", [_mark(one) for one in rows])
    yield from _differing("condition", [_condition(one, wanted) for one in rows])


def _differing(field: AskedField, values: Sequence[str | None]) -> Iterator[tuple[AskedField, tuple[str, ...]]]:
    said = [value for value in values if value and len(value) <= LONGEST]
    if len(said) == len(values) and len(set(map(normalise, said))) == len(said):
        yield field, tuple(said)


def _rows(before: MatchList, snapshot: Snapshot) -> list[list[Passage]]:
    """The passages that speak for the first two centres, best first."""
    return [_passages(centre, snapshot) for centre in before.centres[:2]]


def _passages(centre: CentreCandidate, snapshot: Snapshot) -> list[Passage]:
    return [row_of(snapshot, hit.passage_id) for hit in centre.rows]


def _first(rows: Sequence[Passage], field: str) -> str | None:
    """What the best row says in a field; other rows are not what the centre leads with."""
    return rows[0].fields.get(field)


def _edition(rows: Sequence[Passage]) -> str | None:
    return next((one.written for one in editions_in(rows[0].fields.get("standards", ""))), None)


def _mark(rows: Sequence[Passage]) -> str | None:
    return rows[0].scope.qualification if rows[0].scope is not None else None


_EXCLUDING = ("不", "除", "仅", "只", "限于")


def _condition(rows: Sequence[Passage], wanted: Wanted) -> str | None:
    """A range that the best row is limited to, if it is told in values and units and the demand has none of its own."""
    limit = rows[0].fields.get("limit", "")
    if not limit or any(cue in limit for cue in _EXCLUDING) or find_quantities(fold(wanted.whole)):
        return None
    return limit if find_quantities(fold(limit)) else None
