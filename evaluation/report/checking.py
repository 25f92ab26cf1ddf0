"""A whole report held against itself: its hash, the assessment inside it, and all that follows from its sources.

What people gave – opinions, earlier years, weights for comparison, an analysis of sensitivity, records of improvement –
is covered by the hash alone; the assessment inside is audited to the last number (:mod:`evaluation.audit`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.audit import audit
from evaluation.canonical import sha256
from evaluation.editions.scheme import Scheme
from evaluation.replay import first_difference
from evaluation.report.reading import assessment_in, read_report
from evaluation.verify import Verification
from foundation.errors import DockingError
from foundation.language import Sentence, sentence


def audit_report(report: Mapping[str, Any], stated: str | None, scheme: Scheme) -> Verification:
    """The first difference in the plain JSON of a report; ``stated`` is its hash, ``scheme`` the one it names."""
    digest = _differing_hash(report, stated)
    if digest is not None:
        return Verification(numbers=1, difference=digest)
    assessment = assessment_in(report)
    inside = audit(assessment if isinstance(assessment, Mapping) else {}, _text(report, "assessment_sha256"), scheme)
    if not inside.agrees:
        return inside
    return inside.model_copy(update={"difference": _not_made_from(report)})


def _differing_hash(report: Mapping[str, Any], stated: str | None) -> Sentence | None:
    try:
        return first_difference(stated, sha256(report), "sha256")
    except (TypeError, ValueError, RecursionError) as fault:
        return sentence("内容不完整，无法复算（{detail}）", detail=type(fault).__name__)


def _not_made_from(report: Mapping[str, Any]) -> Sentence | None:
    try:
        again = read_report(report["sources"]).json_content
    except DockingError as fault:
        return sentence("内容不完整，无法复算（{detail}）", detail=fault.text("zh")[:200])
    return first_difference(report, again, "")


def _text(report: Mapping[str, Any], key: str) -> str | None:
    found = report.get(key)
    return None if found is None else str(found)
