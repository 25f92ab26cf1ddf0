"""The names of the tests that the trades know, for whoever reads what an enterprise asks to have tested (S0-30).

The trade files take seconds to read and the names are few, so they stand in a list of their own, which
``docs/generate.py`` writes and CI holds to the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kb.trade.field import TradeField
from kb.trade.lexicon import concepts_of

LISTED = Path(__file__).parent.parent / "data" / "test_names.txt"
_SEVERAL = re.compile(r"[、/,，;；]|[和与]|及(?!其)|\b(?:and|or)\b", re.IGNORECASE)
"""Two tests in one name (拉伸强度与伸长率): a demand that says so asks for two."""
_DEED = re.compile(r"^(?:检测|检验|测定|测试|[做查]|测(?!量|力))")
"""测甲醛 is what is done with 甲醛."""
_SERVICE = re.compile(r"(?:检定|校准|计量|认证|认可|评定|评估|提案|宣贯)$|^(?:calibration|verification|assessment)\b")
"""What is had done about a thing, and no quantity of it."""
_PLAIN_LATIN = re.compile(r"[\x00-\x7fµμ°℃–-]+")


def names_of_tests(fields: Iterable[TradeField]) -> tuple[str, ...]:
    """The proper names and exact synonyms of all tests, sorted; English ones of two words or more."""
    found: set[str] = set()
    for concept in concepts_of(fields):
        if concept.kind == "test":
            own = (concept.zh, *concept.same, concept.english[0])
            found.update(name for name in own if _is_plain(name))
    return tuple(sorted(found))


def known_tests() -> tuple[str, ...]:
    """The list as it is shipped."""
    return _listed()


@cache
def _listed() -> tuple[str, ...]:
    return tuple(LISTED.read_text("utf-8").splitlines())


def _is_plain(name: str) -> bool:
    if _PLAIN_LATIN.fullmatch(name) and (" " not in name.strip() or len(name) < 8):
        return False  # PC, TG, EL name other things as well
    return len(name) >= 2 and not any(other.search(name) for other in (_SEVERAL, _SERVICE, _DEED))
