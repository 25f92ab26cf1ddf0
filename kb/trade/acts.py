"""The acts that are asked for, by the words for them: what inspection centres do, and what others do (B18).

An act is found where one of its names stands, the longest first; ``…`` in a name leaves room for a few words. A word
that is only a part of a thing (保险丝 is no insurance) is written down as that thing and is no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from foundation.text import fold
from foundation.values import Value

GAP = r"[^，,。；;！!？?\n]{0,14}?"
"""What a name with room for a few words leaves room for."""


_LATIN = re.compile(r"[a-z0-9]")


class WrittenAct(Value):
    """An act as its file writes it; ``ours``: whether it is a service of inspection centres (S0-30 … S0-38)."""

    act: str = Field(min_length=2)
    en: str
    ours: bool
    says: tuple[str, ...] = Field(min_length=1)
    says_en: tuple[str, ...] = ()
    measures: bool = False
    """Whether it is done to instruments (S4)."""
    matters: tuple[str, ...] = ()
    """Words that speak of nothing else: wherever they stand, the request is of its kind."""


class WrittenActs(Value):
    """The file: the acts, and the things in whose names a word for an act stands."""

    acts: tuple[WrittenAct, ...] = ()
    things: tuple[str, ...] = ()


class ActMention(NamedTuple):
    """``text[start:end]`` is a word for the act with this number."""

    start: int
    end: int
    act: int
    is_matter: bool = False
    is_phrase: bool = False
    """It holds what the deed is done to, so that what follows makes no thing of it."""


class _Name(NamedTuple):
    """A name, what of it stands in a text at once, and how the rest is read where it leaves room for words."""

    head: str
    rest: re.Pattern[str] | None
    act: int | None
    """``None``: a thing."""
    is_matter: bool


class Acts:
    """The acts made ready for reading."""

    def __init__(self, written: WrittenActs) -> None:
        self.written = written

    def is_ours(self, act: int) -> bool:
        """Whether inspection centres do it."""
        return self.written.acts[act].ours

    @cached_property
    def measuring(self) -> frozenset[int]:
        """The acts that are done to instruments."""
        return frozenset(number for number, act in enumerate(self.written.acts) if act.measures)

    def name(self, act: int) -> str:
        """Its Chinese name."""
        return self.written.acts[act].act

    def mentions(self, folded: str) -> Iterator[ActMention]:
        """Words for acts in a folded text, left to right, never overlapping."""
        named, end = self._named, 0
        for found in self._firsts.finditer(folded):
            begin = found.start()
            if begin < end:
                continue
            for head, rest, act, is_matter in named[found[0]]:
                if not folded.startswith(head, begin):
                    continue
                end_here = begin + len(head)
                if rest is not None:
                    further = rest.match(folded, end_here)
                    if further is None:
                        continue
                    end_here = further.end()
                if head.isascii() and not _is_word(folded, begin, end_here):
                    continue
                end = end_here
                if act is not None:
                    yield ActMention(begin, end, act, is_matter, rest is not None)
                break

    def named(self, folded: str) -> frozenset[int]:
        """The acts that a text has words for: what a centre says that it does, it does."""
        return frozenset(one.act for one in self.mentions(folded))

    @cached_property
    def _named(self) -> Mapping[str, Sequence[_Name]]:
        """Names by their first character; the longest first, for the first that fits is taken."""
        names: dict[str, tuple[int | None, bool]] = {}
        for number, act in enumerate(self.written.acts):
            for name in (*act.says, *act.says_en):
                names.setdefault(fold(name), (number, False))
            names |= {fold(name): (number, True) for name in act.matters}
        names |= {fold(thing): (None, False) for thing in self.written.things}
        by_first: dict[str, list[_Name]] = {}
        for name, of in sorted(
            names.items(), key=lambda item: (-len(item[0].replace("…", "")), "…" in item[0], item[0])
        ):
            head, *others = name.split("…")
            rest = re.compile("".join(GAP + re.escape(other) for other in others)) if others else None
            by_first.setdefault(name[0], []).append(_Name(head, rest, *of))
        return by_first

    @cached_property
    def _firsts(self) -> re.Pattern[str]:
        return re.compile(f"[{''.join(map(re.escape, sorted(self._named)))}]" if self._named else "(?!)")


def _is_word(text: str, begin: int, end: int) -> bool:
    """A Latin name must not be a part of a longer word."""
    return not (text[begin - 1 : begin].isalnum() and text[begin - 1].isascii()) and not _LATIN.match(text, end)


NO_ACTS = Acts(WrittenActs())
