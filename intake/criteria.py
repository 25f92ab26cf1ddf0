"""The acceptance criteria of a draft (B7), typed.

A criterion is kept as words ("冲击强度 ≥ 8 kJ/m²") and read again whenever its parts are needed, so that a correction
typed by a person and a value read from the first message are one and the same thing.
"""

from __future__ import annotations

from intake.demand import AcceptanceCriterion, Draft
from intake.reading.criteria import find_criteria
from intake.reading.statement import state


def criteria_of(draft: Draft) -> tuple[AcceptanceCriterion, ...]:
    """The criteria of a draft, typed. Words of a person from which no limit can be read give none.

    Method and sample are filled from the standards and samples of the draft when there is just one of them.
    """
    standards, samples = draft.values("standards"), draft.values("samples")
    method = standards[0] if len(standards) == 1 else ""
    sample = samples[0] if len(samples) == 1 else ""
    typed = []
    for found in draft.readings:
        if found.field != "criteria" or found.origin == "unknown":
            continue
        evidence = found.evidence[0] if found.evidence else None
        for criterion in find_criteria(state(None, f"要求{found.value}")):
            own = {"method": criterion.method or method, "sample": criterion.sample or sample, "evidence": evidence}
            typed.append(criterion.model_copy(update=own))
    return tuple(typed)
