"""What every weighting method returns, and how it reads its numbers.

Methods that compute on judgements (AHP, G1, combinations) work in rational numbers or in 40-digit decimals, whose
operations are correctly rounded by definition: the same digits on every machine. Methods on data tables (entropy) run
in binary floats on one fixed path. Either way the result becomes official only when :func:`Weights.units` quantises it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from pydantic import Field

from evaluation.exact import ExactNumber, parse
from evaluation.quantise import quantise
from foundation.errors import InvalidInput
from foundation.language import Sentence
from foundation.values import Value

EXACT = Context(prec=40)
"""40 significant digits; the last few are slack, weights are published with six."""

_FAR = 10**18


class Weights(Value):
    """A weight vector with its story.

    ``values`` are >= 0 in the order of ``ids`` and sum to 1 (to 30 digits). ``source`` holds what they were computed
    from, ``diagnostics`` what the method says of itself (consistency, order, remarks), both as plain JSON with numbers
    as text. ``warnings`` must be shown wherever the weights are used.
    """

    method: str
    ids: tuple[str, ...] = Field(min_length=1)
    values: tuple[ExactNumber, ...]
    source: dict[str, Any] = Field(default_factory=dict)
    diagnostics: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[Sentence, ...] = ()

    def units(self) -> dict[str, int]:
        """The official weights: units of 10^-6 by id, sum exactly 1 000 000."""
        return quantise(dict(zip(self.ids, self.values, strict=True)))


def checked_ids(ids: Any, field: str = "ids") -> tuple[str, ...]:
    """The ids as a tuple; ``InvalidInput`` when there is none, one is no text or blank, or one stands twice."""
    if any(not isinstance(name, str) or not name.strip() or not _writable(name) for name in listed(ids, field)):
        raise InvalidInput("weight_ids_text", "编号要是非空的文字", field=field)
    if not ids:
        raise InvalidInput("weight_ids_empty", "一个编号也没有", field=field)
    if len(set(ids)) != len(ids):
        twice = [name for name, count in Counter(ids).items() if count > 1]
        raise InvalidInput("weight_ids_doubled", "编号有重复：{ids}", field=field, ids="、".join(twice))
    return tuple(ids)


def _writable(text: str) -> bool:
    """Whether it has a UTF-8 form; half a surrogate pair, which JSON can carry, has none."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def to_decimal(value: Fraction) -> Decimal:
    """A rational number with 40 significant digits."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def shares(values: Iterable[Fraction]) -> tuple[Decimal, ...]:
    """Non-negative rational numbers divided by their sum, as decimals."""
    exact = list(values)
    total = sum(exact, Fraction(0))
    return tuple(_weight(to_decimal(value / total)) for value in exact)


def decimal_shares(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Decimals divided by their sum."""
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return tuple(_weight(EXACT.divide(value, total)) for value in values)


def _weight(value: Decimal) -> Decimal:
    """36 decimals: a weight below 10^-36 is none."""
    return EXACT.quantize(value, Decimal("1E-36"))


Number = str | int | float | Decimal | Fraction
"""A judged number as people and JSON write it: ``"1/3"``, ``"1.2"``, 3, 0.5 (a float is read as it prints)."""


def judgement(given: Any, field: str) -> Fraction:
    """A judged number: ``"3"``, ``"1/3"``, ``"1.2"``, 3. ``InvalidInput`` names the field for anything else."""
    if isinstance(given, int | Fraction) and not isinstance(given, bool):
        if abs(Fraction(given)) < _FAR:
            return Fraction(given)
    elif isinstance(given, float | Decimal):
        exact = Decimal(repr(given)) if isinstance(given, float) else given
        given = format(exact, "f") if exact.is_finite() and abs(exact) < _FAR else given
    if isinstance(given, str):
        above, _, below = given.partition("/")
        numerator, denominator = parse(above), parse(below) if below else Fraction(1)
        if numerator is not None and denominator:
            return numerator / denominator
    raise InvalidInput(
        "judgement_not_a_number", "“{given}”不是数；可写 3、1.2 或 1/3", field=field, given=_shown(given)
    )


def _shown(given: Any) -> str:
    try:
        return str(given)[:40]
    except ValueError:  # Python does not write out whole numbers of thousands of digits
        return "…"


def listed(given: Any, field: str) -> Sequence[Any]:
    """A list (or tuple), unchanged; ``InvalidInput`` names the field for anything else, text included."""
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return given
    raise InvalidInput("weights_not_a_list", "“{field}”要是一个列表", field=field)


def one_of(given: Any, choices: Sequence[str], field: str) -> str:
    """``given`` if it is one of the ``choices``; ``InvalidInput`` lists them otherwise."""
    if isinstance(given, str) and given in choices:
        return given
    raise InvalidInput("weights_choice", "“{field}”要是其中之一：{choices}", field=field, choices="、".join(choices))


def six(value: Decimal | Fraction | float) -> str:
    """A diagnostic number as text with six decimals."""
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    return f"{to_decimal(Fraction(exact)):.6f}"
