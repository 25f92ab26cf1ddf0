"""From an accepted match to a closed service, as a table (S0-39, seed 000 figure 1).

The arrows of figure 1 are lost; its eight boxes and three labels survive. So the flow is data: the superset of rows
``T1``–``T22`` stands here, and :mod:`engagement.profiles` keeps what each reading of the figure needs of it.

Rows whose ids begin with ``H`` (办理) are work inside a step and stay in their state; ``G0`` is the contract review
before signing. The pauses (``T18``) are made by :func:`engagement.profiles.with_pauses`.
"""

from __future__ import annotations

from typing import Literal

from foundation.actors import Role
from foundation.process import State

Box = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]


Event = Literal[
    "start",
    "make_offer",
    "confirm_offer",
    "say",
    "review_contract",
    "check_scope",
    "sign",
    "attach_signed_copy",
    "try_next",
    "stop",
    "assign_team",
    "change_team",
    "submit_plan",
    "give_opinion",
    "pass_review",
    "fail_to_talks",
    "fail_to_team",
    "fail_to_end",
    "hand_in",
    "report_milestone",
    "record_outcome",
    "record_training",
    "next_stage",
    "deliver",
    "request_change",
    "record_measurement",
    "accept_part",
    "accept",
    "rework",
    "dispute_criteria",
    "reject",
    "suspend",
    "resume",
    "withdraw",
    "terminate",
    "reopen",
    "archive",
    "answer_survey",
    "report_effect",
]


FIGURE_1: tuple[str, ...] = (
    "需求提出",
    "技术、商务沟通",
    "签订技术服务协议",
    "成立项目组",
    "技术服务评审",
    "开展技术服务",
    "服务成果验收",
    "项目终结",
)
"""The eight boxes, in the order of the text."""


HAPPY: tuple[Event, ...] = (
    "start",
    "sign",
    "assign_team",
    "submit_plan",
    "pass_review",
    "next_stage",
    "deliver",
    "accept",
)
"""The events of a service in which nothing goes wrong."""


CLOSED = "closed"


RETURNED = "returned"


STATES: tuple[tuple[Box, State], ...] = (
    ("P1", State(id="raised", label="需求提出", owner="coordinator")),
    ("P2", State(id="negotiating", label="技术、商务沟通", owner="centre")),
    ("P3", State(id="agreed", label="签订技术服务协议", owner="host")),
    ("P4", State(id="team_formed", label="成立项目组", owner="centre")),
    ("P5", State(id="review", label="技术服务评审", owner="reviewer")),
    ("P6", State(id="in_service", label="开展技术服务", owner="centre")),
    ("P7", State(id="acceptance", label="服务成果验收", owner="enterprise")),
    ("P8", State(id=CLOSED, label="项目终结", owner="coordinator")),
    ("P9", State(id="archived", label="评价与归档", owner="host", is_end=True)),
)


PAUSABLE = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")


ANYBODY: tuple[Role, ...] = ("coordinator", "enterprise", "centre", "host")
