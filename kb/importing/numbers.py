"""Every standard number written in a text, with its year when, and only when, one stands there.

A year is four digits that occur in the text, with one named exception: ASTM writes two (``D638-14``), which by ASTM's
own custom means 2014; 51 to 99 are read as 19xx, 00 to 50 as 20xx. A two-digit year of any other issuer
(``GB 5413-85``) gives no year, only a proposal. Letters typed for figures (``GB/T l843``, ``1O40``) are put right in
a number, where only figures can stand, and reported; in a year they are only reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.importing import families, prefixes
from kb.importing.families import YEAR, Family, WrittenNumber

_MINISTRY = "|".join(r"\n?".join(name) for name in prefixes.MINISTRIES)
_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9])(?:[A-Za-z]{{1,12}}|[0-9]{{2,4}}(?=/[0-9]{{1,4}}/E|\s?CFR)|1S[O0]|ГОСТ|\(E[UC]\))|{_MINISTRY}"
)
_AMENDMENT = re.compile(
    r"\s*(?:[/+,(、]\s*(?:含|包括)?\s*)?(?:第\s*[0-9一二三]+\s*号修改单|XG\s*[0-9]+"
    r"|(?<=[/+( ])(?:AMD|Amd|AMENDMENT|Amendment|Cor|COR)\.?\s*[0-9]+|(?<=[/+])(?:A[0-9]{1,2}|AC|C[0-9]))"
    r"(?:\s*[-:]\s*(?:19|20)[0-9]{2}(?:-[0-9]{2})?|:?\s?\((?:19|20)[0-9]{2}\))?(?:\s*修改单)?(?:\s*\))?"
)
_NEXT_SHORT = re.compile(rf"\s*[、,，及和]\s*(?P<n>[0-9]{{1,6}}(?:\.[0-9]{{1,4}})*)\s*-\s*(?P<y>{YEAR})(?![0-9])")
_FAMILIES: dict[str, tuple[Family, ...]] = {
    **dict.fromkeys([*prefixes.LETTERED_BODIES, "US"], (families.LETTERED, families.OTHER)),
    **dict.fromkeys((*prefixes.INTERNATIONAL_CODES, *prefixes.EUROPEAN_CODES), (families.INTERNATIONAL,)),
    **dict.fromkeys(prefixes.CHINESE_CODES, (families.CHINESE, families.OTHER)),
    "ASTM": (families.ASTM, families.INTERNATIONAL),
    "T": (families.GROUP,),
    "Q": (families.FIRM,),
    "JTG": (families.ROAD,),
    "TSG": (families.SPECIAL,),
    "JIS": (families.JAPANESE,),
    "EU": (families.REGULATION,),
    "EC": (families.REGULATION,),
    **dict.fromkeys(prefixes.LAX_NUMBERS, (families.REGULATION,)),
    **dict.fromkeys(("DB", "G"), (families.CHINESE,)),
}
_LOOSE = (families.LETTERED, families.OTHER)
_ISSUERS = (*prefixes.CHINESE_CODES, *prefixes.INTERNATIONAL_CODES, *prefixes.EUROPEAN_CODES)
_ANOTHER = re.compile(rf"[ /-](?:{'|'.join(sorted(_ISSUERS, key=lambda code: (-len(code), code)))})(?:/[TZ])?\s?[0-9]")
_FIGURE_NEAR = re.compile("[^0-9]{0,24}[0-9]")
_MISTYPED_ISO = re.compile("[I1l]S[O0]?$")


def find_numbers(folded: str) -> list[WrittenNumber]:
    """Every standard number in ``folded`` (see :func:`kb.importing.cells.fold`), in order, not overlapping."""
    found: list[WrittenNumber] = []
    position = 0
    while token := _TOKEN.search(folded, position):
        number = _number_at(folded, token) if _FIGURE_NEAR.match(folded, token.end()) else None
        if number is None:
            position = token.end()
            continue
        found.append(_with_amendments(folded, number))
        found.extend(_shortened(folded, found[-1]))
        position = found[-1].end
    return found


def _number_at(folded: str, token: re.Match[str]) -> WrittenNumber | None:
    for family in _families_of(token[0]):
        match = family.pattern.match(folded, token.start())
        if match and not (family in _LOOSE and _names_another_issuer(match[0])):
            return family.read(match)
    return None


def _names_another_issuer(text: str) -> bool:
    """``LED GB/T 29293`` is a name and a number, not a number of LED."""
    return _ANOTHER.search(text) is not None


def _families_of(token: str) -> tuple[Family, ...]:
    """Which grammars may begin with this word; none for ordinary words, which keeps long names cheap."""
    upper = token.upper()
    known = _FAMILIES.get(token) or _FAMILIES.get(upper)
    if known:
        return known
    if _MISTYPED_ISO.match(token):
        return (families.INTERNATIONAL,)
    if not token[0].isascii():
        return (families.NOTICE,)
    if token[0].isdigit() or token[0] == "(":
        return (families.REGULATION,)
    if upper[-1] in "TZIOL" and upper.rstrip("IOL")[:-1] in _FAMILIES:
        return (families.CHINESE, families.OTHER)
    if upper[:-1] in _FAMILIES or upper[:4] in ("AATC", "JESD"):
        return (*_FAMILIES.get(upper[:-1], (families.LETTERED,)), families.OTHER)
    return (families.OTHER,) if len(token) > 1 and token.isupper() else ()


def _with_amendments(folded: str, number: WrittenNumber) -> WrittenNumber:
    """Amendments belong to the number before them; their years are not its year."""
    pieces, end = [], number.end
    while end < len(folded) and (found := _AMENDMENT.match(folded, end)):
        pieces.append(found[0].strip(" \n/+,、()"))
        end = found.end()
    return replace(number, end=end, amendment=" ".join(pieces)) if pieces else number


def _shortened(folded: str, first: WrittenNumber) -> Iterator[WrittenNumber]:
    """``GB/T 1040.1-2018、1040.2-2022``: the second number borrows the letters of the first."""
    letters, _, figures = first.number.rpartition(" ")
    end = first.end
    while first.year and letters and figures[0].isdigit() and (match := _NEXT_SHORT.match(folded, end)):
        end = match.end()
        yield WrittenNumber(match.start("n"), end, f"{letters} {match['n']}", match["y"])
