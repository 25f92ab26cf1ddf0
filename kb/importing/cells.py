"""The text of one cell: width, line breaks, marks, 同上, and what counts as empty."""

from __future__ import annotations

import re

_DASHES = "‐‑‒–—―−﹣－─━﹘⁃"
_SLASHES = "∕⁄╱＼\\"
_SPACES = dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\t", " ") | {"\r": "\n"}
_FOLD = (
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
    | _SPACES
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SLASHES, "/")
    | {"〜": "~", "【": "[", "】": "]", "〔": "[", "〕": "]"}
)
_TIDY = {wide: narrow for wide, narrow in _FOLD.items() if wide in _SPACES or (wide > "\uff00" and narrow.isalnum())}
# Substituting the few odd characters is several times faster than str.translate over the whole text.
_TO_FOLD = re.compile("[" + re.escape("".join(_FOLD)) + "]")
_TO_TIDY = re.compile("[" + re.escape("".join(_TIDY)) + "]")
_UNTIDY = re.compile(f"[{re.escape(''.join(_TIDY))}\n\uff00-\uffef]|[ ]{{2}}|^\\s|\\s$")
_YI_AS_DASH = re.compile(r"(?<=[0-9])(\s?)一+(?=\s?(?:19|20)[0-9]{2})")
_WIDE_BETWEEN = re.compile(r"(?<=[0-9A-Za-z])[－．／％＋](?=[0-9A-Za-z\u4e00-\u9fff]|$)")
_LINE_BREAK = re.compile(r"[ ]*\n\s*")
_RUNS_OF_SPACE = re.compile(r"[ ]{2,}")
_PART_TITLE = re.compile(r"第\s*[0-9一二三四五六七八九十]{1,3}\s*(?:部分|篇|章)")
_LATIN_LINE = re.compile(r"[A-Za-z]{3}[\x20-\x7e\n]*$")
_MARKS = re.compile(r"^[\s﹡*＊△▲★☆※◆◇●○■□♦♢✱✲†‡^]+(?=\S)")
_DITTO = re.compile(r"^[-—\s]*(?:同上[列述]?|同前|上同|〃|″|“|”|\"|''|＂|々|[dD]itto|DITTO|[dD]o\.)[-—\s]*$")
_EMPTY = frozenset(
    {"/", "-", "--", "—", "——", "／", "\\", "－", "无", "无。", "空", "n/a", "N/A", "NA", "None", "none", "nan"}
)
_GARBAGE = re.compile(r"\ufffd|锟斤拷|烫烫|屯屯|^\s*#(?:REF|N/A|VALUE|NAME|DIV/0|NULL|NUM)[!?]?")
_WORDS = re.compile(r"[0-9A-Za-z\u3400-\u9fff\u0370-\u03ff]")


def fold(text: str) -> str:
    """The same length, half width, one kind of dash and slash: for finding things, positions stay valid."""
    folded = _TO_FOLD.sub(lambda match: _FOLD[match[0]], text)
    if "一" in folded:
        folded = _YI_AS_DASH.sub(lambda match: "-" * len(match[0]), folded)
    return folded


def tidy(text: str) -> str:
    """What is kept of a cell: wide letters and digits narrowed, line breaks inside Chinese closed, spaces single."""
    if not _UNTIDY.search(text):
        return text
    text = _TO_TIDY.sub(lambda match: _TIDY[match[0]], text)
    text = _WIDE_BETWEEN.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text)
    if "\n" in text:
        text = _LINE_BREAK.sub(lambda match: _joint(text, match.start(), match.end()), text.strip())
    return _RUNS_OF_SPACE.sub(" ", text).strip()


def _joint(text: str, start: int, end: int) -> str:
    """A wrapped line: nothing between Chinese, a space between Latin words, before 第 1 部分, and
    before the English twin of a Chinese text."""
    text = text.strip()
    before, after = text[start - 1 : start], text[end : end + 1]
    if _PART_TITLE.match(text, end) or (_LATIN_LINE.match(text, end) and not before.isascii()):
        return " "
    return " " if before.isascii() and after.isascii() and before not in "-/(" and after not in ")/,.;" else ""


def without_marks(text: str) -> str:
    """Without the marks that annexes set before names (﹡ △ * ★): they mean something only beside their footnote."""
    return _MARKS.sub("", text)


def is_ditto(text: str) -> bool:
    """同上, 〃, ditto: the cell says that it repeats the one above."""
    return bool(text) and len(text) <= 10 and _DITTO.match(text) is not None


def value_of(text: str) -> str | None:
    """The tidied text, ``None`` when the cell is empty or says so (``/``, ``—``, 无)."""
    if not text:
        return None
    tidied = tidy(text)
    return None if not tidied or tidied in _EMPTY else tidied


def is_garbage(text: str) -> bool:
    """Nothing a person could have meant: broken encoding, a spreadsheet error, only signs."""
    return (_WORDS.search(text) is None and not text.isspace() and bool(text)) or _GARBAGE.search(text) is not None
