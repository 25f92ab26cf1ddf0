"""Every fault of one thoroughly faulty scheme is found, at its own line, and nothing else is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evaluation.editions.reading import load_any_scheme, read_scheme
from evaluation.editions.shipped import SCHEMES, shipped_schemes
from foundation.errors import InvalidInput
from tests.evaluation.schemes.command import docking

FAULTY = Path(__file__).parent / "faulty.yaml"


def expected(text: str) -> list[tuple[int, str]]:
    """``(line, words)`` for every ✗ in the file."""
    lines = enumerate(text.splitlines(), start=1)
    return [(number, words.strip()) for number, line in lines for words in line.split("# ✗")[1:]]


def test_every_fault_is_explained_at_its_line_and_no_line_is_blamed_that_is_right() -> None:
    text = FAULTY.read_text("utf-8")
    scheme, faults = read_scheme(text)
    found = [(fault.line, str(fault.explanation)) for fault in faults]
    assert scheme is None
    assert len(expected(text)) >= 15
    for line, words in expected(text):
        assert any(where == line and words in says for where, says in found), (line, words, found)
    blamed = {line for line, _ in expected(text)}
    assert [fault for fault in found if fault[0] not in blamed] == []


def test_every_explanation_has_its_english() -> None:
    _, faults = read_scheme(FAULTY.read_text("utf-8"))
    for fault in faults:
        template = fault.explanation.template
        assert fault.explanation.text("en") != str(fault.explanation), template


def test_the_command_prints_line_and_explanation_and_fails() -> None:
    answer = docking("evaluate", "scheme", "check", str(FAULTY))
    assert answer.exit_code == 1
    assert "第 3 行 version：版本号要写成 1.0.0 的样子" in answer.stdout
    assert "处错误" in answer.stdout


def test_the_command_gives_json() -> None:
    answer = docking("evaluate", "scheme", "check", str(FAULTY), "--json")
    faults = json.loads(answer.stdout)["faults"]
    assert answer.exit_code == 1
    assert {"line": 3, "place": "version", "says": "版本号要写成 1.0.0 的样子"} in faults


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_without_fault(path: Path) -> None:
    answer = docking("evaluate", "scheme", "check", str(path))
    assert answer.exit_code == 0, answer.stdout
    assert "没有错误" in answer.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("take_from: CIQA-2020@1.0.0", "take_from: NOBODY@1.0.0", "没有方案 NOBODY@1.0.0"),
        ("take_from: CIQA-2020@1.0.0\n", "", "写了 take，却没有写 take_from"),
        ("take: [B1]", "take: [X1]", "没有指标“X1”"),
        ("take: [B1]", "take: B1", "要是一列"),
    ],
)
def test_what_cannot_be_taken_over_is_a_fault(old: str, new: str, words: str) -> None:
    text = (SCHEMES / "guangdong.yaml").read_text("utf-8")
    assert old in text
    _, faults = read_scheme(text.replace(old, new, 1), shipped_schemes())
    assert any(words in str(fault.explanation) for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "shown", "words"),
    [
        ("counts: {sections: 3, items: 11}", "counts: {sections: 3, items: 12}", "counts", "写的是 12，实有 11"),
        ("percent: 40", "percent: 140", "percent: 140", "百分数要在 1 与 100 之间"),
        ("percent: 40", "percent: many", "percent: many", "要是整数"),
        ("id: J2.4", "id: J2.3", "40 %", "编号“J2.3”用了两次"),
        ("parts: [创新产品试验, 非标项目检测,", "parts: [创新产品试验, 创新产品试验,", "创新产品试验", "列了 2 次"),
        ("check: {kind: ALL}", "check: {kind: SOME}", "J1.2", "要是 YN、ALL、SHARE、PARTS 之一"),
        ("strength: should", "strength: must", "strength: must", "只能是 shall、should、may"),
    ],
)
def test_a_fault_of_a_checklist_is_explained_with_its_line(old: str, new: str, shown: str, words: str) -> None:
    text = (SCHEMES / "jiangsu-4.yaml").read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    _, faults = read_scheme(text)
    found = [fault for fault in faults if words in str(fault.explanation)]
    assert found, [(fault.line, str(fault.explanation)) for fault in faults]
    lines = text.splitlines()
    assert any(shown in line for line in lines[found[0].line - 2 : found[0].line + 1])


HOSTILE = [
    "",
    "~",
    "-1",
    "1e9",
    ".nan",
    "true",
    "[]",
    "{}",
    "[[1], {a: b}]",
    "{x: [1]}",
    "9" * 500,
    '"\\0"',
    "- -",
    "&a [*a]",
]


@pytest.mark.parametrize("file", ["jiangsu-4.yaml", "guangdong.yaml", "zhuhai.yaml"])
@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_stands_behind_a_key_is_read_or_explained(file: str, value: str) -> None:
    lines = (SCHEMES / file).read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(": ")
        if not colon and not line.endswith(":"):
            continue
        changed = [*lines[:number], f"{key.rstrip(':')}: {value}", *lines[number + 1 :]]
        scheme, faults = read_scheme("\n".join(changed), shipped_schemes())
        assert scheme is not None or faults


def test_a_level_with_a_faulty_member_is_not_called_empty() -> None:
    """The file of a newcomer with one element, wrong three levels down: the element is there."""
    text = (SCHEMES / "ciqa-2020.yaml").read_text("utf-8")
    one = text[: text.index("  - id: B\n")].replace("kind: Q\n", "kind: Z\n", 1)
    _, faults = read_scheme(one)
    assert not [fault for fault in faults if fault.place == "elements"]


def test_a_refused_scheme_is_explained_in_either_language() -> None:
    with pytest.raises(InvalidInput) as refusal:
        load_any_scheme("id: X\n")
    assert re.fullmatch(
        "The evaluation scheme has [0-9]+ faults; line 1, .*: “.*” is missing", refusal.value.text("en")
    )
