"""From data to stars, with every number on the way, and a report that says what it could not know."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from evaluation.assess import assess, corrected
from evaluation.assessment import Assessment, Content, Occasion
from evaluation.canonical import canonical_json, sha256
from evaluation.editions.scheme import Policies
from evaluation.editions.shipped import scheme_named
from evaluation.ratings import Rating
from evaluation.weighting import weight_set
from evaluation.weights.ahp import ahp
from evaluation.weights.equal import equal
from foundation.errors import InvalidInput
from tests.evaluation.examples import OCCASION, example, mixed_weights, ratings
from tests.evaluation.test_scheme_reading import SMALL

SCHEME = scheme_named()
GOLDEN = Path(__file__).parent.parent / "golden" / "evaluation" / "assessment.json"


def remarks(assessment: Assessment) -> list[str]:
    return [str(remark.says) for remark in assessment.results.warnings]


def test_the_golden_assessment_has_the_same_bytes() -> None:
    """A change here is a change of results: raise the engine's version, then renew the file."""
    assert example().canonical == GOLDEN.read_text(encoding="utf-8").rstrip("\n")


def test_every_contribution_sums_to_the_exact_total() -> None:
    results = example().results
    assert results.exact is not None
    assert sum(Fraction(line.contribution) for line in results.indicators) == Fraction(results.exact)
    for level in ({"T"}, {"A", "B", "C", "D"}):
        parts = [Fraction(line.contribution) for line in results.groups if line.parent in level]
        assert sum(parts) == Fraction(results.exact)


def test_a_number_can_be_followed_from_raw_datum_to_contribution() -> None:
    assessment = example()
    line = assessment.line("A2.6")
    assert line.rating is not None
    share = Fraction(line.rating.numerator or "") / Fraction(line.rating.denominator or "")
    points = (share - Fraction("0.4")) / Fraction("0.5") * 100  # LIN(0.40,0.90)
    assert line.score == "77.69"
    assert abs(points - Fraction(line.score)) <= Fraction("0.005")
    reach = Fraction(line.effective)
    for group in ("A2", "A"):
        reach *= Fraction(assessment.group(group).effective)
    assert Fraction(line.contribution) == Fraction(line.score) * reach


def test_the_order_of_ratings_does_not_matter() -> None:
    turned = assess(SCHEME, mixed_weights(SCHEME), list(reversed(ratings("D4.4"))), occasion=OCCASION)
    assert turned.sha256 == example().sha256


def test_what_is_missing_is_listed_with_its_reason_and_never_zero() -> None:
    data = [*ratings("D4.4", "A1.1", "C3.2"), Rating(indicator="D4.4", numerator="0", denominator="0")]
    assessment = assess(SCHEME, weight_set(SCHEME), [*data, Rating(indicator="A1.1", value="全部")])
    missing = {gap.id: str(gap.reason) for gap in assessment.results.missing}
    assert missing == {"A1.1": "不是十进制数", "C3.2": "没有数据", "D4.4": "分母为零"}
    assert assessment.line("D4.4").score is None
    assert assessment.line("D4.4").effective == "0.000000"
    assert "有 3 项指标未评，处理方式：权重归其余各项" in remarks(assessment)


def test_block_gives_no_total_and_no_star_but_all_scores_that_stand() -> None:
    blocking = SCHEME.policies.model_copy(update={"missing": "block"})
    results = assess(SCHEME, weight_set(SCHEME), ratings("D4.4"), blocking).results
    assert (results.total, results.exact, results.stars, results.star_label) == (None, None, None, None)
    assert next(group.score for group in results.groups if group.id == "A") is not None


def test_equal_weights_are_remarked_for_every_level_that_has_them() -> None:
    assessment = assess(SCHEME, weight_set(SCHEME, {"T": ahp(list("ABCD"), [["1"] * 4] * 4)}), ratings())
    remark = next(remark for remark in assessment.results.warnings if "未论证" in str(remark.says))
    assert "T" not in remark.about
    assert {"A", "D4"} <= set(remark.about)


def test_an_inconsistent_matrix_is_remarked() -> None:
    matrix = [["1", "9", "1", "1"], ["1/9", "1", "9", "1"], ["1", "1/9", "1", "9"], ["1", "1", "1/9", "1"]]
    assessment = assess(SCHEME, weight_set(SCHEME, {"T": ahp(list("ABCD"), matrix)}), ratings())
    assert any("判断矩阵不一致" in says for says in remarks(assessment))


