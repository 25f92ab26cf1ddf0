"""The shipped schemes say what their documents say, and the engine knows none of them by name."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from evaluation.aggregate.batch import assess_many
from evaluation.assess import assess
from evaluation.editions.reading import load_scheme, read_scheme
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import SCHEMES, scheme_named, shipped, shipped_checklists, shipped_schemes
from evaluation.ratings import Rating
from evaluation.verify import verify
from evaluation.weighting import weight_set
from evaluation.weights.ahp import ahp
from foundation.errors import Conflict
from tests.builders import ROOT
from tests.evaluation import examples
from tests.evaluation.schemes.command import docking


def ratings_for(scheme: Scheme) -> list[Rating]:
    """The example's data, as far as the scheme asks for them."""
    return [rating for rating in examples.ratings() if rating.indicator in scheme.paths]


def test_six_schemes_are_shipped() -> None:
    assert sorted(shipped_schemes()) == [
        "CIQA-2020@1.0.0", "GUANGDONG-STATION@1.0.0", "SHANGHAI@1.0.0", "ZHUHAI@0.1.0"
    ]  # fmt: skip
    assert sorted(shipped_checklists()) == ["JIANGSU-4@1.0.0", "JIANGXI-YEARLY@1.0.0"]


def test_ciqa_keeps_the_hash_it_had_before_schemes_learned_new_fields() -> None:
    assert scheme_named().sha256 == "557778b2d65db9042c5c7fda83ef91f5f9d75237bb7dfaf195bf61b680f14ba8"
    assert not {"grades", "vetoes", "cycle", "open_slots", "weighting", "performance"} & set(scheme_named().content)
    assert set(scheme_named().content["elements"][0]) == {
        "id", "name", "english", "clause", "symbol", "weight", "groups", "indicators"
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, (scheme, _) in shipped().items()])
def test_every_part_has_its_clause_and_says_whether_it_is_verbatim(name: str) -> None:
    scheme, _ = shipped()[name]
    if isinstance(scheme, Scheme):
        parts = [*scheme.indicators, *scheme.grades, *scheme.vetoes]
        groups = [] if scheme.id == "CIQA-2020" else [*scheme.elements, *(g for e in scheme.elements for g in e.groups)]
        assert all(part.clause and part.mark for part in [*parts, *groups])
    else:
        assert all(part.clause and part.mark for part in [*scheme.sections, *scheme.items])


def test_zhuhai_has_three_eleven_and_thirty_eight_empty_places() -> None:
    scheme = scheme_named("ZHUHAI@0.1.0")
    assert [len(element.groups) for element in scheme.elements] == [4, 3, 4]
    assert (scheme.counts.groups, scheme.counts.indicators, scheme.open_slots, scheme.indicators) == (11, 38, 38, ())
    known = scheme_named()
    wanted = {name for element in scheme.elements for group in element.groups for name in group.may_take}
    assert wanted <= set(known.paths) | set(known.parents)


def test_zhuhai_is_not_assessed_before_its_places_are_filled() -> None:
    with pytest.raises(Conflict) as refusal:
        weight_set(scheme_named("ZHUHAI@0.1.0"))
    assert refusal.value.code == "scheme_slots_open"
    assert refusal.value.facts["count"] == 38


def filled_zhuhai(places: int) -> str:
    """The shipped file with every place taken from CIQA-2020 as the file proposes, 38 of them, ``places`` stated."""
    text = (SCHEMES / "zhuhai.yaml").read_text("utf-8").replace("open_slots: 38\n", "")
    text = text.replace(
        "may_take: [A2.1, A2.2, A2.3, A4], indicators: []", "may_take: [A4], indicators: [], take: [A4]"
    )
    text = text.replace("[C5], indicators: []", "[C5], take: [C5]")
    for taken in ("A1.3, A3", "A2.4, A2.5, A2.6, A2.7", "A1.1, A1.2", "B3", "B1", "B2", "C1", "C2", "C3"):
        text = text.replace(f"may_take: [{taken}], indicators: []", f"take: [{taken}]")
    return text.replace("indicators: 38}", f"indicators: {places}}}").replace(
        "elements:\n  -", "take_from: CIQA-2020@1.0.0\nelements:\n  -"
    )


