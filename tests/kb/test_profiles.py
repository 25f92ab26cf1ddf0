"""What a centre registers of itself: told piece by piece, kept, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from foundation.audit import entries
from foundation.database import reading
from foundation.errors import InvalidInput, NotFound
from kb import service
from kb.profile import CentreProfile
from kb.profiles import MOST_CONFLICTS, profile_of, profiles_of, register_profile
from tests.conftest import Working


@pytest.fixture
def centre_id(working: Working) -> str:
    with working() as work:
        return service.add_centre(work, name="高分子材料质检中心", host_name="某某质检院").id


def test_of_a_centre_that_registered_nothing_nothing_is_known(engine: Engine, centre_id: str) -> None:
    with reading(engine) as session:
        assert profile_of(session, centre_id) == CentreProfile(centre_id=centre_id)
        assert profiles_of(session, [centre_id, "ctr_none"]) == {}


def test_what_is_told_later_leaves_the_rest_as_it_was(engine: Engine, working: Working, centre_id: str) -> None:
    with working() as work:
        register_profile(work, centre_id, secrecy_level="internal", conflicts=["某某塑料厂", " 某某塑料厂 "])
    with working() as work:
        register_profile(work, "高分子材料质检中心", capacity=0)
    expected = CentreProfile(centre_id=centre_id, secrecy_level="internal", capacity=0, conflicts=("某某塑料厂",))
    with reading(engine) as session:
        assert profile_of(session, centre_id) == expected
        assert profiles_of(session, [centre_id]) == {centre_id: expected}


def test_no_conflict_is_a_declaration_and_silence_is_none(engine: Engine, working: Working, centre_id: str) -> None:
    with working() as work:
        register_profile(work, centre_id, capacity=3)
    with reading(engine) as session:
        assert profile_of(session, centre_id).conflicts is None
    with working() as work:
        register_profile(work, centre_id, conflicts=[])
    with reading(engine) as session:
        assert profile_of(session, centre_id).conflicts == ()


def test_the_audit_says_how_many_conflicts_and_never_with_whom(
    engine: Engine, working: Working, centre_id: str
) -> None:
    with working() as work:
        register_profile(work, centre_id, secrecy_level="secret", conflicts=["某某塑料厂"])
    with reading(engine) as session:
        told = entries(session, centre_id)[-1]
    assert told.facts == {"secrecy": "secret", "capacity": None, "conflicts": 1}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"capacity": -1}, "capacity_out_of_range"),
        ({"conflicts": ["厂" * 201]}, "conflict_invalid"),
        ({"conflicts": [f"厂{n}" for n in range(MOST_CONFLICTS + 1)]}, "conflict_invalid"),
    ],
)
def test_what_cannot_be_is_refused(working: Working, centre_id: str, told: dict[str, Any], code: str) -> None:
    with working() as work, pytest.raises(InvalidInput) as refused:
        register_profile(work, centre_id, **told)
    assert refused.value.code == code


def test_nobody_registers_anything_of_a_centre_that_is_not_there(working: Working) -> None:
    with working() as work, pytest.raises(NotFound):
        register_profile(work, "没有的中心", capacity=1)
