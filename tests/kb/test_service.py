"""Centres, experts and equipment are kept; an annex comes in whole, never doubles, and can be taken back exactly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, text

from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.language import sentence
from kb import service
from kb.capability import Capability
from kb.expert import Equipment, Expert
from kb.importing.annex import AnnexHeading, Finding
from kb.imports import ImportReport
from kb.provider import Centre, Qualification
from tests.conftest import Working
from tests.kb.examples import annex, row, standard

CNAS = Qualification(kind="CNAS", number="L0001", valid_from=date(2024, 1, 1), valid_until=date(2029, 12, 31))
ROWS = (
    row("塑料", "冲击强度", standard("GB/T 1843", "2008"), standard("ISO 180", "2019"), number=3),
    row("塑料", "密度", standard("GB/T 1033.1", "2008"), number=4),
    row("橡胶", "硬度", standard("GB/T 531.1"), number=5, restriction="只测邵氏 A"),
)


def centre(working: Working, name: str = "高分子材料质检中心") -> Centre:
    with working() as work:
        return service.add_centre(
            work, name=name, host_name="某某质检院", region="江苏", industries=["橡胶塑料"], qualifications=[CNAS]
        )


def capabilities(engine: Engine) -> list[Capability]:
    with reading(engine) as session:
        return service.list_capabilities(session)


def take_in(working: Working, centre_id: str, *rows: object, **more: object) -> ImportReport:
    with working() as work:
        return service.import_annex(work, annex(*rows, **more), centre_id, CNAS)  # type: ignore[arg-type]


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


def test_a_centre_is_found_by_id_and_by_name_however_it_is_written(engine: Engine, working: Working) -> None:
    kept = centre(working, "（江苏）ABC 质检中心")
    with reading(engine) as session:
        assert service.find_centre(session, kept.id) == kept
        assert service.find_centre(session, "(江苏)abc　质检中心") == kept
        with pytest.raises(NotFound) as refused:
            service.find_centre(session, "没有的中心")
    assert refused.value.code == "centre_unknown"


def test_two_centres_of_one_institution_share_it_and_a_name_is_taken_once(engine: Engine, working: Working) -> None:
    one, two = centre(working, "甲中心"), centre(working, "乙中心")
    assert one.host == two.host
    with pytest.raises(Conflict) as refused:
        centre(working, "甲中心 ")
    assert refused.value.code == "centre_exists"
    with reading(engine) as session:
        assert [kept.name for kept in service.list_centres(session)] == ["乙中心", "甲中心"]


@pytest.mark.parametrize("name", ["", " \u200b ", "长" * 201])
def test_a_centre_needs_a_name_of_bearable_length(working: Working, name: str) -> None:
    with pytest.raises(InvalidInput):
        centre(working, name)


def test_registering_a_centre_again_replaces_its_qualifications(engine: Engine, working: Working) -> None:
    kept = centre(working)
    renewed = kept.model_copy(update={"qualifications": (Qualification(kind="CMA", number="21", valid_until=None),)})
    with working() as work:
        service.put_centres(work, [renewed])
    with reading(engine) as session:
        assert service.find_centre(session, kept.id) == renewed


def test_experts_and_equipment_come_back_as_they_were_and_are_replaced_by_id(engine: Engine, working: Working) -> None:
    kept = centre(working)
    expert = Expert(id="exp_1", name="沈工", provider_id=kept.id, degree="doctor", directions=("老化", "开裂"))
    free = Expert(id="exp_2", name="陆工", engagement="consulting", has_project_experience=True)
    machine = Equipment(id="eqp_1", provider_id=kept.id, name="试验机", measures=("冲击强度",), is_shared=True)
    with working() as work:
        service.put_experts(work, [expert, free])
        service.put_equipment(work, [machine])
    with working() as work:
        service.put_experts(work, [expert.model_copy(update={"title": "高级工程师"})])
    with reading(engine) as session:
        assert service.list_experts(session) == [expert.model_copy(update={"title": "高级工程师"}), free]
        assert service.list_experts(session, kept.id)[0].name == "沈工"
        assert service.list_equipment(session, kept.id) == [machine]
        assert service.names_of(session, [kept.id, "exp_2", "nobody"]) == {kept.id: kept.name, "exp_2": "陆工"}


def test_experts_of_an_unknown_centre_are_refused(working: Working) -> None:
    with pytest.raises(NotFound), working() as work:
        service.put_experts(work, [Expert(id="exp_1", name="沈工", provider_id="ctr_none")])


def test_an_annex_comes_in_with_certificate_place_and_findings(engine: Engine, working: Working) -> None:
    kept = centre(working)
    finding = Finding(row=9, column="标准", reason=sentence("标准号读不懂"), severity="error")
    given = annex(*ROWS).model_copy(update={"findings": (finding,), "rows_read": 4})
    with working() as work:
        report = service.import_annex(work, given, kept.id, CNAS)
    assert (report.rows_read, report.rows_imported, counts(report)) == (4, 3, (3, 0, 0))
    stored = capabilities(engine)
    assert stored == list(report.capabilities)
    assert stored[0].standards == (standard("GB/T 1843", "2008"), standard("ISO 180", "2019"))
    assert (stored[2].restriction, stored[2].source) == ("只测邵氏 A", "附表.xlsx 检测 第 5 行")
    assert (stored[0].qualification, stored[0].certificate_number) == ("CNAS", "L0001")
    assert stored[0].is_valid_on(date(2029, 12, 31))
    with reading(engine) as session:
        (listed,) = service.list_imports(session, kept.id)
        assert listed == report.model_copy(update={"capabilities": ()})
        assert [entry.action for entry in entries(session, report.import_id)] == ["annex.imported"]


def test_the_headings_certificate_serves_when_none_is_given_and_the_centre_knows_its_dates(working: Working) -> None:
    kept = centre(working)
    heading = AnnexHeading(certificate_kind="CNAS", certificate_number="l0001", site="一号楼")
    with working() as work:
        report = service.import_annex(work, annex(*ROWS, heading=heading), kept.id)
    assert report.capabilities[0].valid_until == CNAS.valid_until
    assert report.capabilities[0].site == "一号楼"


def test_reading_the_same_annex_again_changes_nothing(engine: Engine, working: Working) -> None:
    kept = centre(working)
    take_in(working, kept.id, *ROWS)
    before = capabilities(engine)
    assert counts(take_in(working, kept.id, *ROWS)) == (0, 0, 3)
    assert capabilities(engine) == before


def test_a_renewed_annex_updates_the_rows_it_had(engine: Engine, working: Working) -> None:
    kept = centre(working)
    first = take_in(working, kept.id, *ROWS)
    renewed = CNAS.model_copy(update={"number": "L0001-2", "valid_until": date(2035, 1, 1)})
    newer = (
        row("塑料 ", "冲击强度", standard("ISO 180", "2023"), standard("GB/T1843", "2024"), number=7),
        row("橡胶", "撕裂强度", standard("GB/T 529"), number=8),
    )
    with working() as work:
        report = service.import_annex(work, annex(*newer), kept.id, renewed)
    assert counts(report) == (1, 1, 0)
    stored = {value.id: value for value in capabilities(engine)}
    same = stored[first.capabilities[0].id]
    assert (same.standards[1].year, same.valid_until) == ("2024", date(2035, 1, 1))
    assert len(stored) == 4


def test_rows_that_are_alike_are_told_apart_by_their_order(engine: Engine, working: Working) -> None:
    kept = centre(working)
    twins = [row("灯具", "骚扰", standard("GB/T 17743"), restriction=limit) for limit in ("10 m 法", "3 m 法")]
    take_in(working, kept.id, *twins)
    assert counts(take_in(working, kept.id, *twins)) == (0, 0, 2)
    assert [value.restriction for value in capabilities(engine)] == ["10 m 法", "3 m 法"]


def test_rows_of_another_centre_or_another_kind_of_certificate_are_other_rows(engine: Engine, working: Working) -> None:
    one, two = centre(working, "甲中心"), centre(working, "乙中心")
    take_in(working, one.id, *ROWS)
    assert counts(take_in(working, two.id, *ROWS)) == (3, 0, 0)
    with working() as work:
        cma = service.import_annex(work, annex(*ROWS), one.id, Qualification(kind="CMA", number="2100"))
    assert counts(cma) == (3, 0, 0)
    assert len(capabilities(engine)) == 9


def test_a_standard_finds_the_rows_that_cite_it_in_any_spelling(engine: Engine, working: Working) -> None:
    take_in(working, centre(working).id, *ROWS)
    with reading(engine) as session:
        for spelling in ("GB/T 1843-2024", "gbt1843", "ＧＢ／Ｔ　1843"):
            assert [value.parameter for value in service.capabilities_citing(session, spelling)] == ["冲击强度"]
        assert service.capabilities_citing(session, "GB/T 184") == []


def test_undoing_restores_every_row_exactly(engine: Engine, working: Working) -> None:
    kept = centre(working)
    take_in(working, kept.id, *ROWS)
    before = capabilities(engine)
    changed = (ROWS[0].model_copy(update={"restriction": "不做低温"}), row("橡胶", "密度", number=9), ROWS[2])
    report = take_in(working, kept.id, *changed)
    assert counts(report) == (1, 1, 1)
    with working() as work:
        undone = service.undo_import(work, report.import_id)
    assert undone.undone_at is not None
    assert capabilities(engine) == before
    with reading(engine) as session:
        assert [entry.action for entry in entries(session, report.import_id)] == ["annex.imported", "annex.undone"]
        assert service.capabilities_citing(session, "ISO 180") == [before[0]]
    with pytest.raises(Conflict) as refused, working() as work:
        service.undo_import(work, report.import_id)
    assert refused.value.code == "import_undone"


def test_undoing_is_refused_while_a_later_import_rests_on_the_same_rows(engine: Engine, working: Working) -> None:
    kept = centre(working)
    first = take_in(working, kept.id, *ROWS)
    apart = take_in(working, kept.id, row("玻璃", "厚度"))
    second = take_in(working, kept.id, ROWS[1], file="复评.xlsx")
    with pytest.raises(Conflict) as refused, working() as work:
        service.undo_import(work, first.import_id)
    assert refused.value.code == "import_overtaken"
    assert second.import_id in str(refused.value)
    assert apart.import_id not in str(refused.value)
    for report in (second, first, apart):
        with working() as work:
            service.undo_import(work, report.import_id)
    assert capabilities(engine) == []


def test_undoing_is_refused_when_rows_were_changed_otherwise(engine: Engine, working: Working) -> None:
    report = take_in(working, centre(working).id, *ROWS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE capabilities SET note='手改' WHERE parameter='硬度'"))
    with pytest.raises(Conflict) as refused, working() as work:
        service.undo_import(work, report.import_id)
    assert refused.value.code == "import_rows_changed"


def test_an_import_whose_transaction_fails_leaves_nothing(engine: Engine, working: Working) -> None:
    kept = centre(working)
    with pytest.raises(RuntimeError), working() as work:
        service.import_annex(work, annex(*ROWS), kept.id, CNAS)
        raise RuntimeError("power")
    with reading(engine) as session:
        assert service.list_capabilities(session) == []
        assert service.list_imports(session) == []


def test_unknown_centres_and_imports_are_not_found(working: Working) -> None:
    with pytest.raises(NotFound), working() as work:
        service.import_annex(work, annex(*ROWS), "ctr_none")
    with pytest.raises(NotFound), working() as work:
        service.undo_import(work, "imp_none")


def test_control_characters_that_a_database_refuses_do_not_stop_an_import(engine: Engine, working: Working) -> None:
    take_in(working, centre(working).id, row("塑\x00料", "密\x07度", standard("GB/T 1", name="名\x00称")))
    (kept,) = capabilities(engine)
    assert (kept.product, kept.parameter, kept.standards[0].name) == ("塑料", "密度", "名称")


def test_many_rows_are_listed_in_pages_and_fetched_in_the_order_asked_for(engine: Engine, working: Working) -> None:
    kept = centre(working)
    report = take_in(working, kept.id, *(row("塑料", f"参数{n}", standard(f"GB/T {n + 100}")) for n in range(1200)))
    ids = [value.id for value in report.capabilities]
    with reading(engine) as session:
        page = service.list_capabilities(session, kept.id, limit=5, offset=700)
        assert page == list(report.capabilities[700:705])
        assert service.get_capabilities(session, [ids[900], "gone", ids[3]]) == [
            report.capabilities[900],
            report.capabilities[3],
        ]
    with working() as work:
        service.undo_import(work, report.import_id)
    assert capabilities(engine) == []


def test_two_imports_of_one_annex_at_the_same_moment_double_nothing(engine: Engine, working: Working) -> None:
    kept = centre(working)
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: take_in(working, kept.id, *ROWS), range(2)))
    assert sorted(map(counts, reports)) == [(0, 0, 3), (3, 0, 0)]
    assert sorted(report.sequence for report in reports) == [1, 2]
    assert len(capabilities(engine)) == 3
