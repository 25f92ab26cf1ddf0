"""The demonstration world: invented, marked, large enough, and read back by the importer exactly as written (S0-30)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kb.demonstration import AnnexFile, World, files
from kb.demonstration.build import build
from kb.demonstration.scope import ScopeRow, catalogue, scope_of
from kb.demonstration.world import DATA
from kb.importing.reading import read_annex
from kb.provider import Centre

WORLD = files()
STANDARDS = catalogue()
ANNEXES = [(entry.centre, annex) for entry in WORLD.centres for annex in entry.annexes]


def scope(centre_id: str, annex: AnnexFile | None = None) -> tuple[ScopeRow, ...]:
    return scope_of(centre_id.removeprefix("cen_demo_"), STANDARDS, annex.categories if annex else ())


@pytest.fixture(scope="module")
def whole_scope() -> dict[str, tuple[ScopeRow, ...]]:
    return {entry.centre.id: scope(entry.centre.id) for entry in WORLD.centres}


@pytest.mark.parametrize(("centre", "annex"), ANNEXES, ids=[annex.path.name for _, annex in ANNEXES])
def test_the_importer_reads_an_annex_exactly_as_its_source_says(centre: Centre, annex: AnnexFile) -> None:
    read = read_annex(annex.path)
    # The Guangdong export has no limit column: limits stand in 检测范围.
    assert [(r.product, r.parameter, r.standards, r.restriction or r.method_range, r.note) for r in read.rows] == [
        (r.product, r.parameter, r.standards, r.restriction, r.note) for r in scope(centre.id, annex)
    ]
    assert [finding for finding in read.findings if finding.severity == "error"] == []
    heading = read.headings[0]
    # The CID font's table has no middle dot, so that a PDF loses it.
    assert (heading.institution or "").replace("·", "") == centre.name.replace("·", "")
    assert heading.certificate_kind == annex.qualification.kind
    assert heading.certificate_number == annex.qualification.number
    assert (heading.valid_from, heading.valid_until) == (
        annex.qualification.valid_from,
        annex.qualification.valid_until,
    )


def test_the_world_is_large_enough(whole_scope: dict[str, tuple[ScopeRow, ...]]) -> None:
    assert len(WORLD.centres) >= 14
    assert len({entry.centre.industries[0] for entry in WORLD.centres}) >= 14
    assert sum(map(len, whole_scope.values())) >= 700
    assert min(map(len, whole_scope.values())) >= 20
    assert len(WORLD.experts) >= 70
    assert len(WORLD.equipment) >= 100
    assert len(WORLD.demands) == 24


def test_every_layout_and_every_format_occurs_and_the_files_stay_small() -> None:
    layouts = {(annex.layout, annex.path.suffix) for _, annex in ANNEXES}
    assert {("cnas_2009", ".xlsx"), ("cma_table4", ".xlsx"), ("shanghai", ".xlsx"), ("guangdong", ".csv")} <= layouts
    assert {suffix for _, suffix in layouts} == {".xlsx", ".docx", ".pdf", ".csv"}
    assert {annex.encoding for _, annex in ANNEXES if annex.path.suffix == ".csv"} == {"utf-8-sig", "gb18030"}
    world_directory = DATA.parent
    assert sum(path.stat().st_size for path in world_directory.rglob("*") if path.suffix != ".pyc") < 2_000_000


def test_everything_invented_says_so() -> None:
    assert WORLD.is_demonstration is True
    for entry in WORLD.centres:
        centre = entry.centre
        assert centre.is_demonstration
        assert centre.id.startswith("cen_demo_")
        assert "示范" in centre.name
        assert "示范" in centre.host.name
        assert centre.host.credit_code is None
        assert all(qualification.number.startswith("DEMO") for qualification in centre.qualifications)
        assert centre.qualifications == tuple(annex.qualification for annex in entry.annexes)
    assert all(expert.name.endswith("（示范）") for expert in WORLD.experts)
    assert all(expert.id.startswith("exp_demo_") for expert in WORLD.experts)
    assert all(item.id.startswith("eqp_demo_") for item in WORLD.equipment)
    assert all(demand.id.startswith("dem_demo_") for demand in WORLD.demands)


def test_no_telephone_number_mail_address_or_identity_number_stands_anywhere() -> None:
    private = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}|[\w.]+@[\w.]+|(?<!\d)\d{17}[\dXx](?!\d)")
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            assert private.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_nothing_stands_twice(whole_scope: dict[str, tuple[ScopeRow, ...]]) -> None:
    for centre_id, rows in whole_scope.items():
        cells = Counter((r.product, r.parameter, r.standards) for r in rows)
        assert [cell for cell, count in cells.items() if count > 1] == [], centre_id
    for values in (
        [entry.centre.id for entry in WORLD.centres],
        [entry.centre.name for entry in WORLD.centres],
        [q.number for entry in WORLD.centres for q in entry.centre.qualifications],
        [annex.path for _, annex in ANNEXES],
        [expert.id for expert in WORLD.experts],
        [expert.name for expert in WORLD.experts],
        [expert.profile for expert in WORLD.experts],
        [item.id for item in WORLD.equipment],
        [demand.id for demand in WORLD.demands],
        [demand.text for demand in WORLD.demands],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_the_catalogue_holds_the_standards_that_are_cited_and_no_others(
    whole_scope: dict[str, tuple[ScopeRow, ...]],
) -> None:
    assert {s for rows in whole_scope.values() for row in rows for s in row.standards} == set(STANDARDS.values())


def test_a_part_of_the_rows_is_restricted(whole_scope: dict[str, tuple[ScopeRow, ...]]) -> None:
    rows = [row for rows in whole_scope.values() for row in rows]
    share = sum(row.restriction is not None for row in rows) / len(rows)
    assert 0.1 <= share <= 0.3


def test_most_certificates_are_valid_for_years_and_two_have_run_out() -> None:
    """The legal gate needs something to refuse (S0-30)."""
    ends = [q.valid_until for entry in WORLD.centres for q in entry.centre.qualifications]
    years = Counter(day.year for day in ends if day is not None)
    assert sum(years.values()) == len(ends)
    assert years[2024] == 2
    assert set(years) <= {2024, 2027, 2028, 2029, 2030}


def test_experts_come_in_every_engagement_mode_with_and_without_a_centre() -> None:
    """S0-28: full time, or one of three part-time modes; S0-08 and S0-10 must be able to pass and to fail."""
    centres = {entry.centre.id for entry in WORLD.centres}
    assert {expert.provider_id for expert in WORLD.experts} == centres | {None}
    modes = {expert.engagement for expert in WORLD.experts}
    assert modes == {"full_time", "project_cooperation", "joint_research", "consulting"}
    assert all(expert.engagement != "full_time" for expert in WORLD.experts if expert.provider_id is None)
    assert all(len(expert.directions) >= 2 and expert.profile.count("。") in (2, 3) for expert in WORLD.experts)
    short = [expert for expert in WORLD.experts if (expert.years_of_quality_work or 0) < 5]
    without = [expert for expert in WORLD.experts if expert.has_project_experience is False]
    assert short
    assert without
    assert len(short) + len(without) < len(WORLD.experts) / 4


def test_every_centre_has_equipment_some_of_it_shared() -> None:
    """S0-13."""
    centres = {entry.centre.id for entry in WORLD.centres}
    assert {item.provider_id for item in WORLD.equipment} == centres
    assert {item.provider_id for item in WORLD.equipment if item.is_shared} == centres
    assert all(item.model and item.measures and item.measuring_range for item in WORLD.equipment)


def test_what_a_demand_expects_exists(whole_scope: dict[str, tuple[ScopeRow, ...]]) -> None:
    experts = {expert.id for expert in WORLD.experts}
    for demand in WORLD.demands:
        expect = demand.expect
        offered = {row.parameter for centre in expect.centres for row in whole_scope[centre]}
        assert set(expect.parameters) <= offered, demand.id
        assert set(expect.experts) <= experts, demand.id
        assert bool(expect.centres) is bool(expect.parameters) is expect.is_within_scope, demand.id
    assert 3 <= sum(not demand.expect.is_within_scope for demand in WORLD.demands) <= 8


def test_the_main_demand_is_the_housing_that_cracks() -> None:
    main = next(demand for demand in WORLD.demands if demand.id == WORLD.main_demand_id)
    assert main.title == "空调塑料外壳一敲就裂"
    assert main.expect.centres == ("cen_demo_plastics",)
    assert "悬臂梁冲击强度" in main.expect.parameters
    for word in ("ABS", "三周", "三万"):
        assert word in main.text


def test_a_file_of_every_kind_is_written_with_the_same_bytes_again(tmp_path: Path) -> None:
    one_of_each = {annex.path.suffix: annex.path.name for _, annex in ANNEXES}
    names = frozenset(one_of_each.values())
    first, second = build(tmp_path / "first", names), build(tmp_path / "second", names)
    assert len(first) == 4
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_reading_the_world_twice_gives_the_same_values() -> None:
    again: World = files()
    assert again == WORLD
