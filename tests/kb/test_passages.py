"""Capabilities and experts become passages; only what is looked for is in them."""

from __future__ import annotations

from datetime import date

from kb.capability import Capability
from kb.expert import Equipment, Expert
from kb.passages import passage_of_capability, passage_of_expert, passages_of
from tests.kb.examples import capability, standard

ROW = Capability(
    id="cap_1",
    provider_id="ctr_1",
    product="塑料",
    parameter="冲击强度",
    standards=(standard("GB/T 1843", "2008", "塑料 悬臂梁冲击强度的测定"), standard("ISO 180")),
    restriction="不测缺口",
    method_clause="第一法",
    category="材料 / 高分子",
    qualification="CNAS",
    certificate_number="L0001",
    valid_until=date(2026, 1, 1),
    source="附表.xlsx 第 3 行",
)


def test_a_row_keeps_its_parts_in_fields_and_its_legal_facts_beside_them() -> None:
    passage = passage_of_capability(ROW)
    assert passage.fields == {
        "product": "塑料",
        "parameter": "冲击强度",
        "standards": "GB/T 1843-2008 塑料 悬臂梁冲击强度的测定；ISO 180",
        "field": "材料 / 高分子",
        "limit": "不测缺口；第一法",
    }
    assert passage.scope is not None
    assert (passage.scope.qualification, passage.scope.restriction) == ("CNAS", "不测缺口；第一法")
    assert passage.scope.valid_until == date(2026, 1, 1)


def test_a_new_end_of_validity_needs_no_new_embedding_but_a_new_limit_does() -> None:
    before = passage_of_capability(ROW).digest
    assert passage_of_capability(ROW.model_copy(update={"valid_until": date(2030, 1, 1)})).digest == before
    assert passage_of_capability(ROW.model_copy(update={"restriction": None})).digest != before


def test_equipment_stands_with_the_rows_of_its_own_centre_whose_parameter_it_measures() -> None:
    tester = Equipment(id="eqp_1", provider_id="ctr_1", name="摆锤冲击试验机", model="XJ-50", measures=("冲击强度 ",))
    other = tester.model_copy(update={"id": "eqp_2", "provider_id": "ctr_2", "name": "别家的试验机"})
    here, elsewhere = passages_of([ROW, capability(1)], equipment=[other, tester])
    assert here.fields["equipment"] == "摆锤冲击试验机 XJ-50"
    assert "equipment" not in elsewhere.fields


def test_an_expert_is_found_by_the_matter_and_not_by_name_or_title() -> None:
    expert = Expert(
        id="exp_1",
        name="沈某某",
        title="正高级工程师",
        field="高分子",
        directions=("老化", "失效"),
        profile="研究塑料开裂",
    )
    passage = passage_of_expert(expert)
    assert passage.text == "高分子 老化、失效 研究塑料开裂"
    assert "沈某某" not in passage.model_dump_json()
