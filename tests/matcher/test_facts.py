"""Named facts about a centre: what hinders is said, and what nobody registered is unknown, never good."""

from __future__ import annotations

import pytest

from matcher.facts import facts_of, hindrances
from matcher.matchlist import CentreCandidate
from matcher.outcome import Fact, FactKind, Outcome, Proposal, Standing
from matcher.surroundings import CentreFacts, Surroundings
from matcher.task_matches import TaskMatches
from tests.matcher.passages import wanted
from tests.matcher.test_run import asked

MINE = "cen_a"


def of(kind: FactKind, around: Surroundings, *others: str, region: str | None = None) -> Fact | None:
    found = facts_of(MINE, (MINE, *others), wanted("x", region=region), around)
    return next((fact for fact in found if fact.kind == kind), None)


def standing(kind: FactKind, around: Surroundings, *others: str, region: str | None = None) -> Standing | None:
    fact = of(kind, around, *others, region=region)
    return None if fact is None else fact.standing


def centre(**values: object) -> CentreFacts:
    return CentreFacts.model_validate({"centre_id": MINE, **values})


def test_of_a_centre_nobody_told_anything_of_all_is_unknown() -> None:
    found = facts_of(MINE, (MINE, "cen_b"), wanted("x"), Surroundings(enterprise="某厂"))
    assert {fact.kind: fact.standing for fact in found} == dict.fromkeys(
        ("conflict", "secrecy", "capacity", "load", "region"), "unknown"
    )


@pytest.mark.parametrize(
    ("held", "required", "expected"),
    [
        ("secret", "secret", "fits"),
        ("internal", "secret", "hinders"),
        ("public", "internal", "hinders"),
        ("internal", "internal", "fits"),
        (None, "internal", "unknown"),
        (None, "public", "fits"),
    ],
)
def test_secrecy_is_the_demand_s_level_against_the_host_s(held: str | None, required: str, expected: str) -> None:
    around = Surroundings.model_validate({"centres": (centre(secrecy_level=held),), "demand_level": required})
    assert standing("secrecy", around) == expected


@pytest.mark.parametrize(
    ("declared", "enterprise", "expected"),
    [
        (("苏州某某塑料有限公司",), "苏州某某塑料有限公司", "hinders"),
        (("苏州某某塑料有限公司",), "苏州 某某塑料（有限公司）", "hinders"),
        (("某某塑料",), "苏州某某塑料有限公司", "hinders"),
        (("某厂",), "苏州某厂有限公司", "fits"),
        (("别家",), "苏州某某塑料有限公司", "fits"),
        ((), "苏州某某塑料有限公司", "fits"),
        ((), None, "unknown"),
    ],
)
def test_a_declared_conflict_hinders(declared: tuple[str, ...], enterprise: str | None, expected: str) -> None:
    around = Surroundings(centres=(centre(conflicts=declared, has_declared=True),), enterprise=enterprise)
    assert standing("conflict", around) == expected


def test_who_never_declared_anything_has_not_declared_that_there_is_nothing() -> None:
    assert standing("conflict", Surroundings(centres=(centre(),), enterprise="某厂")) == "unknown"


def test_a_full_centre_is_noted_and_a_free_one_fits() -> None:
    states = [standing("capacity", Surroundings(centres=(centre(capacity=3, open_engagements=n),))) for n in (2, 3, 4)]
    assert states == ["fits", "note", "note"]


def test_load_compares_the_centres_proposed_with_each_other() -> None:
    def around(mine: int, theirs: int) -> Surroundings:
        other = CentreFacts(centre_id="cen_b", capacity=6, open_engagements=theirs)
        return Surroundings(centres=(centre(capacity=3, open_engagements=mine), other))

    assert standing("load", around(1, 2), "cen_b") == "fits"
    assert standing("load", around(2, 3), "cen_b") == "note"
    assert standing("load", around(1, 1)) is None
    assert standing("load", around(1, 1), "cen_c") == "unknown"


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("江苏", "江苏省苏州市", "fits"),
        ("江苏", "昆山", "fits"),
        ("浙江", "江苏省苏州市", "note"),
        (None, "江苏", "unknown"),
        ("江苏", None, "unknown"),
        ("江苏", "火星", "unknown"),
    ],
)
def test_region_is_the_same_province_another_or_unknown(mine: str | None, theirs: str | None, expected: str) -> None:
    assert standing("region", Surroundings(centres=(centre(region=mine),)), region=theirs) == expected


def test_what_hinders_a_centre_is_named_for_whoever_decides() -> None:
    around = Surroundings(
        centres=(centre(conflicts=("某某塑料厂",), has_declared=True, secrecy_level="public"),),
        enterprise="某某塑料厂",
        demand_level="secret",
    )
    candidate = CentreCandidate(provider_id=MINE, rank=1, score=1, rows=())
    proposal = Proposal(centre=candidate, facts=facts_of(MINE, (MINE,), wanted("x"), around))
    whole = TaskMatches.model_construct(whole=None, parts=())
    outcome = Outcome.model_construct(found=whole, proposals=(proposal,), gaps=(), is_abstained=False)
    assert [fact.kind for fact in hindrances(outcome, MINE)] == ["conflict", "secrecy"]
    assert hindrances(outcome, "cen_other") == ()


def test_a_run_s_input_holds_what_its_facts_were_worked_out_from() -> None:
    busy = Surroundings(centres=(centre(capacity=1, open_engagements=1),))
    assert asked(busy).digest != asked().digest
