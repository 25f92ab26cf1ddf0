"""Every quote can be pointed at, in any script, width and mood (B1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.grounding import fold, ground, holds, locate
from intake.reading.record import read_demand, read_draft

WORDS = "我们的塑料壳子一敲就裂，拉伸强度≥100MPa，预算50万元，2个月内要检测报告，按GB/T 1843-2008"
_WIDE = {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}
_TRADITIONAL = dict(zip("们强预算个检测报壳万内", "們強預算個檢測報殼萬內", strict=True))
_NOISE = ["\u200b", "\ufeff", "😀", "👨‍👩‍👧", " ", "\u3000", "\n", "…", "é", "\u0301"]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The words of a demand with widths and scripts changed and noise thrown in."""
    out = []
    for character in WORDS:
        way = draw(st.integers(0, 9))
        if way == 0:
            out.append(draw(st.sampled_from(_NOISE)))
        if way in (1, 2):
            character = _WIDE.get(character, _TRADITIONAL.get(character, character))
        out.append(character)
    return "".join(out)


@given(mutated())
def test_readings_of_mutated_words_point_at_their_own_words(text: str) -> None:
    draft = read_draft(None, text)
    for reading in draft.readings:
        assert reading.evidence
        assert all(holds(evidence, draft.utterances) for evidence in reading.evidence)
        if reading.rule in ("product", "parameter", "symptom", "material"):  # quotes its very words, not its neighbours
            assert fold(reading.evidence[0].quote).text == reading.value


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_at_all_is_read_without_an_error_and_grounded(text: str, title: str) -> None:
    found = read_demand("x", title, text)
    for quotes in found["evidence"].values():
        for quote in quotes:
            source = title if quote.get("in") == "title" else text
            assert source[quote["start"] : quote["end"]] == quote["quote"] != ""


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_piece_of_a_text_is_always_located(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    span = locate(text, piece)
    assert (span is None) == (not piece.strip())
    if span is not None:
        assert text[slice(*span)] == piece


@given(mutated())
def test_a_quote_in_plain_form_is_found_in_mutated_words_or_honestly_not(text: str) -> None:
    for quote in ("预算50万元", "一敲就裂", "GB/T 1843-2008"):
        evidence = ground(text, quote)
        if evidence is not None:
            assert text[evidence.start : evidence.end] == evidence.quote
            assert "".join(fold(evidence.quote).text.split()) == "".join(fold(quote).text.split())


def test_full_width_traditional_and_emoji_are_seen_through() -> None:
    text = "😀預算５０萬元，按ＧＢ／Ｔ　１８４３"
    assert locate(text, "预算50万元") == (1, 7)
    assert locate(text, "GB/T1843") == (9, 18)
    assert ground(text, "预算60万元") is None


def test_a_circled_number_never_becomes_a_digit() -> None:
    assert fold("①预算50㎡²").text == "①预算50m2²"


def test_evidence_outside_its_utterance_does_not_hold() -> None:
    evidence = ground("预算50万元", "50万元")
    assert evidence is not None
    assert holds(evidence, ("预算50万元",))
    assert not holds(evidence, ("预算60万元",))
    assert not holds(evidence.model_copy(update={"utterance": 3}), ("预算50万元",))
