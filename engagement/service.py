"""The steps of an engagement as use cases: load, advance, save, leave one trace.

Every step names the version it was decided on. The same step by the same actor with the same content on the same
version is a resubmission and gets the first answer again, without a second effect; anything else on an old version is
a ``Conflict`` (``changed_meanwhile``). Facts of a step go into the log, not into the audit chain: they may be secret.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from engagement import store
from engagement.afterwards.ratings import IndicatorValues, Sources, Window, indicator_values
from engagement.asking.service import ask
from engagement.certified import covers_of
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.engagement import advance
from engagement.engagement import open_engagement as begin
from engagement.facts.acceptance import Measurement
from engagement.facts.agreement import ContractReview, Offer, Side, Signatories
from engagement.facts.benefits import EffectReport
from engagement.facts.deliverables import Deliverable
from engagement.facts.message import Message
from engagement.facts.scope import Capacity, ScopeCheck, ScopeRuling
from engagement.facts.signed_copy import SignedCopy
from engagement.facts.survey import SurveyAnswer
from engagement.facts.team import Team
from engagement.facts.technical_review import EVENTS, Opinion, Outcome, Plan
from engagement.files import expect_kept
from engagement.folding import fold
from engagement.log import Contacts, Facts, Opening, log_digest
from engagement.profiles import ProfileId
from engagement.record import Engagement
from engagement.returning import answer_demand
from engagement.stages import CLOSED, Event
from engagement.telling import tell_step
from foundation.clock import CHINA
from foundation.errors import Conflict, InvalidInput
from foundation.races import changed_meanwhile
from foundation.secrecy import Level
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar, load_calendar
from intake.fields import ServiceCategory
from kb.profiles import profile_of
from kb.provider import Centre, HostInstitution


def open_engagement(
    work: Work,
    demand_id: str,
    match_id: str,
    centre: Centre,
    host: HostInstitution,
    *,
    enterprise: str,
    is_match_accepted: bool,
    level: Level = "internal",
    host_level: Level | None = None,
    scope: ScopeRuling | None = None,
    service_category: ServiceCategory | None = None,
    profile: ProfileId = "superset",
    calendar: WorkingCalendar | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Engagement:
    """Open an engagement from a match that a coordinator accepted. One match leads to one engagement.

    ``enterprise`` is the enterprise as a party (the ``organisation`` of its people). ``host_level`` and ``scope`` that
    are not given are not known, and nothing is signed on what is not known. :func:`engagement.opening.open_for` looks
    all of it up for an accepted match. Raises ``Conflict`` for a match
    that is not accepted or already has an engagement, ``InvalidInput`` for a host that is not the centre's (S0-02).
    """
    if not is_match_accepted:
        raise Conflict("match_not_accepted", "匹配结果还没有被协调员采纳，不能开始项目")
    if centre.host.id != host.id:
        raise InvalidInput(
            "host_does_not_fit", "{host}不是{centre}的依托单位", field="host", host=host.name, centre=centre.name
        )
    opening = Opening(
        engagement_id=work.new_id("eng"),
        demand_id=demand_id,
        match_id=match_id,
        enterprise=enterprise,
        centre_id=centre.id,
        host_id=host.id,
        profile=profile,
        service_category=service_category,
        level=level,
        host_level=host_level,
        scope=scope,
    )
    engagement = begin(opening, work.actor, work.now, calendar or load_calendar(), rules)
    present = store.find_by_match(work.session, match_id)
    if present is not None:
        return _opened_before(present, engagement)
    store.add(work.session, engagement)
    _trace(work, engagement)
    return engagement


def take_step(
    work: Work,
    engagement_id: str,
    version: int,
    event: str,
    facts: Facts | None = None,
    *,
    calendar: WorkingCalendar | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Engagement:
    """Take any step of the table; the functions below are this one by name.

    Whoever must know is told through the outbox, and the demand gets the answer that an end means for it.
    Raises ``NotFound`` for an unknown engagement, ``Conflict`` for a step that is not open, a guard that refuses
    or a version that is not the latest, ``NotAllowed`` for the wrong role, ``InvalidInput`` for a missing reason or
    a file that nobody kept (``engagement_file_not_kept``, ``file_not_kept``).
    """
    facts = facts or Facts()
    engagement = store.load(work.session, engagement_id)
    if event == "deliver":
        facts = facts.model_copy(update={"covers": covers_of(work.session, engagement)})
    if engagement.version != version:
        return _answered_before(work, engagement, version, event, facts)
    days = calendar or load_calendar()
    after = advance(engagement, event, work.actor, facts, work.now, days, rules)
    _expect_files(work.session, engagement_id, facts)
    if not store.save(work.session, after):
        present = store.load(work.session, engagement_id)
        return _answered_before(work, present, version, event, facts)
    _trace(work, after)
    tell_step(work, after)
    answer_demand(work, after, days)
    if after.state == CLOSED != engagement.state:
        ask(work, after, rules)
    return after


def start(work: Work, engagement_id: str, version: int, contacts: Contacts) -> Engagement:
    """Begin to talk, with a named contact on both sides (T1)."""
    return take_step(work, engagement_id, version, "start", Facts(contacts=contacts))


def make_offer(work: Work, engagement_id: str, version: int, offer: Offer) -> Engagement:
    """Put an offer, or the next version of it, on the table (T3); earlier confirmations fall away."""
    return take_step(work, engagement_id, version, "make_offer", Facts(offer=offer))


def confirm_offer(work: Work, engagement_id: str, version: int, side: Side, digest: str) -> Engagement:
    """Say yes for one side, to the terms with this digest (H1)."""
    return take_step(work, engagement_id, version, "confirm_offer", Facts(side=side, digest=digest))


def review_contract(work: Work, engagement_id: str, version: int, review: ContractReview) -> Engagement:
    """Answer the four questions of gate G0 for the offer on the table."""
    return take_step(work, engagement_id, version, "review_contract", Facts(contract_review=review))


def check_scope(
    work: Work,
    engagement_id: str,
    version: int,
    *,
    by: str,
    capacity: Capacity,
    is_inside: bool,
    reason: str,
) -> Engagement:
    """Answer by name for the approved scope where the legal gate could not tell, for the offer on the table (H5)."""
    check = ScopeCheck(by=by, capacity=capacity, is_inside=is_inside)
    return take_step(work, engagement_id, version, "check_scope", Facts(scope_check=check, reason=reason))


def say(work: Work, engagement_id: str, version: int, message: Message) -> Engagement:
    """Say something to the others, about a version of the offer or the matter (H6)."""
    return take_step(work, engagement_id, version, "say", Facts(message=message))


def attach_signed_copy(work: Work, engagement_id: str, version: int, copy: SignedCopy) -> Engagement:
    """Attach the scanned copy of one side (H7); its file must be kept with the engagement before.

    Raises as :func:`take_step`, and ``InvalidInput`` (``engagement_file_not_kept``).
    """
    return take_step(work, engagement_id, version, "attach_signed_copy", Facts(signed_copy=copy))


def sign(work: Work, engagement_id: str, version: int, signatories: Signatories) -> Engagement:
    """Sign what both sides confirmed (T2), with what the centre has registered of its host's level by now (S0-27)."""
    engagement = store.load(work.session, engagement_id)
    held = profile_of(work.session, engagement.centre_id).secrecy_level
    return take_step(work, engagement_id, version, "sign", Facts(signatories=signatories, host_level=held))


