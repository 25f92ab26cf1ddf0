"""A range of a row – thickness, temperature, sizes of thread – held against the values that a demand names."""

from __future__ import annotations

import re
from decimal import Decimal

from foundation.errors import InvalidInput
from foundation.measuring import convert
from foundation.quantities import Quantity
from matcher.legal.asked import Asked
from matcher.legal.limits import Clause
from matcher.legal.names import core
from matcher.legal.ruling import LegalState

_OF_SIZE = re.compile(r"螺纹|规格|公称|直径|外径|管径")
_MEASURED = re.compile(
    r"检出|测定|测量|检测|含量|浓度|结果|报告限|范围|限值|量限|温度|湿度|频率|波长|倍数|时间|速率|(?<!加)速度"
)
"""Subjects of a range of results, which nobody knows before the test, or of conditions, which are the standard's where
the demand names none."""


def range_of(clause: Clause, row_parameter: str, asked: Asked) -> LegalState:
    """What a range says of the demand's values; one of the sample that the demand leaves unsaid is for a person."""
    if clause.size is not None:
        letters, least, most = clause.size
        sizes = [number for name, number in asked.sizes if name == letters]
        beyond = [n for n in sizes if (least is not None and n < least) or (most is not None and n > most)]
        if beyond:
            return "excluded"
        return "inside" if sizes else "to_check"
    assert clause.quantity is not None
    state: LegalState = "inside"
    if clause.quantity.canonical == "mm" and _OF_SIZE.search(clause.subject):
        low, high = _bounds(clause.quantity)
        beyond = [n for _, n in asked.sizes if (low is not None and n < low) or (high is not None and n > high)]
        if beyond:
            return "excluded"  # M16 and DN16 have 16 mm in their name
    alike = [one for one in asked.quantities if one.dimension == clause.quantity.dimension]
    if not alike and asked.is_open:
        return "to_check"
    if not alike and asked.has_bare_number:
        return "to_check"
    if not alike and _must_be_told(clause, row_parameter) and not _is_told_by_size(clause, asked):
        return "to_check"
    if alike and asked.is_multiplied:
        state = "to_check"
    for quantity in alike:
        if _lies_within(clause.quantity, quantity):
            continue
        # A value of the same kind may be of something else: only where the demand says of what, it is decided.
        if not clause.subject or clause.subject[-2:] in asked.words_around(quantity):
            return "to_check" if asked.is_open or _lies_partly_within(clause.quantity, quantity) else "excluded"
        state = "to_check"
    return state


def _must_be_told(clause: Clause, row_parameter: str) -> bool:
    """Whether a range is of what the sample or the test has (厚度 ≤ 20 mm), so that who leaves it unsaid may lie
    beyond; one of results or conditions, or of nothing that is named, is not."""
    if clause.is_only or not clause.subject:
        return clause.is_only
    return (
        clause.subject not in row_parameter
        and core(row_parameter) not in clause.subject
        and not _MEASURED.search(clause.subject)
    )


def _is_told_by_size(clause: Clause, asked: Asked) -> bool:
    assert clause.quantity is not None
    return clause.quantity.canonical == "mm" and bool(asked.sizes)


def is_of_another(clause: Clause, clauses: tuple[Clause, ...], asked: Asked) -> bool:
    """Whether each value beyond this range is told of what another clause of the row is about, and lies in that one's:
    空气放电 15 kV beside 接触放电 ≤ 8 kV and 空气放电 ≤ 15 kV."""
    assert clause.quantity is not None
    beyond = [
        one
        for one in asked.quantities
        if one.dimension == clause.quantity.dimension and not _lies_within(clause.quantity, one)
    ]
    others = [one for one in clauses if one.quantity is not None and one.subject and one.subject != clause.subject]
    return bool(beyond) and all(
        clause.subject not in (words := asked.words_around(value))
        and any(one.subject in words and one.quantity and _lies_within(one.quantity, value) for one in others)
        for value in beyond
    )


def _lies_within(offered: Quantity, wanted: Quantity) -> bool:
    """Whether every end that the demand names lies in the range; what cannot be converted does not."""
    try:
        ends = [
            Decimal(value) if wanted.canonical == offered.canonical else convert(value, wanted.unit, offered.canonical)
            for value in _ends(wanted)
        ]
    except InvalidInput:
        return False
    low, high = _bounds(offered)
    strict = offered.comparison
    return all(
        (low is None or end > low or (end == low and strict != ">"))
        and (high is None or end < high or (end == high and strict != "<"))
        for end in ends
    )


def _lies_partly_within(offered: Quantity, wanted: Quantity) -> bool:
    """Whether a span that the demand names (14 to 17 kg) begins or ends in the range."""
    if wanted.comparison != "range":
        return False
    ends = [wanted.model_copy(update={"values": (value,), "comparison": "="}) for value in wanted.values]
    return any(_lies_within(offered, one) for one in ends)


def _ends(quantity: Quantity) -> tuple[str, ...]:
    if quantity.comparison == "±":
        value, margin = map(Decimal, quantity.values)
        return str(value - margin), str(value + margin)
    return quantity.values


def _bounds(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    values = [Decimal(value) for value in quantity.values]
    if quantity.comparison == "range":
        return values[0], values[1]
    return (None, values[0]) if quantity.comparison in ("≤", "<") else (values[0], None)
