"""Teams as they are proposed: who leads, who comes along, with what; what is missing and what a member is worth."""

from __future__ import annotations

import random

import pytest

from matcher.surroundings import Instrument, Surroundings
from matcher.team.composing import Composer
from matcher.team.covering import ListedTests
from matcher.team.needs import is_listed, is_named, needs_of
from matcher.team.optimum import MOST_SUPPLIES
from matcher.team_proposal import TeamProposal
from tests.matcher.team.team_cases import around, found, instrument, person, role_of, row, wanted


def team(surroundings: Surroundings, centre: str = "cen_a", matches: object = None, *asked: str) -> TeamProposal:
    """The team for a centre."""
    proposed = Composer(matches or found(), wanted(*asked), surroundings).team(centre)  # type: ignore[arg-type]
    assert proposed is not None
    return proposed


def said(proposed: TeamProposal) -> str:
    """All notes."""
    return "\n".join(str(note) for note in proposed.notes)


def test_a_lead_one_more_and_the_instrument_cover_the_demand() -> None:
    proposed = team(
        around(person("p1"), person("p2", may_lead=False), instruments=(instrument("i1", "红外光谱（FTIR）"),))
    )
    assert proposed.lead == "p1"
    assert [(one.id, one.role) for one in proposed.members] == [("p1", "lead"), ("p2", "staff"), ("i1", "instrument")]
    assert proposed.uncovered == ()
    assert proposed.covered == ("task:1", "failure:掺混与材质不符", "test:红外光谱分析")
    assert "部门负责人须书面证明组长p1符合4.2.1 2)" in said(proposed)


def test_what_covers_a_test_is_told_apart_from_what_covers_another() -> None:
    matches = found(
        row("cap_1", "cen_a", "燃烧热值"), row("cap_2", "cen_a", "密度", "expired"), tests=("密度", "燃烧热值")
    )
    needs = needs_of(matches, wanted())
    density, heat = (1 << at for at, need in enumerate(needs) if need.kind == "test")
    tests = ListedTests(needs)
    assert tests.by_instrument(instrument("i1", "燃烧热值", "硬度")) == heat
    assert tests.by_instrument(instrument("i2", "密度", "燃烧热值")) == density | heat
    assert tests.by_instrument(instrument("i3", "掺混与材质不符")) == 0, "an instrument covers tests only"
    calorimeter = Instrument(id="i4", centre_id="cen_a", name="燃烧热值测定仪", measures=())
    assert tests.by_instrument(calorimeter) == heat
    assert [tests.by_row(one) for one in matches.whole.hits] == [heat, 0], "an expired row is not offered"


@pytest.mark.parametrize("may_serve", [None, False])
def test_who_may_not_serve_or_is_not_known_to_is_never_in_a_team(may_serve: bool | None) -> None:
    proposed = team(around(person("p1", may_serve=may_serve)))
    assert proposed.lead is None
    assert all(one.role in ("instrument", "row") for one in proposed.members)
    assert ("缺少4.2.2 1)的数据" if may_serve is None else "不符合4.2.2 1)") in said(proposed)


@pytest.mark.parametrize("may_lead", [None, False])
def test_without_a_lawful_lead_the_team_has_none_and_says_what_is_missing(may_lead: bool | None) -> None:
    lacking = person("p1", may_lead=may_lead, lacks=("质检工作年限",))
    proposed = team(around(lacking, person("p2", may_lead=may_lead, lacks=("学历或职称", "质检工作年限"))))
    assert proposed.lead is None
    assert "没有人可依4.2.1 1)任组长：p1还缺质检工作年限" in said(proposed)
    assert role_of(proposed, "p1") == "staff"


def test_a_lead_alone_is_no_project_group() -> None:
    assert "项目组还须有一名以上成员（4.1.2）" in said(team(around(person("p1"))))


def test_the_own_people_come_before_part_time_ones_the_pool_and_other_centres() -> None:
    full, part = person("p_full"), person("p_part", mode="consulting")
    pool, other = person("p_pool", None), person("p_other", "cen_b")
    for left, expected in (
        ((full, part, pool, other), ["p_full", "p_part"]),
        ((part, pool, other), ["p_part", "p_pool"]),
        ((pool, other), ["p_pool", "p_other"]),
    ):
        assert [one.id for one in team(around(*left)).members] == expected


