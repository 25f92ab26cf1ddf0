"""What the keys of gaps are called: a trade by its title, a reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.language import Language
    from matcher.doubt.gap_totals import GapKey
    from matcher.outcome import GapReason

REASONS: dict[GapReason, str] = {
    "nobody": "没有中心能做",
    "unannounced": "还没有公布的批准范围",
    "lapsed": "资质在计划日期已经到期或没有写明有效期",
    "superseded": "附表里的标准年版不合用",
    "excluded": "限制范围把它排除在外",
    "too_weak": "中心的测量能力达不到要求",
    "not_feasible": "技术评审认为方法或设备不具备",
}


def names_of(by: GapKey, language: Language) -> Callable[[str], str]:
    """From a key to its plain name; what has no other name stands as it is."""
    if by == "trade":
        return _trades(language)
    if by == "reason":
        return _reasons(language)
    return str


def _trades(language: Language) -> Callable[[str], str]:
    from foundation.settings import read_settings
    from kb.trade.reading import read_knowledge

    knowledge = read_knowledge(read_settings().knowledge_folders)
    fields = (*knowledge.fields, *knowledge.beyond)
    titles = {one.field: one.en if language == "en" else one.zh for one in fields}
    return lambda key: titles.get(key, key)


def _reasons(language: Language) -> Callable[[str], str]:
    from foundation.language import translate

    said: dict[str, str] = {key: translate(text, language) for key, text in REASONS.items()}
    return lambda key: said.get(key, key)
