"""Two thousand ways of writing real demands: every quote still stands where it says (B1)."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.grounding import holds
from intake.lexicon import data
from intake.reading.record import read_draft
from tests.builders import ROOT

GOLDEN = ROOT / "tests" / "golden" / "intake"
TEXTS = tuple(
    json.loads(line)["text"]
    for name in ("demands", "reading")
    for line in (GOLDEN / f"{name}.jsonl").read_text("utf-8").strip().split("\n")
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SCRIPTS = data("traditional")
_TRADITIONAL = {
    ord(here): ord(there)
    for traditional, simplified in zip(_SCRIPTS[::2], _SCRIPTS[1::2], strict=True)
    for there, here in zip(traditional, simplified, strict=True)
}
_THROWN_IN = ("😀", "👨‍👩‍👧", "\u200b", "\ufeff", " ", "\u3000", "\n", "\r\n", "e\u0301", "🏭\ufe0f", "\t")

LONGEST = 160
"""So much of a text is read in one example: enough for every kind of value, and two thousand fit into a minute."""


@st.composite
def rewritten(draw: st.DrawFn) -> str:
    """A piece of a real demand, cut anywhere, in another width or script, with something thrown in between."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, max(0, len(text) - 20)))
    text = text[start : start + draw(st.integers(5, LONGEST))]
    if draw(st.booleans()):
        text = text.translate(_WIDE)
    if draw(st.booleans()):
        text = text.translate(_TRADITIONAL)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(_THROWN_IN)) + text[place:]
    if draw(st.integers(0, 5)) == 0:
        text = " ".join(text)
    return text


seen: list[int] = []


@settings(max_examples=2_000, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(rewritten())
def test_every_quote_stands_where_it_says(text: str) -> None:
    draft = read_draft(None, text)
    seen.append(len(draft.readings))
    for found in draft.readings:
        assert found.evidence, found
        for evidence in found.evidence:
            assert holds(evidence, draft.utterances), found
    for other in draft.others:
        assert text[other.start : other.end] == other.quote


def test_the_two_thousand_were_read_and_said_something() -> None:
    assert len(seen) >= 2_000
    assert sum(1 for count in seen if count) > len(seen) * 0.8
