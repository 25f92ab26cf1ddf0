"""Which scheme a command means: one that ships, by name, or one's own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foundation.errors import InvalidInput

if TYPE_CHECKING:
    from evaluation.editions.scheme import Scheme

SchemeName = Annotated[
    str | None, typer.Option("--scheme", help="方案名或 YAML 文件 / scheme name or YAML file", show_default=False)
]


def scheme_chosen(given: str | None, default: object = None) -> Scheme:
    """A shipped scheme by its name, else the file of that name; without either what the document names.

    ``NotFound`` when neither exists, ``InvalidInput`` when the file is no scheme or the name no text.
    """
    from evaluation.editions.reading import load_scheme
    from evaluation.editions.shipped import DEFAULT_SCHEME, scheme_named

    if given is not None and (path := Path(given)).is_file():
        try:
            return load_scheme(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise InvalidInput("json_not_utf8", "{name} 不是 UTF-8 文字", field="scheme", name=path.name) from fault
    named = given if given is not None else default
    if named is not None and not isinstance(named, str):
        raise InvalidInput("scheme_name_text", "“scheme”要是方案名，如 CIQA-2020@1.0.0", field="scheme")
    return scheme_named(DEFAULT_SCHEME if named is None else named)
