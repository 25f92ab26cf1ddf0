"""Publication by review (S0-19): a person sees the condensed version beside the raw words and releases exactly a text.

The text may be edited; it goes out only when nothing in it tells who asked. A refusal names what was found and where,
never the words themselves: error texts are an outlet too (B17). What was released, for whom, by whom and its hash are
kept; :mod:`intake.releasing.released` shows nothing whose hash is not the released one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal, cast

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.personal_data import find_personal_data
from foundation.process import advance
from foundation.races import check_seen
from foundation.text import clean
from foundation.unit_of_work import Work
from foundation.values import Value, value_of
from foundation.working_calendar import WorkingCalendar
from intake import store
from intake.audience import AUDIENCES, Audience, proposed
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import look_after
from intake.demand import Demand, DemandStatus
from intake.entering import store as entry_store
from intake.entering.store import Release
from intake.grounding import Folded, fold
from intake.life import DEMAND_LIFE
from intake.living import GUARDS
from intake.reading.organisations import find_names
from intake.releasing.condense import LONGEST_TITLE, identifying_places
from intake.releasing.released import text_hash
from intake.wording import check_utterance

Where = Literal["title", "text"]
FIELD_LABELS: dict[Where, str] = {"title": "题目", "text": "正文"}

_LABELLED = re.compile(
    r"^(?:联系人|(?:技术|项目)?负责人|法人代表|法定代表人|姓名|对接人|我姓|免贵姓|我叫|本人"
    r"|地址|厂址|(?:通讯|联系|注册|单位)地址|专利号|申请号|公开号|项目编号|登记号|证书编号|注册号"
    r"|QQ|微信|wechat|weixin|vx|v信|钉钉|号|群|[:是为在 ]|,)+",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z0-9_@.-]{5}")
_TITLES = re.compile(
    r"联系人|负责人|姓名|对接人|联系电话|电话|手机|邮箱|微信|经理|总监|厂长|主任|先生|女士|小姐|老师|总工|工程师|博士|教授"
)
_CONTACT = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{2,3}|(?:欧阳|上官|司马|诸葛|皇甫|司徒|东方|令狐|慕容|夏侯|尉迟|公孙)[\u4e00-\u9fff]{2})"
    r"(?![\u4e00-\u9fff])|[A-Za-z0-9_@.-]{5,}"
)
"""Names and numbers of a contact, between their labels and marks."""
_EVERYDAY = frozenset({"电话", "手机", "传真", "热线", "联系", "联系人", "地址", "微信", "邮箱", "先生", "女士"})
"""What is left of a place may be a label or a figure; as protected words they would be found everywhere."""


class Leak(Value):
    """Something that must not go out: its kind, the field, and its place ``[start, end)``. Never the words."""

    kind: str
    field: Where
    start: int
    end: int


class Review(Value):
    """What a coordinator looks at before a release: raw words and condensed version side by side."""

    demand_id: str
    version: int
    status: DemandStatus
    raw_title: str
    raw_text: str
    title: str
    text: str
    hash: str
    leaks: tuple[Leak, ...]
    proposed_audience: Audience
    released: tuple[ReleaseMade, ...] = ()


class ReleaseMade(Value):
    """One release on record."""

    number: int
    hash: str
    audience: Audience
    is_edited: bool
    released_by: str
    released_at: datetime


def review(session: Session, actor: Actor, demand_id: str) -> Review:
    """The condensed version beside the raw words, for a coordinator."""
    if not actor.holds("coordinator"):
        raise NotAllowed("review_desk_only", "凝练稿由协调员审核")
    demand = store.get_demand(session, demand_id)
    return Review(
        demand_id=demand.id,
        version=demand.version,
        status=demand.status,
        raw_title=demand.draft.value("title") or "",
        raw_text=demand.text,
        title=demand.title,
        text=demand.condensed,
        hash=text_hash(demand.title, demand.condensed),
        leaks=find_leaks(demand, demand.title, demand.condensed),
        proposed_audience=proposed(demand.level),
        released=tuple(value_of(ReleaseMade, one) for one in entry_store.releases_of(session, demand_id)),
    )


def release_demand(
    work: Work,
    demand_id: str,
    title: str,
    text: str,
    audience: Audience,
    expected_version: int,
    rules: CareRules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
) -> Demand:
    """Release exactly this title and text for this audience; ``expected_version`` is the one that was reviewed.

    Raises NotAllowed for anybody but a coordinator, Conflict for a secret demand, another version or a step that is
    not open, InvalidInput ``release_tells_who`` naming what was found in the text and where.
    """
    if not work.actor.holds("coordinator"):
        raise NotAllowed("review_desk_only", "凝练稿由协调员审核")
    seen = store.get_demand(work.session, demand_id)
    check_seen(expected_version, seen.version)
    if seen.level == "secret":
        raise Conflict("demand_secret", "企业要求保密，这条需求不能发布")
    if audience not in AUDIENCES:
        raise InvalidInput("audience_unknown", "没有这个发布级别：{audience}", field="audience", audience=str(audience))
    title, text = clean(title), clean(text)
    check_utterance(text, "text")
    check_utterance(title, "title")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput("title_too_long", "题目太长：最多 {most} 个字", field="title", most=LONGEST_TITLE)
    refuse_leaks(find_leaks(seen, title, text))
    digest = text_hash(title, text)
    changes = {
        "title": title,
        "condensed": text,
        "audience": audience,
        "released_hash": digest,
        "released_by": work.actor.id,
        "published_at": seen.published_at if seen.released_hash == digest else work.now,
    }
    after = seen.model_copy(update=changes)
    row = advance(DEMAND_LIFE, seen.status, "release", work.actor, after, GUARDS)
    saved = store.save_demand(work.session, seen, after.model_copy(update={"status": cast(DemandStatus, row.next)}))
    is_edited = digest != text_hash(seen.title, seen.condensed)
    entry_store.add_release(
        work.session, demand_id, Release(0, title, text, digest, audience, is_edited, work.actor.id, work.now)
    )
    if seen.status == "confirmed":
        look_after(work, "demand", demand_id, rules, calendar)
    facts = {"version": saved.version, "hash": digest, "audience": audience, "edited": is_edited}
    work.record("demand.published", demand_id, facts)
    return saved


def find_leaks(demand: Demand, title: str, text: str) -> tuple[Leak, ...]:
    """Whatever in this title and text tells who asked, in the order of its place.

    By form (telephones, numbers, addresses), as names of organisations, and as any word that identified the
    enterprise or a person in the raw words – also where it stands there without its label.
    """
    protected = _protected(demand)
    fields: tuple[tuple[Where, str], ...] = (("title", title), ("text", text))
    found = [leak for field, words in fields for leak in _leaks(field, fold(words), protected)]
    return tuple(sorted(found, key=lambda leak: (leak.field != "title", leak.start, leak.end, leak.kind)))


def _leaks(field: Where, words: Folded, protected: frozenset[str]) -> Iterator[Leak]:
    """The leaks of one field; a place inside another one that is named already is not named again."""
    places = [(str(kind), start, end) for start, end, kind in find_personal_data(words.text)]
    places += [("身份信息", start, end) for start, end in identifying_places(words.text)]
    places += [("单位名称", *place) for name in find_names(words.text) for place in _places_of(name, words.text)]
    places += [("受保护的字词", *place) for word in protected for place in _places_of(word, words.text)]
    known: list[tuple[int, int]] = []
    for kind, start, end in places:
        if end > start and not any(first <= start and end <= last for first, last in known):
            known.append((start, end))
            first, last = words.span(start, end)
            yield Leak(kind=kind, field=field, start=first, end=last)


def refuse_leaks(leaks: tuple[Leak, ...]) -> None:
    """InvalidInput ``release_tells_who`` that names kind and place of every leak; nothing when there is none."""
    if leaks:
        what = "；".join(f"{FIELD_LABELS[one.field]}第 {one.start + 1}–{one.end} 字：{one.kind}" for one in leaks[:10])
        raise InvalidInput(
            "release_tells_who",
            "这段文字还会让人认出企业或个人，不能发布：{what}",
            field=leaks[0].field,
            what=what,
            count=len(leaks),
        )


def _protected(demand: Demand) -> frozenset[str]:
    """Words of the raw text that identify: what condensing took out, the contact, the enterprise."""
    folded = fold("\n".join((*demand.draft.utterances, demand.text))).text
    words = {_LABELLED.sub("", folded[start:end]) for start, end in identifying_places(folded)}
    words |= find_names(folded)
    contacts = (_TITLES.sub(" ", fold(value).text) for value in demand.draft.values("contact"))
    words |= {word for contact in contacts for word in _CONTACT.findall(contact)}
    words |= {fold(name).text for name in (demand.enterprise, demand.conversation_id) if name}
    return frozenset(word for word in map(str.strip, words) if _TELLING.search(word) and word not in _EVERYDAY)


def _places_of(word: str, text: str) -> list[tuple[int, int]]:
    """Where a word stands in a folded text, also when it is spaced out."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text[place] for place in places)
    found = re.finditer(re.escape("".join(word.split())), squeezed, re.IGNORECASE)
    return [(places[one.start()], places[one.end() - 1] + 1) for one in found]


Review.model_rebuild()
