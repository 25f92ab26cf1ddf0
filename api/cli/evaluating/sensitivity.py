"""``docking evaluate sensitivity --input FILE``: how much the grades of exported assessments rest on weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evaluation.sensitivity.sensitivity import Sensitivity
    from foundation.language import Sentence

SHOWN = 5
"""Sentences of one kind for a person; ``--json`` has all."""


def sensitivity(source: Input, as_json: AsJson = False, lang: Language = None) -> None:
    """Compute it. docs/method/sensitivity.md shows an input file."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language
    from evaluation.sensitivity.sensitivity import from_export

    found = from_export(read_json(source))
    if as_json:
        emit(plain(found, language()))
    else:
        _print(found)


def _print(found: Sensitivity) -> None:
    from api.cli.printing import say

    for stand in found.stands:
        if stand.total is None:
            say("{subject}：没有总分", subject=stand.subject)
            continue
        if stand.stars is None:
            say("{subject}：{total} 分，{grade}，第 {rank} 名", **stand.model_dump())
        else:
            say("{subject}：{total} 分，{stars} 星，第 {rank} 名", **stand.model_dump())
        own = [line for line in found.one_weight if line.subject == stand.subject]
        widest = sorted(own, key=lambda line: -max((abs(float(one.change)) for one in line.changes), default=0))
        for line in widest[:SHOWN]:
            low, high = line.changes[0], line.changes[-1]
            say(
                "  {child} 的权重 {weight}：减 20 % 总分变 {low}，增 20 % 变 {high}",
                child=line.child, weight=line.weight, low=low.change, high=high.change,
            )  # fmt: skip
        _sentences(sorted((says for line in own for says in line.says), key=_distance))
        _sentences(one.says for part in found.star_shifts if part.subject == stand.subject for one in part.shifts)
        least = next(part for part in found.least if part.subject == stand.subject)
        _sentences([*[one.says for one in least.under][:1], *([least.over_all.says] if least.over_all else [])])
        if not least.under and not least.over_all:
            say("  无论权重怎样变，等级都不变" if stand.stars is None else "  无论权重怎样变，星级都不变")
    if found.cycle_years:
        say("方案按 {years} 年的平均定等，这里只看这一年", years=found.cycle_years)
    for order in found.order_shifts:
        _sentences(one.says for one in order.shifts[:1])
    for change in found.rank_changes[:SHOWN]:
        ranks = "、".join(f"{name} {rank}" for name, rank in change.ranks.items())
        facts = {"child": change.child, "percent": f"{change.percent:+d}", "ranks": ranks}
        say("  {child} 的权重 {percent} %，名次变为：{ranks}", **facts)
    for method in found.methods:
        rows = "、".join(f"{name} {total}" for name, total in method.totals.items())
        facts = {"name": method.name, "rows": rows, "rho": method.spearman or "—", "tau": method.kendall or "—"}
        say("权重组 {name}：{rows}；ρ = {rho}，τ = {tau}", **facts)
        _sentences(method.says)
    _sentences(found.reversal.says)
    if found.sampled:
        _sentences(one.says for one in found.sampled.shares)
        seed, samples = found.sampled.seed, found.sampled.samples
        say("抽样 {samples} 组，种子 {seed}；不计入评价的摘要", samples=samples, seed=seed)


def _distance(says: Sentence) -> float:
    """How far the weight of the sentence would have to go."""
    return abs(float(str(says.facts["new"])) - float(str(says.facts["old"])))


def _sentences(says: Iterable[Sentence]) -> None:
    from api.cli.printing import language, say

    every = list(says)
    for one in every[:SHOWN]:
        typer.echo(f"  {one.text(language())}")
    if len(every) > SHOWN:
        say("  另有 {count} 条，见 --json", count=len(every) - SHOWN)
