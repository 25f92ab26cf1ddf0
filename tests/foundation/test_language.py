"""Chinese is the source, English a catalogue; what is missing is shown in Chinese rather than not at all."""

from __future__ import annotations

import re
import string

import pytest
from babel.messages.pofile import read_po
from pydantic import ValidationError

from foundation.language import LOCALE, Sentence, render, sentence, translate

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def own_entries() -> dict[str, str]:
    """The catalogue of this package."""
    with (LOCALE / "en" / "foundation.po").open("rb") as source:
        return {str(message.id): str(message.string) for message in read_po(source) if message.id}


def facts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("chinese", "english"), sorted(own_entries().items()))
def test_every_entry_names_the_same_facts_in_both_languages(chinese: str, english: str) -> None:
    assert facts(chinese) == facts(english)
    assert CHINESE.search(chinese)
    assert english
    assert not CHINESE.search(english)


def test_a_sentence_is_data_and_is_worded_when_shown() -> None:
    said = sentence("不认识的单位：{unit}", unit="furlong")
    assert str(said) == "不认识的单位：furlong"
    assert said.text("en") == "Unknown unit: furlong"
    assert Sentence.model_validate_json(said.model_dump_json()) == said
    with pytest.raises(ValidationError):
        said.template = "另一句"  # type: ignore[misc]


def test_a_fact_that_is_a_word_of_ours_is_translated_too() -> None:
    assert render("“{event}”须由{roles}办理", {"event": "x", "roles": "评审人员"}, "en") == "“x” is for: the reviewer"


def test_what_has_no_english_is_shown_in_chinese() -> None:
    assert translate("这句话没有英文", "en") == "这句话没有英文"
    assert render("这句话没有{what}", {"what": "英文"}, "en") == "这句话没有英文"


def test_a_missing_fact_does_not_break_the_sentence() -> None:
    assert render("不认识的单位：{unit}", {}, "en") == "Unknown unit: {unit}"
