"""The faults that a closed form finds in somebody's data, in our words and both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from foundation.errors import InvalidInput
from foundation.language import Language, Sentence, render, sentence

Path = tuple[str | int, ...]


def faults_of(invalid: ValidationError) -> list[tuple[Path, Sentence]]:
    """Every fault with its path; a list is not called too short when it is its members that are wrong."""
    errors = invalid.errors(include_url=False)
    inner = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [
        (error["loc"], explain(error["type"], error["loc"], error["msg"], error.get("ctx", {})))
        for error in errors
        if not (error["type"] == "too_short" and error["loc"] in inner)
    ]


class _Explained(InvalidInput):
    """A refusal whose ``{explanation}`` is a sentence of its own, worded in the reader's language as well."""

    def __init__(self, refusal: InvalidInput, says: Sentence) -> None:
        super().__init__(refusal.code, refusal.message, **{**refusal.facts, "explanation": str(says)})
        self._says = says

    def text(self, language: Language = "zh") -> str:
        return render(self.message, {**self.facts, "explanation": self._says.text(language)}, language)


def explained(refusal: InvalidInput, says: Sentence) -> InvalidInput:
    """The refusal with ``says`` as its ``{explanation}``: plain Chinese as a fact, either language in its text."""
    return _Explained(refusal, says)


def explain(kind: str, place: Path, message: str, context: Mapping[str, Any]) -> Sentence:
    """What the form says is wrong, in our words."""
    key = next((part for part in reversed(place) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        return sentence("不认识的键“{key}”", key=key)
    if kind == "missing":
        return sentence("缺少“{key}”", key=key)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        words = str(context.get("expected_tags", "LIN、RATE、YN、CHK、LVL、LIK")).replace("'", "").replace(", ", "、")
        return sentence("规则的 kind 要是 {words} 之一", words=words)
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return sentence("“{key}”的值不对：只能是 {words}", key=key, words=expected)
    problem = _PROBLEMS.get(kind)
    if problem is None:
        return sentence("“{key}”的值不对：{problem}", key=key, problem=message.removeprefix("Value error, "))
    limits = [str(context[name]) for name in ("ge", "gt", "le", "lt", "min_length", "max_length") if name in context]
    if not limits:
        return sentence("“{key}”的值不对：{problem}", key=key, problem=problem)
    return sentence("“{key}”的值不对：{problem} {limit}", key=key, problem=problem, limit=" ".join(limits))


_PROBLEMS = {
    "string_type": "要是文字",
    "int_type": "要是整数",
    "int_parsing": "要是整数",
    "int_from_float": "要是整数",
    "bool_type": "要是 true 或 false",
    "bool_parsing": "要是 true 或 false",
    "tuple_type": "要是一列",
    "dict_type": "要是键和值",
    "model_type": "要是键和值",
    "model_attributes_type": "要是键和值",
    "too_short": "至少要有这么多项：",
    "too_long": "最多有这么多项：",
    "string_too_long": "最多这么多个字：",
    "string_too_short": "至少这么多个字：",
    "date_type": "要是日期，如 2025-03-01",
    "date_parsing": "要是日期，如 2025-03-01",
    "date_from_datetime_parsing": "要是日期，如 2025-03-01",
    "date_from_datetime_inexact": "要是日期，如 2025-03-01",
    "greater_than_equal": "要不小于",
    "less_than_equal": "要不大于",
}
