"""A service in a real browser: two people in two windows from the offer to acceptance, and every stage looked at.

One house for all, with one centre and no index: a service needs neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.wiring import House, open_house
from engagement import store
from engagement.log import Facts
from foundation.settings import Settings
from tests.browser.conftest import serving
from tests.browser.project_world import offer_of, opened, play, talks, to_acceptance, token_for, told
from tests.browser.test_talk import CONTRAST, NAMELESS
from tests.desk_cases import COORDINATORS, LI
from tests.engagement import cases

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
SMALL = """() => [...document.querySelectorAll("button, summary, select, main .button, .bar a, .filters a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 28)
  .map((one) => one.textContent.trim().slice(0, 20))"""
OVERLAPPING = """() => {
  const kinds = ["button", "summary", "select", "input:not([type=hidden])", "textarea", "h2", "dt", ".queue p a"];
  const seen = [...document.querySelectorAll(kinds.map((kind) => "main " + kind).join())];
  const boxes = seen.filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()]);
  const told = (one) => `${one.tagName} ${one.textContent.trim().slice(0, 12)}`;
  const found = [];
  boxes.forEach(([a, one], place) => boxes.slice(place + 1).forEach(([b, other]) => {
    if (a.contains(b) || b.contains(a)) return;
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (wide > 2 && high > 2) found.push(`${told(a)} / ${told(b)}`);
  }));
  return found;
}"""
CHINESE = """() => {
  const kinds = ["h2", "button", "summary", "label", "legend", "dt", "option", ".line li"];
  return [...document.querySelectorAll(kinds.map((kind) => "main " + kind).join())]
    .map((one) => one.textContent.trim()).filter((text) => /[\\u4e00-\\u9fff]/.test(text));
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An empty house with two coordinators; closed by the server over it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("project"), coordinators=COORDINATORS)  # type: ignore[arg-type]
    return open_house(settings)


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    with serving(house) as address:
        yield address


class Person:
    """Somebody at a window of their own, who notices what the console complains of."""

    def __init__(self, chromium: Any, address: str, size: str) -> None:
        self.page = chromium.new_context(viewport=SIZES[size], locale="zh-CN").new_page()
        self.address, self.size = address, size
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def do(self, event: str, **fields: str) -> None:
        """Open the form of a step if it is closed, fill it in, send it."""
        form = self.page.locator(f"#do-{event}")
        if not form.locator("form").is_visible():
            form.locator("summary").first.click()
        for name, value in fields.items():
            field = form.locator(f"[name='{name.replace('__', '.')}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").click()

    def sees_turn(self, said: str | re.Pattern[str]) -> None:
        expect(self.page.locator("#turn")).to_have_text(said)

    def check(self) -> None:
        """One h1; all labelled, legible, large enough; nothing wider than the window and nothing upon anything."""
        self.page.wait_for_load_state()
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.complaints == []
        assert self.page.evaluate(NAMELESS) == []
        assert self.page.evaluate(CONTRAST) == []
        assert self.page.evaluate(SMALL) == []
        assert self.page.evaluate(OVERLAPPING) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SIZES[self.size]["width"]

    def open_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def test_two_people_come_from_the_first_offer_to_the_accepted_result_by_clicks(
    house: House, address: str, chromium: Any, screenshots: Path
) -> None:
    talk, demand = told(house)
    one = opened(house, demand, "mat_clicks", "检验检测")
    one = play(house, one, [("coordinator", "start", Facts(contacts=cases.CONTACTS))])
    host, clerk = Person(chromium, address, "desktop"), Person(chromium, address, "phone")
    host.go(f"/project/{one.id}/enter/{token_for(house, one, 'host')}")
    host.sees_turn("现在轮到中心")
    host.do(
        "make_offer",
        offer__scope="外壳失效分析",
        offer__price="48,000 元",
        offer__finish_by=str(offer_of(house, one).finish_by),
        offer__intellectual_property="归委托方",
        offer__deliverables="失效分析报告",
        offer__criteria__0__quantity="冲击强度",
        offer__criteria__0__comparison="≥",
        offer__criteria__0__limit="15",
        offer__criteria__0__unit="kJ/m2",
        offer__criteria__0__method="GB/T 1843",
        offer__criteria__0__sample="同一批次 10 件",
    )
    host.sees_turn("现在轮到您：确认方案与报价")
    clerk.go(f"/talk/{talk}/status")
    clerk.page.get_by_role("link", name="查看项目进展").click()
    clerk.sees_turn("现在轮到您：确认方案与报价")
    expect(clerk.page.locator("#offer")).to_contain_text("48,000 元")
    clerk.do("say", message__text="月底前能出报告吗？")
    clerk.do("confirm_offer")
    clerk.sees_turn("现在轮到依托单位")
    clerk.check()
    host.page.reload()
    expect(host.page.locator("#said")).to_contain_text("月底前能出报告吗？")
    host.do("confirm_offer")
    host.sees_turn("现在轮到您：签订协议")
    host.do("sign", signatories__enterprise="王总", signatories__host="李院长")
    expect(host.page.locator(".line .now")).to_have_text("签订技术服务协议")
    host.check()
    with house.reading() as session:
        one = store.load(session, one.id)
    play(house, one, to_acceptance())
    clerk.page.reload()
    clerk.do("record_measurement", measurements__0__value="18.2")
    clerk.sees_turn("现在轮到您：指标全部合格，请验收")
    clerk.do("accept", is_solved="true")
    expect(clerk.page.locator("#now")).to_contain_text("正常完成")
    clerk.do("answer_survey", survey__overall="5", survey__value_for_money="4")
    expect(clerk.page.locator(".history")).to_contain_text("填写满意度问卷")
    clerk.page.screenshot(path=screenshots / "project-closed-phone.png", full_page=True)
    with house.reading() as session:
        after = store.load(session, one.id)
    assert (after.state, after.end_reason, after.surveys[0].answer.overall) == ("closed", "completed", 5)


