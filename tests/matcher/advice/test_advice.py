"""Counterfactual advice: what is stated is what happens when the change is made, and nothing is made up."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from foundation.errors import NotFound
from kb.passages import Passage, ScopeFacts
from kb.snapshot import Snapshot, build_snapshot
from matcher.advice.advising import Advice, advise, rematched, without_others
from matcher.advice.applying import Matching, applied, changed_demand, changed_row, renewed
from matcher.advice.change import Answered, Extended, Renewed, Updated
from matcher.advice.comparing import compared, points_by_side
from matcher.advice.effect import effect_on, lead, standing
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from tests.matcher.knowledge import embedder, trade
from tests.matcher.passages import expert, row, wanted

DAY = date(2026, 11, 21)
LAPSED = date(2026, 5, 31)
ROWS: tuple[Passage, ...] = (
    row("cap_01", "紧固件 螺栓", "氢脆（预载荷平行支承面法）", "GB/T 3098.17-2018", "cen_b"),
    row("cap_02", "螺栓、螺钉和螺柱", "楔负载", "GB/T 3098.1-2010", "cen_b"),
    row("cap_03", "紧固件 螺栓", "断口形貌及失效分析（扫描电镜、能谱）", "GB/T 17359-2012", "cen_a", until=LAPSED),
    row("cap_04", "紧固件 螺栓", "氢脆试验", "GB/T 3098.17-2000", "cen_a", until=LAPSED),
    row("cap_05", "紧固件", "盐雾腐蚀", "GB/T 10125-2021", "cen_c"),
    row("cap_06", "金属材料", "拉伸强度", "GB/T 228.1-2021", "cen_c"),
    row("cap_07", "塑料 ABS 外壳", "悬臂梁冲击强度", "GB/T 1843-2008", "cen_d"),
    row("cap_08", "塑料 ABS 粒子", "熔体质量流动速率（MFR）", "GB/T 3682.1-2018", "cen_d"),
    row("cap_09", "电线电缆", "导体直流电阻", "GB/T 3048.4-2007", "cen_e"),
    row("cap_10", "食品接触用塑料", "总迁移量", "GB 31604.8-2021", "cen_e"),
    row("cap_11", "高强度螺栓连接副", "扭矩系数", "GB/T 1231-2006", "cen_f"),
    row("cap_12", "紧固件 螺母", "保证载荷", "GB/T 3098.2-2015", "cen_f"),
    expert("exp_1", "紧固件", "氢脆与断裂失效分析；盐雾", "cen_b"),
)
BOLTS = wanted("风电塔筒螺栓装上去几天后自己断了，怀疑是氢脆，要检测报告。", service_category="检验检测")


@cache
def snapshot() -> Snapshot:
    """A small real index with the shipped knowledge."""
    return build_snapshot(ROWS, embedder(), trade=trade())


@cache
def matching() -> Matching:
    """The shipped method."""
    return Matching(embedder(), DEFAULT_POLICY, 50)


def advised(demand: Wanted, *centres: str, asks: bool = False) -> tuple[MatchList, Advice]:
    """The match as it stands, and the advice on it."""
    before = rematched(demand, snapshot(), matching())
    return before, advise(demand, before, snapshot(), matching(), centres, asks=asks)


def built(*rows: Passage) -> Snapshot:
    """The same world with these rows in it, built from nothing."""
    fresh = {one.id: one for one in rows}
    return build_snapshot([*(one for one in ROWS if one.id not in fresh), *rows], embedder(), trade=trade())


def test_the_match_that_is_advised_on_is_the_very_one_of_the_door() -> None:
    assert rematched(BOLTS, snapshot(), matching()) == find(BOLTS, SnapshotSearch(snapshot()), embedder(), 50)


def test_a_lapsed_centre_is_told_where_it_would_stand_with_its_certificate_in_force() -> None:
    before, found = advised(BOLTS, "cen_a")
    step = next(one for one in found.centres[0].steps if one.change.kind == "renewed")
    assert isinstance(step.change, Renewed)
    assert (step.effect.rank_before, step.effect.points_before) == standing("cen_a", before)
    assert step.effect.places > 0
    in_force = built(*(renewed(step.change, one) for one in ROWS))
    after = find(BOLTS, SnapshotSearch(in_force), embedder(), 50)
    assert (step.effect.rank_after, step.effect.points_after) == standing("cen_a", after)
    assert step.says.facts["rank"] == step.effect.rank_after


def test_only_the_rows_of_the_renewed_certificate_change_and_only_on_that_day() -> None:
    change = Renewed(centre_id="cen_a", qualification="CMA", number=None, on=DAY)
    changed = [one.id for one in ROWS if renewed(change, one) != one]
    assert changed == ["cap_03", "cap_04"]
    assert all(renewed(change, one).fields == one.fields for one in ROWS)
    other = Renewed(centre_id="cen_a", qualification="CNAS", number=None, on=DAY)
    assert all(renewed(other, one) == one for one in ROWS)
    not_yet = ROWS[0].model_copy(
        update={"scope": ScopeFacts(qualification="CMA", valid_from=date(2027, 1, 1), valid_until=date(2030, 1, 1))}
    )
    begun = renewed(Renewed(centre_id="cen_b", qualification="CMA", number=None, on=DAY), not_yet)
    assert begun.scope is not None
    assert begun.scope.valid_from == DAY


@pytest.mark.parametrize("centre", ["cen_c", "cen_f"])
def test_one_more_row_in_the_scope_moves_a_centre_as_stated_also_when_the_index_is_built_anew(centre: str) -> None:
    _, found = advised(BOLTS, centre)
    extensions = [one for one in found.centres[0].steps if isinstance(one.change, Extended)]
    assert extensions
    for step in extensions:
        again = applied(step.change, BOLTS, snapshot(), matching())
        assert (step.effect.rank_after, step.effect.points_after) == standing(centre, again)
        fresh = changed_row(step.change, snapshot())
        assert fresh is not None
        anew = find(BOLTS, SnapshotSearch(built(fresh)), embedder(), 50)
        assert standing(centre, anew)[0] == step.effect.rank_after
        assert "须评审通过" in step.says.text()


def test_a_row_of_the_demanded_edition_counts_again() -> None:
    demand = BOLTS.model_copy(update={"standards": ("GB/T 3098.17-2018",)})
    change = Updated(centre_id="cen_a", passage_id="cap_04", before="GB/T 3098.17-2000", standards="GB/T 3098.17-2018")
    in_force = tuple(one if one.id != "cap_04" else row(one.id, *one.fields.values(), centre="cen_a") for one in ROWS)
    index = build_snapshot(in_force, embedder(), trade=trade())
    fresh = changed_row(change, index)
    assert fresh is not None
    assert fresh.fields == {**ROWS[3].fields, "standards": "GB/T 3098.17-2018"}
    before = rematched(demand, index, matching())
    found = advise(demand, before, index, matching(), ("cen_a",), asks=False)
    step = found.centres[0].steps[0]
    assert step.change == change
    assert (step.effect.rank_before, step.effect.rank_after) == (2, 1)
    assert step.effect == effect_on("cen_a", before, applied(change, demand, index, matching()))
    in_time = build_snapshot([fresh if one.id == fresh.id else one for one in in_force], embedder(), trade=trade())
    assert standing("cen_a", find(demand, SnapshotSearch(in_time), embedder(), 50))[0] == 1


def test_an_unknown_row_is_refused_by_name() -> None:
    change = Updated(centre_id="cen_a", passage_id="cap_99", before="", standards="GB/T 1-2020")
    with pytest.raises(NotFound) as refusal:
        applied(change, BOLTS, snapshot(), matching())
    assert refusal.value.code == "advice_row_unknown"


def test_taking_the_change_back_restores_every_byte() -> None:
    before, found = advised(BOLTS, "cen_c")
    step = next(one for one in found.centres[0].steps if isinstance(one.change, Extended))
    assert isinstance(step.change, Extended)
    fresh = step.change.passage
    vectors = {fresh.digest: embedder().encode_documents([fresh.text])[0]}
    changed = snapshot().with_changes([fresh], (), vectors)
    assert rematched(BOLTS, changed, matching()) != before
    back = changed.with_changes((), [fresh.id], {})
    assert rematched(BOLTS, back, matching()).model_dump_json() == before.model_dump_json()


def test_a_question_states_what_each_answer_leads_to() -> None:
    demand = wanted("风电塔筒螺栓有问题，请检测。", service_category="检验检测")
    before, found = advised(demand, asks=True)
    assert found.questions
    assert len(found.questions) <= 3
    for question in found.questions:
        assert (question.leader_before, question.lead_before) == (before.centres[0].provider_id, lead(before))
        assert question.gain > 0
        assert len(question.outlooks) >= 2
        for one in question.outlooks:
            after = find(changed_demand(one.change, demand), SnapshotSearch(snapshot()), embedder(), 50)
            assert (one.leader, one.lead) == (after.centres[0].provider_id, lead(after))
            assert [e.points_after for e in one.effects] == [standing(e.centre_id, after)[1] for e in one.effects]


def test_what_the_demand_states_is_not_asked_and_answers_stand_in_rows_that_lead() -> None:
    demand = BOLTS.model_copy(update={"product": "螺栓", "standards": ("GB/T 3098.17-2018",), "marks": ("CMA",)})
    before, found = advised(demand, asks=True)
    assert not {"product", "standard", "mark", "service"} & {one.field for one in found.questions}
    leading = " ".join(
        text
        for one in ROWS
        if one.id in {hit.passage_id for centre in before.centres[:2] for hit in centre.rows}
        for text in one.fields.values()
    )
    assert all(o.change.value in leading for q in found.questions for o in q.outlooks)


def test_an_answer_is_stated_and_said() -> None:
    after = changed_demand(Answered(field="parameter", value="氢脆试验"), BOLTS)
    assert after.parameters == ("氢脆试验",)
    assert after.text == BOLTS.text + "氢脆试验"
    assert changed_demand(Answered(field="mark", value="CMA"), BOLTS).text == BOLTS.text


def test_nobody_is_told_to_claim_what_lies_outside_his_field() -> None:
    before, found = advised(BOLTS, "cen_d")
    assert any(one.provider_id == "cen_d" for one in before.centres)
    assert found.centres[0].steps == ()


def test_rows_that_do_not_hold_are_no_example_to_follow() -> None:
    _, found = advised(BOLTS, "cen_c", "cen_f")
    lapsed = {one.fields["standards"] for one in ROWS if one.scope and one.scope.valid_until == LAPSED}
    followed = {s.change.standards for c in found.centres for s in c.steps if isinstance(s.change, Extended)}
    assert followed
    assert not followed & lapsed


def test_the_first_is_left_alone_and_who_is_has_no_row_near_the_matter_is_told_nothing() -> None:
    before, _ = advised(BOLTS)
    first = before.centres[0].provider_id
    _, found = advised(BOLTS, first, "cen_nobody")
    assert [one.steps for one in found.centres] == [(), ()]
    assert [one.says.text() if one.says else "" for one in found.centres] == [
        "已经排第一",
        "没有列出，也没有一项变更能让它列出",
    ]
    assert found.centres[0].comparison is None


def test_the_difference_to_the_first_adds_up_exactly_side_by_side() -> None:
    before, _ = advised(BOLTS)
    for centre in before.centres:
        assert sum(points_by_side(centre).values()) == centre.score
        told = compared(centre.provider_id, before)
        if centre.rank > 1:
            assert told is not None
            assert sum(one.points for one in told.leads) == told.difference == before.centres[0].score - centre.score


def test_a_lapsed_certificate_shows_as_what_it_costs() -> None:
    before, _ = advised(BOLTS)
    told = compared("cen_a", before)
    assert told is not None
    assert next(one.points for one in told.leads if one.side == "law") > 0


def test_at_most_three_the_best_first_and_the_same_bytes_again() -> None:
    _, found = advised(BOLTS, "cen_a", "cen_c", "cen_f", asks=True)
    for centre in found.centres:
        ranks = [one.effect.rank_after or 99 for one in centre.steps]
        assert len(ranks) <= 3
        assert ranks == sorted(ranks)
        assert all(rank < (centre.rank or 100) for rank in ranks)
    assert advised(BOLTS, "cen_a", "cen_c", "cen_f", asks=True)[1].model_dump_json() == found.model_dump_json()


def test_two_equal_centres_keep_their_order_and_a_place_that_hangs_by_a_hair_is_not_promised() -> None:
    twin = (*ROWS, row("cap_13", "紧固件", "盐雾腐蚀", "GB/T 10125-2021", "cen_c2"))
    index = build_snapshot(twin, embedder(), trade=trade())
    before = rematched(BOLTS, index, matching())
    found = advise(BOLTS, before, index, matching(), ("cen_c", "cen_c2"), asks=False)
    for centre in found.centres:
        for step in centre.steps:
            after = applied(step.change, BOLTS, index, matching())
            scores = [one.score for one in after.centres if one.provider_id != centre.centre_id]
            if step.change.kind != "renewed":
                assert all(abs(score - step.effect.points_after) >= 3_000 for score in scores)


def test_a_centre_reads_of_no_other() -> None:
    before, found = advised(BOLTS, "cen_a", asks=True)
    told = without_others(found).model_dump_json()
    others = {one.provider_id for one in before.centres} - {"cen_a"}
    assert not any(f'"{other}"' in told for other in others)
