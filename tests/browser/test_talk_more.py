"""Files, a complaint, a withdrawal, a model's proposals in a real browser: phone and desktop, with and without JS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_talk import SIZES, WORDS, Visitor, visiting
from tests.intake.attachments import files
from tests.stand_ins import Behaviour, OpenAIServer, Request

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = """() => [...document.querySelectorAll(
    "main button, main summary, main select, .button, .ways a, .deedlist a, .hint a, nav a, .tick, .level, #files")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim(), Math.round(one.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 32)"""
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600
EACH_WAY = pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
EACH_SIZE = pytest.mark.parametrize("size", sorted(SIZES))


def proposing(request: Request) -> Behaviour:
    """Reads the kind of problem otherwise than rules do."""
    told = {"problem_type": [{"value": "工艺难题", "quote": "一敲就裂"}]}
    is_said = "一敲就裂" in str(request.body["messages"])
    return Behaviour(content=json.dumps(told if is_said else {}, ensure_ascii=False))


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer(proposing) as server:
        yield server


@pytest.fixture(scope="module")
def asking(serve: Any, model: OpenAIServer) -> Iterator[str]:
    """A service whose model stands elsewhere; its address."""
    with serve(model_base_url=model.url, model_name="stand-in", model_on_premises=False) as address:
        yield address


@pytest.fixture
def visit(chromium: Any, asking: str) -> Iterator[Any]:
    yield from visiting(chromium, asking)


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """A requirement that can be read, a photograph, and an old format that is refused."""
    contents = {"技术要求.docx": files.word(), "照片.png": files.PNG, "旧.doc": OLD}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def check(visitor: Visitor) -> None:
    """All that any page must hold, and nothing too small for a thumb."""
    visitor.check()
    if visitor.scripts:
        assert visitor.page.evaluate(SMALL) == []


def hand_in(visitor: Visitor, *papers: Path) -> None:
    page = visitor.page
    if page.locator("#attach:not([open])").count():
        page.locator("#attach > summary").click()
    page.locator("#files").set_input_files(papers)
    if not visitor.scripts:
        page.get_by_role("button", name="只交文件").click()


@EACH_SIZE
@EACH_WAY
def test_a_talk_with_files_goes_to_confirmation_and_is_taken_back(
    visit: Any, papers: list[Path], screenshots: Path, size: str, scripts: bool
) -> None:
    visitor, name = visit(size, scripts), f"{size}-{'js' if scripts else 'nojs'}"
    page = visitor.page
    visitor.say(WORDS[0])
    if scripts:
        page.locator("#text").fill("还没写完的话")
    hand_in(visitor, *papers)
    page.locator("#kept li").nth(1).wait_for()
    page.locator("#file-faults").wait_for()
    expect(page.locator("#file-faults")).to_contain_text("“旧.doc”是旧格式")
    expect(page.locator("#attach[open] #file-faults"), "beside its field").to_have_count(1)
    expect(page.locator("#kept")).to_contain_text("图片只保存")
    expect(page.locator("#log .theirs").last).to_contain_text("从里面读到")
    if scripts:
        expect(page.locator("#text")).to_have_value("还没写完的话")
    check(visitor)
    page.screenshot(path=screenshots / f"files-{name}.png", full_page=True)
    page.get_by_role("button", name="拿走“照片.png”").click()
    page.get_by_role("button", name="拿走“照片.png”").wait_for(state="detached")
    visitor.say(WORDS[1])
    page.get_by_role("link", name="看一遍，确认需求").click()
    page.wait_for_url("**/confirm*")
    expect(page.get_by_text("文件里的话：").first).to_be_visible()
    page.get_by_role("button", name="确认并提交").click()
    page.wait_for_url("**/status*")
    check(visitor)
    page.get_by_role("link", name="不办了，撤回").click()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.get_by_role("alert")).to_contain_text("请选一个原因")
    check(visitor)
    page.screenshot(path=screenshots / f"withdraw-{name}.png", full_page=True)
    page.get_by_label("不再需要").check()
    page.get_by_role("button", name="确认撤回").click()
    page.wait_for_url("**/status*")
    expect(page.locator("h1")).to_contain_text("已撤回")
    check(visitor)
    page.screenshot(path=screenshots / f"withdrawn-{name}.png", full_page=True)


@EACH_SIZE
@EACH_WAY
def test_the_model_is_asked_for_and_what_it_proposes_is_decided(
    visit: Any, screenshots: Path, size: str, scripts: bool
) -> None:
    visitor = visit(size, scripts)
    page = visitor.page
    expect(page.locator("#consent")).not_to_be_checked()
    page.locator("#consent").check()
    visitor.say(WORDS[0])
    proposals = page.locator(".proposals li")
    expect(proposals).to_have_count(1)
    expect(proposals.locator("q")).to_have_text("一敲就裂")
    check(visitor)
    page.screenshot(path=screenshots / f"proposals-{size}-{'js' if scripts else 'nojs'}.png", full_page=True)
    proposals.get_by_role("button", name="对，用它").click()
    proposals.wait_for(state="detached")
    visitor.open_panel()
    expect(page.locator("#field-problem_type summary")).to_contain_text("工艺难题")
    if scripts:
        with page.expect_response("**/model-consent*"):
            page.locator("#consent").uncheck()
    else:
        page.locator("#consent").uncheck()
        page.get_by_role("button", name="只保存这个选择").click()
        page.wait_for_url("**#model")
    page.reload()
    expect(page.locator("#consent")).not_to_be_checked()


@EACH_WAY
def test_a_complaint_is_made_where_it_comes_to_mind(visit: Any, screenshots: Path, scripts: bool) -> None:
    visitor = visit("phone", scripts)
    page = visitor.page
    page.get_by_role("link", name="这里投诉").click()
    page.get_by_label("哪份报告或服务").fill("上次的报告把牌号写错了")
    page.get_by_role("button", name="提交投诉").click()
    page.locator(".note-box code").wait_for()
    check(visitor)
    page.screenshot(path=screenshots / f"complaint-{'js' if scripts else 'nojs'}.png", full_page=True)
    page.get_by_role("link", name="返回").click()
    page.locator("#log .mine").wait_for()
    expect(page.locator("#now")).to_contain_text("这件事按投诉办理")
    check(visitor)


def test_files_that_are_too_large_are_refused_before_and_without_scripts_after(visit: Any, tmp_path: Path) -> None:
    large = tmp_path / "很大.pdf"
    large.write_bytes(b"%PDF-" + b"0" * (21 * 2**20))
    for scripts in (True, False):
        visitor = visit("phone", scripts)
        visitor.say(WORDS[0])
        hand_in(visitor, large)
        alert = visitor.page.get_by_role("alert")
        alert.wait_for()
        expect(alert).to_contain_text("20 MB")
        check(visitor)


def test_a_cut_upload_is_said_beside_the_field_and_loses_no_words(visit: Any, papers: list[Path]) -> None:
    visitor = visit("desktop")
    visitor.say(WORDS[0])
    visitor.page.locator("#text").fill("还没写完的话")
    visitor.page.route("**/files?*", lambda route: route.abort())
    hand_in(visitor, papers[0])
    expect(visitor.page.locator("#file-faults")).to_contain_text("“技术要求.docx”没有传上去")
    expect(visitor.page.locator("#text")).to_have_value("还没写完的话")
    visitor.page.unroute_all()
    hand_in(visitor, papers[0])
    visitor.page.locator("#kept li").wait_for()
    expect(visitor.page.locator("#file-faults")).to_have_count(0)
    visitor.complaints.clear()


def test_a_first_message_may_be_a_file(visit: Any, papers: list[Path]) -> None:
    visitor = visit("phone")
    hand_in(visitor, papers[0])
    visitor.page.locator("#log .filed").wait_for()
    expect(visitor.page).to_have_url(re.compile("/talk/con_"))
    visitor.say("是空调外壳")
    visitor.page.reload()
    expect(visitor.page.locator("#log .mine")).to_have_count(2)
