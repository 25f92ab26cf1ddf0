"""What happens to projects: whoever has to act acts on some days, in many ways, or falls silent for weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.year.people import LI, person
from benchmarks.year.world import World
from engagement import service, store
from engagement.log import Facts
from engagement.profiles import SUSPENDED
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.clock import CHINA
from tests.engagement.cases import AGAINST, BAD, CONTACTS, FOR, GOOD, OFFER, PLAN, REPORT, REVIEWED, SIGNATORIES, TEAM

Step = tuple[str, Actor, Facts]


def tend_projects(world: World) -> None:
    """A day in all open projects."""
    with world.house.reading() as session:
        waiting = store.list_open(session, world.day, limit=100_000)
    for item in waiting:
        with world.house.reading() as session:
            engagement = store.load(session, item.id)
        party = {"enterprise": engagement.enterprise, "coordinator": "desk"}.get(
            item.owner_role or "", engagement.centre_id
        )
        if item.owner_role == "centre" and item.id[-1] in "aeim37":
            party = f"people of {item.id}"  # this project's own people, not all of the centre
        silent = world.silence.is_silent(party, world.day)
        late = item.due is not None and (world.day - item.due.date).days > 10
        if silent:
            if late and world.happens(0.1):
                _take(world, engagement, _given_up(engagement, world))
        elif world.happens(0.35):
            _take(world, engagement, _next(engagement, world))


def _take(world: World, before: Engagement, step: Step | None) -> None:
    if step is None:
        return
    event, who, facts = step
    if event == "sign":
        signed = world.act(
            "project: sign", who, lambda work: service.sign(work, before.id, before.version, SIGNATORIES)
        )
        if signed is None:
            last, _, reason = _not_agreed(before, LI)
            world.act(
                f"project: {last}", LI, lambda work: service.take_step(work, before.id, before.version, last, reason)
            )
        return
    after = world.act(
        f"project: {event}", who, lambda work: service.take_step(work, before.id, before.version, event, facts)
    )
    if after is not None and event == "resume":
        _check_pause(world, before, after)


def _check_pause(world: World, before: Engagement, after: Engagement) -> None:
    """As many working days are left as when it was paused, for the step and for the agreed day."""
    pause = before.pause
    if pause is None:
        world.fault(f"{before.id} was resumed without a pause")
        return
    since = pause.since.astimezone(CHINA).date()
    for was, now in ((pause.due, after.due), (pause.finish_by, after.finish_by)):
        if was is not None and (now is None or _left(world, world.day, now.date) != _left(world, since, was.date)):
            world.fault(f"{before.id}: suspended time was counted: {was.date} became {now and now.date}")
    world.did["pauses checked"] += 1


def _left(world: World, day: date, due: date) -> int:
    """Working days that are left; negative: those that it is late."""
    between = world.house.calendar.working_days_between
    return between(day, due).days if due >= day else -between(due, day).days


def _given_up(engagement: Engagement, world: World) -> Step | None:
    """What is left when the owner has been silent for long: somebody else ends it, or takes it up again."""
    state = engagement.state
    if state.startswith(SUSPENDED):
        return "resume", LI, Facts()
    if state == "negotiating" and engagement.agreement is None:
        return "stop", LI, Facts(reason="多次联系没有回音")
    if state in ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance"):
        who, code = person("enterprise", engagement.enterprise), "terminated_by_enterprise"
        if engagement.owner_role == "enterprise":
            who, code = person("host", engagement.host_id), "terminated_by_host"
        return "terminate", who, Facts(reason="对方长期没有回音", code=code, delivered="无")
    return None


def _next(engagement: Engagement, world: World) -> Step | None:
    state = engagement.state
    if state.startswith(SUSPENDED):
        is_time = engagement.due is not None and world.day >= engagement.due.date
        return ("resume", LI, Facts()) if world.happens(0.4 if is_time else 0.01) else None
    if state not in ("raised", "closed") and world.happens(0.05):
        until = world.day + timedelta(days=world.chance.randrange(3, 60))
        return "suspend", LI, Facts(until=until, reason="等样品", is_agreed_by_both=True)
    return _STEPS[state](engagement, world)


def _talks(engagement: Engagement, world: World) -> Step:
    enterprise, host = person("enterprise", engagement.enterprise), person("host", engagement.host_id)
    centre, offer = person("centre", engagement.centre_id), engagement.offer
    if world.happens(0.03):
        return _not_agreed(engagement, world.chance.choice((LI, enterprise, centre)))
    if engagement.agreement is None and world.happens(0.04):
        if world.happens(0.4):
            return "withdraw", enterprise, Facts()
        return "try_next", LI, Facts(reason="中心排不开", code="candidate_excluded")
    is_used = engagement.agreement is not None and offer == engagement.agreement.offer
    if offer is None or is_used or offer.finish_by < world.day:
        return "make_offer", centre, Facts(offer=_offer(engagement, world))
    sides = {one.side for one in engagement.confirmations}
    if "enterprise" not in sides:
        if world.happens(0.15):
            return "make_offer", enterprise, Facts(offer=_offer(engagement, world))
        return "confirm_offer", enterprise, Facts(side="enterprise", digest=offer.digest)
    if "host" not in sides:
        return "confirm_offer", host, Facts(side="host", digest=offer.digest)
    if engagement.contract_review_digest != offer.digest:
        return "review_contract", centre, Facts(contract_review=REVIEWED)
    return "sign", host, Facts()


def _not_agreed(engagement: Engagement, who: Actor) -> Step:
    """Talks that come to nothing; once something was signed that is a termination, by both."""
    if engagement.agreement is None:
        return "stop", who, Facts(reason="条件谈不拢")
    ended = {"code": "terminated_by_agreement", "is_agreed_by_both": True, "delivered": "无"}
    return "terminate", LI, Facts.model_validate({"reason": "变更谈不拢", **ended})


def _offer(engagement: Engagement, world: World) -> object:
    return OFFER.model_copy(
        update={
            "party": engagement.host_id,
            "price": f"{world.chance.randrange(100, 900)}00.00",
            "finish_by": world.day + timedelta(days=world.chance.randrange(20, 90)),
            "level": engagement.level,
        }
    )


def _team(engagement: Engagement, world: World) -> Step:
    if world.happens(0.05):
        return "change_team", person("centre", engagement.centre_id), Facts(team=TEAM)
    return "submit_plan", person("centre", engagement.centre_id), Facts(plan=PLAN)


def _review(engagement: Engagement, world: World) -> Step:
    event, code = world.chance.choices(
        (("pass_review", None), ("fail_to_talks", "price"), ("fail_to_team", "plan"), ("fail_to_end", None)),
        (72, 9, 14, 5),
    )[0]
    passed = event == "pass_review"
    opinions = FOR if passed else AGAINST
    return event, person("reviewer"), Facts(opinions=opinions, code=code, reason=None if passed else "样品不够")


def _service(engagement: Engagement, world: World) -> Step:
    centre = person("centre", engagement.centre_id)
    if world.happens(0.03):
        return "request_change", person("enterprise", engagement.enterprise), Facts(reason="要加一个指标")
    if world.happens(0.02):
        ended = Facts(
            reason="双方同意不再做", code="terminated_by_agreement", delivered="中期数据", is_agreed_by_both=True
        )
        return "terminate", LI, ended
    if not engagement.has_new_deliverables or world.happens(0.2):
        return "hand_in", centre, Facts(deliverable=REPORT)
    return "deliver", centre, Facts()


def _acceptance(engagement: Engagement, world: World) -> Step:
    enterprise = person("enterprise", engagement.enterprise)
    if not engagement.measurements:
        values = GOOD if world.happens(0.75) else BAD
        return "record_measurement", person("centre", engagement.centre_id), Facts(measurements=values)
    if engagement.verdict().outcome == "pass":
        return "accept", enterprise, Facts(is_solved=True)
    event = world.chance.choices(("rework", "dispute_criteria", "reject"), (70, 15, 15))[0]
    code = "criteria_disputed" if event == "dispute_criteria" else None
    return event, enterprise, Facts(reason="收缩率不合格", code=code)


def _closed(engagement: Engagement, world: World) -> Step | None:
    host = person("host", engagement.host_id)
    if engagement.end_reason == "completed" and world.happens(0.04):
        return "reopen", host, Facts(reason="报告有笔误")
    if not world.happens(0.3):
        return None
    if engagement.end_reason == "completed":
        return "archive", host, Facts(code="evaluated", assessment_id="asm_1")
    return "archive", LI, Facts(code="evaluation_not_applicable", reason="服务没有做完")


_STEPS: dict[str, Callable[[Engagement, World], Step | None]] = {
    "raised": lambda _, world: ("start", LI, Facts(contacts=CONTACTS)),
    "negotiating": _talks,
    "agreed": lambda one, _: ("assign_team", person("centre", one.centre_id), Facts(team=TEAM)),
    "team_formed": _team,
    "review": _review,
    "in_service": _service,
    "acceptance": _acceptance,
    "closed": _closed,
}
