"""A demand of several tasks is matched as a whole and task by task on a real index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from foundation.errors import NotReady
from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.matchlist import CentreCandidate, MatchList
from matcher.parts import FOUND_FOR_A_TASK, match_parts, quotable, wanted_for
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from matcher.task_matches import ASSURED, TaskMatches, tasks_of
from matcher.tasks import Task, decompose
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


def found(index: SnapshotSearch, demand: Wanted = DEMAND, top: int = 50) -> TaskMatches:
    """The demand matched."""
    return match_parts(demand, index, FixedEmbedder(), top)


def plain(index: SnapshotSearch, demand: Wanted = DEMAND, top: int = 50, quoted: str | None = None) -> MatchList:
    """The demand matched as it stands."""
    return find(demand, index, FixedEmbedder(), top, quoted=quoted)


def asked(demand: Wanted = DEMAND) -> list[Task]:
    """Its tasks but for those that are only offered."""
    return [task for task in decompose(demand) if not task.is_optional]


def test_the_whole_is_what_a_plain_match_finds(index: SnapshotSearch) -> None:
    assert found(index).whole == plain(index)


def test_every_asked_task_is_matched_in_the_order_of_the_work(index: SnapshotSearch) -> None:
    parts = found(index).parts
    assert [part.task.service for part in parts] == ["质量技术评价", "技术研发", "检验检测", "知识产权申请"]
    assert [part.task.order for part in parts] == [1, 2, 3, 4]
    for part in parts:
        own = wanted_for(DEMAND, part.task, asked())
        assert part.found == plain(index, own, FOUND_FOR_A_TASK, quotable(DEMAND, own))


def test_a_task_speaks_with_its_own_words_and_the_name_of_the_product() -> None:
    by_service = {task.service: wanted_for(DEMAND, task) for task in asked()}
    assert all(part.service_category == service for service, part in by_service.items())
    assert "断裂原因" in by_service["质量技术评价"].text
    assert "专利" not in by_service["质量技术评价"].text
    assert "专利" in by_service["知识产权申请"].text
    assert all("风电螺栓" in part.text for part in by_service.values())


def test_who_tests_is_told_what_happened_and_who_writes_a_patent_is_not() -> None:
    demand = wanted("我们在温州，塔筒上的大螺丝隔夜掉了脑袋。想查明原因，再出检测报告，另外申请专利。")
    parts = {task.service: wanted_for(demand, task, asked(demand)) for task in asked(demand)}
    assert "掉了脑袋" in parts["质量技术评价"].text
    assert "掉了脑袋" in parts["检验检测"].text
    assert "原因" not in parts["检验检测"].text
    assert "掉了脑袋" not in parts["知识产权申请"].text


def test_a_long_story_does_not_drown_the_task() -> None:
    demand = wanted("螺栓断了，" + "设备照常运转，" * 60 + "想查明原因，再申请专利。")
    part = wanted_for(demand, asked(demand)[0], asked(demand))
    assert len(part.text) < 220
    assert "原因" in part.text


def test_the_words_of_half_a_sentence_find_their_expert(index: SnapshotSearch) -> None:
    patents = next(part for part in found(index).parts if part.task.service == "知识产权申请")
    assert patents.found.hits[0].passage_id.startswith("exp_patent")


def test_the_merged_list_leads_with_the_best_of_the_whole_as_they_stand(index: SnapshotSearch) -> None:
    merged = found(index).merged(5)
    assert tuple(one.hit for one in merged[:5]) == plain(index).hits[:5]


@pytest.mark.parametrize("top", [1, 3, 12])
def test_the_merged_list_holds_the_best_three_of_every_task_each_passage_once(index: SnapshotSearch, top: int) -> None:
    matches = found(index)
    merged = [one.hit.passage_id for one in matches.merged(top)]
    assured = {hit.passage_id for part in matches.parts for hit in part.found.hits[:ASSURED]}
    leading = {hit.passage_id for hit in matches.whole.hits[:top]}
    assert assured - leading
    assert len(merged) == len(set(merged))
    assert set(merged) == assured | leading


def test_a_merged_hit_says_which_tasks_found_it(index: SnapshotSearch) -> None:
    matches = found(index)
    lists = {part.task.order: {hit.passage_id for hit in part.found.hits} for part in matches.parts}
    for one in matches.merged(50):
        assert one.tasks == tuple(order for order, ids in lists.items() if one.hit.passage_id in ids)
    assert any(one.tasks for one in matches.merged(50))


def test_a_centre_is_found_by_the_tasks_of_its_rows_and_experts(index: SnapshotSearch) -> None:
    hits = found(index).whole.hits
    rows, experts = [h for h in hits if h.kind == "capability"][:2], [h for h in hits if h.kind == "expert"][:1]
    centre = CentreCandidate(provider_id="cen_a", rank=1, score=1, rows=tuple(rows), experts=tuple(experts))
    first, second, third = (hit.passage_id for hit in (*rows, *experts))
    assert tasks_of(centre, {first: (3,), second: (2, 3), third: (1,), "cap_of_another": (4,)}) == (1, 2, 3)
    assert tasks_of(centre, {}) == ()


def test_the_points_of_every_hit_add_up(index: SnapshotSearch) -> None:
    for one in found(index).merged(12):
        assert sum(part.points for part in one.hit.contributions) == one.hit.score


def test_the_same_demand_gives_the_same_bytes(index: SnapshotSearch) -> None:
    assert found(index).model_dump_json() == found(index).model_dump_json()


@pytest.mark.parametrize("text", ["我们做紧固件十年了。请做一次盐雾试验，出检测报告。", "x"], ids=["one task", "none"])
def test_a_demand_that_asks_for_one_thing_is_matched_as_it_stands(index: SnapshotSearch, text: str) -> None:
    demand = wanted(text)
    matches = found(index, demand)
    assert matches.parts == ()
    assert matches.whole == plain(index, demand)
    assert [one.hit for one in matches.merged(6)] == list(matches.whole.hits[:6])
    assert all(one.tasks == () for one in matches.merged(6))


def test_what_may_be_left_out_is_not_looked_for(index: SnapshotSearch) -> None:
    demand = wanted("螺栓断了，请查明断裂原因")
    assert any(task.is_optional for task in decompose(demand))
    assert found(index, demand).parts == ()


def test_standards_go_with_the_task_that_names_them() -> None:
    demand = wanted("按GB/T 10125做盐雾检测，另外帮忙申请专利", standards=("GB/T 10125",), parameters=("盐雾",))
    parts = {task.service: wanted_for(demand, task) for task in asked(demand)}
    assert parts["检验检测"].standards == ("GB/T 10125",)
    assert parts["知识产权申请"].standards == parts["知识产权申请"].parameters == ()


class CountingReranker:
    """Counts how often it is asked to read."""

    identity = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Nothing is near."""
        self.asked.append(query)
        return np.zeros(len(texts), np.float32)


def test_a_cross_encoder_reads_for_the_whole_only(index: SnapshotSearch) -> None:
    reranker = CountingReranker()
    match_parts(DEMAND, index, FixedEmbedder(), 6, reranker=reranker)
    assert reranker.asked == [DEMAND.whole]


def test_an_index_of_another_model_is_refused(index: SnapshotSearch) -> None:
    with pytest.raises(NotReady):
        match_parts(DEMAND, index, FixedEmbedder("another"), 5)
