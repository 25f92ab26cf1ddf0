"""Use cases of a demand's life: one step of :data:`intake.life.DEMAND_LIFE`, with its care and its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from foundation.actors import SYSTEM, Actor
from foundation.errors import Conflict, NotAllowed
from foundation.process import Guard, advance
from foundation.races import check_seen
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar
from intake import store
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import end_care, look_after
from intake.complaints.cases import open_complaint
from intake.demand import Demand, DemandStatus
from intake.life import DEMAND_LIFE, ENDS, REASONS, Ending, ending_of, nothing_found


def step_demand(
    work: Work,
    demand_id: str,
    event: str,
    reason_code: str | None = None,
    answer: str | None = None,
    next_step: str | None = None,
    reason: str | None = None,
    expected_version: int | None = None,
    rules: CareRules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
    holds_key: bool = False,
) -> Demand:
    """Take one step that is not a release. An end needs ``reason_code``, ``answer`` and ``next_step``.

    ``holds_key``: the caller showed the id of the demand's conversation, which is never published.

    Raises Conflict for a step that is not open now, NotAllowed for the wrong role or another enterprise's demand,
    InvalidInput naming what is missing.
    """
    seen = store.get_demand(work.session, demand_id)
    check_seen(expected_version, seen.version)
    check_whose(work.actor, seen, holds_key)
    row = advance(DEMAND_LIFE, seen.status, event, work.actor, seen, GUARDS, reason)
    if event == "release":
        raise Conflict("release_needs_text", "发布要经过审核，并写明发布的文字")
    after_state = cast(DemandStatus, row.next)
    ending = ending_of(row.codes, reason_code, answer, next_step) if event in ENDS else None
    changes: dict[str, object] = {"status": after_state}
    if event in ("unpublish", "withdraw", "refuse", "complain") or (event == "reopen" and after_state == "confirmed"):
        changes |= {"published_at": None, "audience": None, "released_hash": None, "released_by": None}
    saved = store.save_demand(work.session, seen, seen.model_copy(update=changes))
    facts: dict[str, object] = {"from": seen.status, "to": after_state}
    if ending is not None:
        end_care(work, "demand", demand_id, ending)
        facts["reason"] = ending.reason_code
    elif not DEMAND_LIFE.state(after_state).is_end and (event != "match" or seen.status != "matched"):
        look_after(work, "demand", demand_id, rules, calendar)
    if event == "complain":
        complaint = open_complaint(work, seen.text, demand_id=demand_id, enterprise=seen.enterprise, rules=rules)
        facts["complaint"] = complaint.id
    work.record(f"demand.{event}", demand_id, facts)
    return saved


def matched(
    work: Work, demand_id: str, has_candidates: bool, rules: CareRules = DEFAULT_RULES, lacking: str = ""
) -> Demand:
    """What a matching run makes of a demand, whoever asked for it: centres to look at, or the answer that nobody fits.

    The step is the system's own: an enterprise may ask for a run, it does not answer itself. ``lacking`` names what
    no centre can do, for the answer.
    """
    own = replace(work, actor=SYSTEM)
    if has_candidates:
        return step_demand(own, demand_id, "match", rules=rules)
    return end_with(own, demand_id, "lack", nothing_found(lacking))


def end_with(work: Work, demand_id: str, event: str, ending: Ending) -> Demand:
    """End a demand with a complete ending."""
    return step_demand(work, demand_id, event, ending.reason_code, ending.answer, ending.next_step)


def docked_with(centre: str) -> Ending:
    """The answer for an enterprise whose demand was docked with this centre."""
    return Ending(
        reason_code="accepted", answer=f"{centre}可以承接，已经开始对接。", next_step=REASONS["accepted"].next_step
    )


def check_whose(actor: Actor, demand: Demand, holds_key: bool) -> None:
    """An enterprise that is signed in acts for its own demands; who is not holds the demand's id as the key to it,

    and after a release only the conversation's: then the demand's id is known to others.
    """
    if actor.roles != {"enterprise"}:
        return
    if actor.organisation is not None and demand.enterprise not in (None, actor.organisation):
        raise NotAllowed("demand_not_yours", "这条需求不是贵企业的")
    if actor.organisation is None and demand.published_at is not None and not holds_key:
        raise NotAllowed("demand_key_is_public", "需求发布以后编号不再是凭证，请登录或联系协调员办理")


def _not_secret(subject: Demand) -> str | None:
    return "企业要求保密" if subject.level == "secret" else None


def _reviewed(subject: Demand) -> str | None:
    return None if subject.released_hash else "凝练稿还没有经人审核"


GUARDS: Mapping[str, Guard] = MappingProxyType({"not_secret": _not_secret, "text_reviewed": _reviewed})
