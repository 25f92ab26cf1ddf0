"""The method page says what the table says, and every sentence has its English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engagement.describe import CODE_LABELS, GUARD_LABELS, renewed, tables
from engagement.facts import acceptance, agreement, team, technical_review
from engagement.profiles import PROFILES
from foundation.language import translate

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "method" / "engagement.md"


def test_the_method_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert renewed(page) == page


def test_the_generated_part_shows_every_row_and_every_profile() -> None:
    shown = tables()
    for row in PROFILES["superset"].process.transitions:
        assert f"| {row.id} |" in shown
    for name in PROFILES:
        assert f"| `{name}` |" in shown


def test_a_page_without_its_marks_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="marks"):
        renewed("# 标题")


def sentences() -> set[str]:
    """Every sentence template and error message of the package, read from its source."""
    found: set[str] = set()
    for path in sorted((ROOT / "engagement").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = {"sentence": 0, "Conflict": 1, "InvalidInput": 1, "NotFound": 1, "NotAllowed": 1}.get(name)
                if place is not None:
                    template = node.args[place]
                    assert isinstance(template, ast.Constant), f"{path.name}:{node.lineno}"
                    found.add(str(template.value))
    return found


def labels() -> set[str]:
    """Every word of the tables and of the missing parts."""
    words = {*GUARD_LABELS.values(), *CODE_LABELS.values(), *acceptance.OUTCOME_LABELS.values()}
    words |= {*acceptance.Criterion(id="c").missing, *technical_review.Plan().missing, *team.PARTS.values()}
    for profile in PROFILES.values():
        words |= {profile.process.label, *(step.label for step in profile.steps)}
        words |= {state.label for state in profile.process.states}
        words |= {row.label for row in profile.process.transitions}
    return words | set(agreement.SIDE_LABELS.values()) | set(agreement.LEVEL_LABELS.values())


def test_every_sentence_and_every_word_has_its_english() -> None:
    assert {text for text in sentences() | labels() if translate(text, "en") == text} == set()


def test_the_english_keeps_the_named_facts() -> None:
    for text in sorted(sentences()):
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", translate(text, "en"))), text
