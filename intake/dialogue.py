"""The talk, on one page: ``(draft, utterance, readings) → (draft', reply)``. Pure; it asks no clock, model or database.

What an enterprise leaves out of its first words is asked in a fixed order, one topic a turn (:mod:`intake.topics`).
"I do not know" is an answer and is not asked again. Every earlier answer can be changed by saying so. A greeting makes
nothing, a word or two is met with help, further matters are kept apart, and a complaint about an earlier report leaves
this funnel.

The steps of a turn, in order:

1. *complaint* – flagged, nothing is asked any more; the complaint process takes over;
2. *greeting*, *too little* or *out of scope* – a friendly way in; the draft stays as it was;
3. *taking in* – corrections replace what they correct, the answer to the open question is taken, new values join;
4. *next question* – the first topic that is open for the service that is wanted, or the offer to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from foundation.language import Sentence, sentence
from foundation.values import Value
from intake.answering import EXPLICIT, answer_to
from intake.changing import is_instead, wished_service
from intake.complaint_signs import is_complaint
from intake.demand import Draft, Evidence, Reading
from intake.fields import LIST_FIELDS, FieldName
from intake.grounding import fold
from intake.reading.titles import put_together
from intake.splitting import split
from intake.topics import BY_FIELD, open_topics, sharpened

Turn = Literal["complaint", "greeting", "too_little", "out_of_scope", "taken_in", "closed"]


class Understood(Value):
    """One value as it was understood, with the words it was read from: shown, and open to correction."""

    field: FieldName
    value: str
    quote: str


class Reply(Value):
    """What is answered. ``asks`` is the field of the one open question; ``is_complete``: it can be confirmed now."""

    turn: Turn
    sentences: tuple[Sentence, ...]
    asks: FieldName | None = None
    understood: tuple[Understood, ...] = ()
    flags: tuple[str, ...] = ()
    is_complete: bool = False


_GREETING = re.compile(
    r"^(?:您好|你好|你们好|大家好|哈喽|哈啰|嗨|hi|hello|hey|在吗|在么|在不在|有人吗|有人在吗"
    r"|早上好|上午好|下午好|晚上好|早|谢谢|好的|请问|请教|老师|老板|中心|亲|[,。!?~、 .]|呀|啊|哈)+$",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"[\u2600-\u27bf\u200d\ufe0f\U0001f000-\U0001faff]|\[[\u4e00-\u9fff]{1,4}\]")
"""Little pictures greet nobody and tell nothing."""

_ABOUT_THE_HOUSE = re.compile(
    r"(?:你们|中心|贵院|那边|这里|这边)[^,。;!?]{0,10}(?:几点|上班|下班|开门|营业|放假|怎么走|停车|招人|招聘|地址)"
    r"|(?:几点|什么时候|周[六日末])(?:开门|上班|下班|营业)"
)
"""Questions about the house itself are no demand, whatever noun stands in them."""

_NOT_BUT = re.compile(
    r"(?:不是|并不是|并非|不叫|不用)(?P<old>[^,。;!?\n]{1,20}?)(?:,|。|;|\s|了|的)*(?:而是|应该是"
    r"|应是|其实是|是|改成|换成|叫|用)(?P<new>[^,。;!?\n]{1,30})"
)
_CORRECTING = re.compile(
    r"更正|纠正|改(?:成|为|一下|到)|说错|写错|打错|搞错|弄错|记错|应该是|其实是|实际(?:上)?是|不对"
    r"|调整(?:为|到|成)|换成|不是.{1,20}是|才对"
)
_SUBSTANCE: frozenset[FieldName] = frozenset(
    {
        "product",
        "material",
        "problem",
        "problem_type",
        "service_category",
        "parameters",
        "standards",
        "criteria",
        "samples",
        "wish",
    }
)
"""A first message that says none of these is about something else, whatever dates and places it names."""

_TELLING_OF_ONE = _SUBSTANCE - {"product", "material", "service_category", "problem_type"}
"""What shows a demand by itself; a noun and the likeliest kind may be read in any words."""

_MOST_ASKED = 2
"""A question that was passed over twice is not asked a third time."""

_LEAST_WORDS = 4
_SAID_ENOUGH = 8
"""Words this many in which nothing of a demand is found are about something else."""


def respond(draft: Draft, utterance: str, readings: Sequence[Reading]) -> tuple[Draft, Reply]:
    """One turn. ``readings`` are those of this utterance alone (``evidence.utterance == 0``).

    The utterance must have passed :func:`intake.wording.check_utterance`. Equal input gives an equal reply.
    """
    words = fold(utterance).text.strip()
    asked = draft.asked[-1] if draft.asked else None
    if "complaint" in draft.flags:
        return draft, Reply(turn="closed", sentences=(_COMPLAINT_AGAIN,), flags=draft.flags)
    if is_complaint(words):
        flagged = draft.model_copy(
            update={"utterances": (*draft.utterances, utterance), "flags": (*draft.flags, "complaint")}
        )
        return flagged, Reply(turn="complaint", sentences=(_COMPLAINT,), flags=flagged.flags)
    bare = _PICTURES.sub("", words).strip()
    if _GREETING.match(bare):
        return draft, _way_in(draft, "greeting")
    if _ABOUT_THE_HOUSE.search(words) and not any(found.field in _TELLING_OF_ONE for found in readings):
        return draft, _way_in(draft, "out_of_scope")
    if asked is None and len(bare) < _LEAST_WORDS and not _tells(readings):
        return draft, _way_in(draft, "too_little")
    after, news = _take_in(draft, utterance, words, readings, asked)
    if asked is None and not any(found.field in _SUBSTANCE for found in after.readings):
        return draft, _way_in(draft, "too_little" if len(words) < _SAID_ENOUGH else "out_of_scope")
    return _ask_next(draft, after, news)


def is_complete(draft: Draft) -> bool:
    """Whether a demand can be confirmed: every needed topic is known or answered."""
    return bool(draft.readings) and not any(topic.is_needed for topic in open_topics(draft))


def _take_in(
    draft: Draft, utterance: str, words: str, readings: Sequence[Reading], asked: FieldName | None
) -> tuple[Draft, tuple[Reading, ...]]:
    """The draft with this utterance and what it says; and the readings that are new."""
    number = len(draft.utterances)
    heard = [_placed(found, number) for found in readings]
    known = draft.readings
    fresh: list[Reading] = []
    if (corrected := _correction(draft, utterance, number)) is not None:
        known, reading = corrected
        fresh.append(reading)
        heard = [found for found in heard if found.field not in (reading.field, "title")]
    elif asked is not None and (answer := answer_to(draft, asked, utterance, words, heard)) is not None:
        fresh.append(answer)
        heard = [found for found in heard if found.field != answer.field]
    if (service := wished_service(draft, utterance, words, heard, asked)) is not None:
        known = tuple(found for found in known if found.field not in ("service_subtype", "wish"))
        fresh.append(_placed(service, number))
    is_correcting = _CORRECTING.search(words) is not None or is_instead(words)
    for found in (*fresh, *heard):
        known = _joined(known, found, is_correcting or found in fresh, asked)
    known = _titled(known)
    after = draft.model_copy(
        update={
            "utterances": (*draft.utterances, utterance),
            "readings": known,
            "others": draft.others + _others(utterance, number, asked),
        }
    )
    return after, new_readings(draft.readings, known)


def new_readings(before: tuple[Reading, ...], after: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """What is known after and was not before. Most of it is the very same object: comparing all with all is slow."""
    same = {id(found) for found in before}
    return tuple(found for found in after if id(found) not in same and found not in before)


def _joined(
    known: tuple[Reading, ...], found: Reading, is_certain: bool, asked: FieldName | None
) -> tuple[Reading, ...]:
    """What is known, after one more reading.

    Lists grow. A single value is replaced when the person corrects it, answers this very question, says again what
    needs explicit words, or had not known before; in all other cases the first words stand.
    """
    same = [old for old in known if old.field == found.field]
    others = tuple(old for old in known if old.field != found.field)
    if any(old.value == found.value and old.origin != "unknown" for old in same):
        return known
    if found.field in LIST_FIELDS and found.origin != "unknown":
        return (*(old for old in known if old not in same or old.origin != "unknown"), found)
    is_open = all(old.origin == "unknown" for old in same)
    if is_open or asked == found.field or found.field in EXPLICIT or (is_certain and found.field in _CORRECTABLE):
        return (*others, found)
    return known


_CORRECTABLE: frozenset[FieldName] = frozenset({"product", "service_category", "conditions", "market", "material"})


def _titled(known: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """A title that nobody gave follows what is known."""
    title = next((found for found in known if found.field == "title"), None)
    if title is not None and title.rule in ("title", "named"):
        return known
    built = put_together(known)
    if built is None:
        return known
    return (built, *(found for found in known if found.field != "title"))


def _correction(draft: Draft, utterance: str, number: int) -> tuple[tuple[Reading, ...], Reading] | None:
    """ "不是ABS，是PC": the reading that holds the old words gets the new ones."""
    folded = fold(utterance)
    found = _NOT_BUT.search(folded.text)
    if found is None:
        return None
    old, new = found["old"].strip(), found["new"].strip(" 的了吧啊哦")
    if not new:
        return None
    holders = [r for r in draft.readings if r.origin != "unknown" and r.field != "title" and _speak_of(r.value, old)]
    if not holders:
        return None
    holder = min(holders, key=lambda r: (r.value.lower() != old.lower(), len(r.value)))
    start = found.start("new")
    evidence = folded.evidence(start, start + len(found["new"].rstrip(" 的了吧啊哦")), number)
    start_value = holder.value.lower().find(old.lower())
    value = holder.value[:start_value] + new + holder.value[start_value + len(old) :] if start_value >= 0 else new
    corrected = Reading(
        field=holder.field,
        value=value,
        origin="quoted" if value == evidence.quote else "normalised",
        evidence=(evidence,) if value == evidence.quote or value == new else (*holder.evidence, evidence),
        rule="correction",
    )
    return tuple(r for r in draft.readings if r != holder), corrected


def _speak_of(value: str, words: str) -> bool:
    return bool(words) and (words.lower() in value.lower() or value.lower() in words.lower())


def _others(utterance: str, number: int, asked: FieldName | None) -> tuple[Evidence, ...]:
    """Further matters in the same words, kept apart word for word."""
    if asked is not None:
        return ()
    return tuple(
        Evidence(quote=utterance[start:end], start=start, end=end, utterance=number)
        for start, end in split(utterance)[1:]
    )


def _ask_next(before: Draft, draft: Draft, news: tuple[Reading, ...]) -> tuple[Draft, Reply]:
    topics = tuple(topic for topic in open_topics(draft) if draft.asked.count(topic.field) < _MOST_ASKED)
    sentences = list(_heard(before, news))
    sentences += [
        sentence("您还提到另一件事：“{words}”。先说完这一件，那一件单独登记。", words=other.quote[:40])
        for other in draft.others
        if other.utterance == len(draft.utterances) - 1
    ]
    if not topics:
        sentences.append(sentence("需要的都齐了。请看一遍，哪里不对直接改，没问题就确认。"))
        reply_asks: FieldName | None = None
    else:
        reply_asks = topics[0].field
        if is_complete(draft) and not is_complete(before):
            sentences.append(sentence("现在就可以确认；再答几句，找得更准。"))
        sentences.append(sharpened(topics[0], draft))
    after = draft.model_copy(update={"asked": (*draft.asked, reply_asks)}) if reply_asks else draft
    reply = Reply(
        turn="taken_in",
        sentences=tuple(sentences),
        asks=reply_asks,
        understood=tuple(_understood(found) for found in news if found.origin != "unknown"),
        flags=after.flags,
        is_complete=is_complete(after),
    )
    return after, reply


def _heard(before: Draft, news: tuple[Reading, ...]) -> tuple[Sentence, ...]:
    """The person's own words back, the most telling ones first; what took the place of something is said to."""
    by_field = {found.field: found for found in reversed(news)}
    if any(found.origin == "unknown" for found in news):
        return (sentence("没关系，不知道的先空着。"),)
    for found in news:
        old = before.value(found.field) if found.field not in LIST_FIELDS and found.field in _SAID_BACK else None
        if old is not None:
            return (sentence("好的，“{old}”改成“{value}”。", old=old, value=found.value),)
    if (fixed := next((found for found in news if found.rule == "correction"), None)) is not None:
        return (sentence("好的，改成“{value}”。", value=fixed.value),)
    if not news and before.asked:
        return (sentence("这句话原样记下了。刚才问的，知道多少说多少，不知道也行。"),)
    told = [_as_written(by_field[field]) for field in _TELLING if field in by_field]
    return (_said_back(told[: len(_UNDERSTOOD)]),) if told else (sentence("好的，记下了。"),)


