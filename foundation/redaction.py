"""Text without names, contacts, numbers of persons and accounts: typed placeholders, and the way back.

``[单位1]``, ``[电话2]`` … stand for what was there; the map stays in memory with the caller, so that an answer that
comes back with placeholders can be filled in again. Known names come from the caller. A name nobody knows stays where
it is: that residual risk is why a secret demand never leaves the house, redacted or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import Field

from foundation.personal_data import Kind, Place, find_personal_data
from foundation.quantities import find_quantities
from foundation.values import Value


class KnownName(Value):
    """A name to take out, and what it names."""

    text: str
    kind: Literal["单位", "人名"]


class Replacement(Value):
    """One placeholder and the words it stands for, as they were written the first time."""

    placeholder: str
    original: str
    kind: Kind


class Redacted(Value):
    """A redacted text with its map. The map is not shown in logs."""

    text: str
    replacements: tuple[Replacement, ...] = Field(default=(), repr=False)

    def restore(self, text: str | None = None) -> str:
        """``text`` (by default the redacted one) with every placeholder filled in; unknown ones stay.

        Brackets of another width and a space inside are forgiven: models rewrite them.
        """
        originals = {_key(entry.placeholder): entry.original for entry in self.replacements}
        return _PLACEHOLDER.sub(
            lambda found: originals.get(_key(found[0]), found[0]), self.text if text is None else text
        )


def redact(text: str, names: Iterable[str | KnownName] = ()) -> Redacted:
    """Replace known names, telephone numbers, addresses, identity and account numbers and amounts by placeholders.

    ``names`` are matched whatever their width, spacing or case; a plain string that looks like a Chinese personal name
    (two or three characters, not ending like an organisation) is taken for one. The same words get the same
    placeholder. Linear in the length of the text.
    """
    chosen = _without_overlaps(len(text), [*find_personal_data(text), *_known(text, names), *_amounts(text)])
    used = {_key(found[0]) for found in _PLACEHOLDER.finditer(text)}
    placeholders: dict[tuple[Kind, str], Replacement] = {}
    numbers: dict[Kind, int] = {}
    parts: list[str] = []
    last = 0
    for start, end, kind in chosen:
        original = text[start:end]
        same = (kind, _plain(original))
        if same not in placeholders:
            numbers[kind] = _next_free(kind, numbers.get(kind, 0), used)
            placeholder = f"[{kind}{numbers[kind]}]"
            placeholders[same] = Replacement(placeholder=placeholder, original=original, kind=kind)
        parts += [text[last:start], placeholders[same].placeholder]
        last = end
    return Redacted(text="".join([*parts, text[last:]]), replacements=tuple(placeholders.values()))


def without_personal_data(text: str) -> str:
    """A sentence that may be shown to anybody and logged: what is personal by its form is left out for good."""
    chosen = _without_overlaps(len(text), [*find_personal_data(text)])
    for start, end, kind in reversed(chosen):
        text = f"{text[:start]}[{kind}]{text[end:]}"
    return text


_PLACEHOLDER = re.compile(r"[\[［【] ?(单位|人名|电话|邮箱|证件|银行卡|网址|金额|账号) ?(\d{1,6}) ?[\]］】]")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")


def _key(placeholder: str) -> str:
    return unicodedata.normalize("NFKC", placeholder.strip("[［【]］】")).replace(" ", "")


def _plain(text: str) -> str:
    """What makes two spellings the same: width, case and spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _next_free(kind: Kind, number: int, used: set[str]) -> int:
    """The next number whose placeholder the text does not already hold as its own words."""
    number += 1
    while f"{kind}{number}" in used:
        number += 1
    return number


def _without_overlaps(length: int, places: list[Place]) -> list[Place]:
    """In order of the text; of two that overlap the one earlier in the list stays."""
    taken = bytearray(length)
    chosen = []
    for place in places:
        start, end, _ = place
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            chosen.append(place)
    return sorted(chosen)


def _amounts(text: str) -> Iterator[Place]:
    for quantity in find_quantities(text):
        if quantity.dimension.startswith("money"):
            yield quantity.start, quantity.end, "金额"


def _known(text: str, names: Iterable[str | KnownName]) -> Iterator[Place]:
    """Known names, the longest at each place."""
    root = _trie(names)
    if len(root) == 0:
        return
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            places.append(place)
    index = 0
    while index < len(letters):
        length, kind = _longest_name(root, letters, index)
        if kind is None or not _stands_alone(text, places[index], places[index + length - 1] + 1):
            index += 1
            continue
        yield places[index], places[index + length - 1] + 1, kind
        index += length


_Node = dict[str, Any]
_END = ""
"""The key under which a node of the trie keeps the kind of the name that ends there."""


def _trie(names: Iterable[str | KnownName]) -> _Node:
    root: _Node = {}
    for name in names:
        known = name if isinstance(name, KnownName) else KnownName(text=name, kind=_kind_of(name))
        letters = _plain(known.text)
        if len(letters) < 2:
            continue  # one character stands in too many words
        node = root
        for letter in letters:
            node = node.setdefault(letter, {})
        node.setdefault(_END, known.kind)
    return root


def _longest_name(root: _Node, letters: list[str], index: int) -> tuple[int, Literal["单位", "人名"] | None]:
    node, length, best, kind = root, 0, 0, None
    while index + length < len(letters) and (following := node.get(letters[index + length])) is not None:
        node, length = following, length + 1
        if _END in node:
            best, kind = length, node[_END]
    return best, kind


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin name is a word, not a piece of one: ABB, but not the ABB in CABBAGE."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    is_cut = (_is_latin(before) and _is_latin(text[start])) or (_is_latin(after) and _is_latin(text[end - 1]))
    return not is_cut


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


_ORGANISATION = re.compile("(?:公司|集团|中心|大学|学院|协会|商会|学会|银行|[院所厂站局会部社店矿校委处])$")
_SURNAMES = "欧阳|司马|上官|诸葛|东方|尉迟|公孙|慕容|司徒|令狐|皇甫|夏侯|端木|东郭|南宫"
_CHINESE = r"[\u3400-\u9fff]"
_PERSON = re.compile(rf"(?:{_SURNAMES}){_CHINESE}{{2}}|{_CHINESE}{{2,3}}|{_CHINESE}{{1,8}}·[\u3400-\u9fff·]{{1,12}}")


def _kind_of(name: str) -> Literal["单位", "人名"]:
    plain = _plain(name)
    return "人名" if _PERSON.fullmatch(plain) and not _ORGANISATION.search(plain) else "单位"
