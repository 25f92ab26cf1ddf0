"""What a visitor can read: one language at a time, every word once, and a page even where there is none."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from foundation.language import translate
from intake.lexicon import data
from intake.reading.particulars import all_subtypes
from tests.api.pages import begun

ENGLISH = "Our garden hoses crack after one winter. We need to know why."


def test_an_address_that_is_no_page_is_answered_with_a_page_in_a_browser(browser: TestClient) -> None:
    answer = browser.get("/demands-of-mine", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is nothing at this address" in answer.text
    assert 'href="/talk?lang=en"' in answer.text


def test_a_program_still_gets_a_problem_document(browser: TestClient) -> None:
    answer = browser.get("/demands-of-mine", headers={"Accept": "*/*"})
    assert (answer.status_code, answer.json()["code"]) == (404, "http_404")


def test_values_read_back_in_english_have_english_marks(browser: TestClient) -> None:
    at = begun(browser, ENGLISH)
    page = browser.get(f"{at}?lang=en").text
    assert "Understood: garden hoses, crack." in page


@pytest.mark.parametrize("value", [*data("industries"), *(name for names in all_subtypes().values() for name in names)])
def test_every_value_of_our_own_lists_has_its_english(value: str) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", translate(value, "en"))


def test_the_form_says_in_english_what_a_chinese_value_means(browser: TestClient) -> None:
    form = browser.get(f"{begun(browser, ENGLISH, 'It is PVC from an extruder')}/confirm?lang=en").text
    assert '<p class="quiet meant">Plastics and rubber</p>' in form
    assert 'value="塑料与橡胶"' in form


def test_words_that_stand_behind_a_value_more_than_once_are_shown_once(browser: TestClient) -> None:
    form = browser.get(f"{begun(browser, '研究轴承钢。轴承钢淬火后开裂，轴承钢要退火。')}/confirm").text
    for quotes in re.findall(r'<p class="said">(.*?)</p>', form):
        words = re.findall(r"<q>(.*?)</q>", quotes)
        assert len(words) == len(set(words))
