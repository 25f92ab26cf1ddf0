"""One small grammar for each family of standard numbers; :mod:`kb.importing.numbers` chooses between them.

Groups in every pattern: ``n`` the number proper, ``y yb yc yd`` the places where a year may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kb.importing import prefixes

DoubtKind = Literal["letters_in_number", "letters_in_year", "two_digit_year", "impossible_year", "no_year"]


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number found at ``start:end``: normalised ``number``, literal ``year``, what hangs on it (amendments), and a
    doubt with a proposal when it was not written as it should be."""

    start: int
    end: int
    number: str
    year: str | None
    amendment: str | None = None
    doubt: DoubtKind | None = None
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A pattern and the function that reads its match."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], WrittenNumber]


YEAR = r"(?:19|20)[0-9]{2}"
_NOT_YEAR = rf"(?!{YEAR}(?![0-9]))"
_DIGIT = "[0-9OoIl|]"
_LETTERS = str.maketrans("OoIl|", "00111")
_SPACE = re.compile(r"\s+")
_LOOSE_YEAR = re.compile(rf"\s+(?P<y>{YEAR})(?![0-9.])")

_CHINESE_YEAR = (
    r"(?:\s*[-:]+\s*(?P<y>[0-9OoIl]{2}\n?[0-9OoIl]{2}(?![0-9])|[0-9]{2}(?![0-9.]))"
    rf"|\s*[(\[]\s*(?P<yb>{YEAR})\s*年?版?\s*[)\]])?"
)
_FOREIGN_YEAR = (
    rf"(?:(?:\s*[-:]\s*(?P<y>{YEAR})(?![0-9])(?:-(?:0[1-9]|1[0-2])(?![0-9]))?"
    rf"|\s*[(\[]\s*(?P<yb>{YEAR})\s*年?版?\s*[)\]]"
    rf"|\s*,?\s*[Ee]d(?:ition)?\.?\s*[0-9](?:\.[0-9])?\s*[:,(-]?\s*(?P<yc>{YEAR})(?![0-9])(?:-[0-9]{{2}})?\)?"
    rf"|\s*V[0-9]+(?:\.[0-9]+)+\s*\(\s*(?P<yd>{YEAR})-[0-9]{{2}}\s*\))(?:\s?\((?:E|F|E/F|en)\))?)?"
)


def _any(*words: str) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _family(pattern: str, read: Callable[[re.Match[str]], WrittenNumber]) -> Family:
    return Family(re.compile(pattern, re.VERBOSE), read)


def _written_year(match: re.Match[str]) -> tuple[str | None, int]:
    """The year as written, and where the text of its notation begins (the end of the number proper)."""
    groups = match.groupdict()
    for name in ("y", "yb", "yc", "yd"):
        if groups.get(name):
            return _SPACE.sub("", groups[name]), match.start(name)
    return None, match.end()


def _chinese_dated(match: re.Match[str], number: str, was_mended: bool = False) -> WrittenNumber:
    """Judges the year of a Chinese number: literal, or a doubt and no year."""
    year, _ = _written_year(match)
    span = match.span()
    if year is None:
        loose = _LOOSE_YEAR.match(match.string, match.end())
        proposal = f"{number}-{loose['y']}" if loose else (number if was_mended else None)
        return WrittenNumber(*span, number, None, None, "letters_in_number" if was_mended else "no_year", proposal)
    if len(year) == 2:
        return WrittenNumber(*span, number, None, None, "two_digit_year", f"{number}-19{year}" if year > "50" else None)
    figures = year.translate(_LETTERS)
    if not re.fullmatch(YEAR, figures):
        return WrittenNumber(*span, number, None, None, "impossible_year")
    if figures != year:
        return WrittenNumber(*span, number, None, None, "letters_in_year", f"{number}-{figures}")
    if was_mended:
        return WrittenNumber(*span, number, year, None, "letters_in_number", f"{number}-{year}")
    return WrittenNumber(*span, number, year)


def _foreign_dated(match: re.Match[str], number: str, was_mended: bool = False) -> WrittenNumber:
    year, _ = _written_year(match)
    if was_mended:
        proposal = f"{number}:{year}" if year else number
        return WrittenNumber(*match.span(), number, year, None, "letters_in_number", proposal)
    return WrittenNumber(*match.span(), number, year, None, None if year else "no_year")


def _chinese(match: re.Match[str]) -> WrittenNumber:
    code, kind = _SPACE.sub("", match["c"]).upper(), match["t"]
    body = _SPACE.sub("", match["n"])
    mended = body if "~" in body else body.translate(_LETTERS)
    letters = f"{code}/{kind.upper()}" if kind else code
    number = f"{letters}/{mended}" if code.startswith("DB") and not kind else f"{letters} {mended}"
    return _chinese_dated(match, number, mended != body)


