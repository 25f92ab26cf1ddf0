"""Who may be put into a team: what the pool says of a person, held against 4.2.1 1) and 4.2.2 1) (N04…N06)."""

from __future__ import annotations

import random
from datetime import date

import pytest

from engagement.candidates import Knowledge, person_of
from engagement.facts.team import Team, lead_fault, member_from_pool, staff_fault, suggested
from foundation.language import sentence
from kb.expert import Expert
from kb.trade.compiled import EMPTY_TRADE
from matcher.surroundings import Surroundings
from matcher.team.composing import Composer
from matcher.team_proposal import Contribution, TeamProposal
from tests.matcher.knowledge import embedder, trade
from tests.matcher.team.team_cases import found, wanted

DAY = date(2026, 11, 23)
NOTHING = Knowledge("nothing", EMPTY_TRADE, lambda texts: embedder().encode_queries(texts))


def expert(**facts: object) -> Expert:
    """Somebody who meets all that is asked."""
    values: dict[str, object] = {
        "id": "exp_1",
        "name": "沈工",
        "title_level": "senior",
        "degree": "doctor",
        "years_of_quality_work": 12,
        "has_project_experience": True,
        "field": "高分子材料失效分析",
        "directions": ("塑料冲击脆断", "再生料鉴别"),
    }
    return Expert(**{**values, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "may_lead"),
    [
        ({}, True),
        ({"degree": "bachelor", "title_level": "associate_senior"}, True),
        ({"degree": "bachelor", "title_level": "intermediate"}, False),
        ({"years_of_quality_work": 5}, True),
        ({"years_of_quality_work": 4}, False),
        ({"years_of_quality_work": None}, None),
        ({"has_project_experience": False}, None),
        ({"has_project_experience": None}, None),
    ],
)
def test_a_lead_needs_degree_or_title_five_years_and_a_project(facts: dict[str, object], may_lead: bool | None) -> None:
    seen = person_of(expert(**facts), DAY, NOTHING)
    # A project that somebody has not led may still have been a case with an enterprise: not known, so not passed.
    assert seen.may_lead is may_lead
    assert (seen.lacks == ()) is (may_lead is True)


@pytest.mark.parametrize(("years", "may_serve"), [(3, True), (2, None), (None, None)])
def test_a_degree_in_a_subject_nobody_told_does_not_make_up_for_years(
    years: int | None, may_serve: bool | None
) -> None:
    assert person_of(expert(years_of_quality_work=years), DAY, NOTHING).may_serve is may_serve


def test_neither_degree_nor_years_fails() -> None:
    assert person_of(expert(degree="below_bachelor", years_of_quality_work=2), DAY, NOTHING).may_serve is False


def test_a_line_of_work_is_read_by_the_trade_knowledge() -> None:
    seen = person_of(expert(), DAY, Knowledge("shipped", trade(), embedder().encode_queries))
    assert "plastics" in seen.trades
    assert "掺混与材质不符" in seen.knows
    assert seen.works_on == "高分子材料失效分析；塑料冲击脆断；再生料鉴别"
    assert "沈工" not in seen.model_dump_json()


def test_every_proposed_team_passes_the_clause_rules() -> None:
    chance, teams = random.Random(11), 0
    lines = [
        "高分子材料失效分析；塑料冲击脆断；再生料鉴别",
        "塑料改性；再生塑料增韧",
        "注塑工艺；翘曲与内应力",
        "起毛起球；色牢度",
    ]
    knowledge = Knowledge("shipped", trade(), embedder().encode_queries)
    for _ in range(200):
        pool = {
            f"exp_{n}": expert(
                id=f"exp_{n}",
                provider_id=chance.choice(("cen_a", "cen_a", "cen_b", None)),
                degree=chance.choice(("below_bachelor", "bachelor", "master", "doctor", None)),
                title_level=chance.choice(("none", "junior", "intermediate", "associate_senior", "senior")),
                years_of_quality_work=chance.choice((None, 2, 3, 4, 5, 9, 12)),
                has_project_experience=chance.choice((True, True, True, False, None)),
                field=chance.choice(lines),
                directions=(),
            )
            for n in range(chance.randint(1, 8))
        }
        people = tuple(person_of(one, DAY, knowledge) for one in pool.values())
        proposed = Composer(found(offered=("技术研发",)), wanted(), Surroundings(people=people)).team("cen_a")
        assert proposed is not None
        # As the engagement will check it, with the relevant work that the centre confirms: that of their own field.
        members = [one.model_copy(update={"relevant_years": one.inspection_years}) for one in suggested(proposed, pool)]
        if members:
            team = Team(lead=members[0], staff=tuple(members[1:]))
            assert staff_fault(team, DAY) is None
            assert proposed.lead is None or lead_fault(team, DAY) is None
        teams += proposed.lead is not None
    assert teams > 30


def test_a_proposal_becomes_a_list_of_people_to_confirm() -> None:
    says = sentence("能测{done}", done="灰分")
    proposal = TeamProposal(
        lead="exp_2",
        members=(
            Contribution(id="exp_2", role="lead", covers=(), says=says),
            Contribution(id="exp_1", role="staff", covers=(), says=says),
            Contribution(id="exp_gone", role="pool", covers=(), says=says),
            Contribution(id="eqp_1", role="instrument", covers=(), says=says),
        ),
        covered=(),
        uncovered=(),
    )
    pool = {one: expert(id=one) for one in ("exp_1", "exp_2")}
    listed = suggested(proposal, pool)
    assert [one.id for one in listed] == ["exp_2", "exp_1"]
    open_facts = member_from_pool(pool["exp_1"], is_degree_relevant=None, relevant_since=None)
    assert listed[1] == open_facts
