"""What the integrity checks look at and what they say."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import Field

from evaluation.assessment import EvaluatorKind
from evaluation.exact import fixed, rounded
from foundation.language import Sentence
from foundation.values import Value

Strength = Literal["weak", "strong"]
"""``strong``: hardly possible by chance or against a rule; ``weak``: worth a look, honest answers can look so."""

Kind = Literal[
    "conflict", "straight_line", "pattern", "duplicate", "near_duplicate", "collusion", "outlying", "blank", "sample",
    "response_rate",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One rater's n answers, ``None`` where there is none."""

    id: str
    kind: EvaluatorKind
    organisation: str
    answers: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """n questions, m questionnaires, the ends of the scale, the evaluated organisation and its host ("": unknown)."""

    questions: tuple[str, ...]
    sheets: tuple[Questionnaire, ...]
    low: Fraction
    high: Fraction
    evaluated: str
    host: str


class Finding(Value):
    """One thing that was seen, on the answers of ``raters`` to ``questions`` (none: all); ``evidence`` in numbers."""

    id: str
    kind: Kind
    raters: tuple[str, ...]
    questions: tuple[str, ...] = ()
    strength: Strength
    evidence: dict[str, str] = Field(default_factory=dict)
    says: Sentence


class Option(Value):
    """What one party's means would be ``without`` the raters of one kind of finding (or of all): before and after.

    Numbers have six decimals; ``None`` where nothing would be left.
    """

    without: str
    kind: EvaluatorKind
    raters: tuple[str, ...]
    left: int
    mean_before: str | None
    mean_after: str | None
    questions: dict[str, tuple[str | None, str | None]]


def same_organisation(first: str, second: str) -> bool:
    """Whether both are given and the same but for case, width and spaces."""
    return bool(first) and bool(second) and _plain(first) == _plain(second)


def six(value: Fraction) -> str:
    """Six decimals, half up."""
    sign = "-" if value < 0 else ""
    return sign + fixed(rounded(abs(value) * 10**6, "half_up"), 6)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
