"""One engagement moves one step: the method of the whole package on one page.

``advance`` asks the table (:mod:`engagement.stages`) whether the step is open here and for this actor, asks the guards,
counts until when the next step has time, writes the outcome into an entry of the log, and applies it. Pure: the same
engagement, actor, facts, moment and calendar give the same engagement again.
"""

from __future__ import annotations

from datetime import date, datetime

from engagement.deadlines import DEFAULT_RULES, Rules, moved
from engagement.folding import apply, fold
from engagement.guards import GUARDS, Situation
from engagement.log import MOST_OF_A_KIND, OPEN, Entry, Facts, Opening, log_digest
from engagement.profiles import Profile, profile
from engagement.record import Engagement
from engagement.stages import CLOSED, RETURNED
from engagement.turn import roles_on_turn
from foundation.actors import Actor, Role
from foundation.clock import CHINA
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.process import Process, Transition, expect_coordinator
from foundation.process import advance as row_for
from foundation.working_calendar import Deadline, WorkingCalendar

__all__ = ["DEFAULT_RULES", "Engagement", "Facts", "Opening", "advance", "fold", "open_engagement"]


def open_engagement(
    opening: Opening, actor: Actor, moment: datetime, calendar: WorkingCalendar, rules: Rules = DEFAULT_RULES
) -> Engagement:
    """A new engagement in 需求提出, from a match that was accepted.

    Raises ``NotAllowed`` for anybody but a coordinator and ``InvalidInput`` for an unknown profile or a centre that
    is given as its own host: it is not a legal person (S0-02).
    """
    reading = profile(opening.profile)
    expect_coordinator(actor, "开始项目")
    if opening.host_id == opening.centre_id:
        raise InvalidInput("centre_cannot_be_party", "中心不是法人，须写明依托单位", field="host_id")
    start = reading.process.start
    entry = Entry(
        number=1,
        row="P1",
        event=OPEN,
        state=start,
        next=start,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_roles=("coordinator",),
        at=moment,
        code=OPEN,
        facts=Facts(opening=opening),
        owner_role=reading.process.state(start).owner,
        owner=actor.id,
        due=_step_time(reading, start, _day(moment), calendar, rules),
    )
    return fold([entry])


def advance(
    engagement: Engagement,
    event: str,
    actor: Actor,
    facts: Facts,
    moment: datetime,
    calendar: WorkingCalendar,
    rules: Rules = DEFAULT_RULES,
) -> Engagement:
    """The engagement after this step, one entry longer.

    Raises ``Conflict`` when the step is not open in this state, a guard refuses or the log is full, ``NotAllowed`` when
    the actor has none of the row's roles or is a stranger here, ``InvalidInput`` when the reason or its code is missing
    or unknown.
    """
    reading = profile(engagement.profile)
    now = Situation(engagement, actor, facts, moment, calendar, rules)
    _refuse_strangers(engagement, reading.process, event, actor)
    _refuse_endless(engagement, reading.process, event)
    row = row_for(reading.process, engagement.state, event, actor, now, GUARDS, facts.reason)
    entry = Entry(
        number=engagement.version + 1,
        row=row.id,
        event=event,
        state=row.state,
        next=row.next,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_roles=_acting(engagement, row, actor),
        at=moment,
        code=_code(row, facts),
        facts=facts,
        finish_by=_finish_by(now, event),
        previous=log_digest(engagement.history[-1:]),
    )
    if reading.is_open(row.next):
        after = apply(engagement, entry)
        role = roles_on_turn(after)[0]
        owner = {"owner_role": role, "owner": _owner(reading, after, role)}
        entry = entry.model_copy(update={**owner, "due": _due(reading, now, entry)})
    return apply(engagement, entry)


def acts_for(engagement: Engagement, role: Role, actor: Actor) -> bool:
    """Whether the actor speaks in this role for a party of this engagement; an actor without organisation is not asked.

    People of a centre are people of its host, so the centre's role may come from either.
    """
    parties: dict[Role, tuple[str, ...]] = {
        "enterprise": (engagement.enterprise,),
        "centre": (engagement.centre_id, engagement.host_id),
        "host": (engagement.host_id,),
    }
    return actor.organisation is None or role not in parties or actor.organisation in parties[role]


