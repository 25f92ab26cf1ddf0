"""What is personal by its form goes nowhere: not to a model, not into the condensed version, a log line or an error."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.clock import SetClock
from foundation.redaction import redact, without_personal_data
from intake.releasing.condense import condense
from tests.api.talk.talks import client_of, house_with
from tests.stand_ins import OpenAIServer

PHONE, IDENTITY, MAIL = "13800138000", "11010519491231002X", "zhang.san@example.com"
CARD, CREDIT = "4111111111111111", "91350100M000100Y43"
NUMBERS = (PHONE, IDENTITY, CARD, CREDIT)


def wide(text: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) < 0x7F else c for c in text)


def grouped(number: str, gap: str) -> str:
    """As people group it: 3-4-4 for a telephone, fours for the rest."""
    first = 3 if number == PHONE else len(number) % 4 or 4
    return gap.join([number[:first], *(number[at : at + 4] for at in range(first, len(number), 4))])


def spellings(number: str) -> Iterator[str]:
    """A number in all its clothes."""
    yield from (number, wide(number))
    for gap in (" ", "-", ".", "\u3000", "—", "·", "\u200b", " - "):
        yield grouped(number, gap)
    yield wide(grouped(number, "-"))
    yield " ".join(number)
    yield "-".join(number)


CANARIES = [
    *(spelling for number in NUMBERS for spelling in spellings(number)),
    "4111 1111 1111 1111", "411111 1111111111", "110105 19491231 002x", "+86 138-0013-8000", "一三八零零一三八零零零",
    MAIL, wide(MAIL), "zhang.san ＠ example．com", "zhang.san[at]example.com", "zhang.san @ example . com",
    "zhang.san@example。com",
]  # fmt: skip


def is_in(canary: str, text: str) -> bool:
    """Whether the canary stands in the text, whatever its width, gaps, case and kind of figures."""

    def bare(words: str) -> str:
        plain = unicodedata.normalize("NFKC", words).translate(str.maketrans("零一二三四五六七八九", "0123456789"))
        return re.sub(r"[^0-9a-z@]", "", plain.lower())

    return bare(canary) in bare(text)


def said(canary: str) -> str:
    return f"我们的壳子用了半年发脆，要看雾影指数，联系方式{canary}，想找出原因"


def test_the_search_would_find_a_leak() -> None:
    for canary in CANARIES:
        assert is_in(canary, f"x{wide(said(canary))}y")


@pytest.mark.parametrize("canary", CANARIES)
def test_no_form_of_it_is_sent_published_or_shown_in_an_error(canary: str) -> None:
    assert not is_in(canary, redact(said(canary)).text)
    assert redact(said(canary)).restore() == said(canary)
    assert not is_in(canary, "".join(condense(said(canary), said(canary))))
    assert not is_in(canary, without_personal_data(said(canary)))
    assert "雾影指数" in redact(said(canary)).text  # what is needed stays


@pytest.mark.parametrize(
    "words",
    [
        "依次为150 200 250 30",
        "尺寸1200-600-300",
        "编号20250310-0001",
        "138 0000 次循环",
        "GB/T 3098.1-2010、GB/T 228.1-2021",
        "在 120.5 130.5 140.5 ℃ 各测 3 次",
    ],
)
def test_measured_values_stay(words: str) -> None:
    assert redact(f"壳子裂了，{words}。").text == f"壳子裂了，{words}。"


def test_no_outlet_of_the_service_gives_one_away(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[str] = []
    with OpenAIServer() as server, house_with(tmp_path, clock, server.url) as house:
        client = client_of(house)
        caplog.clear()  # opening the house says nothing about anybody
        for canary in CANARIES:
            talk = client.post("/conversations", json={}).json()["id"]
            for words in (said(canary), "不知道", "不知道"):
                client.post(f"/conversations/{talk}/messages", json={"text": words})
            path = f"/conversations/{talk}/confirm"
            errors += [
                client.post(path, json={"corrections": {"service_category": canary}}).text,
                client.post(path, json={"corrections": {canary: "x"}}).text,
                client.post(path, json={"corrections": {"budget": [canary, canary]}}).text,
                client.post("/conversations", json={canary: 1}).text,
                client.post("/conversations", json={"channel": canary}).text,
                client.get(f"/conversations/{canary}").text,
                client.get(f"/demands/{canary}").text,
                client.post("/match", json={"text": said(canary), "top": canary}).text,
            ]
            demand = client.post(path, json={}).json()
            assert not is_in(canary, demand["title"] + demand["condensed"]), canary
        sent = [str(request.body) for request in server.requests]
    out, err = capfd.readouterr()
    logged = [record for record in caplog.records if record.name != "httpx2" and record.name != "httpx"]
    outlets = {
        "model": sent,
        "errors": errors,
        "log": [record.getMessage() for record in logged],
        "printed": [out + err],
    }
    assert len(sent) >= len(CANARIES)
    assert len(errors) == 8 * len(CANARIES)
    for outlet, texts in outlets.items():
        together = "\n".join(texts)
        assert [canary for canary in CANARIES if is_in(canary, together)] == [], outlet
