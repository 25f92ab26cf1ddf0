"""What others may find of a demand: released words only, denied by default."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from foundation.secrecy import Level
from intake import service
from intake.demand import Demand, DemandStatus, Evidence, Reading
from intake.reading.record import read_draft
from intake.releasing.condense import condense
from intake.releasing.released import Released, released, text_hash
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import end, release
from tests.releasing import found as found_centres

NOW = datetime(2025, 3, 10, 1, tzinfo=UTC)
TEXT = (
    "我们是苏州恒鑫塑业有限公司，给空调厂供塑料外壳，最近一敲就裂，想做悬臂梁冲击强度，标准GB/T 1843。"
    "联系人王建国，电话13800001111。"
)


def demand(**changes: object) -> Demand:
    """A published internal demand."""
    draft = read_draft("塑料外壳一敲就裂", TEXT)
    title, condensed = condense(draft.value("title"), TEXT)
    made = Demand(
        id="dem_1",
        status="published",
        draft=draft,
        title=title,
        text=TEXT,
        condensed=condensed,
        level="internal",
        audience="public",
        released_hash=text_hash(title, condensed),
        created_at=NOW,
        confirmed_at=NOW,
        published_at=NOW,
    )
    return made.model_copy(update=changes)


def found(**changes: object) -> Released:
    """The released form, which has to be there."""
    answer = released(demand(**changes))
    assert answer is not None
    return answer


def test_the_matter_goes_out_and_nothing_of_who_asked() -> None:
    out = found()
    assert out.title == "塑料外壳一敲就裂"
    assert out.text == demand().condensed
    assert "冲击强度" in "".join(out.parameters)
    words = out.model_dump_json()
    for private in ("恒鑫", "王建国", "13800001111"):
        assert private not in words


@pytest.mark.parametrize("status", ["draft", "confirmed", "docked", "withdrawn"])
def test_a_demand_that_is_not_open_and_released_is_not_found(status: DemandStatus) -> None:
    assert released(demand(status=status)) is None


@pytest.mark.parametrize("status", ["published", "matched", "no_capability"])
def test_a_released_demand_stays_open_until_it_is_docked(status: DemandStatus) -> None:
    assert found(status=status).status == status


@pytest.mark.parametrize("missing", ["published_at", "confirmed_at", "audience", "released_hash"])
def test_without_release_or_confirmation_nothing_goes_out(missing: str) -> None:
    assert released(demand(**{missing: None})) is None


@pytest.mark.parametrize(
    ("level", "goes_out"), [("public", True), ("internal", True), ("secret", False), (None, False)]
)
def test_a_secret_or_unknown_level_never_goes_out(level: Level | None, goes_out: bool) -> None:
    assert (released(demand(level=level)) is not None) is goes_out


def test_a_text_that_nobody_reviewed_never_goes_out() -> None:
    assert released(demand(condensed=demand().condensed + "改了一个字")) is None


def test_a_marking_of_a_state_secret_never_goes_out() -> None:
    assert released(demand(text="机密★10年 塑料外壳")) is None


def test_a_value_goes_out_only_when_its_words_were_released() -> None:
    """A product typed over what was read does not stand in what the person released."""
    typed = Reading(
        field="product",
        value="某型导弹尾翼",
        origin="confirmed",
        evidence=(Evidence(quote="某型导弹尾翼", start=0, end=6, utterance=1),),
        rule="confirmation",
    )
    draft = demand().draft
    readings = (typed, *(reading for reading in draft.readings if reading.field != "product"))
    out = found(draft=draft.model_copy(update={"readings": readings, "utterances": (*draft.utterances, typed.value)}))
    assert out.product is None
    assert "导弹" not in out.model_dump_json()


def test_only_released_demands_are_listed(working: Working) -> None:
    with working(actor("enterprise")) as work:
        ids = {}
        for name, words in (("open", ""), ("silent", ""), ("secret", "请保密。"), ("gone", "")):
            ids[name] = service.register_demand(work, read_draft("塑料外壳一敲就裂", TEXT + words)).id
        for name in ("open", "gone"):
            release(work, ids[name])
        found_centres(work, ids["open"])
        end(work, ids["gone"], "withdraw")
    with working() as work:
        assert [one.id for one in service.released_demands(work.session)] == [ids["open"]]
