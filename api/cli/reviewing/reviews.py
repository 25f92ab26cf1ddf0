"""``docking review``: the queue, one case, decisions, a centre by hand, handing over, asking the enterprise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language
from api.cli.reviewing.person import By, person

if TYPE_CHECKING:
    from foundation.secrecy import Level
    from matcher.review.process import Decision
    from matcher.review.views import CaseState

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Demand = Annotated[str, typer.Argument(help="需求编号 / demand id")]
Match = Annotated[str, typer.Argument(help="匹配编号 / match id")]
Seen = Annotated[int | None, typer.Option("--version", min=1, help="看到的版本 / the version that was looked at")]
Code = Annotated[str, typer.Option("--code", help="原因代码 / reason code")]
MaybeCode = Annotated[str | None, typer.Option("--code", help="有障碍时的原因代码 / reason code where facts hinder")]
Note = Annotated[str | None, typer.Option("--note", help="写明 / in words")]
Scores = Annotated[
    list[str] | None, typer.Option("--score", help="评审项=0–100，可多次 / criterion=points, repeatable")
]


@app.callback()
def of_reviews() -> None:
    """Reviews of matches."""


@app.command("queue", help="待评审的需求，先到期的在前 / demands under review, the soonest due first")
def show_queue(
    state: Annotated[
        list[str] | None,
        typer.Option(help="proposed、seconding、on_hold、asked、decided、nobody / state, repeatable"),
    ] = None,
    owner: Annotated[str | None, typer.Option(help="谁负责 / owner")] = None,
    service: Annotated[str | None, typer.Option(help="服务类别 / service")] = None,
    level: Annotated[str | None, typer.Option(help="密级：public、internal、secret / level of secrecy")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="哪天以前到期 / due by")] = None,
    after: Annotated[str | None, typer.Option(help="接着上一页 / next page")] = None,
    limit: Annotated[int, typer.Option(help="最多多少条 / at most", min=1, max=200)] = 50,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """For whoever holds this machine."""
    from api.cli.printing import emit, say
    from api.cli.reviewing.told import show_item
    from api.reviewing import read_queue
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    day = until.date() if until else None
    with open_house() as house:
        page = read_queue(house, OPERATOR, _states(state or []), owner, service, day, after, limit, _level(level))
    if as_json:
        emit(page.model_dump(mode="json"))
        return
    for item in page.items:
        show_item(item)
    if not page.items:
        say("没有待评审的需求。")
    if page.next:
        say("下一页：--after {after}", after=page.next)


@app.command("show", help="一条需求的候选、理由、障碍、意见、问题 / one case")
def show(demand_id: Demand, as_json: AsJson = False, lang: Language = None) -> None:
    """Everything a decision needs."""
    from api.cli.printing import tell
    from api.cli.reviewing.told import show_case
    from api.reviewing import read_case
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        seen = read_case(house, OPERATOR, demand_id)
    tell(seen, as_json, show_case)


@app.command("accept", help="接受；需要两人评审时，先由一人同意 / accept")
def accept(
    match_id: Match,
    score: Scores = None,
    code: MaybeCode = None,
    note: Note = None,
    flow: Annotated[
        str,
        typer.Option("--profile", help="按哪种流程办，docking engagement profiles 列出 / by which reading of the flow"),
    ] = "superset",
    version: Seen = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Where two are needed the second person accepts too."""
    _decide(match_id, "accept", code, note, version, by, as_json, _scores(score or []), flow)