def _firm(match: re.Match[str]) -> WrittenNumber:
    name = _SPACE.sub(" ", match["n"]).strip()
    return _chinese_dated(match, "Q/" + re.sub(r"(?<=[A-Z])(?=[0-9][0-9.-]*$)", " ", name))


def _road(match: re.Match[str]) -> WrittenNumber:
    return _chinese_dated(match, f"JTG{'/T' if match['t'] else ''} {_SPACE.sub('', match['n'])}")


def _international(match: re.Match[str]) -> WrittenNumber:
    letters = re.sub(r"\s*([/-])\s*", r"\1", _SPACE.sub(" ", match["p"])).strip()
    issuer = re.sub(r"^[I1l]S[O0](?![A-Za-z])", "ISO", letters)
    body = re.sub(r"\s*-\s*", "-", _SPACE.sub(" ", match["n"])).strip()
    body = re.sub(r"[:,]?\s(?:Part|PART)\s?|(?<=[0-9])\s(?=[A-Z])", "-", body)
    figures = re.match(rf"{_DIGIT}+", body)
    mended = body if figures is None else figures[0].translate(_LETTERS) + body[figures.end() :]
    was_mended = mended != body or issuer.upper() != letters.upper()
    return _foreign_dated(match, f"{issuer.upper()} {mended}", was_mended)


def _astm(match: re.Match[str]) -> WrittenNumber:
    number = "ASTM " + re.sub(r"[\s-]+", "", match["n"]).upper()
    year = match["y"]
    if year and len(year) == 2:
        year = ("19" if year > "50" else "20") + year
    return WrittenNumber(*match.span(), number, year, None, None if year else "no_year")


def _undated(match: re.Match[str]) -> WrittenNumber:
    """Regulations and bulletins: their number is complete without a year."""
    text = _SPACE.sub(" ", match[0]).strip()
    return WrittenNumber(*match.span(), re.sub(r"^(BJS|BJH|BJY|KJ)(?=[0-9])", r"\1 ", text), None)


def _notice(match: re.Match[str]) -> WrittenNumber:
    year, end = _written_year(match)
    return WrittenNumber(*match.span(), _SPACE.sub("", match.string[match.start() : end]).rstrip("-"), year)


def _whole(match: re.Match[str]) -> WrittenNumber:
    return _foreign_dated(match, _SPACE.sub(" ", match["n"]).strip(" -"))


_FIGURES = rf"(?=[OoIl|]{{0,5}}[0-9]){_DIGIT}"
_MINISTRY = "|".join(r"\n?".join(name) for name in prefixes.MINISTRIES)
_CODES = _any(*prefixes.CHINESE_CODES)
_ISSUERS = _any(*prefixes.INTERNATIONAL_CODES, *prefixes.EUROPEAN_CODES)

