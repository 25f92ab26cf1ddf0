"""Signals beside the fields: complaint, talent wanted, state-secret marking. Each is a flag, never a value."""

from __future__ import annotations

import re

from foundation.markings import state_secret_marking
from intake.complaint_signs import is_complaint
from intake.reading.statement import Role, Statement

_SPOKEN: frozenset[Role] = frozenset({"plain", "title", "need", "problem"})
_TALENT = re.compile(
    r"(?:需要|急需|缺|缺少|引进|招聘|寻求|聘请|希望)[^,。]{0,14}(?:人才|专家|博士|工程师|技术人员|高级技工)"
)


def flags_of(statement: Statement) -> tuple[str, ...]:
    """``complaint``, ``talent_wanted`` and ``state_secret_marking``, in this order, where they apply."""
    flags = []
    if any(is_complaint(clause.text) for clause in statement.clauses if clause.role in _SPOKEN):
        flags.append("complaint")
    if any(_TALENT.search(clause.text) for clause in statement.own):
        flags.append("talent_wanted")
    if state_secret_marking(statement.title.source) or state_secret_marking(statement.body.source):
        flags.append("state_secret_marking")
    return tuple(flags)
