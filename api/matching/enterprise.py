"""Who asks, as far as a demand says so: the signed-in organisation, or the name the enterprise gives itself. Pure.

A name that merely occurs is a customer's or a supplier's as often as not; only who introduces themselves by it, or
gives it with their contact, is taken at their word.
"""

from __future__ import annotations

import re

from foundation.text import normalise
from intake.demand import Demand
from intake.reading.organisations import find_names

_SELF = re.compile(
    r"(?:我们是|我司是|我公司是|本公司是|我们公司是|我厂是|这里是|这边是|我是|单位名称[是:：]?|公司名称[是:：]?)\s*"
)
_NEGATED = re.compile(r"^(?:一家|家|做|给|帮|替|负责|专业)")


def enterprise_of(demand: Demand) -> str | None:
    """The name of the enterprise; ``None`` where nobody gave one."""
    if demand.enterprise is not None:
        return demand.enterprise
    contact = normalise(demand.draft.value("contact") or "")
    return _longest(find_names(contact)) or _introduced(normalise(demand.text))


def _introduced(text: str) -> str | None:
    """The organisation that follows directly on ``我们是`` and the like."""
    for found in _SELF.finditer(text):
        after = text[found.end() :][:40]
        if _NEGATED.match(after):
            continue
        names = [name for name in find_names(after) if after.startswith(name)]
        if names:
            return _longest(frozenset(names))
    return None


def _longest(names: frozenset[str]) -> str | None:
    return max(sorted(names), key=len, default=None)
