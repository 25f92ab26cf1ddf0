"""``docking evaluate scheme list|show|check``: schemes as data, and every fault of a file with its line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from evaluation.editions.checklist import CheckScheme
    from evaluation.editions.reading import AnyScheme
    from evaluation.editions.scheme import Scheme
    from evaluation.indicators import Group

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="评价方案：列出、查看、检查 / evaluation schemes")

Name = Annotated[str, typer.Argument(help="方案，如 CIQA-2020@1.0.0 或 CIQA-2020 / scheme")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="方案文件 / scheme file (YAML)")]
Source = Annotated[
    Path, typer.Option("--input", "-i", exists=True, dir_okay=False, readable=True, help="JSON 文件 / JSON file")
]
AsYaml = Annotated[bool, typer.Option("--yaml", help="原文，可以复制改写 / the file itself, to copy and change")]


@app.command("list", help="随附的方案 / the schemes that come with Docking")
def list_schemes(as_json: AsJson = False, lang: Language = None) -> None:
    """One line for every shipped scheme and checklist."""
    from api.cli.printing import emit, language
    from evaluation.editions.shipped import shipped

    schemes = [scheme for scheme, _ in shipped().values()]
    if as_json:
        emit([{"name": one.name, "title": one.title, "english": one.english, "sha256": one.sha256} for one in schemes])
        return
    for one in schemes:
        typer.echo(f"{one.name:<24}{one.title if language() == 'zh' else one.english}  {_size(one)}")


@app.command("show", help="方案的指标、等级、否决项和周期 / what a scheme consists of")
def show(name: Name, as_json: AsJson = False, as_yaml: AsYaml = False, lang: Language = None) -> None:
    """The whole scheme: as a tree, as JSON, or as the file."""
    from api.cli.printing import emit
    from evaluation.editions.scheme import Scheme
    from evaluation.editions.shipped import any_scheme_named

    scheme, path = any_scheme_named(name)
    if as_json:
        emit({**scheme.content, "sha256": scheme.sha256})
    elif as_yaml:
        typer.echo(path.read_text(encoding="utf-8"), nl=False)
    else:
        _show_head(scheme)
        if isinstance(scheme, Scheme):
            _show_scored(scheme)
        else:
            _show_checklist(scheme)


@app.command("check", help="检查方案文件，逐处说明错误及行号 / explain every fault of a scheme file with its line")
def check(file: File, as_json: AsJson = False, lang: Language = None) -> None:
    """Every fault with its line; exit code 1 when there is one."""
    from api.cli.printing import emit, language, say
    from evaluation.editions.reading import read_scheme
    from evaluation.editions.shipped import shipped_schemes
    from foundation.errors import InvalidInput

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidInput("scheme_not_utf8", "{name} 不是 UTF-8 文字", field="file", name=file.name) from fault
    scheme, faults = read_scheme(text, shipped_schemes())
    if as_json:
        found = [{"line": one.line, "place": one.place, "says": one.explanation.text(language())} for one in faults]
        emit({"scheme": scheme.name if scheme else None, "faults": found})
    else:
        for one in faults:
            facts = {"line": one.line, "place": one.place, "explanation": one.explanation.text(language())}
            say("第 {line} 行 {place}：{explanation}", **facts)
        if faults:
            say("共 {count} 处错误", count=len(faults))
        elif scheme is not None:
            say("{name} 没有错误，SHA-256 {digest}", name=scheme.name, digest=scheme.sha256)
            if slots := getattr(scheme, "open_slots", 0):
                say("方案 {name} 还有 {count} 个三级指标没有填写，填完才能评价", name=scheme.name, count=slots)
    if faults:
        raise typer.Exit(1)


def _size(scheme: AnyScheme) -> str:
    from evaluation.editions.scheme import Scheme

    if isinstance(scheme, Scheme):
        groups = sum(len(element.groups) for element in scheme.elements)
        return f"{len(scheme.elements)}/{groups}/{len(scheme.indicators) + scheme.open_slots}"
    return f"{len(scheme.sections)}/{len(scheme.items)}"


def _show_head(scheme: AnyScheme) -> None:
    from api.cli.printing import language

    typer.echo(f"{scheme.name}  {scheme.title if language() == 'zh' else scheme.english}  {_size(scheme)}")
    typer.echo(scheme.source)


def _show_checklist(scheme: CheckScheme) -> None:
    from api.cli.printing import language

    chinese = language() == "zh"
    for section in scheme.sections:
        typer.echo(f"{section.id} {section.name if chinese else section.english}  [{section.clause}, {section.mark}]")
        for item in section.items:
            name = item.name if chinese else item.english
            typer.echo(f"  {item.id} {name}  [{item.clause}, {item.strength}, {item.mark}]")


def _show_scored(scheme: Scheme) -> None:
    from api.cli.printing import language, say

    chinese = language() == "zh"
    for limit in scheme.limits:
        typer.echo(f"  >= {limit.at_least:f}  {limit.label}")
    for veto in scheme.vetoes:
        name = veto.name if chinese else veto.english
        say("否决 {id}：{name} → {outcome}", id=veto.id, name=name, outcome=veto.outcome)
    if scheme.cycle:
        say("周期 {years} 年", years=scheme.cycle.years)
    if scheme.open_slots:
        say("方案 {name} 还有 {count} 个三级指标没有填写，填完才能评价", name=scheme.name, count=scheme.open_slots)
    for element in scheme.elements:
        _show_group(element, 0, chinese)


def _show_group(group: Group, depth: int, chinese: bool) -> None:
    from evaluation.indicators import rule_text

    mark = f", {group.mark}" if group.mark else ""
    typer.echo(f"{'  ' * depth}{group.id} {group.name if chinese else group.english}  [{group.clause}{mark}]")
    for below in group.groups:
        _show_group(below, depth + 1, chinese)
    for leaf in group.indicators:
        name = leaf.name if chinese else leaf.english
        typer.echo(f"{'  ' * (depth + 1)}{leaf.id} {name}  {rule_text(leaf.rule)}  [{leaf.clause}, {leaf.mark}]")


@app.command("apply", help="清单逐项作答，或由各年总分和否决项得出结论 / tick a checklist, or rule on yearly totals")
def apply(name: Name, source: Source, as_json: AsJson = False, lang: Language = None) -> None:
    """``{"subject", "answers"}`` for a checklist, ``{"years", "hits"}`` for a scheme with points."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language, say
    from evaluation.applying import apply_content
    from evaluation.editions.checklist import Checked
    from evaluation.editions.shipped import any_scheme_named

    found = apply_content(any_scheme_named(name)[0], read_json(source))
    if as_json:
        plain = found.model_dump(mode="json")
        if isinstance(found, Checked):
            lines = zip(plain["lines"], found.lines, strict=True)
            emit({**plain, "lines": [{**line, "says": one.says.text(language())} for line, one in lines]})
        else:
            emit({**plain, "says": found.says.text(language())})
        return
    if isinstance(found, Checked):
        for line in found.lines:
            typer.echo(f"{line.outcome:<8}{line.clause}  {line.strength}  {line.says.text(language())}")
        typer.echo(found.outcome)
        return
    typer.echo(found.says.text(language()))
    for measure in found.measures:
        say("措施：{measure}", measure=measure)
