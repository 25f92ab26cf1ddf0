"""What an answer to the open question is: "I do not know", a value the rules read, or the person's own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.demand import Draft, Evidence, Origin, Reading
from intake.fields import LIST_FIELDS, FieldName
from intake.not_known import is_unknown
from intake.topics import BY_FIELD

_DEFINITE_NO: frozenset[FieldName] = frozenset({"samples", "confidentiality"})
"""Where "no" is itself the answer, and not a gap."""

EXPLICIT: frozenset[FieldName] = frozenset({"budget", "deadline", "region", "confidentiality", "contact"})
"""Fields whose rules need explicit words: said again, they mean the new value."""

_SIDE: frozenset[FieldName] = frozenset(
    {
        "title",
        "industry",
        "problem_type",
        "life_cycle_stage",
        "wish",
        "parameters",
        "service_subtype",
        "method_stage",
        "nqi_elements",
        "enterprise_size",
        "extremes",
        "cooperation",
        "help_mode",
        "report_use",
        "basis",
        "ip_kind",
    }
)
"""What rules read in passing: it does not show that the person spoke of something else."""

_OF_WHAT_IS: frozenset[FieldName] = frozenset({"material", "occurrence", "conditions", "basis", "samples", "region"})
"""Questions about what is: a wish ("想找出原因") does not answer them."""

_ANYTHING = re.compile(r"\S")
_NOTHING = re.compile(r"(?!)")
_NUMBER = r"[\d一二两三四五六七八九十百几半][\d,.一二两三四五六七八九十百千万几~-]*"
_MONEY = rf"(?:预算)?(?:大概|大约|差不多|也就|最多)?{_NUMBER} ?(?:万元?|千元?|百元?|元|块钱?|w|k|rmb|usd|eur)"
_SPAN = rf"(?:大概|大约|差不多|最好|希望)?{_NUMBER} ?(?:个?半?(?:工作日|月|星期|礼拜)|天|周|年半?)"
_END = r"(?:之内|以内|内|左右|上下|以下|之前|前|吧|的|啊|呢|行|就|可以|[,。!~ ])*$"
_ACCEPTS: dict[FieldName, re.Pattern[str]] = {
    "service_category": _NOTHING,
    "confidentiality": _NOTHING,
    "samples": re.compile(r"^(?:有|没|可以|能|留|还|好|坏|样|都|\d|对|yes\b|no samples?)", re.IGNORECASE),
    "deadline": re.compile(r"快|急|月|周|星期|年|天|日|前|春节|国庆|五一|元旦|不着急|不急"),
    "budget": re.compile(
        rf"{_MONEY}|^[\d,.~-]+(?:左右|以内|以下|上下|吧|[,。 ])*$|万|面议|看情况|报价|合适|便宜|免费", re.IGNORECASE
    ),
    "contact": re.compile(r"\d{5,}|@|微信|电话|先生|女士|经理|总|工"),
    "region": re.compile(r"^(?!.*[不没想要吗呢什怎])[\u4e00-\u9fff]{2,15}$"),
}
"""What a free answer must look like; ``_NOTHING`` where only a value of the list will do."""

_BELONGS: dict[FieldName, re.Pattern[str]] = {
    "budget": re.compile(f"^{_MONEY}{_END}", re.IGNORECASE),
    "deadline": re.compile(f"^{_SPAN}{_END}"),
}
"""Bare words that can mean but one thing, whatever was asked: money, and a stretch of time."""

_OF_NUMBERS: frozenset[FieldName] = frozenset({"occurrence", "conditions", "criteria", "enterprise_size", "basis"})
"""Questions to which money or a stretch of time may be the answer."""

_OF_THE_MATTER: frozenset[FieldName] = frozenset({"problem", "standards", "budget", "deadline", "wish"})

_SUBTYPES = {
    "在役失效分析": re.compile(r"为什么坏|在用|失效|坏的原因"),
    "创新产品评估": re.compile(r"评价新|新产品"),
    "产品开发验证": re.compile(r"验证"),
    "非标项目监测": re.compile(r"没有?(?:现成)?(?:的)?标准|非标"),
}
"""The choices of the question about the kind of evaluation, by the words in which it offers them (S0-31)."""

_LONGEST_ANSWER = 200
_LONGEST_CONTACT = 60


def answer_to(draft: Draft, asked: FieldName, utterance: str, words: str, heard: Sequence[Reading]) -> Reading | None:
    """The answer in words that rules could not read as one; ``None`` when they could, or when it is none.

    ``words`` are those of the utterance, folded; ``heard`` is what was read in them.
    """
    number = len(draft.utterances)
    if is_unknown(words):
        is_no = asked in _DEFINITE_NO and re.search(r"没|无|不用|不需", words) is not None
        value = ("没有" if asked == "samples" else "可公开") if is_no else ""
        return _said(asked, value, "confirmed" if is_no else "unknown", utterance, number)
    fields = {found.field for found in heard}
    if asked == "contact" and len(words) <= _LONGEST_CONTACT and "contact" in fields and not fields & _OF_THE_MATTER:
        return _said(asked, words, "confirmed", utterance, number)  # with the name beside the number
    related = BY_FIELD[asked].fields if asked in BY_FIELD else (asked,)
    if fields & set(related):
        return None
    elsewhere = next((f for f, pattern in _BELONGS.items() if f != asked and pattern.match(words)), None)
    if elsewhere is not None and asked not in _OF_NUMBERS:
        is_open = draft.value(elsewhere) is None and all(found.field != elsewhere for found in heard)
        return _said(elsewhere, words, "confirmed", utterance, number) if is_open else None
    if asked in _OF_WHAT_IS and any(found.field == "wish" for found in heard):
        return None
    sounds_like_one = asked in _ACCEPTS and _ACCEPTS[asked].search(words) is not None
    is_other = any(found.field not in _SIDE and _is_news(draft, found) for found in heard)
    if is_other and not sounds_like_one and asked not in ("product", "problem"):
        return None  # something else was told; the question stays open
    if len(words) > _LONGEST_ANSWER or not _ACCEPTS.get(asked, _ANYTHING).search(words):
        return None
    chosen = [kind for kind, pattern in _SUBTYPES.items() if asked == "service_subtype" and pattern.search(words)]
    return _said(asked, chosen[0] if len(chosen) == 1 else words, "confirmed", utterance, number)


def _is_news(draft: Draft, found: Reading) -> bool:
    """Whether taking this in would change anything: of a single value the first words stand."""
    if found.field in LIST_FIELDS or found.field in EXPLICIT:
        return found.value not in draft.values(found.field)
    return draft.value(found.field) is None


def _said(field: FieldName, value: str, origin: Origin, utterance: str, number: int) -> Reading:
    stripped = utterance.strip()
    start = utterance.index(stripped)
    evidence = Evidence(quote=stripped, start=start, end=start + len(stripped), utterance=number)
    return Reading(field=field, value=value, origin=origin, evidence=(evidence,), rule="answer")
