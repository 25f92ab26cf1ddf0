"""Every sentence a person may see has its English, with the same facts in it."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

from babel.messages.pofile import read_po

from foundation import errors
from foundation.language import LOCALE, render
from tests.builders import PACKAGES, ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ERROR_CLASSES = {name for name, value in vars(errors).items() if isinstance(value, type)}
FIRST_ARGUMENT = {"sentence", "say", "words", "translate", "render", "Sentence"}


def spoken_in_code() -> Iterator[str]:
    """The templates handed to errors, sentences and commands."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    place = 1 if name in ERROR_CLASSES else 0 if name in FIRST_ARGUMENT else None
                    if place is not None and len(node.args) > place:
                        yield from texts(node.args[place])


def texts(node: ast.expr) -> Iterator[str]:
    """The literal strings of an argument, both arms of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def spoken_on_pages() -> Iterator[str]:
    """The templates handed to ``t(…)`` on pages."""
    for path in (ROOT / "api" / "pages" / "templates").rglob("*.html"):
        for double, single in re.findall(r"""\bt\(\s*(?:"([^"]*)"|'([^']*)')""", path.read_text("utf-8")):
            yield double or single


def catalogue() -> dict[str, str]:
    """All English entries; a sentence translated twice must be translated alike."""
    entries: dict[str, str] = {}
    for path in sorted((LOCALE / "en").glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source):
                if message.id:
                    key, english = str(message.id), str(message.string)
                    assert entries.get(key, english) == english, f"{path.name}: {key}"
                    entries[key] = english
    return entries


def facts(template: str) -> set[str]:
    """The named facts of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_has_its_english() -> None:
    known = catalogue()
    missing = sorted({text for text in (*spoken_in_code(), *spoken_on_pages()) if not known.get(text)})
    assert missing == []


def test_both_languages_name_the_same_facts() -> None:
    unequal = {zh: en for zh, en in catalogue().items() if facts(zh) != facts(en)}
    assert unequal == {}


def test_a_sentence_is_worded_in_the_language_asked_for() -> None:
    assert render("没有这条匹配：{match}", {"match": "mat_1"}, "zh") == "没有这条匹配：mat_1"
    assert render("没有这条匹配：{match}", {"match": "mat_1"}, "en") == "There is no such match: mat_1"
