"""Who evaluates must not be who is evaluated, unless it is declared a self-evaluation (S1-10; 5.2.3, 5.2.7)."""

from __future__ import annotations

from evaluation.assessment import EvaluatorKind
from foundation.errors import Conflict


def require_independence(kind: EvaluatorKind | None, subject: str, host: str, *evaluating: str | None) -> None:
    """``Conflict`` when one of the ``evaluating`` ids (the evaluator first) is the subject, or its host as third.

    The host institution may evaluate its centre as the second party (S0-40), but not as a third one.
    """
    if kind == "self":
        if evaluating[0] != subject:
            raise Conflict("self_evaluation_by_other", "自评只能由被评价单位自己进行", evaluator=evaluating[0])
        return
    evaluated = {subject, host} if kind == "third" else {subject}
    for organisation in evaluating:
        if organisation and organisation in evaluated:
            raise Conflict(
                "evaluator_not_independent",
                "评价机构与被评价单位不能是同一单位（{organisation}）；自评请注明“自评”",
                organisation=organisation,
            )