@pytest.mark.parametrize("size", sorted(SIZES))
def test_every_stage_is_legible_fits_the_window_and_says_what_is_meant(
    house: House, address: str, chromium: Any, screenshots: Path, size: str
) -> None:
    talk, demand = told(house)
    one = opened(house, demand, f"mat_{size}")
    offer = offer_of(house, one)
    clerk, centre, desk = (Person(chromium, address, size) for _ in range(3))
    centre.go(f"/project/{one.id}/enter/{token_for(house, one, 'centre')}")
    clerk.go(f"/talk/{talk}/projects/{one.id}")
    desk.go(f"/desk/project/{one.id}")
    desk.page.locator("#key").fill(LI)
    desk.page.locator("#key").press("Enter")
    desk.page.locator("#turn").wait_for()
    desk.complaints.clear()  # a browser tells of the 401 of the page to sign in
    desk.sees_turn(re.compile("现在轮到您："))
    desk.check()
    one = play(house, one, talks(offer)[:2])
    for person, turn in ((clerk, "现在轮到您：确认方案与报价"), (centre, "现在轮到您")):
        person.page.reload()
        person.sees_turn(re.compile(turn))
        person.open_all()
        person.check()
    clerk.page.screenshot(path=screenshots / f"project-talks-{size}.png", full_page=True)
    one = play(house, one, (*talks(offer)[2:], *to_acceptance(), measured()))
    for person in (clerk, desk):
        person.page.reload()
        person.open_all()
        person.check()
    clerk.page.screenshot(path=screenshots / f"project-acceptance-{size}.png", full_page=True)
    clerk.go(f"/project/{one.id}?lang=en")
    clerk.sees_turn(re.compile("It is your turn"))
    clerk.open_all()
    written = {*(f"{one.quantity} {one.requirement}" for one in cases.CRITERIA), *offer.deliverables}  # by the parties
    assert set(clerk.page.evaluate(CHINESE)) - written == set()
    desk.go("/desk/projects")
    desk.check()
    desk.page.get_by_label("轮到谁").select_option("enterprise")
    desk.page.get_by_role("button", name="筛选").click()
    expect(desk.page.locator(f".queue a.open[href^='/desk/project/{one.id}']")).to_have_count(1)
    clerk.page.emulate_media(media="print")
    expect(clerk.page.locator(".apart")).to_be_hidden()
    expect(clerk.page.locator(".history")).to_be_visible()


def measured() -> tuple[str, str, Facts]:
    return "centre", "record_measurement", Facts(measurements=cases.BAD)


def test_a_step_is_taken_with_the_keyboard_alone(house: House, address: str, chromium: Any) -> None:
    talk, demand = told(house)
    one = opened(house, demand, "mat_keys")
    play(house, one, talks(offer_of(house, one))[:2])
    clerk = Person(chromium, address, "desktop")
    clerk.go(f"/talk/{talk}/projects/{one.id}")
    clerk.page.locator("#do-stop summary").first.focus()
    clerk.page.keyboard.press("Enter")
    clerk.page.locator("#do-stop textarea").focus()
    clerk.page.keyboard.type("太贵")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("#do-stop [name=sure]:invalid"), "nothing ends by a slip").to_have_count(1)
    clerk.page.locator("#do-stop [name=sure]").focus()
    clerk.page.keyboard.press("Space")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Enter")
    clerk.page.locator("#now", has_text="未达成一致").wait_for()
