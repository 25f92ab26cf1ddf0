"""What is missing where nobody fits: named as planning needs it, in the demand's words or what the trade makes of them.

One gap for each demanded parameter; where none is named, for the test the trade knowledge leads to first.
"""

from __future__ import annotations

from foundation.language import sentence
from matcher.outcome import Gap
from matcher.query import Wanted
from matcher.task_matches import TaskMatches
from matcher.understood import Understood

UNNAMED_SERVICE = "未分类"


def unmet(found: TaskMatches, wanted: Wanted) -> tuple[Gap, ...]:
    """The gaps of a demand nobody fits, each parameter once."""
    understood = found.whole.understood
    trade = _first("trade", understood)
    parameters = wanted.parameters or tuple(one for one in (_first("test", understood),) if one)
    service = wanted.service_category or next((task.service for task in found.tasks), UNNAMED_SERVICE)
    product = wanted.product
    gaps = []
    for parameter in dict.fromkeys(parameters) or (None,):
        what = " · ".join(name for name in (product or trade, parameter) if name) or wanted.whole[:30]
        gaps.append(
            Gap(
                service=service,
                product=product,
                parameter=parameter,
                standard=wanted.standards[0] if wanted.standards else None,
                trade=trade,
                reason="nobody",
                says=sentence("没有中心能做“{what}”", what=what),
            )
        )
    return tuple(gaps)


def _first(kind: str, understood: tuple[Understood, ...]) -> str | None:
    return next((one.name for one in understood if one.kind == kind), None)
