"""What holds a checklist down, line by line (S0-41): schemes without points have an outcome instead of a total.

The outcome is the worst of the lines, so the next better one is reached when every line that answers it holds. A line
that must be met (应) comes before one that nobody answered, and that before one that ought to be met (宜).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluation.clauses.clause import ClauseResult, Outcome, Strength, worst
from evaluation.editions.checklist import All, Answer, CheckItem, CheckScheme, Parts, Share, check_off
from evaluation.exact import full
from foundation.language import Sentence, sentence
from foundation.values import Value

_WORST_FIRST: tuple[Outcome, ...] = ("fail", "unknown", "warn")


class CheckGap(Value):
    """One line that does not hold, and what it ``lacks``."""

    item: str
    name: str
    clause: str
    strength: Strength
    outcome: Outcome
    lacks: Sentence


class ChecklistPlan(Value):
    """``held_by`` are the lines that must hold before the outcome becomes ``next_outcome``; ``None`` at the best.

    ``gaps``: every line that does not hold, the worst first, then in the order of the document.
    """

    scheme: str
    subject: str
    outcome: Outcome
    next_outcome: Outcome | None
    held_by: tuple[str, ...]
    gaps: tuple[CheckGap, ...]


def checklist_plan(scheme: CheckScheme, subject: str, answers: Sequence[Answer]) -> ChecklistPlan:
    """The plan for one checked ``subject``; raises what :func:`evaluation.editions.checklist.check_off` raises."""
    checked = check_off(scheme, subject, answers)
    given = {answer.item: answer for answer in answers}
    gaps = [
        _gap(item, line, given.get(item.id))
        for item, line in zip(scheme.items, checked.lines, strict=True)
        if line.outcome != "pass"
    ]
    gaps.sort(key=lambda gap: _WORST_FIRST.index(gap.outcome))
    held_by = tuple(gap.item for gap in gaps if gap.outcome == checked.outcome)
    left = [line.outcome for line in checked.lines if line.outcome != checked.outcome]
    return ChecklistPlan(
        scheme=scheme.name,
        subject=subject,
        outcome=checked.outcome,
        next_outcome=(worst(left) if left else "pass") if held_by else None,
        held_by=held_by,
        gaps=tuple(gaps),
    )


def _gap(item: CheckItem, line: ClauseResult, answer: Answer | None) -> CheckGap:
    return CheckGap(
        item=item.id,
        name=item.name,
        clause=item.clause,
        strength=item.strength,
        outcome=line.outcome,
        lacks=_lacks(item, line, answer),
    )


def _lacks(item: CheckItem, line: ClauseResult, answer: Answer | None) -> Sentence:
    check = item.check
    if isinstance(check, Parts) and line.parts:
        names = "、".join(part.id for part in line.parts if part.holds is not True)
        return sentence("还缺：{names}" if check.need == "all" else "至少具备其一：{names}", names=names)
    if isinstance(check, Share | All) and line.outcome != "unknown" and answer and answer.part is not None:
        percent = check.percent if isinstance(check, Share) else 100
        wanted = Fraction(answer.whole or 0) * percent / 100
        if answer.part % 1 == 0 and (answer.whole or 0) % 1 == 0:
            wanted = Fraction(-(-wanted // 1))  # heads are counted whole
        more = full(int((wanted - Fraction(answer.part)) * 10**42), 42).removesuffix(".00")
        return sentence("总数不变，还差 {more}", more=more)
    return sentence("缺少数据，先查明") if line.outcome == "unknown" else sentence("还没有做到")
