"""A whole talk in a real browser: on a phone and a desktop, with and without JavaScript, to the confirmed demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
WORDS = ("我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，急", "说是ABS，供应商换过", "按GB/T 1843测冲击强度")
HOSTILE = "塑料壳子一敲就裂 <script>document.title='x'</script> \"'&amp; 😀👩‍🔧 <b>粗</b> " + "A" * 950 + "裂" * 1_000

CONTRAST = """() => {
  const light = (rgb) => {
    const parts = rgb.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("main *, header *, footer")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const [one, other] = [colour(getComputedStyle(element).color).slice(0, 3), behind(element)].map(light);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter((field) => !field.labels.length).map((field) => field.name)"""


class Visitor:
    """Somebody at a browser window, who notices what the console complains of."""

    def __init__(self, chromium: Any, site: str, size: str, scripts: bool = True, **options: Any) -> None:
        options.setdefault("locale", "zh-CN")
        self.context = chromium.new_context(viewport=SIZES[size], java_script_enabled=scripts, **options)
        self.page = self.context.new_page()
        self.site, self.size, self.scripts = site, size, scripts
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def begin(self) -> None:
        self.page.goto(f"{self.site}/talk")

    def say(self, words: str) -> None:
        """Type and send, and wait for the answer."""
        answers = self.page.locator("#log .theirs")
        before = answers.count()
        self.page.locator("#text").fill(words)
        self.page.get_by_role("button", name="发送").click()
        answers.nth(before).wait_for()
        self.page.locator("#say:not([aria-busy])").wait_for()

    def open_panel(self) -> None:
        if self.size == "phone" and self.page.locator("#understood:not([open])").count():
            self.page.locator("#understood > summary").click()

    def check(self) -> None:
        """One h1, every field labelled, everything legible, nothing wider than the window."""
        self.page.wait_for_load_state()
        expect(self.page.locator("h1")).to_have_count(1)
        if self.scripts:
            assert self.page.evaluate(NAMELESS) == []
            assert self.page.evaluate(CONTRAST) == []
            assert self.page.evaluate("document.documentElement.scrollWidth") <= SIZES[self.size]["width"]


def visiting(chromium: Any, address: str) -> Iterator[Any]:
    """``come("phone", scripts=False)`` – a fresh window at an empty talk; all are closed and heard in the end."""
    visitors: list[Visitor] = []

    def come(size: str, scripts: bool = True, **options: Any) -> Visitor:
        visitor = Visitor(chromium, address, size, scripts, **options)
        visitors.append(visitor)
        visitor.begin()
        return visitor

    yield come
    for visitor in visitors:
        visitor.context.close()
        assert [text for text in visitor.complaints if "status of 4" not in text] == []


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Any]:
    yield from visiting(chromium, site)


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_a_talk_becomes_a_confirmed_demand(visit: Any, screenshots: Path, size: str, scripts: bool) -> None:
    visitor = visit(size, scripts)
    page = visitor.page
    visitor.check()
    for words in WORDS:
        visitor.say(words)
    expect(page.locator("#log .mine")).to_have_count(len(WORDS))
    expect(page).to_have_url(re.compile(r"/talk/con_\w+([?#]|$)"))
    if scripts:
        page.get_by_text(re.compile(r"\d+ 家中心看来能做")).wait_for()
    visitor.open_panel()
    page.locator("#field-product summary").click()
    expect(page.locator("#field-product q")).to_have_text("塑料壳子")
    page.screenshot(path=screenshots / f"talk-{size}-{'js' if scripts else 'nojs'}.png", full_page=True)
    visitor.check()
    page.locator("#field-product").get_by_label("改成").fill("空调外壳")
    page.locator("#field-product").get_by_role("button", name="改好了").click()
    page.locator("#log .typed").wait_for()
    expect(page.locator("#field-product summary")).to_contain_text("空调外壳")
    page.get_by_role("link", name="看一遍，确认需求").click()
    page.wait_for_url("**/confirm*")
    expect(page.get_by_label("产品")).to_have_value("空调外壳")
    visitor.check()
    page.screenshot(path=screenshots / f"confirm-{size}.png", full_page=True)
    published = page.locator(".condensed").inner_text()
    page.get_by_role("button", name="确认并提交").click()
    page.wait_for_url("**/status*")
    expect(page.locator("h1")).to_contain_text("已确认")
    expect(page.locator(".condensed")).to_have_text(published, use_inner_text=True)
    expect(page.locator(".promise")).to_contain_text("个工作日")
    visitor.check()
    page.screenshot(path=screenshots / f"status-{size}.png", full_page=True)
    page.go_back()
    page.reload()
    expect(page.locator("h1"), "the form of a confirmed talk leads to its demand").to_contain_text("已确认")


def test_without_a_word_of_the_answer_lost_the_talk_is_the_same_after_a_reload(visit: Any) -> None:
    visitor = visit("desktop")
    for words in WORDS:
        visitor.say(words)
    before = visitor.page.locator("#log").inner_text()
    visitor.page.reload()
    expect(visitor.page.locator("#log")).to_have_text(before, use_inner_text=True)


def test_pointing_at_a_value_marks_its_words_and_nothing_else(visit: Any) -> None:
    visitor = visit("desktop")
    visitor.say("😀 我们给空调厂供的塑料壳子，最近这批一敲就裂")
    visitor.page.locator("#field-product summary").hover()
    marked = visitor.page.evaluate(
        "[...CSS.highlights.get('said')].map((r) => r.startContainer.data.slice(r.startOffset, r.endOffset))"
    )
    assert marked == ["塑料壳子"]


def test_the_focus_stays_where_a_person_goes_on_typing(visit: Any) -> None:
    visitor = visit("desktop")
    visitor.say(WORDS[0])
    assert visitor.page.evaluate("document.activeElement.id") == "text"
    visitor.page.locator("#field-product summary").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")  # the quote
    visitor.page.keyboard.press("Tab")  # the value
    visitor.page.keyboard.type("空调外壳")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("#log .typed").wait_for()
    visitor.page.wait_for_function("document.activeElement.closest('#field-product')")
    expect(visitor.page.locator("#field-product summary")).to_contain_text("空调外壳")


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_a_stale_window_says_so_and_keeps_the_words(visit: Any, scripts: bool) -> None:
    visitor = visit("phone", scripts)
    visitor.say(WORDS[0])
    other = visitor.context.new_page()
    other.goto(visitor.page.url)
    other.locator("#text").fill(WORDS[1])
    other.get_by_role("button", name="发送").click()
    other.locator("#log .theirs").nth(1).wait_for()
    visitor.page.locator("#text").fill("户外用，夏天晒得很热")
    visitor.page.get_by_role("button", name="发送").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("别处又往前走了一步")
    expect(visitor.page.locator("#text")).to_have_value("户外用，夏天晒得很热")
    expect(visitor.page.locator("#log .mine")).to_have_count(2)
    visitor.page.get_by_role("button", name="发送").click()
    visitor.page.locator("#log .mine").nth(2).wait_for()
    visitor.page.get_by_role("alert").wait_for(state="detached")


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_hostile_words_are_shown_as_words(visit: Any, screenshots: Path, size: str, scripts: bool) -> None:
    visitor = visit(size, scripts)
    visitor.say(HOSTILE)
    expect(visitor.page.locator("#log .mine p")).to_have_text(HOSTILE)
    expect(visitor.page).to_have_title(re.compile("Docking"))
    visitor.open_panel()
    visitor.check()
    visitor.page.screenshot(path=screenshots / f"hostile-{size}.png", full_page=True)
    visitor.page.goto(visitor.page.url.partition("?")[0] + "/confirm")
    visitor.check()


def test_a_cut_connection_loses_no_words_and_takes_nothing_twice(visit: Any) -> None:
    visitor = visit("desktop")
    visitor.say(WORDS[0])
    visitor.page.route(re.compile(r"/talk/con_\w+\?lang"), lambda route: route.abort())
    visitor.page.locator("#text").fill(WORDS[1])
    visitor.page.get_by_role("button", name="发送").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("断了一下")
    expect(visitor.page.locator("#text")).to_have_value(WORDS[1])
    expect(visitor.page.locator("#log .mine")).to_have_count(1)
    visitor.page.unroute_all()
    visitor.say(WORDS[1])
    visitor.page.reload()
    expect(visitor.page.locator("#log .mine")).to_have_count(2)
    visitor.complaints.clear()


def test_a_greeting_and_then_the_matter(visit: Any) -> None:
    visitor = visit("phone")
    visitor.say("您好")
    expect(visitor.page.locator("#log .theirs").last).to_contain_text("说说是什么产品")
    visitor.say(WORDS[0])
    expect(visitor.page.locator("#log > li")).to_have_count(4)
    before = visitor.page.locator("#log").inner_text()
    visitor.page.reload()
    expect(visitor.page.locator("#log")).to_have_text(before, use_inner_text=True)


def test_a_talk_is_pleasant_in_the_dark_and_in_english(visit: Any, screenshots: Path) -> None:
    visitor = visit("phone", color_scheme="dark", locale="en-GB")
    visitor.page.locator("#text").fill(WORDS[0])
    visitor.page.get_by_role("button", name="Send").click()
    visitor.page.get_by_text("Do you know the grade").wait_for()
    visitor.page.locator("#say:not([aria-busy])").wait_for()
    visitor.check()
    visitor.page.get_by_role("link", name="Look it over and confirm").click()
    visitor.page.wait_for_url("**/confirm*")
    visitor.check()
    visitor.page.screenshot(path=screenshots / "confirm-dark-en.png", full_page=True)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")


def test_the_first_page_leads_into_the_talk(visit: Any) -> None:
    visitor = visit("phone")
    visitor.page.goto(visitor.site)
    visitor.page.get_by_label("您的难题").fill(WORDS[0])
    visitor.page.get_by_role("button", name="接着聊，把它办成需求").click()
    visitor.page.wait_for_url("**/talk/con_*")
    expect(visitor.page.locator("#log .mine")).to_have_text(re.compile(re.escape(WORDS[0]) + r"\s*$"))
    visitor.check()
