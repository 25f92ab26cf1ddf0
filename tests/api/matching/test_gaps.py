"""Nobody fits: the gap in the register, a coordinator who confirms it, the answer to the enterprise."""

from __future__ import annotations

import pytest

from api.cli.matches.matching import show
from api.matching import finding
from api.matching.finding import match_demand, propose_for_text
from api.wiring import House
from foundation.actors import OPERATOR
from intake.cares.caring import care_of
from intake.reading.record import read_draft
from intake.service import get_demand, register_demand
from matcher.doubt.confidence import shipped
from matcher.doubt.gap_store import demand_gaps
from matcher.doubt.gap_totals import totals
from matcher.review.deciding import decide
from matcher.run import NEAREST

WORDS = "空调室内机外壳用ABS注塑，一敲就裂，要冲击强度的检测报告。"


def everything_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threshold is above every confidence."""
    monkeypatch.setattr(finding, "shipped", lambda: shipped().model_copy(update={"least": 1001}))


def test_an_abstained_demand_is_a_gap_and_its_enterprise_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", WORDS))
    everything_is_doubtful(monkeypatch)
    run, outcome = match_demand(house, OPERATOR, demand.id)
    assert (len(run.candidates), outcome.is_abstained) == (NEAREST, True)
    assert outcome.found.whole.hits, "what is nearest stays visible"
    with house.reading() as session:
        assert get_demand(session, demand.id).status == "matched", "a person, not the threshold, says there is nobody"
    for one in run.candidates:
        with house.working(OPERATOR) as work:
            decide(work, one.id, "decline", "wrong_product", expected_version=one.version)
    with house.reading() as session:
        gaps, after, care = demand_gaps(session), get_demand(session, demand.id), care_of(session, demand.id)
    assert [(gap.demand_id, gap.run_id, gap.reason) for gap in gaps] == [(demand.id, run.id, "nobody")]
    assert "冲击" in (gaps[0].parameter or "")
    assert gaps[0].wish == outcome.gaps[0].wish
    assert after.status == "no_capability"
    assert outcome.lacking() in str(care)
    for by in ("parameter", "trade", "region", "year", "reason"):
        assert sum(one.gaps for one in totals(gaps, by)) == len(gaps)  # type: ignore[arg-type]


def test_a_text_nobody_fits_says_so_before_what_is_only_near(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    everything_is_doubtful(monkeypatch)
    outcome = propose_for_text(house, WORDS)
    show(outcome.found, {}, outcome=outcome)
    said = capsys.readouterr().out
    assert said.index("没有合适的中心") < said.index("不作推荐") < said.index("1. ")


def test_what_an_enterprise_confirmed_stays_in_its_gap_and_what_was_only_read_does_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "骑三轮车摔断了胳膊，保险不认，想给自己评个伤残等级"
    draft = read_draft("", words)
    assert draft.value("product"), "the reader takes something for the product"
    everything_is_doubtful(monkeypatch)
    with house.working(OPERATOR) as work:
        demand = register_demand(work, draft)
    _, confirmed = match_demand(house, OPERATOR, demand.id)
    assert [gap.product for gap in confirmed.gaps] == [draft.value("product")]
    assert draft.value("product") not in [gap.product for gap in propose_for_text(house, words).gaps]
