"""A model outside the house on the page of a talk: asked for, off at first, taken back; its proposals, yes or no."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.wiring import House
from foundation.clock import SetClock
from tests.api.pages import FIRST, begun, form_of, hidden, new_talk, talk_of
from tests.api.talk.talks import house_with
from tests.stand_ins import Behaviour, OpenAIServer, Request
from tests.stand_ins_model import material_of

BOX = re.compile(r'id="consent"[^>]*?( checked)?>')


def proposing(request: Request) -> Behaviour:
    """Reads the product otherwise than rules do, and a kind of problem that the words do not carry."""
    said = {
        "product": [{"value": "空调厂", "quote": "空调厂"}],
        "problem_type": [{"value": "工艺难题", "quote": "一敲就裂"}],
    }
    return Behaviour(content=json.dumps(said if "空调厂" in material_of(request) else {}, ensure_ascii=False))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(proposing) as server:
        yield server


@pytest.fixture
def outside(tmp_path: Path, clock: SetClock, server: OpenAIServer) -> Iterator[House]:
    """A house whose model stands elsewhere."""
    with house_with(tmp_path, clock, server.url, model_on_premises=False) as house:
        yield house


@pytest.fixture
def browser(outside: House) -> TestClient:
    return TestClient(make_app(outside), follow_redirects=False)


def say(browser: TestClient, at: str, text: str, version: int, consent: bool) -> Response:
    form = {"text": text, "version": str(version), "model": "asked", **({"consent": "yes"} if consent else {})}
    return browser.post(at, data=form)


def is_ticked(html: str) -> bool:
    found = BOX.search(html)
    assert found is not None
    return found[1] is not None


def test_the_box_is_there_and_off_until_somebody_ticks_it(browser: TestClient, server: OpenAIServer) -> None:
    assert not is_ticked(browser.get("/talk").text)
    at = new_talk(browser)
    assert say(browser, at, FIRST, 0, consent=False).status_code == 303
    assert not is_ticked(browser.get(at).text)
    assert server.requests == []


def test_ticked_with_the_first_words_it_counts_for_them(
    browser: TestClient, server: OpenAIServer, outside: House
) -> None:
    at = new_talk(browser)
    for _ in range(2):
        assert say(browser, at, FIRST, 0, consent=True).status_code == 303
    assert len(server.requests) == 1
    assert talk_of(outside, at).draft.utterances == (FIRST,)
    assert is_ticked(browser.get(at).text)


def test_unticked_it_is_taken_back_for_these_very_words_or_without_a_word(
    browser: TestClient, server: OpenAIServer, outside: House
) -> None:
    at = new_talk(browser)
    say(browser, at, FIRST, 0, consent=True)
    say(browser, at, "空调厂说是ABS", talk_of(outside, at).version, consent=False)
    assert len(server.requests) == 1
    for consent in ("yes", ""):
        sent = browser.post(f"{at}/model-consent", data={"model": "asked", "consent": consent})
        assert sent.status_code == 303
        assert talk_of(outside, at).model_consent == bool(consent)
    kept = browser.post(f"{at}/model-consent", data={"model": "asked", "text": "还没写完"})
    assert ">还没写完</textarea>" in kept.text


def test_a_secret_talk_is_told_that_nothing_leaves(browser: TestClient, server: OpenAIServer) -> None:
    at = begun(browser, "塑料壳子一敲就裂，请保密")
    html = browser.get(at).text
    assert "不会交给外面的语言模型" in html
    assert 'id="consent"' not in html


def test_no_box_without_a_model_or_with_one_in_the_house(tmp_path: Path, clock: SetClock, server: OpenAIServer) -> None:
    for url in ("", server.url):
        with house_with(tmp_path / str(bool(url)), clock, url, model_on_premises=True) as house:
            assert 'id="consent"' not in TestClient(make_app(house)).get("/talk").text


def test_a_proposal_is_shown_with_its_words_and_changes_nothing_before_a_yes(
    browser: TestClient, outside: House
) -> None:
    at = new_talk(browser)
    say(browser, at, FIRST, 0, consent=True)
    html = browser.get(at).text
    assert "模型还读到这些" in html
    assert "<q>一敲就裂</q>" in html[html.index('class="proposals"') :]
    draft = talk_of(outside, at).draft
    assert (draft.value("product"), draft.value("problem_type")) == ("塑料壳子", "失效/缺陷")


def test_yes_makes_it_a_value_with_the_words_and_no_takes_it_away(browser: TestClient, outside: House) -> None:
    at = new_talk(browser)
    say(browser, at, FIRST, 0, consent=True)
    version = hidden(browser.get(at).text, "version")
    no = {"field": "product", "value": "空调厂", "deed": "reject", "version": version}
    for _ in range(2):
        assert browser.post(f"{at}/proposals", data=no).status_code == 303
    yes = {"field": "problem_type", "value": "工艺难题", "deed": "accept"}
    stale = browser.post(f"{at}/proposals", data=yes | {"version": version})
    assert stale.status_code == 409
    for _ in range(2):
        answer = browser.post(f"{at}/proposals", data=yes | {"version": str(talk_of(outside, at).version)})
        assert answer.status_code == 303
    draft = talk_of(outside, at).draft
    assert draft.value("product") == "塑料壳子"
    (found,) = [reading for reading in draft.readings if reading.field == "problem_type"]
    assert (found.value, found.origin, found.evidence[0].quote) == ("工艺难题", "confirmed", "一敲就裂")
    assert draft.proposals == ()
    assert "模型还读到这些" not in browser.get(at).text


def test_a_demand_keeps_no_open_proposal(browser: TestClient, outside: House) -> None:
    at = new_talk(browser)
    say(browser, at, FIRST, 0, consent=True)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    demand = browser.get(f"/demands/{sent.headers['location'].split('/')[2]}").json()
    assert demand["draft"]["proposals"] == []
    assert demand["draft"]["readings"]
