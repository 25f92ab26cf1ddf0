"""All 156 requirements of the catalogue: which have an executable rule, and why the others have none.

``register.yaml`` is the one table; :func:`register_page` words it for ``docs/method/clauses.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import yaml

from evaluation.clauses.rules import Rule
from foundation.language import Sentence, sentence, translate
from foundation.values import Value

Kind = Literal["rule", "definition", "function", "procedure", "permission"]


class Row(Value):
    """One requirement: ``says`` paraphrases it; ``kept_by`` is the package that does what no rule can check."""

    clause: str
    strength: Literal["shall", "should", "may", "info"]
    kind: Kind
    says: str
    kept_by: str = ""

    @property
    def why(self) -> Sentence:
        """Why there is no rule, or that there is one."""
        return _WHY[self.kind]


_WHY: dict[Kind, Sentence] = {
    "rule": sentence("有可执行的规则"),
    "definition": sentence("是定义或事实说明，没有可违反的内容"),
    "function": sentence("是软件自身的功能，由程序完成，不从材料判断"),
    "procedure": sentence("是办理程序，由流程状态约束，不从材料判断"),
    "permission": sentence("是“可”，不做也不违反"),
}


EXAMPLE = """\
{
  "set": "guangdong", "subject": "stn_1", "on": "2025-03-10",
  "heads": [{"name": "甲", "since": "2022-03-11", "at_middle_level": true, "practice_years": 6}],
  "premises": {"holds": true, "by": "办公室主任", "on": "2025-01-06"}, "address": "佛山市某路 1 号",
  "full_time": 1, "part_time": 2,
  "plan_submitted": "2025-02-20", "summary_submitted": false,
  "certificate_issued": "2022-03-11",
  "head_changes": [{"kind": "联系人", "happened": "2025-01-22", "reported": "2025-02-05"}],
  "evidence": {"certificate_issued": ["站长证书 2022-017"]}
}"""
"""A dossier as the page shows it."""


def _read() -> dict[str, Row]:
    content = yaml.safe_load((Path(__file__).parent / "register.yaml").read_text("utf-8"))
    return {str(name): Row.model_validate(row) for name, row in content.items()}


REGISTER: Mapping[str, Row] = _read()


_HOW = (
    "没有列出的是文字、数、日期（`2025-03-01`）或 `true`/`false`。`{…}` 是一个对象，`[…, …]` 是一列，"
    "`a|b` 只能是其中之一，`{键: 数}` 的键是年份或名称。"
    "Fields not listed are text, a number, a date or `true`/`false`.",
)


def register_page(rules: Mapping[str, Sequence[Rule]], forms: Iterable[str] = ()) -> str:
    """The register as a page: every requirement with its rule's inputs, or why it has none; ``rules`` by set.

    ``forms`` are lines on how the fields are written (:mod:`evaluation.clauses.forms`).
    """
    inputs: dict[str, list[str]] = {}
    numbers: dict[str, list[str]] = {}
    for several in rules.values():
        for rule in several:
            inputs.setdefault(rule.requirement, [])
            inputs[rule.requirement] += [name for name in rule.inputs if name not in inputs[rule.requirement]]
            numbers.setdefault(rule.requirement, []).extend(rule.number.split())
    count = sum(row.kind == "rule" for row in REGISTER.values())
    lines = [
        "# 条款引擎 / The clause engine",
        "",
        f"{len(REGISTER)} 条要求，{count} 条有可执行的规则；其余写明为什么没有。"
        f" Of {len(REGISTER)} requirements, {count} have an executable rule; the others say why not.",
        "",
        "结果是 pass（符合）、warn（宜未达）、fail（应未达）、unknown（缺数据，从不算符合）。"
        "比例只用整数或十进制比较。`docking evaluate clauses --set guangdong --input FILE` 检查一份 JSON 材料，"
        "`docking evaluate clauses --set guangdong` 列出它的字段。",
        "",
        "没有的字段或 `null` 是“没有人说”；应办之事的日期写 `false` 是“没有办”，晚于 `on` 的是还没有办；"
        "不能计算的条件写成有人签署的证明；"
        "`evidence` 按字段列出依据的记录；`on` 是判断所依的日期。",
        "",
        "```json",
        *EXAMPLE.splitlines(),
        "```",
        "",
        "| 编号 | 条款 | 强度 | 要求 | Requirement | 数字 | 规则的输入，或没有规则的原因 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in REGISTER.items():
        told = "、".join(f"`{field}`" for field in inputs.get(name, ())) or str(row.why)
        by = f"（{row.kept_by}）" if row.kept_by else ""
        number = " ".join(dict.fromkeys(numbers.get(name, ())))
        english = translate(row.says, "en")
        lines.append(f"| {name} | {row.clause} | {row.strength} | {row.says} | {english} | {number} | {told}{by} |")
    if written := list(forms):
        lines += ["", "## 字段的写法 / How the fields are written", "", *_HOW, "", *written]
    return "\n".join(lines) + "\n"
