"""By which way a demand comes in (S0-18), and what each way has to name."""

from __future__ import annotations

from foundation.actors import Actor, Role
from foundation.errors import InvalidInput, NotAllowed
from foundation.text import clean
from intake.demand import Channel

CHANNEL_LABELS: dict[Channel, str] = {
    "enterprise": "企业自己",
    "association": "行业协会",
    "market_regulation": "市场监管部门",
    "science_department": "科技部门",
    "station": "科技服务站",
    "hotline": "热线",
    "import": "导入或接口",
}

JOINT: frozenset[Channel] = frozenset({"association", "market_regulation", "science_department", "station"})
"""Demands collected jointly: the body that collected it is named."""

_STAFF: frozenset[Role] = frozenset({"coordinator", "centre", "host", "association", "system"})


def check_channel(channel: Channel, submitted_by: str | None, actor: Actor) -> str | None:
    """The submitting body as it is kept.

    Raises InvalidInput ``submitting_body_missing`` for a joint channel without a body, NotAllowed
    ``hotline_staff_only`` for a hotline entry by anybody but staff.
    """
    body = clean(submitted_by or "") or None
    if channel in JOINT and body is None:
        raise InvalidInput(
            "submitting_body_missing",
            "通过“{channel}”提交时，请写明是哪个单位",
            field="submitted_by",
            channel=CHANNEL_LABELS[channel],
        )
    if channel == "hotline" and not actor.roles & _STAFF:
        raise NotAllowed("hotline_staff_only", "热线来电由工作人员登记")
    return body
