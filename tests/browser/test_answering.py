"""An enterprise answers in a real browser after its service: by phone and at a desk, with a photograph as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.wiring import House, open_house
from engagement import service, store
from engagement.access.giving import invite
from engagement.files import list_kept
from foundation.clock import SetClock
from foundation.settings import Settings
from tests.browser.conftest import serving
from tests.browser.test_project import CHINESE, SIZES, Person
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
        clerk = Person(chromium, address, size)
        answer_survey(clerk, survey, screenshots)
        report_effects(clerk, effects, photo, screenshots)
        with house.reading() as session:
            after = store.load(session, id)
            (kept,) = list_kept(session, id)
    assert (after.surveys[0].answer.overall, after.surveys[0].answer.comment) == (4, "报告写得清楚")
    assert after.effect_reports[0].report.effects[0].evidence == kept.sha256


def answer_survey(clerk: Person, path: str, screenshots: Path) -> None:
    """Filled in once; the link then says that it was used."""
    page = clerk.page
    clerk.go(path)
    clerk.check()
    page.screenshot(path=screenshots / f"survey-{clerk.size}.png", full_page=True)
    for question in ("overall", "value_for_money"):
        page.locator(f'[name="{question}"][value="4"]').check()
    page.locator("#comment").fill("报告写得清楚")
    page.get_by_role("button", name="提交问卷").click()
    expect(page.get_by_role("heading", name="收到了，谢谢您")).to_be_visible()
    clerk.check()
    clerk.go(path)
    expect(page.get_by_text("已经用过")).to_be_visible()
    clerk.complaints.clear()  # a browser tells of the refusal


def report_effects(clerk: Person, path: str, photo: Path, screenshots: Path) -> None:
    """A number that is none is refused and stays in its field; then all is taken, with its photograph."""
    page = clerk.page
    clerk.go(f"{path}?lang=en")
    assert page.evaluate(CHINESE) == []
    clerk.go(path)
    clerk.check()
    page.locator("#amount1").fill("很多")
    page.locator("#unit1").fill("万元")
    page.get_by_role("button", name="提交成效").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#amount1")).to_have_value("很多")
    clerk.complaints.clear()  # a browser tells of the 422
    clerk.check()
    page.get_by_label("数额").first.fill("12.5")
    page.get_by_label("凭证").first.set_input_files(str(photo))
    page.screenshot(path=screenshots / f"effects-{clerk.size}.png", full_page=True)
    page.get_by_role("button", name="提交成效").click()
    expect(page.get_by_role("heading", name="收到了，谢谢您")).to_be_visible()
    clerk.check()
