"""Changes of totals, stars and ranks, other weight sets, rank reversal, sampling, refusals (B15)."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.sensitivity.correlation import kendall, spearman
from evaluation.sensitivity.sensitivity import from_export, sensitivity
from evaluation.sensitivity.wording import percent, six_beyond
from foundation.errors import DockingError, InvalidInput
from tests.evaluation.disturbed import ODD, disturbed, page_is_true, places
from tests.evaluation.examples import example, mixed_weights, ratings
from tests.evaluation.sensitivity.made import WEIGHTS, made, two_elements


def test_a_weight_of_ten_percent_more_moves_the_total_by_the_hand_computed_points() -> None:
    line = next(one for one in sensitivity([two_elements("0.5", "90", "70")], samples=0).one_weight if one.child == "A")
    changes = {one.percent: (one.weight, one.total, one.change) for one in line.changes}
    assert changes[10] == ("0.55", "81.00", "+1.000000")
    assert changes[-20] == ("0.4", "78.00", "-2.000000")
    assert {one.percent: one.stars for one in line.changes} == {-20: 3, -10: 3, -5: 3, 5: 4, 10: 4, 20: 4}


def test_the_flip_is_told_in_a_clear_sentence_in_both_languages() -> None:
    line = next(one for one in sensitivity([two_elements("0.5", "90", "69")], samples=0).one_weight if one.child == "A")
    assert line.says[1].text() == "T 之下“A”的权重从 0.5 增到 0.523572 以上，就多一颗星"
    said = line.says[1].text("en")
    assert said == "Under T, raising the weight of “A” from 0.5 to 0.523572 or more gives one star more"


def test_whatever_an_assessment_exports_gives_the_total_of_the_report() -> None:
    for policy in ("renormalise", "zero"):
        scheme = scheme_named()
        policies = scheme.policies.model_copy(update={"missing": policy})
        whole = assess(scheme, mixed_weights(scheme), ratings("D4.4", "C5.1", "C5.2", "A1.1"), policies)
        found = from_export(json.loads(whole.canonical))
        assert (found.stands[0].total, found.stands[0].stars) == (whole.results.total, whole.results.stars)
        assert found.sampled is not None


def test_a_changed_number_in_the_export_is_noticed() -> None:
    content = deepcopy(example().json_content)
    content["results"]["indicators"][0]["score"] = "12.00"
    with pytest.raises(InvalidInput) as refusal:
        from_export(content)
    assert refusal.value.code == "sensitivity_total"


def test_where_block_gives_no_total_there_is_nothing_to_weigh() -> None:
    found = sensitivity([made(scores={"A1": None}, missing="block")])
    assert found.stands[0].model_dump() == {"subject": "甲", "total": None, "stars": None, "rank": None}
    assert (found.one_weight, found.least[0].under) == ((), ())


def test_order_and_rank_flip_where_they_were_built_to() -> None:
    both = [two_elements("0.5", "90", "70", subject="甲"), two_elements("0.5", "75", "83", subject="乙")]
    found = sensitivity(both, samples=0)
    assert [(one.subject, one.total, one.rank) for one in found.stands] == [("甲", "80.00", 1), ("乙", "79.00", 2)]
    order = found.order_shifts[0]
    assert (order.ahead, order.behind) == ("甲", "乙")
    assert [(one.giver, one.taker, one.share) for one in order.shifts] == [("A", "B", "1/28")]
    assert {(one.child, one.percent) for one in found.rank_changes} == {
        ("A", -20), ("A", -10), ("B", 10), ("B", 20),
    }  # fmt: skip
    assert found.rank_changes[0].ranks == {"甲": 2, "乙": 1}


def test_unlike_gaps_are_named_where_the_order_cannot_be_asked() -> None:
    found = sensitivity([made(), made("乙", {"B1": None, "A1": "60"})], samples=0)
    assert found.order_shifts[0].not_asked == ("B",)


def test_other_weight_sets_are_compared_with_the_official_ranking() -> None:
    three = [
        two_elements("0.5", a, b, subject=name)
        for name, a, b in (("甲", "90", "70"), ("乙", "75", "83"), ("丙", "60", "60"))
    ]
    sets = [
        {"name": "等权", "weights": {"T": {"A": "0.5", "B": "0.5"}}},
        {"name": "反", "weights": {"T": {"A": "0.2", "B": "0.8"}}},
        {"name": "出口", "groups": [{"parent": "T", "weights": {"A": "0.2", "B": "0.8"}, "method": "ahp"}]},
    ]
    found = sensitivity(three, weight_sets=sets, samples=0).methods
    assert [one.name for one in found] == ["official", "等权", "反", "出口"]
    assert (found[1].spearman, found[1].kendall) == ("1", "1")
    assert (found[2].totals["甲"], found[2].ranks, found[2].kendall) == (
        "74.00",
        {"甲": 2, "乙": 1, "丙": 3},
        "0.333333",
    )
    assert found[2].spearman == "0.5"
    assert [says.text() for says in found[2].says] == [
        "按“反”，“甲”由 4 星变为 3 星", "按“反”，“乙”由 3 星变为 4 星",
    ]  # fmt: skip
    assert found[3].totals == found[2].totals


def test_rank_correlations_with_ties_are_the_textbook_ones() -> None:
    scipy = pytest.importorskip("scipy.stats")
    for first, second in (
        ([1, 2, 2, 4, 5], [3, 1, 2, 2, 9]),
        ([1, 1, 2], [2, 1, 1]),
        (list(range(8)), [3, 1, 4, 1, 5, 9, 2, 6]),
    ):
        rho, tau = spearman(first, second), kendall(first, second)
        assert rho is not None
        assert tau is not None
        assert float(rho) == pytest.approx(scipy.spearmanr(first, second).statistic)
        assert float(tau) == pytest.approx(scipy.kendalltau(first, second).statistic)
    assert spearman([1, 1], [1, 2]) is None
    assert kendall([], []) is None


def test_fixed_anchors_and_judged_weights_are_immune_to_who_else_is_compared() -> None:
    found = sensitivity([made(), made("乙", {"A1": "50"})], samples=0).reversal
    assert found.immune
    assert "不会改变别人的名次" in found.says[0].text()


def test_a_weighting_from_the_compared_data_is_named_even_when_it_is_not_tested() -> None:
    found = sensitivity([made(method="entropy")], samples=0).reversal
    assert not found.immune
    assert found.relative == {"T": "entropy", "A": "entropy", "B": "entropy"}


def test_entropy_weights_reverse_ranks_and_the_reversal_is_found() -> None:
    rows = (("甲", "80", "60"), ("乙", "62", "79"), ("丙", "20", "70"), ("丁", "70", "71"))
    four = [two_elements("0.5", a, b, subject=name) for name, a, b in rows]
    found = sensitivity(four, samples=0, relative=[{"parent": "T", "method": "entropy"}]).reversal
    assert found.relative == {"T": "entropy"}
    assert {"left_out": "丙", "first": "甲", "second": "乙"} in [one.model_dump() for one in found.reversals]
    assert any(says.text() == "去掉“丙”，“乙”就排到“甲”之前" for says in found.says)


def test_the_sampled_share_is_the_same_every_time_and_holds_the_true_one() -> None:
    content = two_elements("0.5", "89", "71.5")
    first, again = (sensitivity([content], samples=1000, seed=7).sampled for _ in range(2))
    assert first == again
    assert first is not None
    share = first.shares[0]
    assert share.by_stars == {3: 243, 4: 757}
    edge = Fraction("9.005") / Fraction("8.495")
    lost = (Fraction("0.55") - Fraction("0.45") * edge) * (Fraction("0.55") / edge - Fraction("0.45")) / 2
    assert Fraction(share.low) < 1 - lost / Fraction("0.01") < Fraction(share.high)
    assert sensitivity([content], samples=1000, seed=8).sampled != first


def test_judges_span_what_is_admissible() -> None:
    content = two_elements("0.5", "89", "75")
    alike = [{"A": "0.5", "B": "0.5"}] * 2
    kept = sensitivity([content], samples=100, judges={"T": alike}).sampled
    apart = sensitivity(
        [content], samples=300, judges={"T": [{"A": "0.1", "B": "0.9"}, {"A": "0.6", "B": "0.4"}]}
    ).sampled
    assert kept is not None
    assert apart is not None
    assert kept.shares[0].share == "1"
    assert 0 < apart.shares[0].kept < 300
    assert apart.judged == ("T",)


def test_weights_that_cannot_change_the_star_keep_it_in_every_sample() -> None:
    found = sensitivity([two_elements("0.5", "85", "85")], samples=50)
    assert found.sampled is not None
    assert found.sampled.shares[0].share == "1"
    assert (found.least[0].under, found.least[0].over_all, found.star_shifts[0].shifts) == ((), None, ())


@pytest.mark.parametrize(
    ("there", "up", "said"),
    [(True, True, "0.5"), (False, True, "0.500001"), (True, False, "0.5"), (False, False, "0.499999")],
)
def test_a_shown_flip_point_is_always_on_the_far_side(there: bool, up: bool, said: str) -> None:
    assert six_beyond(Fraction(1, 2), there, up) == said


def test_a_share_shows_as_all_only_when_it_is_all() -> None:
    assert [percent(Fraction(n, 10_000)) for n in (10_000, 9_999, 1, 0)] == ["100.0", "99.9", "0.1", "0.0"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"assessments": []}, "sensitivity_count", "assessments"),
        ({"assessments": [made(), made()]}, "weight_ids_doubled", "ids"),
        ({"assessments": [made(), made("乙", missing="zero")]}, "sensitivity_differ", "assessments[1]"),
        ({"assessments": [{}]}, "sensitivity_key", "assessments[0]"),
        ({"assessments": [made(scores={"A1": "101"})]}, "sensitivity_score",
         "assessments[0].results.indicators[0].score"),
        ({"assessments": [made(scores={"A9": "10"})]}, "sensitivity_leaves", "assessments[0].results.indicators"),
        ({"assessments": [made(weights={**WEIGHTS, "A": {"A1": "0.5", "A2": "0.4"}})]}, "sensitivity_weights",
         "assessments[0].weights.groups[1].weights"),
        ({"assessments": [made(weights={**WEIGHTS, "X": {"X1": "1"}})]}, "sensitivity_tree",
         "assessments[0].weights.groups"),
        ({"assessments": [made(weights={**WEIGHTS, "A": {"A": "1"}})]}, "sensitivity_tree",
         "assessments[0].weights.groups"),
        ({"spread": "1.5"}, "sensitivity_spread", "spread"),
        ({"samples": -1}, "sensitivity_whole", "samples"),
        ({"samples": True}, "sensitivity_whole", "samples"),
        ({"judges": {"Z": []}}, "weights_parent_unknown", "judges"),
        ({"judges": {"T": []}}, "sensitivity_judges", "judges.T"),
        ({"weight_sets": [{"name": "x", "weights": {"T": {"A": "1"}}}]}, "weights_children_differ", "weight_sets[0]"),
        ({"relative": [{"parent": "T", "method": "ahp"}]}, "weights_choice", "relative[0].method"),
        ({"relative": [{"parent": "T", "method": "entropy", "options": {"ids": []}}]}, "relative_options",
         "relative[0]"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_name(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_export({"assessments": [made()], "samples": 10, **changes})
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)
    assert refusal.value.text("en") != refusal.value.text("zh")


odd = ODD | st.sampled_from(["T", "A", "\ud800", "1/3", "0.5", -1, 10**30, [], {}, [[]], {"A": "1"}, [{"T": {}}]])


GOOD = {
    "assessments": [made(), made("乙", {"A1": None})],
    "weight_sets": [{"name": "等权", "weights": {"T": {"A": "0.5", "B": "0.5"}}}],
    "relative": [{"parent": "T", "method": "entropy", "options": {"scaling": "none"}}],
    "judges": {"T": [{"A": "0.5", "B": "0.5"}]}, "spread": "0.1", "samples": 3, "seed": 1,
}  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(places(GOOD)), odd)
def test_whatever_json_comes_in_the_answer_is_a_result_or_a_named_refusal(path: tuple[Any, ...], value: Any) -> None:
    with suppress(DockingError):
        json.dumps(from_export(disturbed(GOOD, path, value)).model_dump(mode="json"), allow_nan=False)


def test_the_page_shows_what_the_command_prints(tmp_path: Path) -> None:
    assert page_is_true("sensitivity", tmp_path)["stands"][0]["stars"] == 4
