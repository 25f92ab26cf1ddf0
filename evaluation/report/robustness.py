"""What a report says about the weights its grade rests on (B15): what people concluded, and what was computed.

The computed part is the plain JSON of ``docking evaluate sensitivity``; of it the sentences about this subject are
shown: the smallest change of weights that gives another grade, the share of admissible weights that keep it, and
whether ranks reverse. A computation on another total is not of this assessment, and is named instead of shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaluation.report.blocks import Block, Heading, Paragraph
from evaluation.report.content import Report
from evaluation.report.wording import Words


def robustness(report: Report, words: Words) -> Iterator[Block]:
    """The annex of sensitivity."""
    yield Heading(text=words.say("附录 D 敏感性"))
    given = report.sources.sensitivity
    plain = given if isinstance(given, dict) else {}
    conclusion = plain.get("conclusion")
    said = [words.kept(one) for one in (conclusion if isinstance(conclusion, list) else [conclusion])]
    own = _own(plain.get("stands"), report)
    if own is not None and own.get("total") != report.sources.assessment.results.total:
        yield from (Paragraph(text=one) for one in said if one)
        yield Paragraph(text=words.say("随附的敏感性分析算的不是这份评价的总分，没有列出。"), is_warning=True)
        return
    if own is not None:
        said += [words.kept(one) for one in _computed(plain, report)]
    yield from (Paragraph(text=one) for one in said if one)
    if not any(said):
        yield Paragraph(text=words.say("没有随附敏感性分析的结论。"))


def _computed(plain: dict[str, Any], report: Report) -> Iterator[Any]:
    """The sentences about this subject, the most telling first."""
    least = _own(plain.get("least"), report) or {}
    yield from (one.get("says") for one in _dicts(least.get("under"))[:1])
    yield from (one.get("says") for one in _dicts([least.get("over_all")]))
    for sampled in _dicts([plain.get("sampled")]):
        yield (_own(sampled.get("shares"), report) or {}).get("says")
    for reversal in _dicts([plain.get("reversal")]):
        says = reversal.get("says")
        yield from says if isinstance(says, list) else ()


def _own(given: Any, report: Report) -> dict[str, Any] | None:
    """The entry of the assessed subject; where the assessment names none, the only one."""
    subject, entries = report.sources.assessment.occasion.subject, _dicts(given)
    if not subject and len(entries) == 1:
        return entries[0]
    return next((one for one in entries if one.get("subject") == subject), None)


def _dicts(given: Any) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
