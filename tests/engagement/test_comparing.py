"""What changed between two versions of the terms: everything that changes the digest, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.comparing import compare
from engagement.facts.acceptance import Criterion
from engagement.facts.agreement import Offer
from tests.engagement.cases import CRITERIA, OFFER

WORDS = st.text(alphabet="隔膜收缩测试报告AB 。，；\n%<>&\"'", min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
NUMBERS = st.builds(lambda whole, part: f"{whole}{part}", st.integers(0, 10**7), st.sampled_from(["", ".5", ".25"]))


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    found = []
    for id in draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1, max_size=4)):
        comparison = draw(st.sampled_from(["≥", "≤", "=", "range"]))
        low = draw(st.integers(0, 99))
        upper = str(low + draw(st.integers(0, 9))) if comparison == "range" else None
        parts = {name: draw(WORDS) for name in ("quantity", "unit", "method", "sample")}
        found.append(Criterion(id=id, comparison=comparison, limit=str(low), upper_limit=upper, **parts))  # type: ignore[arg-type]
    return tuple(found)


OFFERS = st.builds(
    Offer,
    party=st.sampled_from(["host_1", "host_2"]),
    scope=WORDS,
    price=NUMBERS,
    finish_by=st.integers(0, 3).map(lambda days: date(2025, 5, 30) + timedelta(days)),
    intellectual_property=WORDS,
    level=st.sampled_from(["public", "internal", "secret"]),
    criteria=criteria(),
    deliverables=st.lists(WORDS, max_size=3).map(tuple),
)


def told(after: Offer, before: Offer = OFFER) -> list[str]:
    return [change.says.text() for change in compare(before, after)]


def offer(**changes: object) -> Offer:
    return OFFER.model_copy(update=changes)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(OFFERS, OFFERS, st.sets(st.sampled_from(sorted(Offer.model_fields))))
def test_nothing_changed_exactly_when_the_digests_are_equal(one: Offer, other: Offer, taken: set[str]) -> None:
    mixed = one.model_copy(update={name: getattr(other, name) for name in taken})
    assert (compare(one, mixed) == ()) == (one.digest == mixed.digest)
    assert compare(one, one.model_copy(deep=True)) == ()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(WORDS, WORDS)
def test_the_pieces_of_a_text_give_both_versions_back(before: str, after: str) -> None:
    for change in compare(offer(scope=before), offer(scope=after)):
        kept = {
            kind: [one.text for one in change.pieces if one.kind in ("same", kind)] for kind in ("removed", "added")
        }
        assert ("".join(kept["removed"]), "".join(kept["added"])) == (before, after)


def test_each_field_says_in_words_what_became_of_it() -> None:
    assert told(offer(price="46000.00")) == ["价格（元）：由“48000.00”改为“46000.00”"]
    assert told(offer(price="48000")) == ["价格（元）：数额相同，写法由“48000.00”改为“48000”"]
    assert told(offer(finish_by=date(2025, 6, 30))) == ["完成日期：由“2025-05-30”改为“2025-06-30”"]
    assert told(offer(level="secret")) == ["密级：由“内部”改为“商密”"]
    assert told(offer(scope=OFFER.scope + "，并出具报告")) == ["服务内容：有改动，增加 22 字，删去 16 字"]
    two = offer(deliverables=("方案", "报告"))
    assert told(offer(deliverables=("报告", "方案")), two) == ["成果清单：顺序改动"]
    assert told(offer(deliverables=("报告", "方案", "报告")), two) == ["成果清单增加“报告”"]
    assert told(offer(deliverables=("检测报告",))) == ["成果清单删去“失效分析报告”", "成果清单增加“检测报告”"]


def test_criteria_are_told_apart_by_their_id_part_by_part() -> None:
    first, second = CRITERIA
    new = Criterion(id="strength", quantity="拉伸强度", limit="120", unit="MPa", method="GB/T 1040", sample="5 件")
    assert told(offer(criteria=(first.model_copy(update={"limit": "2.5", "method": "GB/T 36363-2018"}), second))) == [
        "验收指标“150 ℃ 热收缩率”的要求：由“≤ 3.0 %”改为“≤ 2.5 %”",
        "验收指标“150 ℃ 热收缩率”的方法：由“GB/T 36363”改为“GB/T 36363-2018”",
    ]
    assert told(offer(criteria=(second, new))) == [
        "删去验收指标“150 ℃ 热收缩率”（≤ 3.0 %）",
        "增加验收指标“拉伸强度”（≥ 120 MPa）",
    ]
    assert told(offer(criteria=(second, first))) == ["验收指标：顺序改动"]


def test_what_a_later_criterion_may_hold_besides_is_told_too() -> None:
    class Later(Criterion):
        weight: str = ""

    first = Later(**CRITERIA[0].model_dump())
    (change,) = compare(offer(criteria=(first,)), offer(criteria=(first.model_copy(update={"weight": "2"}),)))
    assert change.says.text().startswith("验收指标“150 ℃ 热收缩率”的其他约定：")


def test_every_change_has_its_english() -> None:
    for change in compare(OFFER, offer(price="1", level="public", criteria=CRITERIA[:1], deliverables=("x",))):
        assert change.says.text("en") != change.says.text()


def test_a_long_text_of_many_clauses_is_compared_in_time() -> None:
    from time import process_time

    began = process_time()
    (change,) = compare(offer(scope="甲。乙。" * 2500), offer(scope="乙。丙。" * 2500))
    assert change.pieces
    assert process_time() - began < 5
