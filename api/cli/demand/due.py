"""``docking demand take``, ``postpone`` and ``close-talk``: what the desk does about what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.unit_of_work import Work
    from intake.cares.care import Care

Subject = Annotated[str, typer.Argument(help="需求、投诉或对话的编号 / id of a demand, complaint or talk")]


def take(
    subject_id: Subject,
    person: Annotated[str, typer.Option(help="由谁办理 / who takes it on")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The role and the date stay."""
    from intake.cares.caring import take_on

    _do(as_json, lambda work: take_on(work, subject_id, person))


def postpone(
    subject_id: Subject,
    days: Annotated[int, typer.Option(help="从今天起几个工作日 / working days from today", min=1, max=60)],
    reason: Annotated[str, typer.Option(help="为什么 / why")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The reason goes into the audit chain."""
    from intake.cares.caring import put_off

    _do(as_json, lambda work: put_off(work, subject_id, reason, days))


def close_talk(
    conversation_id: Annotated[str, typer.Argument(help="对话编号 / id of the talk")],
    code: Annotated[str, typer.Option(help="no_answer、not_needed、not_ours、repeated / reason code")],
    answer: Annotated[str, typer.Option(help="给企业的答复 / answer for the enterprise")],
    next_step: Annotated[str, typer.Option("--next", help="下一步怎么办 / next step")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Whoever speaks in it again opens it again."""
    from intake.cares.caring import care_of
    from intake.talks import close_talk as close

    def closed(work: Work) -> Care:
        close(work, conversation_id, code, answer, next_step)
        return care_of(work.session, conversation_id)

    _do(as_json, closed)


def _do(as_json: bool, act: Callable[[Work], Care]) -> None:
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        with house.working(OPERATOR) as work:
            care = act(work)
        if as_json:
            emit(care.model_dump(mode="json"))
        elif care.due is not None:
            say("{subject} 的期限是 {due}", subject=care.subject_id, due=care.due.isoformat())
        else:
            say("{subject} 已办结", subject=care.subject_id)