def form_team(work: Work, engagement_id: str, version: int, team: Team) -> Engagement:
    """Appoint the team after signing (T6), or change it while the plan is being prepared (H2)."""
    event: Event = "change_team" if _is_formed(work.session, engagement_id, version) else "assign_team"
    return take_step(work, engagement_id, version, event, Facts(team=team))


def submit_plan(work: Work, engagement_id: str, version: int, plan: Plan) -> Engagement:
    """Put the plan before a panel (T7)."""
    return take_step(work, engagement_id, version, "submit_plan", Facts(plan=plan))


def record_review(
    work: Work,
    engagement_id: str,
    version: int,
    outcome: Outcome,
    opinions: tuple[Opinion, ...],
    *,
    cause: str | None = None,
    reason: str | None = None,
) -> Engagement:
    """Record what the panel found (T8–T11); not passed needs a reason, and a cause where the row knows several."""
    facts = Facts(opinions=opinions, code=cause, reason=reason)
    return take_step(work, engagement_id, version, EVENTS[outcome], facts)


def add_deliverable(work: Work, engagement_id: str, version: int, deliverable: Deliverable) -> Engagement:
    """Hand in one deliverable (H3); a file that it names must be kept with the engagement before.

    Raises as :func:`take_step`, and ``InvalidInput`` (``file_not_kept``).
    """
    return take_step(work, engagement_id, version, "hand_in", Facts(deliverable=deliverable))


