"""How commands speak: JSON for programs, plain lines and tables for people, one clear line for an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from api.cli.options import Lang, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from foundation.language import Language
    from foundation.values import Value

V = TypeVar("V", bound="Value")


def language() -> Language:
    """The language of this run: ``--lang``, else the setting."""
    lang = chosen.get()
    if lang is not None:
        return "en" if lang is Lang.en else "zh"
    from foundation.settings import read_settings

    return read_settings().language


def spoken() -> Language:
    """The language for an error message: as :func:`language`, Chinese where the settings themselves are at fault."""
    from foundation.errors import ConfigurationError

    try:
        return language()
    except ConfigurationError:
        return "zh"


def say(template: str, **facts: object) -> None:
    """Print a sentence in the language of this run."""
    typer.echo(words(template, **facts))


def words(template: str, **facts: object) -> str:
    """A sentence in the language of this run."""
    from foundation.language import render

    return render(template, facts, language())


def emit(data: object) -> None:
    """Print JSON: UTF-8, readable, keys as they are."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def tell(value: V, as_json: bool, show: Callable[[V], None]) -> None:
    """One value: as JSON where that was asked for, else as ``show`` prints it."""
    if as_json:
        emit(value.model_dump(mode="json"))
    else:
        show(value)


def tell_each(values: Sequence[V], as_json: bool, show: Callable[[V], None], none: str = "") -> None:
    """Values: as one JSON list, else each as ``show`` prints it; ``none`` says that there are none."""
    if as_json:
        emit([one.model_dump(mode="json") for one in values])
    elif none and not values:
        typer.echo(none)
    else:
        for one in values:
            show(one)


WIDE = 120
"""Columns of a table where no screen limits it."""


def console() -> Console:
    """A console for tables; highlights nothing by itself. In a file or a pipe no column is cut short."""
    from rich.console import Console

    screen = Console(highlight=False, soft_wrap=False)
    return screen if screen.is_terminal else Console(highlight=False, soft_wrap=False, width=max(screen.width, WIDE))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for long work; quiet when nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    watched = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=watched, transient=True, disable=not watched.is_terminal) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update
