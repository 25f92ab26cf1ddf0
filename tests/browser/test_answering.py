"""An enterprise answers in a real browser after its service: by phone and at a desk, with a photograph as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.wiring import House, open_house
from engagement import service, store
from engagement.access.giving import invite
from engagement.files import list_kept
from foundation.clock import SetClock
from foundation.settings import Settings
from tests.browser.conftest import serving
from tests.browser.test_desk import SIZES
from tests.browser.test_talk import CONTRAST, NAMELESS
from tests.builders import everybody
from tests.engagement.cases import GOOD, START
from tests.engagement.test_service import served
from tests.intake.attachments.files import PNG

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def finished(house: House) -> str:
    """A service that ended on the day of the tests."""
    with house.working(everybody()) as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    return id


@pytest.mark.parametrize("size", sorted(SIZES))
def test_questionnaire_and_effects_are_filled_in(chromium: Any, tmp_path: Path, screenshots: Path, size: str) -> None:
    house = open_house(Settings(data_dir=tmp_path / "data"), SetClock(START))
    id = finished(house)
    photo = tmp_path / "电费单.png"
    photo.write_bytes(PNG)
    with house.working(everybody()) as work:
        survey, effects = invite(work, id, "survey").path, invite(work, id, "effect", month=3).path
    with serving(house) as address:
        page = chromium.new_context(viewport=SIZES[size], locale="zh-CN").new_page()
        page.goto(address + survey)
        check(page, size)
        page.screenshot(path=screenshots / f"survey-{size}.png", full_page=True)
        for question in ("overall", "value_for_money"):
            page.locator(f'[name="{question}"][value="4"]').check()
        page.get_by_role("button", name="提交问卷").click()
        assert page.get_by_text("收到了，谢谢您").is_visible()
        page.goto(address + survey)
        assert page.get_by_text("已经用过").is_visible()
        page.goto(address + effects)
        check(page, size)
        page.get_by_label("数额").first.fill("12.5")
        page.get_by_label("单位").first.fill("万元")
        page.get_by_label("凭证").first.set_input_files(str(photo))
        page.screenshot(path=screenshots / f"effects-{size}.png", full_page=True)
        page.get_by_role("button", name="提交成效").click()
        assert page.get_by_text("收到了，谢谢您").is_visible()
        check(page, size)
        with house.reading() as session:
            after = store.load(session, id)
            (kept,) = list_kept(session, id)
    assert after.surveys[0].answer.overall == 4
    assert after.effect_reports[0].report.effects[0].evidence == kept.sha256


def check(page: Any, size: str) -> None:
    """One h1, every field named, everything legible, nothing wider than the window."""
    assert page.locator("h1").count() == 1
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
