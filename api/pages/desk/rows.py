"""One row of a scope annex as the review page shows it: what it says, whether it holds, why it was found, all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from api.matching.quoting import told_reasons
from api.pages.desk.words import Piece, Span, is_whole, pieces, signed
from foundation.language import Sentence, sentence
from foundation.values import Value
from kb.capability import Capability
from kb.passages import FIELD_ORDER, Passage
from matcher.legal.ruling import Way
from matcher.matchlist import Hit, Overlap

Mark = Literal["yes", "look", "no"]
"""✔ ! ✘: it holds; look at it; it does not."""

_MARKS: Mapping[str, Mark] = {"valid": "yes", "expired": "no", "not_yet": "no"}
_WAYS: Mapping[Way, Mark] = {"test": "yes", "check": "look", "method_development": "no", "gap": "no"}

FIELDS: Mapping[str, Sentence] = {
    "product": sentence("产品"),
    "parameter": sentence("检测项目"),
    "standards": sentence("标准"),
    "field": sentence("领域"),
    "directions": sentence("研究方向"),
    "equipment": sentence("仪器设备"),
    "limit": sentence("限制范围"),
    "title": sentence("职称与专业"),
    "body": sentence("说明"),
}
_SIGNALS: Mapping[str, Sentence] = {
    "bm25_bigrams": sentence("字词相同"),
    "tfidf": sentence("少见的词相同"),
    "latent": sentence("常在一起的词"),
    "dense": sentence("意思相近"),
    "trades": sentence("行业相同"),
    "product": sentence("产品对上"),
    "parameter": sentence("检测项目对上"),
    "standard": sentence("标准对上"),
    "expert": sentence("专家能帮上"),
    "reranker": sentence("重排模型"),
    "trade": sentence("属于别的行业"),
    "prose": sentence("空泛的话"),
    "scope": sentence("不在有效范围内"),
}
_LEGAL = ("{kind} ", "附表没有写明资质")
_FILE = re.compile(r"^\S+\.\w{2,5}\s+")
_VALID = "{kind} 有效至"
LONGEST_QUOTE = 20
"""Characters of a quote that are shown in a chain and marked in the demand; more is no quote but the text."""
_CHAIN = "您说的“{quote}”"


class Named(Value):
    """A name and what stands under it."""

    name: Sentence
    says: str = ""
    pieces: tuple[Piece, ...] = ()


class RowView(Value):
    """A row, from the line that everybody reads to the details behind it."""

    mark: Mark
    title: str
    detail: str
    share: str
    legal: tuple[Sentence, ...]
    """What decides, and until when the certificate is valid."""
    checks: tuple[Sentence, ...]
    """What else was found about the law of it."""
    restriction: str | None
    chain: Sentence | None
    reason: Sentence | None
    """What is said where there is no chain."""
    source: str
    """File, sheet or page, row."""
    place: str
    """The same without the file."""
    fields: tuple[Named, ...]
    facts: tuple[Named, ...]
    points: tuple[Named, ...]
    total: str
    is_changed: bool
    """The annex reads otherwise today than on the day of the match."""


def row_view(hit: Hit, share: str, passage: Passage | None, capability: Capability | None) -> RowView:
    """A hit as the page shows it; ``passage`` and ``capability`` are the row as it stands today, if it still does."""
    content = passage.fields if passage is not None else {}
    shown = [one for one in hit.overlaps if _says_something(one, content)]
    mark, legal = _law(hit)
    chain = next((one for one in hit.reasons if one.template.startswith(_CHAIN)), None)
    others = [one for one in told_reasons(hit) if one not in (*legal, chain) and _is_reason(one)]
    return RowView(
        mark=mark,
        title=hit.title,
        detail=_standards(capability) or hit.detail,
        share=share,
        legal=_heads(legal),
        checks=tuple(one for one in legal if one not in _heads(legal)),
        restriction=hit.restriction,
        chain=_arrows(chain) if chain else None,
        reason=others[0] if others and chain is None else None,
        source=hit.source,
        place=_FILE.sub("", hit.source),
        fields=tuple(
            Named(name=FIELDS[name], pieces=pieces(content[name], _marked(shown, name, content[name])))
            for name in FIELD_ORDER
            if name in content
        ),
        facts=tuple(_facts(capability)) if capability is not None else (),
        points=_points(hit),
        total=signed(hit.score),
        is_changed=passage is None or any(_read(one, content) != one.field_quote for one in hit.overlaps),
    )


def _law(hit: Hit) -> tuple[Mark, tuple[Sentence, ...]]:
    """Whether the row may be offered, and the sentences that say why, the one that decides first."""
    if hit.ruling is not None:  # runs of before there were rulings have none
        return _WAYS[hit.ruling.way], hit.ruling.findings
    return _MARKS.get(hit.scope, "look"), tuple(one for one in hit.reasons if one.template.startswith(_LEGAL))


def _heads(legal: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(one for place, one in enumerate(legal) if place == 0 or one.template.startswith(_VALID))


def quoted_by(hit: Hit) -> str:
    """The words of the demand from which a chain leads to this row; empty when there is none, or they are the whole."""
    quote = next((str(one.facts["quote"]) for one in hit.reasons if one.template.startswith(_CHAIN)), "")
    return quote if len(quote) <= LONGEST_QUOTE else ""


def _is_reason(one: Sentence) -> bool:
    """No restriction, which has a line of its own, and no bit of a number."""
    quotes = str(one.facts.get("quotes", "")).split("”“")
    return not one.template.startswith("限制范围：") and all(is_whole(quote, "0") for quote in quotes)


def _read(one: Overlap, content: Mapping[str, str]) -> str:
    return content.get(one.field, "")[one.field_start : one.field_end]


def _says_something(one: Overlap, content: Mapping[str, str]) -> bool:
    return is_whole(one.quote, content.get(one.field, "")[one.field_end :])


def _marked(overlaps: list[Overlap], field: str, text: str) -> list[Span]:
    mine = [(one, (one.field_start, one.field_end)) for one in overlaps if one.field == field]
    return [span for one, span in mine if text[span[0] : span[1]] == one.field_quote]


def _arrows(told: Sentence) -> Sentence:
    facts = {name: _short(str(value)) for name, value in told.facts.items()}
    if "failure" in facts:
        return sentence(
            "{quote} → {failure} → {test}", quote=facts["quote"], failure=facts["failure"], test=facts["test"]
        )
    return sentence("{quote} ≈ {known} → {test}", quote=facts["quote"], known=facts["known"], test=facts["test"])


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rstrip("…") + "…"


def _standards(row: Capability | None) -> str:
    """The numbers of the standards, without their names; two of them and how many more."""
    numbers = [str(one) for one in row.standards if one.number] if row is not None else []
    return "、".join(numbers[:2]) + (f" +{len(numbers) - 2}" if len(numbers) > 2 else "")


def _facts(row: Capability) -> list[Named]:
    """What the annex says of a row beside the fields that are searched."""
    told = [
        (sentence("资质"), " ".join(one for one in (row.qualification, row.certificate_number) if one)),
        (sentence("有效期"), " – ".join(day.isoformat() if day else "?" for day in (row.valid_from, row.valid_until))),
        (sentence("场所"), row.site or ""),
        (sentence("领域代码"), row.field_code or ""),
        (sentence("附表原文"), row.raw),
    ]
    return [Named(name=name, says=says) for name, says in told if says and says != "? – ?"]


def _points(hit: Hit) -> tuple[Named, ...]:
    """The contributions of a hit, those of one way of looking together; they add up to its score."""
    sums: dict[str, int] = {}
    for one in hit.contributions:
        view = one.signal.partition("/")[0]
        sums[view] = sums.get(view, 0) + one.points
    return tuple(
        Named(name=_SIGNALS.get(view, Sentence(template=view)), says=signed(points)) for view, points in sums.items()
    )