def test_a_filled_zhuhai_is_assessed_and_asks_for_ahp() -> None:
    scheme = load_scheme(filled_zhuhai(38), shipped_schemes())
    weights = weight_set(
        scheme, {"T": ahp(["Z1", "Z2", "Z3"], [["1", "2", "1"], ["1/2", "1", "1/2"], ["1", "2", "1"]])}
    )
    results = assess(scheme, weights, ratings_for(scheme)).results
    assert results.stars is not None
    other = next(remark for remark in results.warnings if "方案规定权重用 ahp" in str(remark.says))
    assert "T" not in other.about
    assert "Z1" in other.about


def test_a_half_filled_zhuhai_says_how_many_places_are_missing() -> None:
    text = filled_zhuhai(38).replace("take: [B3]", "indicators: []")
    _, faults = read_scheme(text, shipped_schemes())
    assert any("写的是 38，实有 33" in str(fault.explanation) for fault in faults)


def test_shanghai_grades_by_class_of_management() -> None:
    scheme = scheme_named("SHANGHAI@1.0.0")
    assert [(grade.label, int(grade.at_least)) for grade in scheme.grades] == [
        ("激励管理", 85), ("正常管理", 60), ("重点监管", 0)
    ]  # fmt: skip
    assert Counter(scheme.paths[leaf.id][1] for leaf in scheme.indicators) == {"SH1": 20, "SH2": 29, "SH3": 8}
    report = assess(scheme, weight_set(scheme), ratings_for(scheme))
    assert report.results.stars is None
    assert report.results.star_label in ("激励管理", "正常管理", "重点监管")
    assert verify(report.json_content, report.sha256, scheme.model_dump(mode="json")).agrees


def test_many_subjects_at_once_get_the_same_class_as_one_by_one() -> None:
    scheme = scheme_named("SHANGHAI@1.0.0")
    scores = np.array([[points] * len(scheme.indicators) for points in (8500, 8499, 6000, 5999, 0)], np.int64)
    ranks = assess_many(scheme, weight_set(scheme), scores).stars
    assert [scheme.limits[len(scheme.limits) - rank].label for rank in ranks.tolist()] == [
        "激励管理", "正常管理", "正常管理", "重点监管", "重点监管"
    ]  # fmt: skip


def test_guangdong_has_four_grades_three_years_and_four_vetoes() -> None:
    scheme = scheme_named("GUANGDONG-STATION@1.0.0")
    assert [(grade.label, int(grade.at_least)) for grade in scheme.grades] == [
        ("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0)
    ]  # fmt: skip
    assert scheme.cycle is not None
    assert scheme.cycle.years == 3
    assert [veto.outcome for veto in scheme.vetoes] == ["撤销"] * 4


def test_a_changed_grade_of_another_scheme_is_found_by_recomputing() -> None:
    scheme = scheme_named("SHANGHAI@1.0.0")
    content = assess(scheme, weight_set(scheme), ratings_for(scheme)).json_content
    content["results"]["star_label"] = "激励管理" if content["results"]["star_label"] != "激励管理" else "重点监管"
    assert "star_label" in str(verify(content, None, scheme.content).says)


def test_no_province_is_written_into_the_engine() -> None:
    code = list((ROOT / "evaluation").glob("*.py"))
    assert code
    for path in code:
        text = path.read_text("utf-8")
        assert not [name for name in ("SHANGHAI", "GUANGDONG", "ZHUHAI", '撤销"', '激励管理"') if name in text], path


def test_the_commands_list_and_show_what_is_shipped() -> None:
    listed = docking("evaluate", "scheme", "list").stdout
    assert all(name in listed for name in shipped())
    shown = docking("evaluate", "scheme", "show", "GUANGDONG-STATION").stdout
    assert "否决 illegal：违法乱纪 → 撤销" in shown
    assert "周期 3 年" in shown
    original = docking("evaluate", "scheme", "show", "ZHUHAI@0.1.0", "--yaml").stdout
    assert original == (SCHEMES / "zhuhai.yaml").read_text("utf-8")
