"""The log and its fold: the same entries give the same engagement."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import pytest
from pydantic import BaseModel

from engagement.folding import apply, fold
from engagement.log import Entry, Facts, chain_fault, log_digest
from engagement.record import Engagement
from tests.engagement.cases import (
    ACCEPTING,
    ARCHIVING,
    BAD,
    CENTRE,
    OFFER,
    PASSING,
    PLAN,
    REPORT,
    SCRIPTS,
    SERVING,
    at,
    opened,
    play,
    step,
)


@pytest.mark.parametrize("state", list(SCRIPTS))
def test_the_log_of_any_state_folds_back_to_it_also_through_json(state: str) -> None:
    engagement = at(state)
    read = [Entry.model_validate_json(entry.model_dump_json(exclude_none=True)) for entry in engagement.history]
    assert fold(read) == engagement
    stored = Engagement.model_validate_json(engagement.model_dump_json(exclude_none=True))
    assert stored == engagement


def test_a_log_with_loops_folds_back_as_well() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    looped = step(step(bad, "rework", reason="再来"), "request_change", reason="改")
    assert fold(looped.history) == looped


def test_every_beginning_of_a_log_is_an_engagement_of_its_own() -> None:
    whole = at("archived")
    for length in range(1, len(whole.history) + 1):
        assert fold(whole.history[:length]).version == length


def test_a_log_with_a_gap_or_without_its_opening_is_refused() -> None:
    entries = at("negotiating").history
    for broken in ((), entries[1:], (entries[0], entries[2])):
        with pytest.raises(ValueError, match=r"log|follow"):
            fold(broken)


def test_an_entry_without_the_fact_of_its_event_is_refused() -> None:
    entry = at("negotiating").history[-1].model_copy(update={"event": "confirm_offer", "facts": Facts(), "number": 7})
    with pytest.raises(ValueError, match="lacks a fact"):
        apply(at("negotiating"), entry)


def test_the_digest_of_a_log_shows_every_change() -> None:
    entries = at("closed").history
    before = log_digest(entries)
    assert log_digest(entries) == before
    changed = entries[2].model_copy(update={"facts": Facts(offer=OFFER.model_copy(update={"price": "1"}))})
    assert log_digest((*entries[:2], changed, *entries[3:])) != before
    assert log_digest(entries[:-1]) != before


def test_every_entry_names_the_digest_of_the_one_before() -> None:
    entries = at("archived").history
    assert chain_fault(entries) is None
    assert all(entry.previous == log_digest([before]) for before, entry in pairwise(entries))


def test_a_changed_a_dropped_and_a_foreign_entry_break_the_chain_at_their_place() -> None:
    entries = at("archived").history
    changed = entries[2].model_copy(update={"facts": Facts(offer=OFFER.model_copy(update={"price": "1"}))})
    assert chain_fault((*entries[:2], changed, *entries[3:])) == entries[3].number
    assert chain_fault((*entries[:2], *entries[3:])) == entries[3].number
    foreign = entries[4].model_copy(update={"previous": None})
    assert chain_fault((*entries[:4], foreign, *entries[5:])) == foreign.number


def test_a_log_from_before_the_chain_is_no_fault_and_is_chained_from_there_on() -> None:
    old = [entry.model_copy(update={"previous": None}) for entry in at("negotiating").history]
    assert chain_fault(old) is None
    last = old[-1].model_copy(update={"number": len(old) + 1, "previous": log_digest(old[-1:])})
    assert chain_fault((*old, last)) is None
    assert chain_fault((*old, last, last.model_copy(update={"previous": None}))) == last.number


def as_before(history: tuple[Entry, ...]) -> list[Entry]:
    """The same log as it was written when entries did not say who acted by name, and talks were always the centre's."""
    found: list[Entry] = []
    for entry in history:
        owner = {"owner_role": "centre", "owner": "ctr_1"} if entry.next == "negotiating" else {}
        previous = log_digest(found[-1:]) if found else None
        found.append(entry.model_copy(update={"actor_name": None, "actor_roles": None, "previous": previous, **owner}))
    return found


def test_a_log_from_before_the_new_fields_keeps_its_digest() -> None:
    """Facts, offers, plans and values that say nothing new are written as they always were: old chains hold."""
    plan = PLAN.model_copy(update={"milestones": None})
    handed = ("hand_in", CENTRE, Facts(deliverable=REPORT.model_copy(update={"sha256": "a" * 64})))
    served = (*PASSING, handed, *SERVING[1:], *ACCEPTING, *ARCHIVING)
    script = (("submit_plan", CENTRE, Facts(plan=plan)), *served)
    done = play(play(opened(), SCRIPTS["team_formed"]), script)
    old = as_before(done.history)
    assert log_digest(old) == "23e8bcced063fdb56dbb0704dbf4a766e5a115fa3f4f881d4ac348d67a6ad025"
    assert chain_fault(old) is None
    assert (fold(old).state, fold(old).owner_role) == (done.state, done.owner_role)


def test_whatever_may_be_absent_may_also_be_left_out_of_what_is_stored() -> None:
    """Content is stored without its empty fields; one that then is asked for would make the engagement unreadable."""
    seen: set[type[BaseModel]] = set()

    def models(kind: object) -> None:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in seen:
                seen.add(kind)
                for field in kind.model_fields.values():
                    models(field.annotation)
            return
        for part in get_args(kind):
            models(part)

    models(Engagement)
    asked_for = [
        f"{model.__name__}.{name}"
        for model in seen
        for name, field in model.model_fields.items()
        if field.is_required() and type(None) in get_args(field.annotation)
    ]
    assert len(seen) > 20
    assert asked_for == []


@pytest.mark.parametrize("state", ["negotiating", "in_service"])
def test_a_paused_engagement_is_read_back_also_before_anything_is_signed(state: str) -> None:
    paused = step(at(state), "suspend", reason="等样品", until=date(2025, 4, 30), is_agreed_by_both=True)
    stored = Engagement.model_validate_json(paused.model_dump_json(exclude_none=True))
    assert stored == paused
