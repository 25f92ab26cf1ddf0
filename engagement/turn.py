"""Whose turn it is, and with which step: read from the facts of the engagement and the rows that are open. Pure.

A state has one owner in the table, but who holds the matter up depends on what is there: terms that only the
enterprise has not confirmed wait for the enterprise, whoever owns the talks. Page, REST, command line, lists and
reminders all ask here, so that they never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagement.facts.agreement import Offer, confirmed_by, measurability_fault
from engagement.facts.deliverables import missing
from engagement.facts.scope import is_left_open, scope_fault
from engagement.guards.signing import secrecy_fault
from engagement.profiles import SUSPENDED, Profile, profile
from engagement.record import Engagement
from engagement.stages import Event
from foundation.actors import Role
from foundation.language import Sentence
from foundation.values import Value


class Task(Value):
    """Somebody who has to act now, and the step that is meant of them; ``seat``: of the panel, this member."""

    role: Role
    event: Event
    seat: str | None = None
    says: Sentence | None = None
    """What is meant and why, where the step alone does not tell; with ``say``: it is done elsewhere."""


def turn(engagement: Engagement) -> tuple[Task, ...]:
    """Everybody whose act the engagement waits for, the one who answers for it first; empty where nothing is open.

    Each task is a row that is open for its role in this state. Several at once where several acts are missing, such as
    the confirmations of both sides.
    """
    reading = profile(engagement.profile)
    if not reading.is_open(engagement.state):
        return ()
    open_rows = {row.event: row.roles for row in reading.process.open_events(engagement.state)}
    owner = reading.process.state(engagement.state).owner
    found = [task for task in _meant(engagement, reading, owner) if task.role in open_rows.get(task.event, ())]
    each_once = [task for place, task in enumerate(found) if task not in found[:place]]
    return tuple(sorted(each_once, key=lambda task: task.role != owner))


def roles_on_turn(engagement: Engagement) -> tuple[Role, ...]:
    """The roles alone, each once; the owner of an open state where the table has no row for what is meant."""
    found = tuple(dict.fromkeys(task.role for task in turn(engagement)))
    reading = profile(engagement.profile)
    if found or not reading.is_open(engagement.state):
        return found
    return (reading.process.state(engagement.state).owner,)


def _meant(engagement: Engagement, reading: Profile, owner: Role) -> Iterator[Task]:
    if engagement.state.startswith(SUSPENDED):
        yield Task(role=owner, event="resume")
        return
    match reading.box(engagement.state):
        case "P1":
            yield Task(role=owner, event="start")
        case "P2":
            yield from _talking(engagement, reading)
        case "P3":
            yield Task(role=owner, event="assign_team")
            yield Task(role="centre", event="assign_team")  # its people are the host's, and know who is free
        case "P4":
            yield Task(role=owner, event="submit_plan")
        case "P5":
            yield from _reviewing(engagement, owner)
        case "P6":
            yield _serving(engagement, reading)
        case "P7":
            yield from _accepting(engagement, reading)
        case "P8":
            yield Task(role=owner, event="archive")


def _reviewing(engagement: Engagement, owner: Role) -> Iterator[Task]:
    """The members of the panel write, then the first of them states the outcome."""
    panel = engagement.plan.reviewers if engagement.plan is not None else ()
    written = {opinion.reviewer_id for opinion in engagement.opinions}
    lacking = [one.id for one in panel[1:] if one.id not in written]
    yield from (Task(role=owner, event="give_opinion", seat=id) for id in lacking)
    if not lacking:
        yield Task(role=owner, event="pass_review", seat=panel[0].id if panel else None)


def _talking(engagement: Engagement, reading: Profile) -> Iterator[Task]:
    """Terms, then what each side owes to exactly these terms, then the signatures."""
    offer = engagement.offer
    if _is_ruled_out(engagement):
        yield Task(role="coordinator", event="stop")
        return
    if offer is None or _must_change(engagement, offer):
        yield Task(role="centre", event="make_offer")
        return
    confirmed = confirmed_by(engagement.confirmations, offer)
    lacking = [Task(role=side, event="confirm_offer") for side in ("enterprise", "host") if side not in confirmed]
    signing = next(row for row in reading.process.open_events(engagement.state) if row.event == "sign")
    needs_review = "contract_reviewed" in signing.guards and engagement.needs_contract_review
    if needs_review and engagement.contract_review_digest != offer.digest:
        lacking.append(Task(role="centre", event="review_contract"))
    if is_left_open(engagement.scope) and (engagement.scope_check is None or engagement.scope_checked != offer.scope):
        lacking.append(Task(role="centre", event="check_scope"))
    if not lacking and (fault := secrecy_fault(engagement)) is not None:
        lacking.append(Task(role="coordinator", event="say", says=fault))
    yield from lacking or (Task(role="host", event="sign"), Task(role="enterprise", event="sign"))


def _is_ruled_out(engagement: Engagement) -> bool:
    """The legal gate said no: no other terms help, somebody has to look for another centre."""
    return not is_left_open(engagement.scope) and scope_fault(engagement.scope, None, None, None) is not None


def _must_change(engagement: Engagement, offer: Offer) -> bool:
    """These terms can never be signed, or are those that an amendment was asked for."""
    check, review = engagement.scope_check, engagement.contract_review
    is_outside = check is not None and engagement.scope_checked == offer.scope and not check.is_inside
    is_refused = review is not None and engagement.contract_review_digest == offer.digest and not review.is_passed
    is_no_party = offer.party != engagement.host_id or offer.party == engagement.centre_id
    signed = engagement.agreement
    is_used = signed is not None and signed.offer == offer and not engagement.confirmations
    return is_outside or is_refused or is_no_party or is_used or measurability_fault(offer) is not None


def _serving(engagement: Engagement, reading: Profile) -> Task:
    """What is agreed comes in; when all of it is there it is handed over, or the next stage begins."""
    events = {row.event for row in reading.process.open_events(engagement.state)}
    if "next_stage" in events:
        return Task(role="centre", event="next_stage")
    agreed = engagement.agreement.offer.deliverables if engagement.agreement else ()
    is_in = engagement.has_new_deliverables and not missing(agreed, engagement.deliverables)
    return Task(role="centre", event="deliver" if is_in else "hand_in")


def _accepting(engagement: Engagement, reading: Profile) -> Iterator[Task]:
    """Values first, by either side; then the enterprise says yes, or what happens to what did not pass."""
    outcomes = {judgement.outcome for judgement in engagement.verdict().judgements}
    if outcomes == {"pass"}:
        yield Task(role="enterprise", event="accept")
        return
    events = {row.event for row in reading.process.open_events(engagement.state)}
    is_failed = "fail" in outcomes or ("undecided" in outcomes and "unmeasured" not in outcomes)
    if is_failed and "rework" in events:
        yield Task(role="enterprise", event="rework")
        return
    yield Task(role="centre", event="record_measurement")
    yield Task(role="enterprise", event="record_measurement")
