"""What may leave at which level, as the table of the design says; and markings of state secrets are seen."""

from __future__ import annotations

import time
from itertools import product
from typing import get_args

import pytest

from foundation.markings import state_secret_marking
from foundation.redaction import redact
from foundation.secrecy import CHANNELS, ORDER, Channel, Decision, Level, highest, may_leave

# level, channel, on premises, consent → form, fields, audience: reliability.md §3, cell by cell
CELLS: list[tuple[Level, Channel, bool, bool, str, tuple[str, ...], str]] = [
    ("public", "model", False, False, "redacted", (), "all"),
    ("public", "model", False, True, "redacted", (), "all"),
    ("internal", "model", False, False, "none", (), "nobody"),
    ("internal", "model", False, True, "redacted", (), "all"),
    ("secret", "model", False, False, "none", (), "nobody"),
    ("secret", "model", False, True, "none", (), "nobody"),
    ("public", "model", True, False, "redacted", (), "all"),
    ("internal", "model", True, False, "redacted", (), "all"),
    ("secret", "model", True, False, "redacted", (), "all"),
    ("public", "embedding", False, False, "full", (), "all"),
    ("internal", "embedding", False, False, "full", (), "all"),
    ("secret", "embedding", False, False, "full", (), "own_centre"),
    ("public", "webhook", False, False, "id_state", ("id", "state", "title"), "all"),
    ("internal", "webhook", False, False, "id_state", ("id", "state"), "all"),
    ("secret", "webhook", False, False, "id_state", ("id",), "all"),
    ("public", "email", False, False, "id_state", ("id", "state", "title"), "all"),
    ("internal", "email", False, False, "id_state", ("id", "state"), "all"),
    ("secret", "email", False, False, "id_state", ("id",), "all"),
    ("public", "association", False, False, "redacted", (), "all"),
    ("internal", "association", False, False, "none", (), "nobody"),
    ("secret", "association", False, False, "none", (), "nobody"),
    ("public", "similar_search", False, False, "full", (), "all"),
    ("internal", "similar_search", False, False, "full", (), "own_centre"),
    ("secret", "similar_search", False, False, "none", (), "nobody"),
]


def strictness(decision: Decision) -> tuple[int, int]:
    """How little leaves: the form, then the number of fields."""
    return ("full", "redacted", "id_state", "none").index(decision.form), -len(decision.fields)


@pytest.mark.parametrize(("level", "channel", "on_premises", "consent", "form", "fields", "audience"), CELLS)
def test_every_cell_of_the_table(
    level: Level, channel: Channel, on_premises: bool, consent: bool, form: str, fields: tuple[str, ...], audience: str
) -> None:
    found = may_leave(level, channel, consent=consent, on_premises=on_premises)
    assert (found.form, found.fields, found.audience) == (form, fields, audience)
    assert found.allowed is (form != "none")
    assert found.reason.text("zh") != found.reason.text("en")


def test_a_model_in_the_house_must_stand_at_a_private_address() -> None:
    for level in ORDER:
        assert may_leave(level, "model", on_premises=True).needs_private_address
        assert not may_leave(level, "model", consent=True).needs_private_address


def test_a_missing_or_unknown_level_counts_as_secret() -> None:
    for channel, consent, on_premises in product(CHANNELS, (False, True), (False, True)):
        secret = may_leave("secret", channel, consent=consent, on_premises=on_premises)
        for level in (None, "confidential"):
            found = may_leave(level, channel, consent=consent, on_premises=on_premises)  # type: ignore[arg-type]
            assert found == secret


def test_an_unknown_channel_is_closed() -> None:
    found = may_leave("public", "fax", consent=True, on_premises=True)  # type: ignore[arg-type]
    assert (found.allowed, found.form) == (False, "none")
    assert "fax" in str(found.reason)


def test_a_higher_level_never_lets_more_out() -> None:
    for channel, consent, on_premises in product(CHANNELS, (False, True), (False, True)):
        forms = [strictness(may_leave(level, channel, consent=consent, on_premises=on_premises)) for level in ORDER]
        assert forms == sorted(forms), channel


def test_consent_and_premises_matter_to_the_model_only() -> None:
    for level, channel in product(ORDER, set(get_args(Channel)) - {"model"}):
        decisions = {
            may_leave(level, channel, consent=consent, on_premises=on_premises).model_dump_json()
            for consent, on_premises in product((False, True), (False, True))
        }
        assert len(decisions) == 1


def test_a_derived_thing_has_the_highest_level_of_its_sources() -> None:
    assert highest("public", "internal") == "internal"
    assert highest("public", "public") == "public"
    assert highest("public", None) == "secret"
    assert highest() == "secret"


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("绝密★", "绝密★"),
        ("关于某某工作的请示\n机密★10年\n", "机密★10年"),
        ("秘密 ★ 1 年", "秘密★1年"),
        ("机　密 ★ 启用前", "机密★启用前"),
        ("绝密★长期", "绝密★长期"),
        ("秘密☆", "秘密★"),
        ("机密\u200b★", "机密★"),
        ("絕密★", "绝密★"),
        ("秘密★６个月", "秘密★6个月"),
        ("机密＊１０年", "机密★10年"),
        ("机密 10年", "机密★10年"),
        ("密级：机密 20年", "机密★20年"),
        ("秘密：5年", "秘密★5年"),
        ("（绝密30年）", "绝密★30年"),
        ("我单位承担的项目属于机密★，请保管", "机密★"),
        ("商业秘密受保护。机密★10年", "机密★10年"),
    ],
)
def test_a_marking_is_seen(text: str, marking: str) -> None:
    assert state_secret_marking(text) == marking


@pytest.mark.parametrize(
    "text",
    [
        "商业秘密",
        "商业秘密★5年",
        "商 业 秘 密 ★",
        "核心商密★10年",
        "工作秘密★",
        "技术秘密保护",
        "双方签订保密协议，保密期3年",
        "商业秘密5年内不得披露",
        "保守秘密10年",
        "秘密3年内有效",
        "机密文件销毁设备的检测",
        "机密计算芯片",
        "**秘密**",
        "★★★ 五星评价",
        "机密性、完整性、可用性",
        "",
    ],
)
def test_ordinary_words_are_not_markings(text: str) -> None:
    assert state_secret_marking(text) is None


@pytest.mark.parametrize("piece", ["机密 ", "机", "机   密", "机密", "机密1", "商业秘密★", "密★"])
def test_looking_for_markings_takes_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    state_secret_marking(text)
    assert time.perf_counter() - start < 5  # about 0.3 s when idle; a quadratic search takes hours


def test_what_a_model_gets_is_redacted_text() -> None:
    decision = may_leave("internal", "model", consent=True)
    assert decision.form == "redacted"
    assert redact("请联系 13800138000").text == "请联系 [电话1]"
