"""What a report is made of, whatever its form: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from foundation.values import Value


def printable(text: str) -> str:
    """Without control characters, which neither XML nor a page can hold; line breaks stay."""
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))


Text = Annotated[str, AfterValidator(printable)]


class Heading(Value):
    """A chapter (level 1) or a section (level 2)."""

    text: Text
    level: int = 1


class Paragraph(Value):
    """Running text; line breaks in it are kept. ``is_warning`` sets it apart."""

    text: Text
    is_warning: bool = False


class Listing(Value):
    """Numbered points."""

    items: tuple[Text, ...]


class Table(Value):
    """``widths`` are relative, one per column; the columns in ``numbers`` are set flush right.

    Without a ``head`` the first column holds names of facts. ``strong`` rows are sums.
    """

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()


class Picture(Value):
    """An SVG of its own with a caption. Every number in it also stands in a table or in its description."""

    name: str
    svg: str
    caption: Text


Block = Heading | Paragraph | Listing | Table | Picture


class Document(Value):
    """The whole report in one language. ``facts`` stand on the cover: name and value."""

    language: Text
    title: Text
    subtitle: Text
    facts: tuple[tuple[Text, Text], ...]
    result: Text
    author: Text
    dated: Text
    sha256: Text
    blocks: tuple[Block, ...]


def facts_table(rows: Sequence[tuple[str, str]]) -> Table:
    """Names and values."""
    return Table(head=(), rows=tuple(rows), widths=(1, 3))
