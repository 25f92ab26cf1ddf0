"""Bugs put in on purpose: each must make the walk against the model (:mod:`tests.engagement.proofs.walking`) turn
red."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engagement import engagement as kernel
from engagement import folding, service, store
from engagement.guards import GUARDS, Refusal, Situation
from engagement.record import Engagement
from engagement.tables import EngagementRow
from foundation.language import sentence
from foundation.working_calendar import Deadline, WorkingCalendar
from tests.engagement.proofs.bugs import Bug, Patch, altered, effect, more, with_rows, without
from tests.engagement.proofs.every_pair import every_pair_once
from tests.engagement.proofs.scenes import arrive_everywhere, play_every_scene
from tests.engagement.proofs.stored_walking import stored_walk
from tests.engagement.proofs.walking import Disagreement, Pair, walk

EFFORT, STORED_EFFORT = 80, 12
"""Walks of thirty attempts in which a bug must be found, or in the stories and pairs after them.

The clean kernel passes all of them.
"""


def suspended_time_counts(patch: Patch) -> None:
    def still(_calendar: WorkingCalendar, deadline: Deadline, _start: date, _end: date) -> Deadline:
        return deadline

    patch.setattr(kernel, "moved", still)


def rework_limit_off_by_one(patch: Patch) -> None:
    def one_more(now: Situation) -> Refusal:
        limit = now.rules.rework_limit
        return (
            None
            if limit is None or now.engagement.rework_count - now.engagement.reworks_before <= limit
            else sentence("{limit}", limit=limit)
        )

    patch.setattr(kernel, "GUARDS", MappingProxyType({**GUARDS, "rework_left": one_more}))


def strangers_act(patch: Patch) -> None:
    patch.setattr(kernel, "_refuse_strangers", lambda *_: None)


def nobody_is_told_until_when(patch: Patch) -> None:
    patch.setattr(kernel, "_due", lambda *_: None)


def entries_are_not_chained(patch: Patch) -> None:
    patch.setattr(kernel, "log_digest", lambda _entries: "0" * 64)


def an_end_has_no_reason(patch: Patch) -> None:
    patch.setattr(folding, "_has_ended", lambda _entry: False)


def stale_version_is_accepted(patch: Patch) -> None:
    right = service.take_step

    def wrong(work: Any, id: str, version: int, *rest: Any, **others: Any) -> Engagement:
        return right(work, id, store.load(work.session, id).version, *rest, **others)

    patch.setattr(service, "take_step", wrong)


def a_log_entry_is_dropped(patch: Patch) -> None:
    right = store._add_entry

    def wrong(session: Session, engagement: Engagement) -> None:
        if engagement.version % 5:
            right(session, engagement)

    patch.setattr(store, "_add_entry", wrong)


def content_is_not_the_fold(patch: Patch) -> None:
    right = store._columns

    def wrong(engagement: Engagement) -> dict[str, Any]:
        return right(engagement.model_copy(update={"rework_count": engagement.rework_count + 1}))

    patch.setattr(store, "_columns", wrong)


def a_second_press_has_a_second_effect(patch: Patch) -> None:
    def wrong(work: Any, engagement: Engagement, _version: int, event: str, facts: Any) -> Engagement:
        work.record(f"engagement.{event}", engagement.id, {"version": engagement.version})
        return engagement

    patch.setattr(service, "_answered_before", wrong)


def a_step_leaves_no_trace(patch: Patch) -> None:
    patch.setattr(service, "_trace", lambda _work, _engagement: None)


def the_version_stands_still(patch: Patch) -> None:
    right = store._add_entry

    def wrong(session: Session, engagement: Engagement) -> None:
        right(session, engagement)
        last = update(EngagementRow).where(EngagementRow.id == engagement.id)
        session.execute(last.values(version=EngagementRow.version - 1))

    patch.setattr(store, "_add_entry", wrong)


BUGS: Mapping[str, Bug] = {
    "review passed without opinions": without("opinions_given", "no_opinion_against"),
    "review passed against an opinion": without("no_opinion_against"),
    "review skipped: served straight from the team": more("T8", "team_formed", "in_service"),
    "review skipped: delivered straight from the team": more("T12", "team_formed", "acceptance"),
    "signed without criteria": without("criteria_measurable"),
    "signed by the centre itself": without("host_is_party"),
    "signed on one side's word": without("same_terms_confirmed"),
    "signed without contract review": without("contract_reviewed"),
    "accepted twice": altered("T13", next="acceptance"),
    "accepted again after closure": more("T13", "closed", "closed"),
    "accepted against the values": without("all_criteria_passed"),
    "accepted by the centre": altered("T13", roles=frozenset({"enterprise", "centre"})),
    "reopened without approval": altered("T21", roles=frozenset({"host", "enterprise", "coordinator"})),
    "reopened too late or after another end": without("reopening_open"),
    "reopened for no reason": altered("T21", needs_reason=False),
    "confirmation survives a new offer": effect("make_offer", "confirmations"),
    "confirmation survives an amendment": effect("sign", "confirmations"),
    "old terms are confirmed": without("confirms_latest_offer"),
    "contract review survives an amendment": effect("request_change", "contract_review"),
    "measured values survive rework": effect("rework", "measurements"),
    "rework needs nothing new": effect("rework", "has_new_deliverables"),
    "rework is not counted": effect("rework", "rework_count"),
    "rework limit off by one": rework_limit_off_by_one,
    "suspended time counts": suspended_time_counts,
    "a pause is one side's": without("pause_agreed"),
    "a signed service is withdrawn": without("no_agreement_in_force"),
    "a reviewer from the team": without("reviewers_independent"),
    "a team of one": without("lead_and_staff_named"),
    "a stranger acts": strangers_act,
    "an open step without a day": nobody_is_told_until_when,
    "entries are not chained": entries_are_not_chained,
    "an end without its reason": an_end_has_no_reason,
    "the way back to matching is shut": with_rows(lambda rows: tuple(row for row in rows if row.id != "T4")),
}
STORED_BUGS: Mapping[str, Bug] = {
    "stale version accepted": stale_version_is_accepted,
    "log entry dropped": a_log_entry_is_dropped,
    "content is not the fold": content_is_not_the_fold,
    "second press, second effect": a_second_press_has_a_second_effect,
    "no trace": a_step_leaves_no_trace,
    "version stands still": the_version_stands_still,
}


@pytest.mark.parametrize("name", list(BUGS))
def test_a_bug_in_the_kernel_is_found(name: str, monkeypatch: Patch) -> None:
    arrive_everywhere()
    BUGS[name](monkeypatch)
    with pytest.raises(Disagreement):
        for seed in range(EFFORT):
            walk(Pair(), seed, 30)
        play_every_scene()
        every_pair_once(("superset",))


@pytest.mark.parametrize("name", list(STORED_BUGS))
def test_a_bug_of_the_store_is_found(name: str, monkeypatch: Patch) -> None:
    STORED_BUGS[name](monkeypatch)
    with pytest.raises(Disagreement):
        for seed in range(STORED_EFFORT):
            stored_walk(seed, 20)


def test_the_kernel_as_it_is_disagrees_nowhere() -> None:
    for seed in range(60):
        walk(Pair(), seed, 30)
    for seed in range(STORED_EFFORT):
        stored_walk(seed, 12)
