"""``docking demand hotline`` and ``docking demand complaints``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from intake.complaints.complaint import Complaint
    from intake.complaints.hotline_call import HotlineCall

hotline = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
complaints = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Limit = Annotated[int, typer.Option(help="最多多少条 / at most", min=1, max=200)]
Number = Annotated[str, typer.Argument(help="投诉编号 / complaint id")]
Moment = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="北京时间 / China time")]


@hotline.callback()
def of_hotline() -> None:
    """The hotline."""


@complaints.callback()
def of_complaints() -> None:
    """Complaints."""


@hotline.command("add", help="登记来电：成为需求，或成为投诉 / enter a call")
def add(
    words: Annotated[str, typer.Option("--text", help="来电说了什么 / what was said")],
    taken_by: Annotated[str, typer.Option(help="谁接听 / who took the call")],
    at: Moment = None,
    enterprise: Annotated[str | None, typer.Option(help="哪家企业 / which enterprise")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The time is now when none is given."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.hotline import take_call

    with open_house() as house:
        with house.working(OPERATOR) as work:
            taken = take_call(work, words, taken_by, _china(at), enterprise, house.care_rules)
        if as_json:
            emit(taken.model_dump(mode="json"))
        elif taken.demand is not None:
            say("已登记为需求 {subject}", subject=taken.call.subject_id)
        else:
            say("已登记为投诉 {subject}", subject=taken.call.subject_id)


@hotline.command("list", help="热线台账：谁、何时接听、成了哪一件 / the log")
def log(
    taken_by: Annotated[str | None, typer.Option(help="只看这位接听的 / taken by")] = None,
    since: Moment = None,
    until: Moment = None,
    limit: Limit = 100,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The latest call first; ``until`` does not count."""
    from api.cli.printing import tell_each
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.hotline import hotline_log

    with open_house() as house:
        with house.reading() as session:
            found = hotline_log(session, OPERATOR, taken_by, _china(since), _china(until), limit)
        tell_each(found, as_json, _show_call)


@complaints.command("list", help="列出投诉，新的在前 / list complaints")
def list_(limit: Limit = 50, as_json: AsJson = False, lang: Language = None) -> None:
    """Newest first."""
    from api.cli.printing import tell_each
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.complaints.cases import list_complaints

    with open_house() as house:
        with house.reading() as session:
            found = list_complaints(session, OPERATOR, limit=limit)
        tell_each(found, as_json, _show)


@complaints.command("answer", help="答复投诉 / answer a complaint")
def answer(
    complaint_id: Number,
    text: Annotated[str, typer.Option(help="给企业的答复 / the answer")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The enterprise may object; then it is open again."""
    _step(complaint_id, "answer", as_json, answer=text)


@complaints.command("object", help="企业不认可答复，重新办理 / the enterprise objects")
def object_(
    complaint_id: Number,
    reason: Annotated[str, typer.Option(help="为什么 / why")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Open it again."""
    _step(complaint_id, "object", as_json, reason=reason)


@complaints.command("close", help="办结投诉 / close a complaint")
def close(
    complaint_id: Number,
    code: Annotated[str, typer.Option(help="upheld、not_upheld、settled、taken_back / reason code")],
    next_step: Annotated[str, typer.Option("--next", help="企业下一步怎么办 / next step")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The answer that was given stays with it."""
    _step(complaint_id, "close", as_json, reason_code=code, next_step=next_step)


def _step(complaint_id: str, event: str, as_json: bool, **given: str) -> None:
    from api.cli.printing import tell
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.complaints.cases import step_complaint

    with open_house() as house:
        with house.working(OPERATOR) as work:
            after = step_complaint(work, complaint_id, event, rules=house.care_rules, **given)  # type: ignore[arg-type]
        tell(after, as_json, _show)


def _show_call(one: HotlineCall) -> None:
    from foundation.clock import CHINA

    typer.echo(f"{one.taken_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {one.taken_by}  {one.subject_id}")


def _show(one: Complaint) -> None:
    from api.cli.printing import words
    from intake.complaints.complaint import COMPLAINT_LIFE

    typer.echo(f"{one.id}  {words(COMPLAINT_LIFE.state(one.state).label)}  {one.words[:60]}")


def _china(moment: datetime | None) -> datetime | None:
    from foundation.clock import CHINA

    return None if moment is None else moment.replace(tzinfo=CHINA)
