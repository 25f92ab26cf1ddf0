"""A coordinator at the desk in a real browser: by mouse and by keyboard, on a phone and a desktop, without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.wiring import House, open_house
from foundation.settings import Settings
from matcher import store
from tests.browser.conftest import serving
from tests.browser.test_talk import CONTRAST, NAMELESS
from tests.desk_cases import CHEN, COORDINATORS, CRACKED, LI, TITLE, matched_demand

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
SMALL = """() => [...document.querySelectorAll("button, summary, select, .acts a, .bar a, .filters a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 28)
  .map((one) => one.textContent.trim().slice(0, 20))"""


@pytest.fixture(scope="module")
def house(world_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The demonstration world with two coordinators; closed by the server over it."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(world_folder, folder)
    return open_house(Settings(data_dir=folder, coordinators=COORDINATORS))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """The service over this house."""
    with serving(house) as address:
        yield address


class Coordinator:
    """Somebody at a browser window who notices what the console complains of."""

    def __init__(self, chromium: Any, address: str, size: str, scripts: bool = True, **options: Any) -> None:
        options.setdefault("locale", "zh-CN")
        self.context = chromium.new_context(viewport=SIZES[size], java_script_enabled=scripts, **options)
        self.page = self.context.new_page()
        self.address, self.size, self.scripts = address, size, scripts
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def sign_in(self, at: str = "/desk", key: str = LI) -> None:
        self.page.goto(self.address + at)
        self.complaints.clear()  # a browser tells of the 401 of the page to sign in
        self.page.locator("#key").fill(key)
        self.page.locator("#key").press("Enter")
        self.page.locator(".bar").wait_for()
        self.page.wait_for_load_state()  # keys are heard once the script has run

    def check(self) -> None:
        """One h1, every field labelled, everything legible and large enough, nothing wider than the window."""
        self.page.wait_for_load_state()
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.complaints == []
        if self.scripts:
            assert self.page.evaluate(NAMELESS) == []
            assert self.page.evaluate(CONTRAST) == []
            assert self.page.evaluate(SMALL) == []
            assert self.page.evaluate("document.documentElement.scrollWidth") <= SIZES[self.size]["width"]

    def card(self, letter: str) -> Any:
        return self.page.locator(".card").filter(has=self.page.locator(f".letter:text-is('{letter}')"))


def state_of(house: House, demand_id: str, place: int) -> tuple[str, str | None]:
    with house.reading() as session:
        one = store.candidates_of(session, demand_id)[place]
    return one.state, one.decided_by


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_a_coordinator_signs_in_reads_and_decides_by_mouse(
    house: House, address: str, chromium: Any, screenshots: Path, size: str, scripts: bool
) -> None:
    demand = matched_demand(house, f"{TITLE} {size} {scripts}", f"{CRACKED} {size} {scripts}")
    desk = Coordinator(chromium, address, size, scripts)
    desk.page.goto(f"{address}/desk")
    desk.complaints.clear()
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-sign-in-{size}.png")
    desk.sign_in()
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-queue-{size}.png")
    desk.page.get_by_role("link", name=demand.title).click()
    desk.page.locator(".card").first.wait_for()
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-case-{size}.png", full_page=True)
    row = desk.card("A").locator(".offer").first
    row.locator("> summary").click()
    expect(row.get_by_text("附表原文")).to_be_visible()
    expect(row.locator(".annex mark", has_text=re.compile("^冲击强度$")).first).to_be_visible()
    third = desk.card("C")
    third.locator("summary", has_text="退回").click()
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-open-{size}.png", full_page=True)
    form = third.locator("details[open].deed")
    form.get_by_label("原因").select_option(label="产品对不上")
    form.get_by_label("补充几句").fill("这家做家具")
    form.get_by_role("button").click()
    desk.page.locator(".card.declined").wait_for()
    assert state_of(house, demand.id, 2) == ("declined", "li")
    desk.card("A").get_by_role("button", name="接受").click()
    desk.page.locator(".card.accepted").wait_for()
    expect(desk.card("A").locator(".decided")).to_contain_text("李工")
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-decided-{size}.png")
    desk.page.get_by_role("button", name="退出").click()
    desk.page.locator("#key").wait_for()
    desk.context.close()


def test_a_case_is_chosen_and_decided_without_a_mouse(house: House, address: str, chromium: Any) -> None:
    demand = matched_demand(house, f"{TITLE} 键盘", CRACKED + "键盘")
    desk = Coordinator(chromium, address, "desktop")
    desk.sign_in()
    keys = desk.page.keyboard
    titles = desk.page.locator(".queue .open").all_inner_texts()
    for _ in range(titles.index(demand.title) + 1):
        keys.press("ArrowDown")
    keys.press("Enter")
    desk.page.locator(".card").first.wait_for()
    desk.page.wait_for_load_state()
    keys.press("ArrowDown")
    expect(desk.card("B")).to_have_attribute("aria-current", "true")
    keys.press("ArrowDown")
    keys.press("d")
    assert desk.page.evaluate("document.activeElement.name") == "reason_code"
    keys.press("a")  # typed into a field it decides nothing
    assert state_of(house, demand.id, 2)[0] == "proposed"
    keys.press("Escape")
    expect(desk.card("C").locator("details[open]")).to_have_count(0)
    keys.press("h")
    desk.card("C").locator("details[open] select").select_option(label="先比较别的中心")
    desk.card("C").locator("details[open] button").press("Enter")
    desk.page.locator(".card.on_hold").wait_for()
    desk.page.wait_for_load_state()
    for _ in range(3):
        keys.press("ArrowUp")
    expect(desk.card("A")).to_have_attribute("aria-current", "true")
    keys.press("c")
    assert desk.page.evaluate("document.activeElement.tagName") == "A"
    keys.press("Escape")
    keys.press("a")
    desk.page.locator(".card.accepted").wait_for()
    assert [state_of(house, demand.id, n)[0] for n in range(3)] == ["accepted", "proposed", "on_hold"]
    assert desk.complaints == []
    desk.context.close()


def test_two_at_once_and_the_later_one_keeps_the_words(
    house: House, address: str, chromium: Any, screenshots: Path
) -> None:
    demand = matched_demand(house, f"{TITLE} 两人", CRACKED + "两人")
    one, other = (Coordinator(chromium, address, "phone") for _ in range(2))
    one.sign_in(f"/desk/{demand.id}")
    other.sign_in(f"/desk/{demand.id}", CHEN)
    other.card("A").locator("summary", has_text="暂缓").click()
    other.card("A").locator("details[open] select").select_option(label="等中心答复")
    other.card("A").locator("details[open] textarea").fill("等他们回电话")
    one.card("A").get_by_role("button", name="接受").click()
    one.page.locator(".card.accepted").wait_for()
    other.card("A").locator("details[open] button").click()
    told = other.page.get_by_role("alert")
    told.wait_for()
    expect(told).to_contain_text("李工")
    expect(told).to_contain_text("等他们回电话")
    other.complaints.clear()  # the browser tells of the 409
    other.check()
    other.page.screenshot(path=screenshots / "desk-too-late-phone.png")
    for desk in (one, other):
        desk.context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_a_case_nobody_fits_is_legible_in_english_and_in_the_dark(
    house: House, address: str, chromium: Any, screenshots: Path, size: str, scheme: str
) -> None:
    words = f"{CRACKED} {scheme} {size}"
    nobody = matched_demand(house, f"{TITLE} {scheme} {size}", words, is_abstained=True)
    found = matched_demand(house, f"{TITLE} {scheme} {size} en", words + " en")
    desk = Coordinator(chromium, address, size, locale="en-GB", color_scheme=scheme)
    desk.sign_in(f"/desk/{nobody.id}")
    expect(desk.page.locator(".nobody")).to_contain_text("No centre fits")
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-nobody-{size}-{scheme}.png")
    desk.page.goto(f"{address}/desk/{found.id}")
    expect(desk.page.get_by_text("Confidence 0.86")).to_be_visible()
    for summary in desk.page.locator(".card summary").all():
        if summary.is_visible():
            summary.click()
    desk.check()
    desk.page.screenshot(path=screenshots / f"desk-english-{size}-{scheme}.png", full_page=True)
    desk.context.close()
