"""A body or parameter that cannot be read is told in plain words, field by field: no English of a library."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

WRONG: list[tuple[str, object, str, str, str]] = [
    ("/match", {"text": "x", "top": 0}, "top", "最小是 1", "at least 1"),
    ("/match", {"text": "x", "top": "三"}, "top", "请写整数", "please write a whole number"),
    ("/match", {"text": "x", "surprise": 1}, "surprise", "没有这一项", "there is no such field"),
    ("/match", {"text": 5}, "text", "请写成带引号的文字", "please write text in quotation marks"),
    ("/match", {"text": "字" * 20_001}, "text", "字数最多 20000", "characters at most: 20000"),
    (
        "/reverse-match",
        {"text": "x", "expert": 5},
        "expert",
        "请写成带引号的文字",
        "please write text in quotation marks",
    ),
    ("/subscriptions", {}, "kind", "还没有填", "it is missing"),
]


@pytest.mark.parametrize(("path", "body", "field", "zh", "en"), WRONG)
def test_what_is_expected_is_said_in_the_caller_s_language(
    client: TestClient, path: str, body: object, field: str, zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        answer = client.post(path, json=body, headers={"Accept-Language": language})
        assert answer.status_code == 422
        assert {"field": field, "reason": said} in answer.json()["errors"]


def test_choices_are_named(client: TestClient) -> None:
    (fault,) = client.post("/conversations", json={"channel": "nobody"}).json()["errors"]
    assert fault["reason"].startswith("请从这些里选：")
    assert "association、market_regulation" in fault["reason"]


def test_a_body_that_is_no_json_says_so(client: TestClient) -> None:
    answer = client.post("/match", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.json()["errors"] == [{"field": "body", "reason": "请求的正文读不出来"}]
