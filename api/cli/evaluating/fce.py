"""``docking evaluate fce --input FILE``: fuzzy comprehensive evaluation of a JSON tree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language


def fce(source: Input, as_json: AsJson = False, lang: Language = None) -> None:
    """Compute it. docs/method/fuzzy.md shows an input file."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language, say
    from evaluation.aggregate.fuzzy_tree import fce as evaluated
    from evaluation.calling import called

    found = called("fce", evaluated, read_json(source))
    if as_json:
        emit(plain(found, language()))
        return
    for node in (found.whole, *found.groups):
        say("{id}：得分 {score}，等级 {grade}", id=node.id, score=_two(node.score), grade=node.grade or "—")
        for grade, share in zip(node.grades, node.shares or node.memberships, strict=True):
            typer.echo(f"  {grade}  {share:.6f}  {'█' * round(float(share) * 40)}".rstrip())
        for warning in node.warnings:
            say("注意：{text}", text=warning.text(language()))


def _two(score: Decimal | None) -> str:
    """Two decimals, a half rounded up: formatting a decimal would round it to the even neighbour."""
    from evaluation.exact import shown

    return "—" if score is None else shown(Fraction(score), 2)
