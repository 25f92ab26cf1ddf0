"""From what somebody can do to the demands it could serve, with the shipped model and knowledge."""

from __future__ import annotations

from datetime import date

import pytest

from intake.reading.record import read_draft
from kb.capability import Capability
from kb.expert import Expert
from kb.standards import StandardReference
from matcher.reverse.finding import SHOWN_FROM, DemandIndex, DemandList, find_demands
from matcher.reverse.offered import wanted_by_capability, wanted_by_expert, wanted_by_result
from tests.matcher.knowledge import embedder, index_of, open_demand, trade

DAY = date(2025, 3, 10)
SHELL = open_demand("dem_a", "空调塑料外壳一敲就裂", "ABS料注塑的外壳，搬运磕一下卡扣就裂，想知道是料还是工艺的问题")
RUST = open_demand("dem_b", "门锁五金件长白锈", "电镀锌加钝化，海运半个月全是白毛，客户要求盐雾96小时")
OIL = open_demand("dem_c", "花生油黄曲霉毒素时高时低", "想找到是哪一步带进来的，几个批次都要测")
SHIRT = open_demand("dem_d", "毛衫洗两次就起球", "羊毛混腈纶的针织衫，客户投诉起球")


@pytest.fixture(scope="module")
def index() -> DemandIndex:
    """Four open demands."""
    return index_of(SHELL, RUST, OIL, SHIRT)


def find(index: DemandIndex, text: str, title: str = "", **limits: object) -> DemandList:
    """The demands for a result."""
    wanted = wanted_by_result(read_draft(title, text), text, title, DAY)
    return find_demands(wanted, index, embedder(), **limits)  # type: ignore[arg-type]


def test_a_row_of_an_annex_finds_the_demand_in_everyday_words(index: DemandIndex) -> None:
    row = Capability(
        id="cap_1",
        provider_id="cen_1",
        product="塑料制品",
        parameter="悬臂梁冲击强度",
        standards=(StandardReference(name="塑料 悬臂梁冲击强度的测定", number="GB/T 1843", year="2008"),),
    )
    found = find_demands(wanted_by_capability(row, DAY), index, embedder())
    assert found.demands[0].demand == SHELL
    assert found.searched == 4
    said = [reason.text() for reason in found.demands[0].reasons]
    assert any("这类情况常查“悬臂梁冲击强度”" in reason for reason in said), said


def test_an_expert_finds_demands_by_what_they_work_on(index: DemandIndex) -> None:
    person = Expert(id="exp_1", name="某人", field="金属腐蚀与防护", directions=("盐雾试验", "电镀层失效"))
    assert find_demands(wanted_by_expert(person, DAY), index, embedder()).demands[0].demand == RUST


def test_a_result_finds_the_demand_it_could_serve(index: DemandIndex) -> None:
    found = find(index, "可快速检测粮油中黄曲霉毒素B1的免疫层析试纸条，十分钟出结果", "黄曲霉毒素快速检测试纸")
    assert found.demands[0].demand == OIL


def test_contributions_add_up_to_the_score_exactly(index: DemandIndex) -> None:
    found = find(index, "抗起毛起球的羊毛混纺纱整理工艺", at_least=0)
    assert found.demands
    for one in found.demands:
        assert sum(part.points for part in one.contributions) == one.score
        assert 0 <= one.score <= 1_000_000


def test_what_fits_nothing_finds_nothing_however_few_demands_there_are(index: DemandIndex) -> None:
    """The best of a bad lot stays bad: scores are not stretched to the best demand there happens to be."""
    words = "卫星遥感图像的云层识别算法"
    assert find(index, words).demands == ()
    assert find(index_of(OIL), words).demands == ()


def test_a_score_hardly_depends_on_which_other_demands_there_are(index: DemandIndex) -> None:
    words = "锌镀层三价铬钝化液，中性盐雾试验120小时无白锈"
    among_four = find(index, words).demands[0]
    alone = find(index_of(RUST), words).demands[0]
    assert among_four.demand == alone.demand == RUST
    assert abs(among_four.score - alone.score) < 60_000


def test_only_the_demands_named_are_looked_at(index: DemandIndex) -> None:
    found = find(index, "锌镀层三价铬钝化液，中性盐雾试验120小时无白锈", among={SHELL.id, OIL.id}, at_least=0)
    assert {one.demand.id for one in found.demands} == {SHELL.id, OIL.id}


def test_the_same_question_gives_the_same_bytes_whatever_the_order(index: DemandIndex) -> None:
    again = index_of(SHIRT, OIL, RUST, SHELL)
    for words in ("塑料冲击强度测试", "盐雾", "检测"):
        one, other = find(index, words, at_least=0), find(again, words, at_least=0)
        assert one.model_dump_json() == other.model_dump_json()


def test_an_index_with_one_more_demand_equals_one_made_from_nothing(index: DemandIndex) -> None:
    grown = index_of(SHELL, RUST, OIL, SHIRT, before=index_of(SHELL, RUST))
    assert find(grown, "盐雾").model_dump_json() == find(index, "盐雾").model_dump_json()


def test_nothing_open_is_an_empty_answer() -> None:
    found = find(index_of(), "盐雾试验")
    assert (found.demands, found.searched) == ((), 0)


def test_the_background_is_never_answered(index: DemandIndex) -> None:
    found = find(index, trade().situations.wordings[0], at_least=0, top=200)
    assert len(found.demands) <= 4


def test_quoted_words_stand_in_the_released_demand(index: DemandIndex) -> None:
    seen = 0
    for words in ("塑料冲击强度", "盐雾试验箱", "黄曲霉毒素检测", "起球"):
        for one in find(index, words, at_least=SHOWN_FROM).demands:
            for reason in one.reasons:
                quoted = str(reason.facts.get("words") or "")
                if quoted:
                    assert quoted in one.demand.whole
                    seen += 1
    assert seen
