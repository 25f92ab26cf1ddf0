"""What changed from one version of the terms to the next, field by field, in words for a clerk. Pure.

Nothing is listed exactly when both have the same digest: a change of writing (``48000`` and ``48000.00``) or of order
changes the digest, and is listed as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Literal

from engagement.facts.acceptance import Criterion
from engagement.facts.agreement import LEVEL_LABELS, Offer
from foundation.language import Sentence, sentence
from foundation.values import Value

Kind = Literal["changed", "added", "removed", "moved"]


class Piece(Value):
    """A stretch of text: in both versions, only in the later, or only in the earlier."""

    kind: Literal["same", "added", "removed"]
    text: str


class Change(Value):
    """One difference. ``field`` is that of :class:`Offer`; ``item`` the id of a criterion or a deliverable's name."""

    field: str
    kind: Kind
    says: Sentence
    before: str | None = None
    after: str | None = None
    item: str | None = None
    pieces: tuple[Piece, ...] = ()
    """The whole text of a long field, piece by piece."""


FIELD_LABELS: dict[str, str] = {
    "party": "签约方",
    "scope": "服务内容",
    "price": "价格（元）",
    "finish_by": "完成日期",
    "intellectual_property": "知识产权",
    "level": "密级",
    "criteria": "验收指标",
    "deliverables": "成果清单",
}
PART_LABELS: dict[str, str] = {
    "quantity": "检测量",
    "requirement": "要求",
    "method": "方法",
    "sample": "样品",
    "other": "其他约定",
}
_TEXTS = ("scope", "intellectual_property")
_CLAUSE = re.compile(r"[^。；;，,\n]*[。；;，,\n]|[^。；;，,\n]+")


def compare(before: Offer, after: Offer) -> tuple[Change, ...]:
    """The differences in the order of the fields; empty exactly when the digests are equal."""
    return tuple(_changes(before, after))


def _changes(before: Offer, after: Offer) -> Iterator[Change]:
    for field in type(after).model_fields:
        one, other = getattr(before, field), getattr(after, field)
        if one == other:
            continue
        if field == "criteria":
            yield from _criteria(one, other)
        elif field == "deliverables":
            yield from _deliverables(one, other)
        elif field in _TEXTS:
            yield _text(field, one, other)
        else:
            yield _plain(field, one, other)


def _plain(field: str, before: object, after: object) -> Change:
    shown = [LEVEL_LABELS.get(value, value) if field == "level" else value for value in (before, after)]  # type: ignore[call-overload]
    one, other = (None if value is None else str(value) for value in shown)
    template = sentence("{what}：由“{before}”改为“{after}”").template
    if field == "price" and Fraction(str(before)) == Fraction(str(after)):
        template = sentence("{what}：数额相同，写法由“{before}”改为“{after}”").template
    says = Sentence(template=template, facts={"what": FIELD_LABELS.get(field, field), "before": one, "after": other})
    return Change(field=field, kind="changed", says=says, before=one, after=other)


def _text(field: str, before: str, after: str) -> Change:
    pieces = tuple(text_pieces(before, after))
    says = sentence(
        "{what}：有改动，增加 {added} 字，删去 {removed} 字",
        what=FIELD_LABELS[field],
        added=sum(len(piece.text) for piece in pieces if piece.kind == "added"),
        removed=sum(len(piece.text) for piece in pieces if piece.kind == "removed"),
    )
    return Change(field=field, kind="changed", says=says, before=before, after=after, pieces=pieces)


def text_pieces(before: str, after: str) -> Iterator[Piece]:
    """The text clause by clause; the ``same`` and ``removed`` pieces make ``before``, the others ``after``."""
    one, other = _CLAUSE.findall(before), _CLAUSE.findall(after)
    for what, first, last, start, end in SequenceMatcher(None, one, other, autojunk=True).get_opcodes():
        if what == "equal":
            yield Piece(kind="same", text="".join(one[first:last]))
            continue
        if last > first:
            yield Piece(kind="removed", text="".join(one[first:last]))
        if end > start:
            yield Piece(kind="added", text="".join(other[start:end]))


def _criteria(before: tuple[Criterion, ...], after: tuple[Criterion, ...]) -> Iterator[Change]:
    old, new = ({one.id: one for one in side} for side in (before, after))
    for id, one in old.items():
        if id not in new:
            facts = {"criterion": _named(one), "text": one.requirement}
            says = sentence("删去验收指标“{criterion}”（{text}）", **facts)
            yield Change(field="criteria", kind="removed", says=says, before=_whole(one), item=id)
        elif one != new[id]:
            yield from _parts(one, new[id])
    for id, other in new.items():
        if id not in old:
            facts = {"criterion": _named(other), "text": other.requirement}
            says = sentence("增加验收指标“{criterion}”（{text}）", **facts)
            yield Change(field="criteria", kind="added", says=says, after=_whole(other), item=id)
    if [id for id in old if id in new] != [id for id in new if id in old]:
        yield _moved("criteria")


def _parts(before: Criterion, after: Criterion) -> Iterator[Change]:
    for part in ("quantity", "requirement", "method", "sample"):
        one, other = getattr(before, part), getattr(after, part)
        if one != other:
            yield _part(part, one, other, before, after)
    known = {"id", "quantity", "comparison", "limit", "upper_limit", "unit", "method", "sample"}
    rest = [tuple(sorted(side.model_dump(mode="json", exclude=known).items())) for side in (before, after)]
    if rest[0] != rest[1]:
        one, other = (str(dict(values)) for values in rest)
        yield _part("other", one, other, before, after)


def _part(part: str, one: str, other: str, before: Criterion, after: Criterion) -> Change:
    says = sentence(
        "验收指标“{criterion}”的{part}：由“{before}”改为“{after}”",
        criterion=_named(before) if part == "quantity" else _named(after),
        part=PART_LABELS[part],
        before=one,
        after=other,
    )
    return Change(field="criteria", kind="changed", says=says, before=one, after=other, item=after.id)


def _deliverables(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    old, new = Counter(before), Counter(after)
    for name in (old - new).elements():
        says = sentence("成果清单删去“{name}”", name=name)
        yield Change(field="deliverables", kind="removed", says=says, before=name, item=name)
    for name in (new - old).elements():
        says = sentence("成果清单增加“{name}”", name=name)
        yield Change(field="deliverables", kind="added", says=says, after=name, item=name)
    if old == new:
        yield _moved("deliverables")


def _moved(field: str) -> Change:
    return Change(field=field, kind="moved", says=sentence("{what}：顺序改动", what=FIELD_LABELS[field]))


def _named(criterion: Criterion) -> str:
    return criterion.quantity.strip() or criterion.id


def _whole(criterion: Criterion) -> str:
    parts = (_named(criterion), criterion.requirement, criterion.method, criterion.sample)
    return "；".join(part for part in parts if part.strip())
