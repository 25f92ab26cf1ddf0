"""Pages of documentation of which the program writes a part, so that it cannot rot: its place, and tables for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BEGIN = "<!-- 以下由程序生成，请勿手改 / generated from here -->\n"
END = "<!-- 生成部分到此为止 / generated to here -->\n"


def renewed(page: str, part: str) -> str:
    """The page with its generated part written anew; ``ValueError`` when the two marks are not there."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has lost its marks")
    return before + BEGIN + "\n" + part + "\n" + END + after


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join(lines) + "\n"