def test_nobody_of_another_centre_leads() -> None:
    proposed = team(around(person("p_other", "cen_b")))
    assert proposed.lead is None
    assert role_of(proposed, "p_other") == "partner"


def test_a_pool_expert_is_brought_in_for_what_nobody_of_the_centre_covers() -> None:
    matches = found(services=("质量技术评价", "知识产权申请"))
    patents = person("p_pool", None, works_on="专利布局", trades=(), knows=(), mode="consulting", may_lead=False)
    proposed = team(around(person("p1"), patents), "cen_a", matches)
    member = next(one for one in proposed.members if one.id == "p_pool")
    assert (member.role, member.covers, member.only) == ("pool", ("task:2",), ("task:2",))
    assert "顾问咨询" in str(member.says)


def test_who_knows_nothing_of_the_matter_is_not_taken_for_company() -> None:
    proposed = team(around(person("p1"), person("p2", trades=("textiles",), knows=(), works_on="起毛起球")))
    assert [one.id for one in proposed.members] == ["p1"]


def test_a_row_stands_in_where_no_instrument_is_registered() -> None:
    proposed = team(around(person("p1")), "cen_a", found(row("cap_1", "cen_a", "红外光谱")))
    assert role_of(proposed, "cap_1") == "row"
    assert "设备台账里没有登记" in str(proposed.members[-1].says)
    with_instrument = around(person("p1"), instruments=(instrument("i1", "红外光谱"),))
    assert role_of(team(with_instrument, "cen_a", found(row("cap_1", "cen_a", "红外光谱"))), "i1") == "instrument"


@pytest.mark.parametrize("scope", ["expired", "not_yet", "unstated"])
def test_a_row_outside_its_scope_covers_nothing(scope: str) -> None:
    proposed = team(around(person("p1")), "cen_a", found(row("cap_1", "cen_a", "红外光谱", scope)))
    assert "test:红外光谱分析" in proposed.uncovered


def test_shared_instruments_of_others_are_borrowed_and_others_left_alone() -> None:
    closed = instrument("i_closed", "红外光谱", centre="cen_b")
    proposed = team(around(person("p1"), instruments=(closed,)))
    assert "test:红外光谱分析" in proposed.uncovered
    assert proposed.partners == {"test:红外光谱分析": "cen_b"}
    assert "缺“红外光谱分析”：cen_b能做，建议联合" in said(proposed)
    lent = team(around(person("p1"), instruments=(closed.model_copy(update={"is_shared": True}),)))
    assert lent.uncovered == ()
    assert "由cen_b共享" in str(lent.members[-1].says)


def test_what_is_named_comes_before_what_is_likely() -> None:
    needs = needs_of(found(offered=("技术研发",)), wanted("灰分", "红外光谱"))
    assert [(need.id, need.is_asked) for need in needs] == [
        ("task:1", True),
        ("task:2", False),
        ("failure:掺混与材质不符", False),
        ("test:灰分", True),
        ("test:红外光谱分析", True),
    ]


def test_who_orders_named_tests_and_no_more_gets_these_and_no_likely_ones() -> None:
    ordered = found(services=("检验检测",), failures=())
    assert [need.id for need in needs_of(ordered, wanted("灰分"))] == ["task:1", "test:灰分"]
    assert [need.id for need in needs_of(ordered, wanted())] == ["task:1", "test:红外光谱分析"]
    looked_into = found(services=("质量技术评价", "检验检测"), failures=())
    assert needs_of(looked_into, wanted("灰分"))[-1].id == "test:红外光谱分析"


def test_where_nothing_is_needed_no_team_is_proposed() -> None:
    nothing = found(failures=(), tests=(), services=())
    assert Composer(nothing, wanted(), around(person("p1"))).team("cen_a") is None


def test_a_team_among_too_many_is_refused_rather_than_guessed() -> None:
    many = tuple(instrument(f"i{n:03}", "红外光谱") for n in range(MOST_SUPPLIES + 1))
    proposed = team(around(person("p1"), instruments=many))
    assert (proposed.lead, proposed.members) == (None, ())
    assert set(proposed.uncovered) == {need.id for need in proposed.needs}
    assert "请分开提出" in said(proposed)


