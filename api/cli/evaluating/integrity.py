"""``docking evaluate integrity --input FILE``: whether questionnaires and expert scores can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from evaluation.integrity.checks import Integrity

_PARTIES = {"self": "自评", "second": "第二方", "third": "第三方"}


def integrity(source: Input, as_json: AsJson = False, lang: Language = None) -> None:
    """Check them. docs/method/integrity.md shows an input file."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language
    from evaluation.integrity.checks import from_json

    found = from_json(read_json(source))
    if as_json:
        emit(plain(found, language()))
    else:
        _print(found)


def _print(found: Integrity) -> None:
    from api.cli.printing import language, say

    for party in found.parties:
        say("{party}：{count} 份，均值 {mean}", party=_PARTIES[party.kind], count=party.questionnaires,
            mean=party.mean or "—")  # fmt: skip
    for one in found.findings:
        template = "强：{text}" if one.strength == "strong" else "弱：{text}"
        say(template, text=one.says.text(language()))
    if not found.findings:
        say("没有发现可疑之处")
    for option in found.options:
        if option.without == "all":
            say(
                "若不计有标记的（{raters}），{party}余 {left} 份，均值 {before} 变为 {after}",
                raters="、".join(option.raters), party=_PARTIES[option.kind], left=option.left,
                before=option.mean_before or "—", after=option.mean_after or "—",
            )  # fmt: skip
    for note in found.notes:
        say("注意：{text}", text=note.text(language()))
    if found.marked:
        say("没有剔除任何回答；是否剔除由人决定")
