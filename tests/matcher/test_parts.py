"""A demand of several tasks is matched task by task on a real index, and the lists become one."""

from __future__ import annotations

import pytest

from foundation.errors import NotReady
from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.matchlist import Hit
from matcher.parts import ASSURED, TaskMatches, TaskPart, match_parts, merge, wanted_for
from matcher.query import Wanted
from matcher.searching import SnapshotSearch
from matcher.tasks import decompose
from tests.matcher.passages import expert, row, wanted
from tests.stand_ins_embedder import FixedEmbedder

PASSAGES: tuple[Passage, ...] = (
    *(row(f"cap_salt{n}", "紧固件", f"盐雾试验{n}", "GB/T 10125", centre=f"cen_{n}") for n in range(8)),
    *(row(f"cap_bolt{n}", "螺栓", f"拉伸强度{n}", "GB/T 3098.1", centre=f"cen_{n}") for n in range(8)),
    *(expert(f"exp_patent{n}", "知识产权", f"专利撰写、专利检索与布局{n}") for n in range(4)),
    *(expert(f"exp_failure{n}", "失效分析", f"断裂原因分析、断口分析{n}") for n in range(4)),
    *(expert(f"exp_paint{n}", "涂料", f"配方设计与工艺改进{n}") for n in range(4)),
)
DEMAND = wanted(
    "风电螺栓断了，先查明断裂原因。原因清楚以后改进热处理工艺，然后测拉伸强度并出检测报告，最后把新工艺申请专利。",
    product="风电螺栓",
    parameters=("拉伸强度",),
)


@pytest.fixture(scope="module")
def index() -> SnapshotSearch:
    """The small index of these tests."""
    return SnapshotSearch(build_snapshot(PASSAGES, FixedEmbedder()))


def found(index: SnapshotSearch, demand: Wanted = DEMAND, top: int = 6) -> TaskMatches:
    """The demand matched."""
    return match_parts(demand, index, FixedEmbedder(), top)


def test_every_asked_task_is_looked_for_under_its_own_service(index: SnapshotSearch) -> None:
    parts = found(index).parts
    services = ["质量技术评价", "技术研发", "检验检测", "知识产权申请"]
    assert [part.task.service for part in parts if part.task] == services
    assert [part.wanted.service_category for part in parts] == services


def test_a_task_speaks_with_its_own_words_and_the_name_of_the_product(index: SnapshotSearch) -> None:
    by_service = {part.wanted.service_category: part.wanted.text for part in found(index).parts}
    assert "断裂原因" in by_service["质量技术评价"]
    assert "专利" not in by_service["质量技术评价"]
    assert "专利" in by_service["知识产权申请"]
    assert all("风电螺栓" in text for text in by_service.values())


def test_the_merged_list_holds_the_best_three_of_every_task(index: SnapshotSearch) -> None:
    matches = found(index, top=3)
    merged = {one.hit.passage_id for one in matches.hits}
    for part in matches.parts:
        assert {hit.passage_id for hit in part.found.hits[:ASSURED]} <= merged


def test_the_words_of_half_a_sentence_find_their_expert(index: SnapshotSearch) -> None:
    patents = next(p for p in found(index).parts if p.wanted.service_category == "知识产权申请")
    assert patents.found.hits[0].passage_id.startswith("exp_patent")


def test_the_merged_list_is_best_first_each_passage_once_and_says_who_found_it(index: SnapshotSearch) -> None:
    matches = found(index, top=12)
    keys = [(-one.hit.score, one.hit.passage_id) for one in matches.hits]
    assert keys == sorted(keys)
    assert len({one.hit.passage_id for one in matches.hits}) == len(matches.hits) >= 12
    for one in matches.hits:
        for order in one.tasks:
            assert one.hit.passage_id in {hit.passage_id for hit in matches.parts[order - 1].found.hits}


def test_the_points_of_a_merged_hit_are_those_of_the_task_that_values_it_most(index: SnapshotSearch) -> None:
    matches = found(index)
    for one in matches.hits:
        everywhere = [h for p in matches.parts for h in p.found.hits if h.passage_id == one.hit.passage_id]
        assert one.hit in everywhere
        assert one.hit.score == max(hit.score for hit in everywhere)
        assert sum(part.points for part in one.hit.contributions) == one.hit.score


def test_the_same_demand_gives_the_same_bytes(index: SnapshotSearch) -> None:
    assert found(index).model_dump_json() == found(index).model_dump_json()


def test_a_demand_of_one_task_is_looked_for_in_all_its_words(index: SnapshotSearch) -> None:
    demand = wanted("我们做紧固件十年了。请做一次盐雾试验，出检测报告。")
    (part,) = found(index, demand).parts
    assert part.wanted.text == demand.text
    assert part.wanted.service_category == "检验检测"


def test_a_demand_without_any_task_is_matched_as_it_is(index: SnapshotSearch) -> None:
    demand = wanted("x")
    (part,) = found(index, demand).parts
    assert part.task is None
    assert part.wanted == demand


def test_standards_go_with_the_task_that_names_them() -> None:
    demand = wanted("按GB/T 10125做盐雾检测，另外帮忙申请专利", standards=("GB/T 10125",), parameters=("盐雾",))
    parts = {task.service: wanted_for(demand, task, 2) for task in decompose(demand) if not task.is_optional}
    assert parts["检验检测"].standards == ("GB/T 10125",)
    assert parts["知识产权申请"].standards == parts["知识产权申请"].parameters == ()


def test_the_shorter_list_is_longer_than_asked_only_to_hold_the_best_of_every_task(index: SnapshotSearch) -> None:
    matches = found(index, top=1)
    assured = {hit.passage_id for part in matches.parts for hit in part.found.hits[:ASSURED]}
    assert {one.hit.passage_id for one in matches.hits} == assured
    assert all(len(part.found.hits) == ASSURED for part in matches.parts)


def test_equal_scores_stand_in_the_order_of_their_passages(index: SnapshotSearch) -> None:
    part = found(index, wanted("请做检测，出报告")).parts[0]
    same: list[Hit] = [hit.model_copy(update={"score": 7}) for hit in reversed(part.found.hits)]
    level = TaskPart(task=part.task, wanted=part.wanted, found=part.found.model_copy(update={"hits": tuple(same)}))
    names = [one.hit.passage_id for one in merge([level], 50)]
    assert names == sorted(names)


def test_an_index_of_another_model_is_refused(index: SnapshotSearch) -> None:
    with pytest.raises(NotReady):
        match_parts(DEMAND, index, FixedEmbedder("another"), 5)