@pytest.mark.parametrize(
    ("names", "listed", "is_it"),
    [
        (("红外光谱分析", "FTIR"), "材质定性（红外光谱）；降解程度", True),
        (("熔体质量流动速率", "MFR"), "熔体质量流动速率（MFR）", True),
        (("断口分析",), "断口形貌", True),
        (("密度",), "烟密度（透光率）", False),
        (("办公椅耐久性",), "铺面硬度、耐久性", False),
        (("药品稳定性试验",), "强度和耐久性；稳定性", False),
        (("盐雾试验",), "中性盐雾（NSS）；铜加速盐雾", False),
        (("盐雾试验", "中性盐雾"), "中性盐雾（NSS）；铜加速盐雾", True),
    ],
)
def test_a_test_is_known_by_its_names(names: tuple[str, ...], listed: str, is_it: bool) -> None:
    assert is_listed(names, listed) is is_it


def test_an_instrument_may_be_called_after_its_test() -> None:
    assert is_named(("差示扫描量热分析",), "差示扫描量热仪")
    assert not is_named(("灰分",), "灰分炉")


def random_surroundings(chance: random.Random) -> Surroundings:
    """Some people and instruments of two centres and the pool."""
    failures = ("掺混与材质不符", "加工降解", "冲击韧性不足")
    tests = ("红外光谱", "灰分", "熔体质量流动速率", "密度")
    people = [
        person(
            f"p{n}",
            chance.choice(("cen_a", "cen_a", "cen_b", None)),
            knows=tuple(one for one in failures if chance.random() < 0.4),
            trades=("plastics",) if chance.random() < 0.7 else (),
            may_lead=chance.choice((True, False, None)),
            may_serve=chance.choice((True, True, False, None)),
            mode=chance.choice(("full_time", "joint_research")),
        )
        for n in range(chance.randint(0, 8))
    ]
    instruments: list[Instrument] = []
    for n in range(chance.randint(0, 5)):
        measures = tuple(one for one in tests if chance.random() < 0.4)
        centre = chance.choice(("cen_a", "cen_b"))
        instruments.append(instrument(f"i{n}", *measures, centre=centre, is_shared=chance.random() < 0.5))
    return Surroundings(people=tuple(people), instruments=tuple(instruments))


MATCHES = found(
    row("cap_1", "cen_a", "密度"),
    failures=("掺混与材质不符", "加工降解", "冲击韧性不足"),
    tests=("红外光谱分析", "灰分", "熔体质量流动速率", "密度"),
    services=("质量技术评价", "检验检测"),
    offered=("技术研发",),
)


def test_without_a_member_exactly_what_only_this_one_covered_is_uncovered() -> None:
    chance, removed = random.Random(3), 0
    for _ in range(120):
        proposed = team(random_surroundings(chance), "cen_a", MATCHES)
        assert {*proposed.covered, *proposed.uncovered} == {need.id for need in proposed.needs}
        for member in proposed.members:
            left = proposed.without(member.id)
            assert set(left.covered) == {need for one in proposed.members if one is not member for need in one.covers}
            assert set(left.uncovered) == {*proposed.uncovered, *member.only}
            assert left.lead == (None if member.id == proposed.lead else proposed.lead)
            assert member.id not in {one.id for one in left.members}
            removed += 1
    assert removed > 250


def test_every_member_may_serve_and_every_lead_may_lead() -> None:
    chance = random.Random(4)
    for _ in range(120):
        surroundings = random_surroundings(chance)
        people = {one.id: one for one in surroundings.people}
        proposed = team(surroundings, "cen_a", MATCHES)
        for member in proposed.members:
            assert member.id not in people or people[member.id].may_serve is True
        assert proposed.lead is None or people[proposed.lead].may_lead is True


def test_the_order_of_people_and_instruments_changes_nothing() -> None:
    chance = random.Random(5)
    for _ in range(40):
        one = random_surroundings(chance)
        other = Surroundings(people=one.people[::-1], instruments=one.instruments[::-1])
        first, second = team(one, "cen_a", MATCHES), team(other, "cen_a", MATCHES)
        assert first.members == second.members
        assert (first.lead, first.covered, first.partners) == (second.lead, second.covered, second.partners)
