"""A day of another year is said with its year, wherever a page or the command line names a day."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.days import day_words, moment_words
from api.wiring import House
from engagement.log import Facts
from foundation.clock import CHINA, SetClock
from tests.api.commands import entered
from tests.api.conftest import KEY
from tests.api.desk.desk_window import Desk, words
from tests.api.pages import begun
from tests.api.project.test_project_pages import Window
from tests.engagement import cases
from tests.journeys.services import opened

TODAY = date(2025, 12, 30)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2025, 12, 31), "12 月 31 日（星期三）", "Wednesday 31 December"),
        (date(2026, 1, 5), "2026 年 1 月 5 日（星期一）", "Monday 5 January 2026"),
        (date(2024, 2, 29), "2024 年 2 月 29 日（星期四）", "Thursday 29 February 2024"),
    ],
)
def test_a_day_has_its_year_where_that_is_not_this_year(day: date, zh: str, en: str) -> None:
    assert (day_words(day, TODAY, "zh"), day_words(day, TODAY, "en")) == (zh, en)


def test_a_moment_has_its_year_in_chinese_time() -> None:
    at = datetime(2026, 1, 1, 0, 5, tzinfo=CHINA)
    assert moment_words(at, TODAY, "zh") == "2026 年 1 月 1 日 00:05"
    assert moment_words(at, at.date(), "zh") == "1 月 1 日 00:05"
    assert moment_words(at, TODAY, "en") == "1 January 2026 00:05"


def test_what_is_due_in_the_new_year_says_so_on_page_list_and_command_line(
    house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(timedelta(days=295))
    assert clock.now().date() == TODAY
    one = opened(house)
    desk = Window(house, one, "coordinator")
    desk.do("start", Facts(contacts=cases.CONTACTS))
    monkeypatch.setenv("DOCKING_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setattr("api.wiring.SystemClock", lambda: clock)
    told = json.loads(entered(["engagement", "show", one.id, "--json"])[1])["turn"]["due"]["date"]
    due = day_words(date.fromisoformat(told), TODAY, "zh")
    assert due.startswith("2026 年 1 月 ")
    assert due in words(desk.read())
    assert due in words(Desk(house, KEY).get("/desk/projects").text)
    assert due in entered(["engagement", "show", one.id])[1]


def test_a_complaint_over_the_new_year_is_answered_by_a_day_with_its_year(browser: TestClient, clock: SetClock) -> None:
    clock.advance(timedelta(days=295))
    at = begun(browser, "我们的塑料壳子一敲就裂")
    assert "2026 年 1 月" in words(browser.get(f"{at}/complaint").text)