CHINESE = _family(
    rf"""(?P<c> NB/SH | (?i:G\s?B(?:Z|J|W)?|GJB|DB\s?[0-9]{{2}}(?:[0-9]{{2}}|[0-9]{{4}})?) | {_CODES}
              | (?i:{_CODES})(?=\s*/?\s*[TtZz]\s?[0-9]) )
        (?: \s*[/-]?\s* (?P<t>[TtZz]) (?![A-Za-km-z/]) )?
        (?: \s*-(?=\s?[0-9]+(?:\.[0-9]+)?\s*-\s*{YEAR}) )?
        (?: (?<=[0-9])\s*/ )? \s*
        (?P<n> (?: (?:{_FIGURES}(?:\n?{_DIGIT}){{0,5}}(?:\n?\.\n?[0-9OoIl]{{1,4}}(?![0-9])){{0,4}}(?=\s*-+\s*{YEAR}))
                 | (?:{_FIGURES}{_DIGIT}{{0,5}}(?![0-9])(?:\n?\.\n?[0-9OoIl]{{1,4}}(?![0-9])){{0,4}}) )
               (?:\s?~\s?(?:[A-Za-z/]{{2,5}}\s?)?[0-9]{{1,6}}(?:\.[0-9]{{1,4}})*)?
               (?:[A-Z](?=\s*-\s*[0-9]))? )
        {_CHINESE_YEAR}""",
    _chinese,
)
GROUP = _family(
    rf"""[Tt]\s?/\s?(?P<o>[0-9]{{0,3}}[A-Z]{{2,12}}(?:[ -][A-Z]{{1,8}}(?=[ ]?[0-9]))?)
        \s* (?P<n> [0-9]{{1,7}} (?:[.-]{_NOT_YEAR}[0-9]{{1,4}}){{0,3}} ) {_CHINESE_YEAR}""",
    lambda match: _chinese_dated(match, f"T/{_SPACE.sub(' ', match['o'])} {match['n']}"),
)
FIRM = _family(
    rf"""[Qq]\s?/\s?(?P<n> [0-9]{{0,8}}[ ]?[A-Z]{{1,8}}[0-9]{{0,3}}(?:[ .][A-Z]{{1,6}})? [ -]?
        [0-9][0-9.]*(?:-{_NOT_YEAR}[0-9]{{3,4}})* ) {_CHINESE_YEAR}""",
    _firm,
)
ROAD = _family(
    rf"""JTG \s?(?P<t>/\s?T)?\s*
        (?P<n> [A-Z]?\s?[0-9]{{1,4}}(?:-[0-9]{{1,2}}(?![0-9]))?(?:\.[0-9]+)* ) {_CHINESE_YEAR}""",
    _road,
)
SPECIAL = _family(
    rf"""TSG \s?(?P<n> [A-Z]{{0,2}}\s?[0-9]{{1,4}} ) {_CHINESE_YEAR}""",
    lambda match: _chinese_dated(match, f"TSG {_SPACE.sub('', match['n'])}"),
)
ASTM = _family(
    rf"""(?i:ASTM) \s*-?\s* (?P<n> [A-G]\s?-?\s?[0-9]{{1,5}}M? (?:\s?/\s?(?:[A-G]\s?[0-9]{{1,5}}M?|M))? )
        (?: \s*[-:]\s*(?P<y> {YEAR}|[0-9]{{2}})(?![0-9]) [a-z]? (?:\s?\({YEAR}\))? (?:[eε][0-9])? )?""",
    _astm,
)
JAPANESE = _family(
    rf"""JIS \s*(?P<n> [A-Z]\s?[0-9]{{3,5}}(?:-[0-9]{{1,3}}(?![0-9]))* ) {_FOREIGN_YEAR}""",
    lambda match: _foreign_dated(match, f"JIS {match['n'][0]} {match['n'][1:].strip()}"),
)
INTERNATIONAL = _family(
    rf"""(?P<p> (?: (?i:ISO|IEC|CISPR) | [I1l]S[O0](?=[\s/]?[0-9]) | {_ISSUERS})
            (?: \s?[ /-]\s?(?:{_ISSUERS}|{_any(*prefixes.DELIVERABLES)})(?![A-Za-z]) )* )
        \s*-?\s*(?:(?i:No)\.?\s*)?
        (?P<n> (?: (?<=EN\s)[0-9]{{3}}\s[0-9]{{3}} | {_FIGURES}{_DIGIT}{{0,5}}(?![0-9]) )
            (?: \s?[-\s]\n?(?:[A-Z][0-9]{{1,2}})(?![0-9A-Za-z]|\.[0-9]) )?
            (?: [ ]?-\n?[ ]?{_NOT_YEAR}[0-9]{{1,4}}[A-Z]?(?![0-9]) | \.[0-9]{{1,3}} ){{0,4}} [A-Z]? (?![A-Za-z])
            (?: [:,]?\s(?:Part|PART)\s?[0-9]{{1,3}} )? )
        {_FOREIGN_YEAR}""",
    _international,
)
REGULATION = _family(
    r"""\(?E[UC]\)?\s*(?:No\.?\s*)? [0-9]{1,4}/[0-9]{2,4}(?:/E[UC])? | [0-9]{2,4}/[0-9]{1,4}/(?:EC|EU|EEC)
        | [0-9]{2}\s?CFR\s?(?:Part\s?)?[0-9]{1,4}(?:\.[0-9]+)* | (?:BJS|BJH|BJY|KJ)\s?[0-9]{6}(?![0-9])""",
    _undated,
)
NOTICE = _family(
    rf"""(?:{_MINISTRY}) \s*(?:公\n?告)?\s*(?:{YEAR}\s?年\s*)?第?\s*[\[(]?[0-9]{{1,4}}[\])]?\s*(?:年?第\s*[0-9]+\s*)?号
        \s*(?:公\n?告)? (?:\s*-\s*{_NOT_YEAR}[0-9]{{1,3}})? (?: \s*-\s*(?P<y>{YEAR})(?![0-9]) )?""",
    _notice,
)
LETTERED = _family(
    rf"""(?P<n> (?:US\s)? {_any(*prefixes.LETTERED_BODIES)}(?![a-z])
            (?: [ /-](?:[A-Z]{{1,6}}|Method|Official[ ]Method|Part)(?![a-z]) ){{0,3}} [ -]?
            (?:[A-Z]{{1,3}})? [0-9][0-9.]*[0-9A-Z]*(?:-{_NOT_YEAR}[0-9A-Z.]{{1,6}}){{0,4}} )
        {_FOREIGN_YEAR}""",
    _whole,
)
OTHER = _family(
    rf"""(?P<n> [A-Z]{{2,10}}(?:[/ -][A-Z]{{1,6}}){{0,3}} [ /-]?[0-9][0-9.]*[A-Z]?
            (?:-{_NOT_YEAR}[0-9A-Z]{{1,5}}){{0,4}} ) \s*[-:]\s*(?P<y> {YEAR})(?![0-9])""",
    _whole,
)