def test_double_counting_small_samples_and_low_response_are_remarked() -> None:
    data = [*ratings("D4.4", "D4.1"), Rating(indicator="D4.4", numerator="2", denominator="3")]
    data.append(Rating(indicator="D4.1", votes={"5": 8}, response_rate="0.29"))
    found = {(remark.about, str(remark.says)) for remark in assess(SCHEME, weight_set(SCHEME), data).results.warnings}
    assert (("B3.4", "D4.3"), "有重复计量：两项都用投诉数据") in found
    assert (("D4.4",), "样本不足：3") in found
    assert (("D4.1",), "问卷回收率偏低：0.29") in found


def test_four_of_five_service_systems_are_flagged() -> None:
    training = [leaf.id for leaf in SCHEME.indicators if leaf.service_system == "咨询与培训"]
    assessment = assess(SCHEME, weight_set(SCHEME), ratings(*training))
    assert "五大服务体系中“咨询与培训”没有任何指标得到评价" in remarks(assessment)
    assert not any("五大服务体系" in says for says in remarks(example()))


def test_too_much_judgement_is_remarked() -> None:
    counted = [leaf.id for leaf in SCHEME.indicators if leaf.is_quantitative and leaf.id[0] in "ABC"]
    assessment = assess(SCHEME, weight_set(SCHEME), ratings(*counted))
    assert Fraction(assessment.results.quantitative_share) < Fraction(1, 2)
    assert any("定性偏多" in says for says in remarks(assessment))


def test_an_unknown_or_doubled_indicator_is_refused() -> None:
    with pytest.raises(InvalidInput) as unknown:
        assess(SCHEME, weight_set(SCHEME), [Rating(indicator="Z9")])
    assert unknown.value.code == "indicator_unknown"
    with pytest.raises(InvalidInput) as doubled:
        assess(SCHEME, weight_set(SCHEME), [Rating(indicator="A4.4", value="有")] * 2)
    assert doubled.value.code == "rating_doubled"


def test_weights_of_another_scheme_or_level_are_refused() -> None:
    from evaluation.editions.reading import load_scheme

    with pytest.raises(InvalidInput) as other:
        assess(SCHEME, weight_set(load_scheme(SMALL)), [])
    assert other.value.code == "weights_not_of_scheme"
    with pytest.raises(InvalidInput) as parent:
        weight_set(SCHEME, {"Z": equal(["a"])})
    assert parent.value.code == "weights_parent_unknown"
    with pytest.raises(InvalidInput) as children:
        weight_set(SCHEME, {"T": equal(["A", "B"])})
    assert children.value.code == "weights_children_differ"


def test_the_weights_that_a_scheme_states_are_used_without_the_remark() -> None:
    from evaluation.editions.reading import load_scheme

    scheme = load_scheme(SMALL)
    weights = weight_set(scheme)
    assert weights.under("T") == {"A": 400_000, "B": 600_000}
    assert [group.method for group in weights.groups] == ["declared", "equal", "equal"]


# ---- the hash


def test_the_hash_covers_every_input_and_policy() -> None:
    base = example().sha256
    weights, data = mixed_weights(SCHEME), ratings("D4.4")
    strict = Policies(**{**SCHEME.policies.model_dump(), "small_sample": 6})
    others = [
        assess(SCHEME, weight_set(SCHEME), data, occasion=OCCASION),
        assess(SCHEME, weights, ratings("D4.4", "A4.4"), occasion=OCCASION),
        assess(SCHEME, weights, data, strict, OCCASION),
        assess(SCHEME, weights, data, occasion=OCCASION.model_copy(update={"subject": "ctr_other"})),
        assess(SCHEME.model_copy(update={"title": "另一个"}), weights, data, occasion=OCCASION),
        corrected(example(), SCHEME, weights, data, "重算"),
    ]
    assert len({base, *(other.sha256 for other in others)}) == 7


def test_a_correction_names_the_version_the_hash_and_the_reason() -> None:
    old = example()
    new = corrected(old, SCHEME, mixed_weights(SCHEME), ratings(), "补录投诉处理")
    assert new.content.revision.version == 2
    assert new.content.revision.corrects == old.sha256
    assert new.content.revision.reason == "补录投诉处理"
    assert new.content.occasion == old.content.occasion


def test_the_content_read_back_has_the_same_hash() -> None:
    text = example().canonical
    again = Content.model_validate(json.loads(text))
    assert sha256(again.model_dump(mode="json")) == example().sha256
    assert canonical_json(again.model_dump(mode="json")) == text


def test_canonical_json_refuses_floats_and_sorts_keys() -> None:
    assert canonical_json({"b": [1, None, True], "a": "中"}) == '{"a":"中","b":[1,null,true]}'
    for wrong in (1.5, float("nan"), {"x": [0.1]}):
        with pytest.raises(TypeError):
            canonical_json(wrong)


def test_a_period_must_run_forward() -> None:
    with pytest.raises(ValueError, match="起日"):
        Occasion(period_from=OCCASION.period_until, period_until=OCCASION.period_from)
