"""The report as one HTML file: its own style, nothing fetched, prints on A4. Same document → same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from html import escape
from importlib.resources import files

from evaluation.report.blocks import Document, Heading, Listing, Paragraph, Picture, Table, facts_table


def html(document: Document) -> str:
    """The whole page."""
    style = files("evaluation.report").joinpath("page.css").read_text(encoding="utf-8")
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{document.language}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)} · {escape(document.subtitle)}</title>",
        f'<meta name="author" content="{escape(document.author)}">',
        f'<meta name="dcterms.created" content="{document.dated}">',
        f'<meta name="dcterms.modified" content="{document.dated}">',
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        '<section class="cover">',
        f"<h1>{escape(document.title)}</h1>",
        f'<p class="subtitle">{escape(document.subtitle)}</p>',
        f'<p class="result">{escape(document.result)}</p>',
        _html(facts_table(document.facts)),
        f'<p class="hash">SHA-256 {document.sha256}</p>',
        "</section>",
    ]
    return "\n".join([*head, *(_html(block) for block in document.blocks), "</body>", "</html>"]) + "\n"


@singledispatch
def _html(block: object) -> str:
    raise TypeError(type(block).__name__)


@_html.register
def _(block: Heading) -> str:
    return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"


@_html.register
def _(block: Paragraph) -> str:
    kind = ' class="warning"' if block.is_warning else ""
    return f"<p{kind}>{escape(block.text)}</p>"


@_html.register
def _(block: Listing) -> str:
    return "<ol>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in block.items) + "\n</ol>"


@_html.register
def _(block: Table) -> str:
    return "\n".join(_table(block))


@_html.register
def _(block: Picture) -> str:
    return (
        f'<figure class="{block.name.split("-")[0]}">\n'
        f"{block.svg}<figcaption>{escape(block.caption)}</figcaption>\n</figure>"
    )


def _table(block: Table) -> Iterator[str]:
    whole = sum(block.widths)
    yield '<div class="wide"><table>' if block.head else '<div class="wide"><table class="facts">'
    yield (
        "<colgroup>"
        + "".join(f'<col style="width:{100 * wide / whole:.2f}%">' for wide in block.widths)
        + "</colgroup>"
    )
    if block.head:
        yield (
            "<thead><tr>" + "".join(_cell("th", block, n, text) for n, text in enumerate(block.head)) + "</tr></thead>"
        )
    yield "<tbody>"
    for place, row in enumerate(block.rows):
        kind = ' class="strong"' if place in block.strong else ""
        cells = (_cell("th" if not block.head and n == 0 else "td", block, n, text) for n, text in enumerate(row))
        yield f"<tr{kind}>" + "".join(cells) + "</tr>"
    yield "</tbody></table></div>"


def _cell(tag: str, block: Table, column: int, text: str) -> str:
    kind = ' class="number"' if column in block.numbers else ""
    return f"<{tag}{kind}>{escape(text)}</{tag}>"
