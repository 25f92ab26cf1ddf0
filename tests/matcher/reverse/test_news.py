"""What a subscription should hear, thought out with the shipped model and knowledge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.demand import Demand
from intake.reading.record import read_draft
from intake.releasing.released import Released
from kb.capability import Capability
from matcher.reverse.finding import DemandIndex
from matcher.reverse.subscription import Filters, SubscriberKind, Subscription, may_hear, passes
from matcher.reverse.telling import Imported, News, Waiting, news_of
from tests.matcher.knowledge import NOON, embedder, index_of, open_demand

DAY = date(2025, 3, 10)
HOUR = timedelta(hours=1)
SHELL = open_demand(
    "dem_a", "空调塑料外壳一敲就裂", "我们在江苏省苏州市。ABS料注塑的外壳，搬运磕一下卡扣就裂，想知道是料还是工艺的问题"
)
RUST = open_demand("dem_b", "门锁五金件长白锈", "电镀锌加钝化，海运半个月全是白毛，客户要求盐雾96小时。同意公开。")
OLD = open_demand("dem_c", "镀锌件盐雾试验长白锈", "镀锌支架盐雾48小时就长白锈，想改进钝化", at=NOON - 3 * HOUR)
PLATING = "锌镀层三价铬钝化液，中性盐雾试验120小时无白锈"


@pytest.fixture(scope="module")
def index() -> DemandIndex:
    """Three open demands, one of them older than every subscription."""
    return index_of(SHELL, RUST, OLD)


def subscription(kind: SubscriberKind = "centre", **more: object) -> Subscription:
    """A subscription made an hour before noon."""
    made = {"text": "", "filters": Filters(), "min_score": 400_000, **more}
    since = NOON - HOUR
    return Subscription(
        id="sub_1", kind=kind, subscriber="ctr_1", owner="ctr_1", created_at=since, updated_at=since, **made
    )  # type: ignore[arg-type]


def heard(index: DemandIndex, one: Subscription, told: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    """The ids of the demands it should hear of."""
    return [news.subject_id for news in news_of(Waiting((one,), told, {}, ()), index, embedder(), DAY)]


def test_a_text_hears_of_the_new_demand_it_could_serve(index: DemandIndex) -> None:
    (news,) = news_of(Waiting((subscription(text=PLATING),), frozenset(), {}, ()), index, embedder(), DAY)
    assert news.subject_id == RUST.id
    assert news.points is not None
    assert news.points >= 400_000


def test_what_was_told_or_released_before_is_no_news(index: DemandIndex) -> None:
    assert heard(index, subscription(text=PLATING), frozenset({("sub_1", RUST.id)})) == []
    assert heard(index, subscription(text="镀锌支架盐雾48小时就长白锈，改进钝化")) == [RUST.id]


def test_a_minimum_score_holds_back(index: DemandIndex) -> None:
    assert heard(index, subscription(text=PLATING, min_score=990_000)) == []
    assert heard(index, subscription(text="卫星遥感图像的云层识别算法")) == []


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        ({"products": ("外壳",)}, ["dem_a"]),
        ({"products": ("轴承",)}, []),
        ({"parameters": ("冲击强度",)}, ["dem_a"]),  # the words speak of cracking only: the trade knowledge knows
        ({"parameters": ("盐雾",)}, ["dem_b"]),
        ({"parameters": ("盐雾", "冲击强度")}, ["dem_a", "dem_b"]),
        ({"industries": ("塑料",)}, ["dem_a"]),
        ({"regions": ("江苏",)}, ["dem_a"]),
        ({"regions": ("苏州",)}, ["dem_a"]),
        ({"regions": ("浙江",)}, []),
        ({"products": ("外壳",), "regions": ("浙江",)}, []),
    ],
)
def test_filters_alone_decide_where_there_is_no_text(
    index: DemandIndex, filters: dict[str, tuple[str, ...]], passing: list[str]
) -> None:
    assert heard(index, subscription(filters=Filters(**filters), min_score=None)) == passing


def test_filters_and_text_have_to_agree(index: DemandIndex) -> None:
    assert heard(index, subscription(text=PLATING, filters=Filters(products=("门锁",)))) == [RUST.id]
    assert heard(index, subscription(text=PLATING, filters=Filters(products=("外壳",)))) == []


@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        ("centre", {"public", "internal"}),
        ("expert", {"public", "internal"}),
        ("station", {"public"}),
        ("association", {"public"}),
        ("enterprise", set()),
    ],
)
def test_who_may_hear_of_which_level(kind: SubscriberKind, levels: set[str]) -> None:
    found = {one.level for one in (SHELL, RUST) if may_hear(kind, one)}
    assert found == levels
    assert {SHELL.level, RUST.level} == {"public", "internal"}
    assert not may_hear(kind, RUST.model_copy(update={"level": "secret"}))


def test_an_empty_filter_lets_everything_pass(index: DemandIndex) -> None:
    everything: list[Released] = [SHELL, RUST, OLD]
    assert all(passes(Filters(), one, index.understood[one.id]) for one in everything)


# An enterprise waits for new capabilities


def row(capability_id: str, product: str, parameter: str) -> Capability:
    """A row of a scope annex without dates."""
    return Capability(id=capability_id, provider_id="ctr_1", product=product, parameter=parameter)


def waiting_demand(**changes: object) -> Demand:
    """A shell that cracks, which nobody fitted."""
    words = "ABS料注塑的空调外壳，搬运磕一下卡扣就裂，想知道是料还是工艺的问题"
    demand = Demand(
        id="dem_x",
        status="no_capability",
        draft=read_draft("空调塑料外壳一敲就裂", words),
        title="空调塑料外壳一敲就裂",
        text=words,
        condensed=words,
        level="internal",
        created_at=NOON,
    )
    return demand.model_copy(update=changes)


FITTING = Imported("imp_2", NOON, (row("cap_1", "塑料制品", "悬臂梁冲击强度"), row("cap_2", "塑料制品", "邵氏硬度")))
FOREIGN = Imported("imp_3", NOON, (row("cap_3", "花椒及香辛料", "麻度"), row("cap_4", "饮用水", "菌落总数")))
BEFORE = Imported("imp_1", NOON - 3 * HOUR, (row("cap_5", "塑料制品", "简支梁冲击强度"),))


def told_of(demand: Demand, told: frozenset[tuple[str, str]] = frozenset()) -> tuple[News, ...]:
    """What the enterprise should hear of three imports."""
    one = subscription("enterprise", demand_id=demand.id, min_score=400_000)
    return news_of(Waiting((one,), told, {demand.id: demand}, (BEFORE, FITTING, FOREIGN)), index_of(), embedder(), DAY)


def test_an_enterprise_hears_of_the_new_rows_that_fit_its_demand() -> None:
    (news,) = told_of(waiting_demand())
    assert (news.subject_id, news.best_id) == ("imp_2", "cap_1")


def test_an_enterprise_hears_of_an_import_once() -> None:
    assert told_of(waiting_demand(), frozenset({("sub_1", "imp_2")})) == ()


@pytest.mark.parametrize("status", ["docked", "withdrawn"])
def test_a_demand_that_is_served_or_withdrawn_waits_no_longer(status: str) -> None:
    assert told_of(waiting_demand(status=status)) == ()
