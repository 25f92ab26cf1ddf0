"""What happens to projects: whoever has to act acts on some days, in many ways, or falls silent for weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.year.people import LI, person
from benchmarks.year.world import World
from engagement import service, store
from engagement.facts.handover import Statements
from engagement.log import Facts
from engagement.profiles import SUSPENDED, profile
from engagement.record import Engagement
from engagement.stages import Box
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
        last, _, reason = _not_agreed(before, LI)
        if signed is None and _has(before, last):
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
        world.fault("suspended time counted", f"{before.id} was resumed without a pause")
        return
    since = pause.since.astimezone(CHINA).date()
    for was, now in ((pause.due, after.due), (pause.finish_by, after.finish_by)):
        if was is not None and (now is None or _left(world, world.day, now.date) != _left(world, since, was.date)):
            world.fault("suspended time counted", f"{before.id}: {was.date} became {now and now.date}")
    world.did["pauses checked"] += 1


def _left(world: World, day: date, due: date) -> int:
    """Working days that are left; negative: those that it is late."""
    between = world.house.calendar.working_days_between
    return between(day, due).days if due >= day else -between(due, day).days


def _given_up(engagement: Engagement, world: World) -> Step | None:
    """What is left when the owner has been silent for long: somebody else ends it, or takes it up again."""
    if engagement.state.startswith(SUSPENDED):
        return "resume", LI, Facts()
    if _has(engagement, "stop"):
        return "stop", LI, Facts(reason="多次联系没有回音")
    if _has(engagement, "terminate"):
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
    if _has(engagement, "suspend") and world.happens(0.05):
        until = world.day + timedelta(days=world.chance.randrange(3, 60))
        return "suspend", LI, Facts(until=until, reason="等样品", is_agreed_by_both=True)
    box = profile(engagement.profile).box(state)
    return _STEPS[box](engagement, world) if box is not None else None


def _has(engagement: Engagement, event: str) -> bool:
    """Whether this reading of the flow knows the step here: the figure draws few of them."""
    rows = profile(engagement.profile).process.open_events(engagement.state)
    return any(row.event == event for row in rows)


def _talks(engagement: Engagement, world: World) -> Step:
    enterprise, host = person("enterprise", engagement.enterprise), person("host", engagement.host_id)
    centre, offer = person("centre", engagement.centre_id), engagement.offer
    last = _not_agreed(engagement, world.chance.choice((LI, enterprise, centre)))
    if _has(engagement, last[0]) and world.happens(0.03):
        return last
    if engagement.agreement is None and _has(engagement, "try_next") and world.happens(0.04):
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
    if _has(engagement, "review_contract") and engagement.contract_review_digest != offer.digest:
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


_REVIEWS: tuple[tuple[str, str | None, int], ...] = (
    ("pass_review", None, 72),
    ("fail_to_talks", "price", 9),
    ("fail_to_team", "plan", 14),
    ("fail_to_end", None, 5),
)


def _review(engagement: Engagement, world: World) -> Step:
    known = [one for one in _REVIEWS if _has(engagement, one[0])]
    event, code, _ = world.chance.choices(known, [share for _, _, share in known])[0]
    passed = event == "pass_review"
    opinions = FOR if passed else AGAINST
    return event, person("reviewer"), Facts(opinions=opinions, code=code, reason=None if passed else "样品不够")


def _service(engagement: Engagement, world: World) -> Step:
    centre = person("centre", engagement.centre_id)
    if _has(engagement, "request_change") and world.happens(0.03):
        return "request_change", person("enterprise", engagement.enterprise), Facts(reason="要加一个指标")
    if _has(engagement, "terminate") and world.happens(0.02):
        ended = Facts(
            reason="双方同意不再做", code="terminated_by_agreement", delivered="中期数据", is_agreed_by_both=True
        )
        return "terminate", LI, ended
    if _has(engagement, "next_stage"):
        return "next_stage", centre, Facts()
    if not engagement.has_new_deliverables or world.happens(0.2):
        return "hand_in", centre, Facts(deliverable=REPORT)
    return "deliver", centre, Facts()


_REFUSALS = {"rework": 60, "dispute_criteria": 25, "reject": 15}


def _acceptance(engagement: Engagement, world: World) -> Step:
    enterprise = person("enterprise", engagement.enterprise)
    if not engagement.measurements:
        values = GOOD if world.happens(0.75) else BAD
        return "record_measurement", person("centre", engagement.centre_id), Facts(measurements=values)
    if engagement.verdict().outcome == "pass":
        return "accept", enterprise, Facts(is_solved=True)
    known = [one for one in _REFUSALS if _has(engagement, one)]
    if not known:  # the figure draws no way back: it is measured again
        return "record_measurement", person("centre", engagement.centre_id), Facts(measurements=GOOD)
    event = world.chance.choices(known, [_REFUSALS[one] for one in known])[0]
    if event == "dispute_criteria":
        said = Statements(criteria=("shrinkage",), enterprise="样品不是同一批")
        return event, enterprise, Facts(reason="对收缩率有争议", code="criteria_disputed", dispute=said)
    return event, enterprise, Facts(reason="收缩率不合格")


def _closed(engagement: Engagement, world: World) -> Step | None:
    host = person("host", engagement.host_id)
    if engagement.end_reason == "completed" and world.happens(0.04):
        return "reopen", host, Facts(reason="报告有笔误")
    if not world.happens(0.3):
        return None
    if engagement.end_reason == "completed":
        return "archive", host, Facts(code="evaluated", assessment_id="asm_1")
    return "archive", LI, Facts(code="evaluation_not_applicable", reason="服务没有做完")


_STEPS: dict[Box, Callable[[Engagement, World], Step | None]] = {
    "P1": lambda _, world: ("start", LI, Facts(contacts=CONTACTS)),
    "P2": _talks,
    "P3": lambda one, _: ("assign_team", person("centre", one.centre_id), Facts(team=TEAM)),
    "P4": _team,
    "P5": _review,
    "P6": _service,
    "P7": _acceptance,
    "P8": _closed,
}