_UNDERSTOOD = (
    sentence("听明白了：{first}。"),
    sentence("听明白了：{first}，{second}。"),
    sentence("听明白了：{first}，{second}，{third}。"),
    sentence("听明白了：{first}，{second}，{third}，{fourth}。"),
)
"""One to four values, each a fact of its own: the marks between them are those of the language."""


def _said_back(told: Sequence[str]) -> Sentence:
    names = ("first", "second", "third", "fourth")
    return sentence(_UNDERSTOOD[len(told) - 1].template, **dict(zip(names, told, strict=False)))


def _as_written(found: Reading) -> str:
    """The value, in the person's own signs where it differs from the words in nothing else."""
    quote = found.evidence[0].quote if found.evidence else ""
    return quote if fold(quote).text == found.value else found.value


_SAID_BACK: frozenset[FieldName] = frozenset(
    {"product", "service_category", "budget", "deadline", "region", "confidentiality"}
)

_TELLING: tuple[FieldName, ...] = (
    "product", "material", "problem", "occurrence", "parameters", "standards", "deadline", "budget", "region",
    "conditions", "wish", "samples", "market", "criteria", "confidentiality",
)  # fmt: skip


def _way_in(draft: Draft, turn: Literal["greeting", "too_little", "out_of_scope"]) -> Reply:
    """A greeting back, or help to begin; an open question is asked again."""
    asked = draft.asked[-1] if draft.asked else None
    if asked in BY_FIELD:
        return Reply(turn=turn, sentences=(sentence("您好，我们接着说。"), BY_FIELD[asked].question), asks=asked)
    opening = sentence("您好！") if turn == "greeting" else sentence("还差一点就能听懂。")
    if turn == "out_of_scope":
        opening = sentence(
            "这里帮企业解决质量和技术难题：检测、找原因、改进产品、标准、专利、项目申报。您说的我没听出是哪一样。"
        )
    how = sentence("说说是什么产品、遇到了什么，比如“空调外壳最近这批一敲就裂”，或“童装要一份甲醛检测报告”。")
    return Reply(turn=turn, sentences=(opening, how))


_COMPLAINT = sentence("听起来您对以前的报告或服务有意见。这件事按投诉办理，不走新需求；会有专人联系您。")
_COMPLAINT_AGAIN = sentence("这件事已按投诉办理。新的需求请另开一个对话。")


def _tells(readings: Sequence[Reading]) -> bool:
    return any(found.field in ("product", "parameters", "standards") for found in readings)


def _placed(found: Reading, number: int) -> Reading:
    """The reading with its evidence in the utterance of this number."""
    moved = tuple(evidence.model_copy(update={"utterance": number}) for evidence in found.evidence)
    return found.model_copy(update={"evidence": moved})


def _understood(found: Reading) -> Understood:
    quote = found.evidence[0].quote if found.evidence else found.value
    return Understood(field=found.field, value=found.value, quote=quote)