def deliver(work: Work, engagement_id: str, version: int) -> Engagement:
    """Put everything before acceptance (T12)."""
    return take_step(work, engagement_id, version, "deliver")


def record_measurement(
    work: Work, engagement_id: str, version: int, measurements: tuple[Measurement, ...]
) -> Engagement:
    """Record measured values for criteria of the agreement (H4); of several for one criterion the last counts."""
    return take_step(work, engagement_id, version, "record_measurement", Facts(measurements=measurements))


def accept(work: Work, engagement_id: str, version: int, *, is_solved: bool | None = None) -> Engagement:
    """Accept the result (T13): only when every criterion passes."""
    return take_step(work, engagement_id, version, "accept", Facts(is_solved=is_solved))


def close(
    work: Work,
    engagement_id: str,
    version: int,
    event: Event,
    reason: str,
    *,
    code: str | None = None,
    delivered: str | None = None,
    is_agreed_by_both: bool | None = None,
) -> Engagement:
    """End without acceptance: ``stop`` (T5), ``try_next`` (T4), ``reject`` (T16) or ``terminate`` (T20)."""
    facts = Facts(reason=reason, code=code, delivered=delivered, is_agreed_by_both=is_agreed_by_both)
    return take_step(work, engagement_id, version, event, facts)


def withdraw(work: Work, engagement_id: str, version: int, reason: str | None = None) -> Engagement:
    """The enterprise withdraws before anything was signed (T19); a reason is welcome, not required (S0-04)."""
    return take_step(work, engagement_id, version, "withdraw", Facts(reason=reason))


def suspend(
    work: Work, engagement_id: str, version: int, until: date, reason: str, *, is_agreed_by_both: bool
) -> Engagement:
    """Pause by agreement until a day (T18); the clocks stop."""
    facts = Facts(until=until, reason=reason, is_agreed_by_both=is_agreed_by_both)
    return take_step(work, engagement_id, version, "suspend", facts)


def resume(work: Work, engagement_id: str, version: int) -> Engagement:
    """Go on where it was paused; what was left of the time is left again (T18)."""
    return take_step(work, engagement_id, version, "resume")


def archive(
    work: Work, engagement_id: str, version: int, *, assessment_id: str | None = None, reason: str | None = None
) -> Engagement:
    """Seal a closed engagement after its evaluation, or with the reason why none applies (T22)."""
    code = "evaluated" if assessment_id else "evaluation_not_applicable"
    facts = Facts(assessment_id=assessment_id, reason=reason, code=code)
    return take_step(work, engagement_id, version, "archive", facts)


def answer_survey(work: Work, engagement_id: str, version: int, survey: SurveyAnswer) -> Engagement:
    """Say how content the enterprise is, once per closure (H13)."""
    return take_step(work, engagement_id, version, "answer_survey", Facts(survey=survey))


