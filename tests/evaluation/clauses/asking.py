"""Ask one requirement of one set of rules about a dossier."""

from __future__ import annotations

from typing import Any

from evaluation.clauses.checking import check_dossier


def outcomes(rules: str, requirement: str, on: str = "2025-03-10", **facts: Any) -> list[str]:
    """The outcome of every answer to ``requirement``, in order."""
    report = check_dossier(rules, {"subject": "it", "on": on, **facts})
    return [result.outcome for result in report.results if result.requirement == requirement]


def outcome(rules: str, requirement: str, on: str = "2025-03-10", **facts: Any) -> str:
    """The one answer to ``requirement``."""
    (only,) = outcomes(rules, requirement, on, **facts)
    return only
