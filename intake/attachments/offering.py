"""What a file says joins the talk: an utterance of its own, and values that quote it. Pure.

A file fills gaps and lengthens lists. What the person said stands; what the person says later takes the place of what
a file said (:func:`intake.attached.give_way`). A file never opens a demand to the public and names nobody to call.
"""

from __future__ import annotations

from collections.abc import Sequence

from foundation.language import Sentence, sentence
from intake.attachments.attachment import REASONS, Attachment
from intake.demand import Attached, Draft, Reading
from intake.dialogue import Reply, Understood, is_complete
from intake.fields import LIST_FIELDS, PERSONAL_FIELDS, FieldName
from intake.reading.discretion import OPEN
from intake.topics import open_topics, sharpened

MOST_OF_A_LIST = 30
"""Values that one file may add to one list."""

_MOST_SHOWN = 4
_TELLING: tuple[FieldName, ...] = (
    "product", "material", "problem", "parameters", "standards", "criteria", "deadline", "budget", "region"
)  # fmt: skip
_NOT_FROM_FILES: frozenset[FieldName] = PERSONAL_FIELDS | {"title"}


_COMPARED: frozenset[FieldName] = frozenset({"product", "deadline", "budget", "region"})
"""Where a person should be told that the file says something else."""


def offer(draft: Draft, attachment: Attachment, readings: Sequence[Reading]) -> tuple[Draft, Reply]:
    """The talk with a file's text and values (those of this text alone), and what is said about it."""
    if attachment.text is None or "complaint" in draft.flags:
        return draft, _reply(draft, attachment, (), ())
    number = len(draft.utterances)
    news, differing = _news(draft, [found for found in readings if _may_say(found)])
    placed = tuple(_placed(found, number) for found in news)
    gaps = {found.field for found in news}
    known = tuple(r for r in draft.readings if not (r.origin == "unknown" and r.field in gaps))
    after = draft.model_copy(
        update={
            "utterances": (*draft.utterances, attachment.text),
            "readings": (*known, *placed),
            "attached": (*draft.attached, Attached(utterance=number, attachment_id=attachment.id)),
        }
    )
    topic = next(iter(open_topics(after)), None)
    asked = after.asked[-1] if after.asked else None
    if topic is not None and topic.field != asked:
        after = after.model_copy(update={"asked": (*after.asked, topic.field)})
    return after, _reply(after, attachment, placed, differing)


def _may_say(found: Reading) -> bool:
    if found.field in _NOT_FROM_FILES or found.origin == "unknown":
        return False
    return not (found.field == "confidentiality" and found.value == OPEN)


def _news(draft: Draft, readings: Sequence[Reading]) -> tuple[list[Reading], tuple[tuple[str, str], ...]]:
    """The readings that join, and pairs of what the person said and what the file says instead."""
    news: list[Reading] = []
    differing: list[tuple[str, str]] = []
    for field in dict.fromkeys(found.field for found in readings):
        said, found = draft.values(field), [one for one in readings if one.field == field]
        if field in LIST_FIELDS:
            fresh = {one.value: one for one in reversed(found) if one.value not in said}
            news += list(reversed(fresh.values()))[:MOST_OF_A_LIST]
        elif not said:
            news.append(found[0])
        elif said[0] != found[0].value and field in _COMPARED:
            differing.append((said[0], found[0].value))
    return news, tuple(differing)


def _placed(found: Reading, number: int) -> Reading:
    moved = tuple(evidence.model_copy(update={"utterance": number}) for evidence in found.evidence)
    return found.model_copy(update={"evidence": moved})


def _reply(
    draft: Draft, attachment: Attachment, news: Sequence[Reading], differing: Sequence[tuple[str, str]]
) -> Reply:
    """What is said about a file; the open question of the talk is asked again."""
    sentences = [_received(attachment, news)]
    sentences += [
        sentence("文件里写的“{theirs}”和您说的“{yours}”不同，以您说的为准。", theirs=theirs, yours=yours)
        for yours, theirs in differing[:2]
    ]
    is_talking = bool(draft.utterances) and "complaint" not in draft.flags
    topic = next(iter(open_topics(draft)), None) if is_talking else None
    if topic is not None:
        sentences.append(sharpened(topic, draft))
    return Reply(
        turn="taken_in",
        sentences=tuple(sentences),
        asks=topic.field if topic is not None else None,
        understood=tuple(
            Understood(field=found.field, value=found.value, quote=found.evidence[0].quote)
            for found in news
            if found.evidence
        ),
        flags=draft.flags,
        is_complete=is_complete(draft),
    )


def _received(attachment: Attachment, news: Sequence[Reading]) -> Sentence:
    if attachment.state != "read":
        reason = REASONS[attachment.reason or "damaged"].template
        return sentence("“{name}”收到了，原件已存好；没有读文字：{reason}。", name=attachment.name, reason=reason)
    if not news:
        return sentence("“{name}”收到了，原件已存好；文字读过了，没有新内容。", name=attachment.name)
    told = [found.value for field in _TELLING for found in news if found.field == field] or [news[0].value]
    values = "，".join(list(dict.fromkeys(told))[:_MOST_SHOWN])
    return sentence("“{name}”收到了，从里面读到：{values}。", name=attachment.name, values=values)
