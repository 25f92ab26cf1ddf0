"""Reading a weight vector that came from elsewhere: plain numbers by id, or what a weighting method returned."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.weights.weights import Weights, checked_ids, judgement, listed, shares, six
from foundation.errors import InvalidInput
from foundation.language import sentence

_PLAIN_JSON = (str, int, bool, type(None))
_ROUGHLY_ONE = Fraction(1, 1000)
_DEEPEST = 40


def vector(given: Any, field: str) -> Weights:
    """``{id: number >= 0}``, a :class:`Weights`, or its JSON (``method``, ``ids``, ``values``), as weights of sum 1.

    A sum that is not about 1 is divided out with a warning. Raises ``InvalidInput`` that names the ``field``.
    """
    if isinstance(given, Weights):
        return given
    if not isinstance(given, Mapping):
        raise InvalidInput("combination_vector", "“{field}”要是编号到数的对照，或赋权方法的结果", field=field)
    told = "ids" in given and "values" in given and not isinstance(given["ids"], str | int | float)
    names = checked_ids(given["ids"] if told else list(given))
    entries = listed(given["values"], f"{field}.values") if told else list(given.values())
    if len(entries) != len(names):
        raise InvalidInput("weights_list_length", "“{field}”要有 {count} 项", field=f"{field}.values", count=len(names))
    numbers = [judgement(entry, f"{field}.{name}"[:80]) for name, entry in zip(names, entries, strict=True)]
    total = sum(numbers, Fraction(0))
    if min(numbers) < 0:
        raise InvalidInput(
            "weight_not_valid", "“{id}”的权重不是非负数", field=field, id=names[numbers.index(min(numbers))]
        )
    if total <= 0:
        raise InvalidInput("weights_all_zero", "权重全部为零", field=field)
    off = abs(total - 1) > _ROUGHLY_ONE
    method = given.get("method") if told else None
    return Weights(
        method=method if isinstance(method, str) and method else "given",
        ids=names,
        values=shares(numbers),
        source=_plain(given.get("source"), field) if told else {},
        diagnostics=_plain(given.get("diagnostics"), field) if told else {},
        warnings=(sentence("“{field}”的权重之和是 {total}，已除以它", field=field, total=six(total)),) if off else (),
    )


def _plain(given: Any, field: str) -> dict[str, Any]:
    """The story of the vector, if it is plain JSON as a report carries it (no float, so that it can be hashed)."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not _is_plain(given, _DEEPEST):
        raise InvalidInput("combination_story", "“{field}”的来源和诊断要照原样给出", field=field)
    return dict(given)


def _is_plain(given: Any, deepest: int) -> bool:
    if isinstance(given, Mapping):
        parts = list(given.values())
        named = all(isinstance(key, str) for key in given)
    elif isinstance(given, list | tuple):
        parts, named = list(given), True
    else:
        return isinstance(given, _PLAIN_JSON)
    return named and deepest > 0 and all(_is_plain(part, deepest - 1) for part in parts)
