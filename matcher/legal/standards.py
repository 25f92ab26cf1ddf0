"""The standards of a row held against those demanded: the same edition, another year, a replaced one, another standard.

A scope holds for the edition that is written in it. An older year than the demanded one is not covered; a newer one is
what the centre may do, and the enterprise must say whether it takes it. An edition known to be replaced on the planned
day (:mod:`kb.editions`) is shown as replaced, whoever asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from foundation.language import Sentence, sentence
from foundation.text import normalise
from kb.editions import is_newest, replacement_of
from kb.standards import find_standards, is_chinese, standard_key
from matcher.legal.finding import Finding, gravity
from matcher.legal.manner import CHINESE, PLAIN, Manner


class Edition(NamedTuple):
    """A citation: ``key`` folded, without the year; ``written`` as a person reads it."""

    key: str
    year: str | None
    written: str


@lru_cache(maxsize=16_384)
def editions_in(text: str) -> tuple[Edition, ...]:
    """Every standard that a text cites."""
    normal = normalise(text)
    return tuple(
        Edition(one.key, one.year, normal[one.start : one.end].upper().strip()) for one in find_standards(normal)
    )


def editions_asked(standards: Sequence[str]) -> tuple[Edition, ...]:
    """The demanded standards; one whose number has no known form (农业部1077号公告) is compared as it stands.

    Where several years of one standard are named the latest is what is demanded.
    """
    latest: dict[str, Edition] = {}
    for written in standards:
        for one in editions_in(written) or (Edition(_squeezed(written), None, written),):
            known = latest.get(one.key)
            if known is None or (one.year or "") > (known.year or ""):
                latest[one.key] = one
    return tuple(latest.values())


@lru_cache(maxsize=4_096)
def look(cited: str, asked: tuple[Edition, ...], day: date, manner: Manner = PLAIN) -> tuple[Finding, ...]:
    """What the row's standards are for the demanded ones, and for themselves where none is demanded.

    Of several demanded standards the row need cite one: each row of an annex is one test. ``manner`` is what the demand
    says of standards without a number.
    """
    held = editions_in(cited)
    if not asked:
        return _of_series(held, manner) or (*_current(held, day), *_newest(held, manner))
    found = [_beside(one, cited, held, day, manner) for one in asked]
    best = min(found, key=lambda findings: max((gravity(finding) for finding in findings), default=0))
    return (*best, *_amended(cited, manner))


def _amended(cited: str, manner: Manner) -> tuple[Finding, ...]:
    """Where the demand names an amendment that the row does not."""
    missing = [one for one in manner.amendments if one not in _squeezed(cited)]
    if not missing:
        return ()
    named = "、".join(one.upper().lstrip("+") for one in missing)
    told = sentence("您要的标准带 {asked}，附表写的是“{cited}”，是否包括请核对", asked=named, cited=cited)
    return (Finding("to_check", told),)


def _of_series(held: Sequence[Edition], manner: Manner) -> tuple[Finding, ...]:
    """Where a series must be used, or one must not, and no standard of the row will do."""
    if not held or any(manner.is_of_a_series(one.key) and not manner.is_refused(one.key) for one in held):
        return ()
    cited = "、".join(one.written for one in held)
    if (
        not manner.refused
        and all(name in CHINESE for name in manner.series)
        and any(is_chinese(one.key) for one in held)
    ):
        told = sentence(
            "您要按 {series} 类标准做，附表这一行是 {cited}，行不行请核对", series="、".join(manner.series), cited=cited
        )
        return (Finding("to_check", told),)  # who says 国标 often means HJ and YY too
    if manner.refused and not manner.series:
        told = sentence(
            "您不要按 {series} 类标准做，附表这一行是 {cited}", series="、".join(manner.refused), cited=cited
        )
    else:
        told = sentence("您要按 {series} 类标准做，附表这一行是 {cited}", series="、".join(manner.series), cited=cited)
    return (Finding("other_standard", told),)


def _newest(held: Sequence[Edition], manner: Manner) -> tuple[Finding, ...]:
    """The newest edition is asked for, and of none that the row cites it is known to be that."""
    if not manner.is_latest or not held or any(is_newest(one.key, one.year) for one in held):
        return ()
    told = sentence("您要最新版，附表写的是 {held}，是不是现行版本请核对", held="、".join(one.written for one in held))
    return (Finding("to_check", told),)


def _beside(
    asked: Edition, cited: str, held: Sequence[Edition], day: date, manner: Manner = PLAIN
) -> tuple[Finding, ...]:
    if same := [one for one in held if one.key == asked.key]:
        found = min((_same(asked, one, day) for one in same), key=lambda one: gravity(one[0]) if one else 0)
        return found if asked.year else (*found, *_newest(same, manner))
    if asked.key in _squeezed(cited) and not any(one.key.startswith(asked.key) for one in held):
        return ()  # a number of no known form, cited as it stands
    is_series = asked.year is None and any(one.key.startswith((f"{asked.key}.", f"{asked.key}-")) for one in held)
    if is_series or _is_one_of_parts(asked.key, cited):
        told = sentence("附表写的是“{cited}”，是否包括 {asked} 请核对", cited=cited, asked=asked.written)
        return (Finding("to_check", told),)
    bare = _bare(asked.key)
    if near := next((one for one in held if _bare(one.key) == bare), None):
        told = sentence(
            "附表写的是 {held}，您要的是 {asked}，是否同一标准请核对", held=near.written, asked=asked.written
        )
        return (Finding("to_check", told),)
    if replaced := replacement_of(asked.key, asked.year):
        by = editions_in(replaced.by)
        if any(one.key == new.key and one.year == new.year for one in held for new in by):
            return (Finding("newer_edition", _newer(asked.written, replaced.by)),)
    if not held and cited:
        told = sentence("附表的标准“{cited}”没有编号，是不是 {asked} 请核对", cited=cited, asked=asked.written)
        return (Finding("to_check", told),)
    if not held:
        return (Finding("to_check", sentence("附表这一行没有写标准，能否按 {asked} 做请核对", asked=asked.written)),)
    if manner.takes_equal and not all(manner.is_refused(one.key) for one in held):
        equal = "、".join(one.written for one in held)
        told = sentence("您要 {asked} 或等效的标准，附表是 {held}：是否等效请核对", asked=asked.written, held=equal)
        return (Finding("to_check", told),)
    return _other(asked)


_PARTS = re.compile(r"(?P<base>[a-z/]+\d+)\.(?P<first>\d+)(?:-\d{4})?(?:~|至|到)(?:(?P=base)\.|[.])?(?P<last>\d+)")


@lru_cache(maxsize=4_096)
def _is_one_of_parts(key: str, cited: str) -> bool:
    """Whether a standard is a part within a span of parts: GB/T 328.8 in GB/T 328.1~27-2007."""
    base, _, part = key.rpartition(".")
    text = _squeezed(cited).replace("～", "~").replace("〜", "~").replace("∼", "~")
    return part.isdigit() and any(
        standard_key(found["base"]) == base and int(found["first"]) <= int(part) <= int(found["last"])
        for found in _PARTS.finditer(text)
    )


@lru_cache(maxsize=1_024)
def _other(asked: Edition) -> tuple[Finding, ...]:
    """Most rows cite none of the demanded standards: what is found for one is found for all."""
    return (Finding("other_standard", sentence("附表这一行没有您要的标准 {asked}", asked=asked.written)),)


def _same(asked: Edition, held: Edition, day: date) -> tuple[Finding, ...]:
    if asked.year and held.year is None:
        told = sentence("附表的 {held} 没有写年号，是不是 {asked} 请核对", held=held.written, asked=asked.written)
        return (Finding("to_check", told),)
    if asked.year and held.year and held.year > asked.year:
        return (Finding("newer_edition", _newer(asked.written, held.written)),)
    if asked.year and held.year and held.year < asked.year:
        told = sentence(
            "附表是 {held}，您要的是 {asked}：这一年版不在批准范围内，须先办理标准变更或方法确认（6.2）",
            held=held.written,
            asked=asked.written,
        )
        return (Finding("other_year", told),)
    return _current((held,), day)


def _newer(asked: str, held: str) -> Sentence:
    return sentence("您写的是 {asked}，附表是更新的 {held}：按新版做要先与您确认", asked=asked, held=held)


def _current(held: Sequence[Edition], day: date) -> tuple[Finding, ...]:
    """What is known to be replaced of the editions that the row cites; it decides when no other edition is left."""
    replaced = [finding for one in held if (finding := _replaced(one, day)) is not None]
    if len(replaced) < len(held):
        return tuple(Finding("inside", finding.says) for finding in replaced)
    return (min(replaced, key=gravity),) if replaced else ()


def _replaced(one: Edition, day: date) -> Finding | None:
    new = replacement_of(one.key, one.year)
    if new is None or (new.since is not None and day < new.since):
        return None
    if new.since is None:
        return Finding("to_check", sentence("{held} 已被 {by} 代替，何时实施请核对", held=one.written, by=new.by))
    since = new.since.isoformat()
    told = sentence("{held} 自 {since} 起已被 {by} 代替", held=one.written, since=since, by=new.by)
    return Finding("superseded", told)


@lru_cache(maxsize=16_384)
def _bare(key: str) -> str:
    """GB and GB/T of one number, ISO and EN ISO have one: perhaps they are the same, which a person must say."""
    for adopted in ("din en ", "bs en ", "nf en ", "en ", "din ", "bs ", "nf ", "dinen", "bsen", "nfen"):
        key = key.removeprefix(adopted)
    return key.replace("/t", "", 1).removeprefix("en") if "iso" in key or "iec" in key else key.replace("/t", "", 1)


@lru_cache(maxsize=4_096)
def _squeezed(text: str) -> str:
    return normalise(text).replace(" ", "")
