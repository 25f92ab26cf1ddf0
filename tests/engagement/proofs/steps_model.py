"""A second, small opinion of what a service is: written from the design by hand, without table, guards or effects.

It knows just enough of an engagement to say which attempt succeeds and what each other is refused for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engagement.profiles import ProfileId
from tests.engagement.proofs.design import SIDES, Step, ends_of, has_contract_review, steps_of

REWORK_LIMIT = 1
SOON, SECRET, NO_CRITERIA, CENTRE_SIGNS = 6, 7, 8, 9
"""Offers: one for a day that is soon over; and three that nobody may sign: above the host's level of secrecy, without
criteria, with the centre as its party."""
UNLAWFUL = (SECRET, NO_CRITERIA, CENTRE_SIGNS)
SHRINKAGE, THICKNESS, PAPER = 1, 2, 3
"""What can be accepted in parts: either criterion, and the deliverable. The first may fail, the second never does."""
CONCLUDING = ("pass_review", "fail_to_talks", "fail_to_team", "fail_to_end")
BROUGHT: dict[str, tuple[bool | None, bool | None]] = {
    "no opinions": (None, None),
    "one against": (True, False),
    "one alone": (True, None),
    "chair against": (False, None),
    "all for": (True, True),
}
"""What the two of the panel wrote, as a conclusion brings it: lawful or not by what was written before."""
NOTHING_KNOWN: tuple[bool | None, bool | None] = (None, None)


@dataclass(frozen=True)
class Attempt:
    """Somebody tries something: ``flaw`` names what is wrong with what they bring, ``""`` nothing."""

    event: str
    role: str
    flaw: str = ""
    is_stranger: bool = False
    offer: int = 1
    """Which of several offers is made, confirmed, attached as a signed copy."""
    passes: bool = True
    """Whether what is brought is good: values that pass, a check or review without objection, a milestone done and not
    late, a document that may be issued, a plan whose method is evidenced, a problem that is solved."""
    item: int = 3
    """Which criterion is measured (3: both) or part accepted; which milestone (1 or 2) is reported; 1: another paper
    than the agreed one is handed in; whose opinion is given (3: both at once)."""
    seat: int = 0
    """Of the panel: 1 the chair, 2 the other one, 3 of no member; 0: without a seat, from the minutes."""


@dataclass(frozen=True)
class Model:
    """What matters of an engagement."""

    profile: ProfileId = "superset"
    is_scope_open: bool = False
    state: str = "raised"
    version: int = 1
    offers: tuple[int, ...] = ()
    confirmed: frozenset[str] = frozenset()
    reviewed: tuple[int, bool] | None = None
    checked: tuple[str, bool] | None = None
    agreements: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()
    has_contacts: bool = False
    staff: int = 0
    has_plan: bool = False
    opinions: tuple[bool | None, bool | None] = NOTHING_KNOWN
    """Of this round, by chair and second reviewer."""
    is_evidenced: bool = False
    reported: int = 0
    done: frozenset[int] = frozenset()
    reviews: int = 0
    passed_reviews: int = 0
    handed_in: int = 0
    has_paper: bool = False
    is_issuable: bool = True
    is_new_in: bool = False
    values: tuple[bool | None, bool | None] = NOTHING_KNOWN
    parts: frozenset[int] = frozenset()
    disputes: int = 0
    reworks: int = 0
    reworks_here: int = 0
    """Under the agreement in force."""
    outcomes: int = 0
    trainings: int = 0
    is_solved: bool | None = None
    is_surveyed: bool = False
    surveys: int = 0
    effects: int = 0
    end: str | None = None

    @property
    def offer(self) -> int | None:
        return self.offers[-1] if self.offers else None

    @property
    def passes(self) -> bool | None:
        """The verdict; ``None`` while something is not measured and nothing fails."""
        return False if False in self.values else None if None in self.values else True

    @property
    def steps(self) -> dict[str, Step]:
        return dict(steps_of(self.profile))

    @property
    def is_over(self) -> bool:
        return self.state in ends_of(self.profile)


def scope_of(offer: int | None) -> str:
    """The third offer is about other work than the rest."""
    return "other" if offer == 3 else "usual"


def refusal(model: Model, attempt: Attempt) -> str | None:
    """The name of the refusal; ``None``: the step is taken."""
    step = steps_of(model.profile).get(attempt.event)
    if step is None or model.state not in step.states:
        return "step_not_open"
    if attempt.role not in step.roles:
        return "role_not_allowed"
    if attempt.is_stranger and attempt.role in SIDES:
        return "not_a_party"
    if attempt.flaw in ("no reason", "invisible reason"):
        return "reason_missing"
    if attempt.flaw == "other code":
        return "reason_code_unknown" if _holds(model, attempt) else "guard_refused"
    is_flawed = attempt.flaw and not (attempt.event in CONCLUDING and attempt.flaw in BROUGHT)
    return "guard_refused" if is_flawed or not _holds(model, attempt) else None


def _holds(model: Model, attempt: Attempt) -> bool:
    match attempt.event:
        case "confirm_offer":
            return model.offer is not None and attempt.offer == model.offer
        case "review_contract":
            return model.offer is not None
        case "check_scope":
            return model.is_scope_open and model.offer is not None
        case "sign":
            return (
                model.confirmed == {"enterprise", "host"}
                and model.offer not in (None, *UNLAWFUL)
                and (model.reviewed == (model.offer, True) or not has_contract_review(model.profile))
                and (not model.is_scope_open or model.checked == (scope_of(model.offer), True))
            )
        case "try_next" | "withdraw" | "stop":
            return not model.agreements
        case "terminate" | "record_outcome" | "report_effect":
            return bool(model.agreements)
        case "attach_signed_copy":
            return attempt.offer in model.agreements
        case "report_milestone":
            return min(attempt.item, THICKNESS) not in model.done
        case "pass_review":
            return model.is_evidenced and _may_conclude(model, attempt) and written(model, attempt) == (True, True)
        case "fail_to_talks" | "fail_to_team" | "fail_to_end":
            after = written(model, attempt)
            return _may_conclude(model, attempt) and None not in after and False in after
        case "give_opinion":
            return attempt.item != PAPER and _is_their_own(model, attempt)
        case "deliver":
            return model.is_new_in and model.has_paper and model.is_issuable
        case "accept_part":
            is_good = {SHRINKAGE: model.values[0], THICKNESS: model.values[1], PAPER: True}[attempt.item]
            return is_good is True and attempt.item not in model.parts
        case "accept":
            return model.passes is True
        case "rework":
            return model.passes is False and model.reworks_here < REWORK_LIMIT
        case "reject":
            return model.passes is False
        case "reopen":
            return model.end == "completed"
        case "answer_survey":
            return bool(model.agreements) and not model.is_surveyed
        case _:
            return True


def brought(attempt: Attempt) -> tuple[bool | None, bool | None]:
    """The opinions that come with an attempt."""
    if attempt.event == "give_opinion":
        first, second = attempt.item != THICKNESS, attempt.item != SHRINKAGE
        return (attempt.passes if first else None, attempt.passes if second else None)
    return BROUGHT.get(attempt.flaw, (True, attempt.event == "pass_review"))


def written(model: Model, attempt: Attempt) -> tuple[bool | None, bool | None]:
    """Those of the round with what is brought: the later one counts."""
    (first, second), (old, older) = brought(attempt), model.opinions
    return (old if first is None else first, older if second is None else second)


def _is_their_own(model: Model, attempt: Attempt) -> bool:
    """With a seat only the own one; without a seat nothing else than what is written already."""
    pairs = tuple(zip(brought(attempt), model.opinions, strict=True))
    if attempt.seat:
        return attempt.seat != 3 and pairs[2 - attempt.seat][0] is None
    return all(new is None or old is None or new == old for new, old in pairs)


def _may_conclude(model: Model, attempt: Attempt) -> bool:
    """From the minutes, or by the chair when the other one has written."""
    is_chairs = attempt.seat == 0 or (attempt.seat == 1 and model.opinions[1] is not None)
    return is_chairs and _is_their_own(model, attempt)


ENDED_AS = {
    "accept": "completed",
    "stop": "not_agreed",
    "withdraw": "withdrawn",
    "try_next": "candidate_excluded",
    "reject": "terminated_after_acceptance",
    "terminate": "terminated_by_agreement",
    "fail_to_end": "not_feasible",
}


def taken(model: Model, attempt: Attempt) -> Model:
    """The model after a step that was not refused."""
    event = attempt.event
    to = steps_of(model.profile)[event].leads(model.state)
    after = replace(model, state=to, version=model.version + 1)
    if event in ENDED_AS:
        after = replace(after, end=ENDED_AS[event], is_surveyed=False)
    if event == "submit_plan" or event in CONCLUDING:
        after = replace(after, opinions=NOTHING_KNOWN)
    match event:
        case "give_opinion":
            return replace(after, opinions=written(model, attempt))
        case "start":
            return replace(after, has_contacts=True)
        case "make_offer":
            return replace(after, offers=(*model.offers, attempt.offer), confirmed=frozenset())
        case "confirm_offer":
            return replace(after, confirmed=model.confirmed | {attempt.role})
        case "review_contract":
            return replace(after, reviewed=(model.offer or 0, attempt.passes))
        case "check_scope":
            return replace(after, checked=(scope_of(model.offer), attempt.passes))
        case "sign":
            signed = (*model.agreements, model.offer or 0)
            return replace(after, agreements=signed, confirmed=frozenset(), reworks_here=0)
        case "attach_signed_copy":
            newest = max(place for place, one in enumerate(model.agreements, 1) if one == attempt.offer)
            return replace(after, copies=(*model.copies, newest))
        case "assign_team" | "change_team":
            return replace(after, staff=1 if event == "assign_team" else 2, has_plan=False)
        case "submit_plan":
            return replace(after, has_plan=True, is_evidenced=attempt.passes)
        case "pass_review":
            return replace(after, reviews=model.reviews + 1, passed_reviews=model.passed_reviews + 1)
        case "fail_to_team" | "fail_to_end":
            return replace(after, reviews=model.reviews + 1)
        case "hand_in":
            after = replace(after, handed_in=model.handed_in + 1, is_new_in=True)
            is_paper = attempt.item != SHRINKAGE
            return replace(after, has_paper=True, is_issuable=attempt.passes) if is_paper else after
        case "report_milestone":
            after = replace(after, reported=model.reported + 1)
            return replace(after, done=model.done | {min(attempt.item, THICKNESS)}) if attempt.passes else after
        case "record_outcome":
            return replace(after, outcomes=model.outcomes + 1)
        case "record_training":
            return replace(after, trainings=model.trainings + 1)
        case "record_measurement":
            return replace(after, values=_measured(model, attempt))
        case "accept_part":
            return replace(after, parts=model.parts | {attempt.item})
        case "rework":
            kept = (
                model.values[0] if SHRINKAGE in model.parts else None,
                model.values[1] if THICKNESS in model.parts else None,
            )
            counts = {"reworks": model.reworks + 1, "reworks_here": model.reworks_here + 1}
            return replace(after, **counts, values=kept, is_new_in=False)
        case "fail_to_talks" | "request_change" | "dispute_criteria":
            is_dispute = event == "dispute_criteria" and attempt.item != PAPER
            reviews = model.reviews + (event == "fail_to_talks")
            return _amended(replace(after, disputes=model.disputes + is_dispute, reviews=reviews))
        case "accept":
            return replace(after, is_solved=attempt.passes)
        case "reopen":
            return replace(after, end=None, is_solved=None, values=NOTHING_KNOWN, parts=frozenset(), is_new_in=False)
        case "answer_survey":
            return replace(after, surveys=model.surveys + 1, is_surveyed=True)
        case "report_effect":
            return replace(after, effects=model.effects + 1)
        case _:
            return after


def _measured(model: Model, attempt: Attempt) -> tuple[bool | None, bool | None]:
    first, second = model.values
    return (
        attempt.passes if attempt.item != THICKNESS else first,
        True if attempt.item != SHRINKAGE else second,
    )


def _amended(model: Model) -> Model:
    """Both sides agree anew, and nothing of the plan and the agreement of before counts any more."""
    return replace(
        model,
        confirmed=frozenset(),
        reviewed=None,
        checked=None,
        has_plan=False,
        reported=0,
        done=frozenset(),
        is_new_in=False,
        values=NOTHING_KNOWN,
        parts=frozenset(),
    )