def _acting(engagement: Engagement, row: Transition, actor: Actor) -> tuple[Role, ...]:
    """In which of their roles the actor takes this row; several only for somebody who has several."""
    return tuple(sorted(role for role in row.roles & actor.roles if acts_for(engagement, role, actor)))


def _refuse_strangers(engagement: Engagement, process: Process, event: str, actor: Actor) -> None:
    """Before any guard speaks: its words are for the parties alone."""
    for row in process.open_events(engagement.state, actor):
        if row.event == event and not any(acts_for(engagement, role, actor) for role in row.roles & actor.roles):
            raise NotAllowed("not_a_party", "您的单位不是这个项目的一方，不能“{event}”", event=row.label)


def _refuse_endless(engagement: Engagement, process: Process, event: str) -> None:
    """Each kind of step ends somewhere, so that every log can be read; what ends the engagement stays possible.

    Whoever is paused comes back: a log has no more returns than pauses.
    """
    row = next((row for row in process.open_events(engagement.state) if row.event == event), None)
    if row is None or engagement.version < MOST_OF_A_KIND or row.next in {CLOSED, RETURNED} - {row.state}:
        return
    if sum(entry.event == event for entry in engagement.history) >= MOST_OF_A_KIND:
        raise Conflict("engagement_log_full", "“{event}”已有 {most} 次，不能再多", event=row.label, most=MOST_OF_A_KIND)


def _code(row: Transition, facts: Facts) -> str:
    """The reason code of this step: the only one of the row, or the one that the actor named."""
    if facts.code in row.codes:
        return facts.code
    if facts.code is None and len(row.codes) == 1:
        return row.codes[0]
    raise InvalidInput(
        "reason_code_unknown",
        "“{event}”要选一个原因：{codes}",
        field="code",
        event=row.label,
        codes="、".join(row.codes),
    )


def _finish_by(now: Situation, event: str) -> Deadline | None:
    """The agreed day of completion: set by signing, put off by a pause."""
    engagement = now.engagement
    if event == "sign" and engagement.offer is not None:
        return Deadline(date=engagement.offer.finish_by)
    if event == "resume" and engagement.pause is not None and engagement.pause.finish_by is not None:
        return moved(now.calendar, engagement.pause.finish_by, _day(engagement.pause.since), now.today)
    return engagement.finish_by


def _due(reading: Profile, now: Situation, entry: Entry) -> Deadline | None:
    """Until when the owner of the next state has time.

    Work inside a step leaves its deadline alone, but an offer starts a new round of talks; a pause ends on the agreed
    day, and what was left before it is left after it.
    """
    engagement, facts = now.engagement, now.facts
    if entry.event == "suspend":
        return Deadline(date=facts.until) if facts.until else None
    if entry.event == "resume" and engagement.pause is not None:
        due = engagement.pause.due
        return moved(now.calendar, due, _day(engagement.pause.since), now.today) if due else None
    stays = reading.box(entry.next) == reading.box(entry.state)
    if stays and entry.event != "make_offer":
        return engagement.due
    if reading.box(entry.next) != "P6":
        return _step_time(reading, entry.next, now.today, now.calendar, now.rules)
    if entry.event == "pass_review":
        return entry.finish_by
    again = _step_time(reading, entry.next, now.today, now.calendar, now.rules)
    agreed = entry.finish_by
    return agreed if agreed is not None and again is not None and agreed.date > again.date else again


def _step_time(reading: Profile, state: str, today: date, calendar: WorkingCalendar, rules: Rules) -> Deadline | None:
    """The working days of the state's box, from today; ``None`` for a state in which nothing is open."""
    box = reading.box(state)
    if box is None or not reading.is_open(state):
        return None
    return calendar.add_working_days(today, rules.time_for(box))


def _owner(reading: Profile, after: Engagement, role: Role) -> str:
    """Who has to act: the party of the role; the lead while the team works, the chair while the panel reviews."""
    box = reading.box(after.state)
    if box == "P6" and role == "centre" and after.team is not None:
        return after.team.lead.id
    match role:
        case "enterprise":
            return after.enterprise
        case "host":
            return after.host_id
        case "centre":
            return after.centre_id
        case "reviewer" if after.plan is not None:
            return after.plan.reviewers[0].id
        case _:
            return after.opened_by


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