def report_effect(work: Work, engagement_id: str, version: int, report: EffectReport) -> Engagement:
    """Report what the service brought about by one of the set months (H14); a later report of it takes its place.

    Raises as :func:`take_step`; a figure's evidence must be kept with the engagement before.
    """
    return take_step(work, engagement_id, version, "report_effect", Facts(effect_report=report))


def show_engagement(session: Session, engagement_id: str) -> Engagement:
    """One engagement with its history."""
    return store.load(session, engagement_id)


def show_engagements_of(session: Session, demand_id: str) -> tuple[Engagement, ...]:
    """Every engagement of a demand."""
    return store.load_for_demand(session, demand_id)


list_open = store.list_open


def open_centres(session: Session) -> tuple[str, ...]:
    """The centres that carry an open engagement."""
    return store.open_centres(session)


def rate(
    session: Session,
    window: Window,
    *,
    centre_id: str | None = None,
    sources: Sources | None = None,
    calendar: WorkingCalendar | None = None,
) -> IndicatorValues:
    """The indicator values of the engagements that closed in a window, of one centre or of all."""
    first, before = (datetime.combine(day, time(), CHINA) for day in (window.first, window.before))
    closed = store.load_closed(session, first, before, centre_id)
    return indicator_values(closed, window, calendar or load_calendar(), sources)


def _expect_files(session: Session, engagement_id: str, facts: Facts) -> None:
    """Whoever names a file by its hash has handed it in before: a hash alone proves nothing."""
    if facts.signed_copy is not None:
        expect_kept(session, engagement_id, facts.signed_copy.sha256)
    for effect in facts.effect_report.effects if facts.effect_report is not None else ():
        if effect.evidence is not None:
            expect_kept(session, engagement_id, effect.evidence)
    deliverable = facts.deliverable
    if deliverable is not None and deliverable.sha256 is not None:
        try:
            expect_kept(session, engagement_id, deliverable.sha256)
        except InvalidInput as fault:
            raise InvalidInput(
                "file_not_kept",
                "“{name}”的文件没有存入项目，请先上传",
                field="deliverable.sha256",
                name=deliverable.name,
            ) from fault


def _is_formed(session: Session, engagement_id: str, version: int) -> bool:
    """Whether the team stood at that version already."""
    log = store.load_log(session, engagement_id)
    return 0 < version <= len(log) and log[version - 1].next == "team_formed"


def _opened_before(present: Engagement, asked: Engagement) -> Engagement:
    """The engagement that this match led to, when the same actor asked for the same."""
    first, again = present.history[0], asked.history[0]
    if first.actor_id == again.actor_id and _same_but_id(first.facts, again.facts):
        return fold([first])
    raise Conflict("engagement_exists", "这个匹配结果已经开始了项目：{engagement}", engagement=present.id)


def _same_but_id(one: Facts, other: Facts) -> bool:
    ids = {"opening": {"engagement_id"}}
    return one.model_dump(exclude=ids) == other.model_dump(exclude=ids)


def _answered_before(work: Work, engagement: Engagement, version: int, event: str, facts: Facts) -> Engagement:
    """The first answer to a step that was handed in twice; otherwise somebody else was faster."""
    if 0 < version < len(engagement.history):
        entry = engagement.history[version]
        is_same_person = entry.actor_name in (None, work.actor.name) and entry.actor_id == work.actor.id
        if is_same_person and (entry.event, entry.facts) == (event, facts):
            return fold(engagement.history[: version + 1])
    raise changed_meanwhile()


def _trace(work: Work, engagement: Engagement) -> None:
    """One audit entry: which row, from where to where, and the hash of the facts."""
    entry = engagement.history[-1]
    facts = {
        "row": entry.row,
        "from": entry.state,
        "to": entry.next,
        "version": entry.number,
        "code": entry.code,
        "entry": log_digest([entry]),
    }
    work.record(f"engagement.{entry.event}", engagement.id, facts)
