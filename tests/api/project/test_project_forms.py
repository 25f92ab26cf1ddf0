"""The forms of a service's steps: words for every field, files as files, numbers as people write them."""

from __future__ import annotations

import re

import pytest

from api.pages.project.fact_forms import Part, handed, hint_of, parts_of
from api.wiring import House
from engagement import store
from engagement.actions import ASKS
from engagement.engagement import Engagement
from engagement.log import Facts
from foundation.language import translate
from tests.api.desk.desk_window import OWN, words
from tests.api.project.test_project_pages import Window, fields_of
from tests.engagement import cases
from tests.journeys.services import opened

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def service(house: House) -> Engagement:
    return opened(house)


def labels(part: Part) -> list[str]:
    """Everything that a form shows."""
    own = [] if part.kind == "hidden" else [part.label, *(label for _, label in part.choices)]
    return [*own, *(label for inner in part.parts for label in labels(inner))]


@pytest.mark.parametrize("fact", sorted({fact for asks in ASKS.values() for fact in asks}))
def test_every_field_and_choice_has_a_word_in_both_languages(fact: str) -> None:
    shown = labels(parts_of(fact, None, hidden=frozenset({"digest", "signed_copy.digest"})))
    nameless = [label for label in shown if not CHINESE.search(label) and not re.fullmatch(r"[≥≤><=±0-9]+", label)]
    assert nameless == []
    assert [label for label in shown if CHINESE.search(translate(label, "en"))] == []


def test_a_price_may_be_written_as_people_write_it() -> None:
    form = {"offer.price": "￥48,000.00 元", "offer.scope": "失效分析"}
    assert handed("offer", form)["price"] == "48000.00"
    assert hint_of("offer.price").text() == "请只写数字，如 48000.00"
    assert hint_of("offer.criteria.0.limit").text() == "请只写数字，如 48000.00"
    assert hint_of("offer.finish_by").text() == "请写成日期，如 2026-05-30"
    assert hint_of("signatories.host").text() == "最多 200 个字"
    assert hint_of("nothing.like.it").text() == "请检查后再交"


def test_what_needs_no_evaluation_is_archived_without_the_number_of_one() -> None:
    part = parts_of("assessment_id", None)
    assert (part.is_required, part.label) == (False, "评价编号（不适用评价就不填）")
    assert parts_of("signatories", None).parts[0].is_required


def test_a_field_that_was_filled_in_wrongly_is_named_marked_and_kept(house: House, service: Engagement) -> None:
    desk, centre = Window(house, service, "coordinator"), Window(house, service, "centre")
    desk.do("start", Facts(contacts=cases.CONTACTS))
    wrong = centre.do("make_offer", Facts(offer=cases.OFFER), **{"offer.criteria.1.limit": "约十六"})
    assert wrong.status_code == 422
    told = words(wrong.text)
    assert "“限值（范围的下限） (2)”没有填对：请只写数字" in told
    assert "String should match" not in told
    marked = re.findall(r'<input id="([^"]+)"[^>]*aria-invalid="true" aria-describedby="make_offer-fault"', wrong.text)
    assert marked == ["make_offer-offer-criteria-1-limit"]
    assert 'href="#make_offer-offer-criteria-1-limit"' in wrong.text
    kept = fields_of(wrong.text, "make_offer")
    assert (kept["offer.criteria.1.limit"], kept["offer.price"]) == ("约十六", "48000.00")


def test_a_deliverable_is_handed_in_as_a_file_and_read_again_by_the_parties(house: House, service: Engagement) -> None:
    centre = play_to_service(house, service)
    form = fields_of(centre.read(), "hand_in")
    form.pop("deliverable.sha256", None)
    form.pop("file:deliverable.sha256", None)
    report = "外壳失效分析报告：脆化".encode()
    sent = centre.client.post(
        f"{centre.at}/steps/hand_in",
        data=form,
        files={"file:deliverable.sha256": ("报告.txt", report, "text/plain")},
        headers=OWN,
    )
    assert sent.status_code == 303, words(sent.text)[:500]
    reader = Window(house, service, "enterprise")
    link = re.search(rf'href="({reader.at}/files/[0-9a-f]{{64}})">失效分析报告', reader.read())
    assert link is not None
    answer = reader.client.get(link[1])
    assert (answer.content, answer.headers["content-type"]) == (report, "text/plain")
    assert answer.headers["content-disposition"].startswith("attachment")
    reader.client.cookies.clear()
    assert reader.client.get(link[1]).status_code == 404


def play_to_service(house: House, service: Engagement) -> Window:
    """On to 开展技术服务; the centre's window."""
    offer = cases.OFFER.model_copy(update={"party": service.host_id})
    windows = {
        role: Window(house, service, role)
        for role in ("coordinator", "centre", "enterprise", "host", "reviewer", "second")
    }
    for role, event, facts in (
        ("coordinator", "start", Facts(contacts=cases.CONTACTS)),
        *cases.agreed(offer),
        ("centre", "assign_team", Facts(team=cases.TEAM)),
        ("centre", "submit_plan", Facts(plan=cases.PLAN)),
        ("second", "give_opinion", Facts(opinions=cases.FOR[1:])),
        ("reviewer", "pass_review", Facts(opinions=cases.FOR[:1])),
    ):
        answer = windows[role].do(event, facts)
        assert answer.status_code == 303, (event, words(answer.text)[:500])
    return windows["centre"]


def test_an_end_has_to_be_confirmed_and_what_was_typed_stays(house: House, service: Engagement) -> None:
    Window(house, service, "coordinator").do("start", Facts(contacts=cases.CONTACTS))
    window = Window(house, service, "enterprise")
    page = window.read()
    assert page.index('id="do-say"') < page.index('id="apart"') < page.index('id="do-stop"')
    form = fields_of(page, "stop") | {"reason": "太贵"}
    del form["sure"]
    refused = window.client.post(f"{window.at}/steps/stop", data=form, headers=OWN)
    assert refused.status_code == 422
    assert "请先勾选“我已想好”" in words(refused.text)
    assert fields_of(refused.text, "stop")["reason"] == "太贵"
    with house.reading() as session:
        assert store.load(session, service.id).state == "negotiating"
    sent = window.client.post(f"{window.at}/steps/stop", data=form | {"sure": "yes"}, headers=OWN)
    assert sent.status_code == 303


def test_days_and_money_are_written_as_people_write_them(house: House, service: Engagement) -> None:
    centre = play_to_service(house, service)
    told = words(centre.read())
    assert "48,000 元" in told
    assert "约定完成日期 5 月 30 日（星期五）" in told
    assert "里程碑 ○ 热分析 计划4 月 10 日（星期四）" in told
    assert "第 6 步，共 9 步：开展技术服务" in told
    english = words(centre.read("en"))
    assert "CNY 48,000" in english
    assert "Step 6 of 9: In service" in english
