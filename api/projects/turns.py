"""Whose turn it is in an engagement, in words and with names, for every door. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from engagement.profiles import profile
from engagement.record import Engagement
from engagement.stages import Event
from engagement.turn import Task, roles_on_turn, turn
from foundation.actors import Role
from foundation.language import Language, Sentence, sentence, translate
from foundation.process import ROLE_LABELS
from foundation.values import Value
from foundation.working_calendar import Deadline, WorkingCalendar

MEANT: Mapping[Event, Sentence] = MappingProxyType(
    {
        "stop": sentence("换下一家，或终止"),
        "sign": sentence("签订协议"),
        "pass_review": sentence("写评审意见，定通过或不通过"),
        "rework": sentence("有指标没有通过，决定返工、改指标或终结"),
        "accept": sentence("指标全部合格，请验收"),
        "archive": sentence("评价并归档"),
        "hand_in": sentence("做服务，提交成果"),
        "deliver": sentence("成果已齐，交付验收"),
        "resume": sentence("到约定的日子恢复"),
    }
)
"""What is meant of somebody, where the name of the row says less, or says how it has to come out."""


class TaskShown(Value):
    """Somebody who has to act, and the step that is meant of them."""

    role: Role
    role_label: str
    name: str | None = None
    seat: str | None = None
    """Of a panel, the member; told to whoever sees who is on it."""
    event: str
    label: str


class Turn(Value):
    """Whose turn it is and by when; ``days_left`` in working days, negative: overdue.

    ``role``, ``who`` and ``name`` are of the one who answers for it; ``tasks`` are all that is waited for.
    """

    role: Role
    role_label: str
    """Of everybody on turn, ``企业、依托单位``."""
    roles: tuple[Role, ...]
    tasks: tuple[TaskShown, ...] = ()
    who: str | None = None
    name: str | None = None
    due: Deadline | None = None
    days_left: int | None = None


def turn_shown(
    engagement: Engagement,
    seen: Engagement,
    centre: str,
    host: str,
    today: date,
    calendar: WorkingCalendar,
    language: Language,
) -> Turn | None:
    """Whose turn it is; ``None`` where nothing is open. ``centre`` and ``host`` are their names.

    ``seen`` is the engagement as the reader sees it: what persons are called comes from there.
    """
    roles, tasks, due = roles_on_turn(engagement), turn(engagement), engagement.due
    if not roles:
        return None
    names: dict[Role, str | None] = {"centre": centre, "host": host, "enterprise": enterprise_name(engagement)}
    events = {row.event: row.label for row in profile(engagement.profile).process.open_events(engagement.state)}

    def meant(task: Task) -> str:
        says = task.says or MEANT.get(task.event)
        return says.text(language) if says is not None else translate(events[task.event], language)

    def shown(task: Task) -> TaskShown:
        return TaskShown(
            role=task.role,
            role_label=translate(ROLE_LABELS[task.role], language),
            name=names.get(task.role) or _member(seen, task.seat),
            seat=task.seat if _member(seen, task.seat) else None,
            event=task.event,
            label=meant(task),
        )

    return Turn(
        role=roles[0],
        role_label=roles_in_words(roles, language),
        roles=roles,
        tasks=tuple(dict.fromkeys(map(shown, tasks))),  # members who are not named to the reader are one line
        who=seen.owner,
        name=names.get(roles[0]) or next((name for task in tasks if (name := _member(seen, task.seat))), None),
        due=due,
        days_left=None if due is None else calendar.working_days_between(today, due.date).days,
    )


def roles_in_words(roles: Sequence[Role], language: Language) -> str:
    """``企业、依托单位``; in English ``the enterprise, the host``."""
    return translate(sentence("、").template, language).join(translate(ROLE_LABELS[role], language) for role in roles)


def enterprise_name(engagement: Engagement) -> str | None:
    """How the enterprise calls itself; ``None`` for one that gave no name and is known by its demand."""
    return None if engagement.enterprise == engagement.demand_id else engagement.enterprise


def _member(seen: Engagement, seat: str | None) -> str | None:
    """The name of a member of the panel, for whoever sees it."""
    panel = seen.plan.reviewers if seen.plan is not None else ()
    return next((one.name or one.id for one in panel if one.id == seat), None)
