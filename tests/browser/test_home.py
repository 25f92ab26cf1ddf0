"""A person types a problem and sees who can help: on a desktop, on a phone, and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROBLEM = "我们给空调厂供的塑料壳子，最近一批一敲就裂，客户要退货。材料说是 ABS，供应商换过。"
SEVERAL = "风电螺栓断了，先查明断裂原因，再改进热处理工艺，然后测拉伸强度并出检测报告，最后把新工艺申请专利。"
SIZES = {"desktop": {"width": 1200, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_a_problem_typed_in_finds_centres_with_reasons(
    site: str, chromium: Any, screenshots: Path, size: str, scripts: bool
) -> None:
    context = chromium.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(site)
    page.screenshot(path=screenshots / f"home-{size}.png")
    page.get_by_label("您的难题").fill(PROBLEM)
    page.get_by_role("button", name="找找看").click()
    page.wait_for_selector("article.centre")
    first = page.locator("article.centre").first
    expect(first).to_contain_text("示范·澄原塑料制品")
    expect(first).to_contain_text("附表位置")
    expect(page.locator(".understood").get_by_text("ABS", exact=True)).to_be_visible()
    page.screenshot(path=screenshots / f"found-{size}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth") if scripts else 0
    assert wide <= SIZES[size]["width"]
    assert complaints == []
    context.close()


@pytest.mark.parametrize("size", sorted(SIZES))
def test_several_tasks_are_a_route_in_the_order_of_the_work(
    site: str, chromium: Any, screenshots: Path, size: str
) -> None:
    page = chromium.new_page(viewport=SIZES[size], locale="zh-CN")
    page.goto(site)
    page.get_by_label("您的难题").fill(SEVERAL)
    page.get_by_role("button", name="找找看").click()
    page.wait_for_selector(".route")
    steps = page.locator(".route > li")
    expect(steps.locator("h3 .mark")).to_have_text(["1", "2", "3", "4"])
    expect(steps.last.locator(".said")).to_contain_text("申请专利")
    page.locator("article.centre .mark").first.click()
    expect(page).to_have_url(re.compile("#task-1$"))
    page.screenshot(path=screenshots / f"route-{size}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.close()


def test_an_empty_form_is_answered_kindly(site: str, chromium: Any) -> None:
    page = chromium.new_page(locale="zh-CN")
    page.goto(site)
    page.evaluate("document.querySelector('textarea').required = false")
    page.get_by_role("button", name="找找看").click()
    expect(page.get_by_role("alert")).to_contain_text("请写几个字")
    page.close()


def test_the_page_speaks_english_when_asked(site: str, chromium: Any) -> None:
    page = chromium.new_page(locale="en-GB")
    page.goto(f"{site}/?lang=en")
    expect(page.get_by_role("button", name="Find help")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.close()