@app.command("decline", help="退回，写明原因 / decline")
def decline(
    match_id: Match,
    code: Code,
    note: Note = None,
    version: Seen = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """With the last one declined the enterprise is answered."""
    _decide(match_id, "decline", code, note, version, by, as_json)


@app.command("hold", help="暂缓，写明原因 / hold")
def hold(
    match_id: Match,
    code: Code,
    note: Note = None,
    version: Seen = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Take it up again with ``resume``."""
    _decide(match_id, "hold", code, note, version, by, as_json)


@app.command("resume", help="恢复评审 / take up again")
def resume(
    match_id: Match, version: Seen = None, by: By = None, as_json: AsJson = False, lang: Language = None
) -> None:
    """From a hold, from waiting for the enterprise, or a first yes taken back."""
    _decide(match_id, "resume", None, None, version, by, as_json)


@app.command("add", help="手动添加一家中心 / add a centre by hand")
def add(
    demand_id: Demand,
    centre: Annotated[str, typer.Option(help="中心名称或编号 / centre")],
    code: Code,
    note: Note = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """It is decided on like the others."""
    from api.cli.printing import say, tell
    from api.wiring import open_house
    from kb.service import find_centre
    from matcher.review.handling import add_by_hand

    with open_house() as house:
        who = person(house.settings, by)
        with house.reading() as session:
            found = find_centre(session, centre)
        with house.working(who) as work:
            added = add_by_hand(work, demand_id, found.id, code, note, house.review_policy, house.care_rules)
    tell(added, as_json, lambda one: say("已添加 {centre}：{match}", centre=found.name, match=one.id))


@app.command("nobody", help="确认没有合适的中心，退回全部候选并答复企业 / confirm that nobody fits")
def nobody(
    demand_id: Demand,
    reason: Annotated[str | None, typer.Option("--reason", help="为什么，写给同事看 / why, for colleagues")] = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Only where the newest run recommends nobody; the enterprise is answered with the next step."""
    from api.cli.printing import emit, words
    from api.wiring import open_house
    from intake.demand import STATUS_LABELS
    from matcher.review.handling import confirm_nobody

    with open_house() as house, house.working(person(house.settings, by)) as work:
        told = confirm_nobody(work, demand_id, reason, house.review_policy, house.care_rules)
    if as_json:
        emit({"demand_id": told.id, "status": told.status, "version": told.version})
    else:
        typer.echo(f"{told.id}  {words(STATUS_LABELS[told.status])}")


@app.command("open", help="已接受而还没有项目的（以前接受的），开始项目 / open the engagement of an accepted match")
def open_engagement(match_id: Match, by: By = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Where it is open already, it is shown and nothing is done."""
    from api.cli.printing import tell
    from api.cli.reviewing.told import tell_opened
    from api.wiring import open_house
    from engagement.opening import open_for

    with open_house() as house, house.working(person(house.settings, by)) as work:
        opened = open_for(work, match_id, calendar=house.calendar)
    tell(opened, as_json, tell_opened)


@app.command("reassign", help="转交给另一位协调员 / hand over to another coordinator")
def hand_over(
    demand_id: Demand,
    to: Annotated[str, typer.Option(help="协调员编号 / coordinator's id")],
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Date and state stay."""
    from api.cli.printing import say, tell
    from api.security import coordinators_of
    from api.wiring import open_house
    from matcher.review.handling import reassign

    with open_house() as house:
        known = [one.id for one in coordinators_of(house.settings)]
        with house.working(person(house.settings, by)) as work:
            care = reassign(work, demand_id, to, known)
    tell(care, as_json, lambda one: say("已转交给 {to}", to=to))


@app.command("ask", help="问企业；问题出现在企业的进度页上 / ask the enterprise")
def ask(
    demand_id: Demand,
    question: Annotated[str, typer.Option("--text", help="问题 / the question")],
    field: Annotated[str | None, typer.Option(help="关于哪个字段 / about which field")] = None,
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The review waits for the answer."""
    from typing import cast, get_args

    from api.cli.printing import say, tell
    from api.wiring import open_house
    from foundation.errors import InvalidInput
    from intake.fields import FieldName
    from matcher.review.handling import ask_enterprise

    if field is not None and field not in get_args(FieldName):
        raise InvalidInput("field_unknown", "没有这个字段：{field}", field=field)
    with open_house() as house, house.working(person(house.settings, by)) as work:
        about = cast("FieldName | None", field)
        asked = ask_enterprise(work, demand_id, question, about, house.review_policy, house.care_rules)
    tell(asked, as_json, lambda one: say("已问企业：{question}", question=one.id))


@app.command("answer", help="登记企业的回答（例如电话里说的）/ enter the enterprise's answer")
def answer(
    demand_id: Demand,
    question_id: Annotated[str, typer.Argument(help="问题编号 / question id")],
    text: Annotated[str, typer.Option(help="企业怎么说 / what the enterprise said")],
    by: By = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """With the last open question answered the demand is matched anew and the review goes on."""
    from api.cli.printing import tell, words
    from api.matching.rematching import match_again, take_answer
    from api.wiring import open_house
    from intake.questions.question import QUESTION_LIFE

    with open_house() as house:
        with house.working(person(house.settings, by)) as work:
            kept = take_answer(house, work, demand_id, question_id, text)
        match_again(house)
    tell(kept, as_json, lambda one: typer.echo(f"{one.id}  {words(QUESTION_LIFE.state(one.state).label)}"))


def _decide(
    match_id: str,
    decision: Decision,
    code: str | None,
    note: str | None,
    version: int | None,
    by: str | None,
    as_json: bool,
    scores: dict[str, int] | None = None,
    flow: str = "superset",
) -> None:
    from api.cli.printing import emit, words
    from api.cli.reviewing.told import tell_opened
    from api.wiring import open_house
    from engagement.opening import decide
    from engagement.profiles import profile
    from matcher.review.process import REVIEW

    by_flow = profile(flow).id
    with open_house() as house, house.working(person(house.settings, by)) as work:
        policy, rules = house.review_policy, house.care_rules
        more = {"calendar": house.calendar, "profile": by_flow}
        decided = decide(work, match_id, decision, code, note, version, scores, policy, rules, **more)  # type: ignore[arg-type]
    after, opened = decided.candidate, decided.engagement
    if as_json:
        emit(after.model_dump(mode="json") | {"engagement_id": opened.id if opened else None})
        return
    typer.echo(f"{after.id}  {words(REVIEW.state(after.state).label)}")
    if opened is not None:
        tell_opened(opened)


def _scores(given: list[str]) -> dict[str, int]:
    from foundation.errors import InvalidInput

    scores = {}
    for one in given:
        name, _, points = one.partition("=")
        if not points.isdecimal() or len(points) > 3:
            raise InvalidInput("score_unreadable", "打分请写成“评审项=分数”：{given}", field="score", given=one[:40])
        scores[name.strip()] = int(points)
    return scores


def _states(given: list[str]) -> list[CaseState]:
    from foundation.errors import InvalidInput
    from matcher.review.views import CASE_LABELS

    known = [state for state in CASE_LABELS if state in given]
    for one in given:
        if one not in CASE_LABELS:
            raise InvalidInput("review_state_unknown", "没有这个状态：{state}", field="state", state=one[:40])
    return known


def _level(given: str | None) -> Level | None:
    from foundation.errors import InvalidInput
    from foundation.secrecy import ORDER

    if given is None:
        return None
    known = next((level for level in ORDER if level == given), None)
    if known is None:
        raise InvalidInput(
            "level_unknown", "没有这个密级：{level}；可以用 public、internal、secret", field="level", level=given[:40]
        )
    return known
