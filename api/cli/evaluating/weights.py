"""``docking evaluate weights METHOD --input FILE``: weights by one method, from a JSON file."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language


def weights(
    method: Annotated[str, typer.Argument(help="方法，如 ahp、entropy / method")],
    source: Input,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Compute weights. docs/method/weights/ shows an input file for every method."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.evaluating.json_output import plain
    from api.cli.printing import emit, language, say
    from evaluation.exact import fixed
    from evaluation.quantise import PLACES
    from evaluation.weights.by_name import weigh

    found = weigh(method, read_json(source))
    units = found.units()
    if as_json:
        official = {name: fixed(units[name], PLACES) for name in found.ids}
        emit({**plain(found, language()), "weights": official})
        return
    width = max(len(name) for name in found.ids)
    for name in found.ids:
        share = units[name] / 10**PLACES
        typer.echo(f"{name:<{width}}  {fixed(units[name], PLACES)}  {'█' * round(share * 40)}".rstrip())
    for key, value in found.diagnostics.items():
        if isinstance(value, str | bool | int):
            typer.echo(f"{key}: {value}")
    for warning in found.warnings:
        say("注意：{text}", text=warning.text(language()))
