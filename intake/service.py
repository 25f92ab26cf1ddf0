"""Use cases of intake: start a talk, say something, confirm the demand, publish its condensed version.

Reading may be slow (a model). :func:`say` does all of a turn in one unit of work, which is right for rules; with a
model the door reads first, with no session open, and hands the readings in: ``hear`` – ``reader.read`` – ``say_read``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from foundation.errors import Conflict, InvalidInput
from foundation.unit_of_work import Work
from foundation.values import Value
from intake import store
from intake.conversation import Conversation
from intake.criteria import criteria_of
from intake.demand import STATUS_LABELS, Answer, Channel, Demand, DemandStatus, Draft, Evidence, Reading
from intake.dialogue import Reply, is_complete, respond
from intake.duplicates import Similar, find_similar
from intake.fields import FIELDS, LIST_FIELDS, SERVICE_CATEGORIES, FieldName
from intake.own_words import wording_of
from intake.reading.port import Reader
from intake.released import OPEN, Released, released
from intake.topics import BY_FIELD, questions_for
from intake.wording import check_utterance

MOST_UTTERANCES = 200
_COMPARED = 2_000
"""How many of the newest demands are looked through for similar ones."""


class Said(Value):
    """What a turn gave: the conversation as it stands now, and the reply."""

    conversation: Conversation
    reply: Reply


def start_conversation(
    work: Work,
    channel: Channel = "enterprise",
    submitted_by: str | None = None,
    enterprise: str | None = None,
    conversation_id: str | None = None,
) -> Conversation:
    """Open a talk. ``submitted_by`` names the body that collects the demand jointly (S0-18), if not the enterprise.

    ``conversation_id``: a fresh id that was handed out with an empty form, so that sending it twice opens one talk.
    """
    conversation = Conversation(
        id=conversation_id or work.new_id("con"),
        status="open",
        draft=Draft(),
        channel=channel,
        submitted_by=submitted_by,
        enterprise=enterprise or work.actor.organisation,
        created_at=work.now,
        updated_at=work.now,
    )
    store.add_conversation(work.session, conversation, work.actor.id)
    work.record("conversation.started", conversation.id, {"channel": channel})
    return conversation


def hear(session: Session, conversation_id: str, text: str) -> tuple[Conversation, FieldName | None]:
    """The conversation and the open question, after the text was found fit; for reading with no session open.

    Raises InvalidInput for a text that cannot be taken, NotFound, and Conflict when the talk is over.
    """
    check_utterance(text)
    conversation = store.get_conversation(session, conversation_id)
    _check_open(conversation)
    draft = conversation.draft
    return conversation, draft.asked[-1] if draft.asked else None


def say(work: Work, conversation_id: str, text: str, reader: Reader) -> Said:
    """One turn: read the words, take them in, answer. Nothing is stored when the text is refused."""
    conversation, asked = hear(work.session, conversation_id, text)
    return say_read(work, conversation, text, reader.read(text, asked))


def say_read(work: Work, conversation: Conversation, text: str, readings: Sequence[Reading]) -> Said:
    """The same turn with readings made beforehand; Conflict when the conversation moved on since it was heard."""
    check_utterance(text)
    _check_open(conversation)
    draft, reply = respond(conversation.draft, text, readings)
    if draft == conversation.draft:
        return Said(conversation=conversation, reply=reply)
    complains = "complaint" in draft.flags
    answer = Answer(utterance=len(draft.utterances) - 1, sentences=reply.sentences)
    draft = draft.model_copy(update={"answers": (*draft.answers, answer)})
    after = conversation.model_copy(
        update={"draft": draft, "status": "complaint" if complains else "open", "updated_at": work.now}
    )
    saved = store.save_conversation(work.session, conversation, after)
    if complains:
        work.record("conversation.complaint", conversation.id)
    return Said(conversation=saved, reply=reply)


def take_up_others(work: Work, conversation_id: str, reader: Reader) -> tuple[Said, ...]:
    """Open a talk of its own for every further matter that was heard in this one."""
    conversation = store.get_conversation(work.session, conversation_id)
    opened = []
    for other in conversation.draft.others:
        fresh = start_conversation(work, conversation.channel, conversation.submitted_by, conversation.enterprise)
        opened.append(say(work, fresh.id, other.quote, reader))
    return tuple(opened)


def confirm_demand(
    work: Work,
    conversation_id: str,
    corrections: Mapping[FieldName, str | Sequence[str]] | None = None,
    expected_version: int | None = None,
) -> Demand:
    """The draft becomes a confirmed demand; ``corrections`` are values the person typed over what was read.

    Raises Conflict when the talk is over, has moved on (``expected_version``) or is not complete; InvalidInput for a
    correction that is no such field or not of its list.
    """
    conversation = store.get_conversation(work.session, conversation_id)
    _check_open(conversation)
    if expected_version is not None and expected_version != conversation.version:
        raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    draft = correct(conversation.draft, corrections or {})
    if not is_complete(draft):
        missing = "、".join(question.text() for question in questions_for(draft)[:2])
        raise Conflict("demand_incomplete", "还差几句才能确认：{missing}", missing=missing)
    demand = _demand_of(work, draft, conversation)
    store.add_demand(work.session, demand)
    after = conversation.model_copy(
        update={"draft": draft, "status": "confirmed", "demand_id": demand.id, "updated_at": work.now}
    )
    store.save_conversation(work.session, conversation, after)
    facts = {"conversation": conversation.id, "level": demand.level, "corrected": sorted(corrections or {})}
    work.record("demand.confirmed", demand.id, facts)
    return demand


def register_demand(
    work: Work,
    draft: Draft,
    channel: Channel = "import",
    submitted_by: str | None = None,
    enterprise: str | None = None,
) -> Demand:
    """A demand from a ready text (a form, a file), as confirmed by who hands it in; see ``read_draft``."""
    for number, words in enumerate(draft.utterances):
        check_utterance(words, "text" if number == 0 else "title")
    demand = _demand_of(work, draft, None, channel, submitted_by, enterprise)
    store.add_demand(work.session, demand)
    work.record("demand.confirmed", demand.id, {"channel": channel, "level": demand.level})
    return demand


def correct(draft: Draft, corrections: Mapping[FieldName, str | Sequence[str]]) -> Draft:
    """The draft with the values a person typed over: origin ``confirmed``, the typed words kept as an utterance.

    An empty value takes a reading away.
    """
    utterances = list(draft.utterances)
    readings = list(draft.readings)
    typed = list(draft.typed)
    for field, given in corrections.items():
        values = [given] if isinstance(given, str) else list(given)
        if field not in BY_FIELD and field not in FIELDS:
            raise InvalidInput("field_unknown", "没有这个字段：{field}", field=str(field))
        if len(values) > 1 and field not in LIST_FIELDS:
            raise InvalidInput("field_single", "“{field}”只能有一个值", field=field)
        if field == "service_category" and any(value and value not in SERVICE_CATEGORIES for value in values):
            raise InvalidInput("service_unknown", "服务类别只能是七类之一：{value}", field=field, value=str(values[0]))
        readings = [reading for reading in readings if reading.field != field]
        for value in (value.strip() for value in values):
            if not value:
                continue
            check_utterance(value, field)
            evidence = Evidence(quote=value, start=0, end=len(value), utterance=len(utterances))
            typed.append(len(utterances))
            utterances.append(value)
            readings.append(
                Reading(field=field, value=value, origin="confirmed", evidence=(evidence,), rule="confirmation")
            )
    after = {"utterances": tuple(utterances), "readings": tuple(readings), "typed": tuple(typed)}
    return draft.model_copy(update=after)


def get_demand(session: Session, demand_id: str) -> Demand:
    """One demand; NotFound when there is none."""
    return store.get_demand(session, demand_id)


def get_conversation(session: Session, conversation_id: str) -> Conversation:
    """One conversation; NotFound when there is none."""
    return store.get_conversation(session, conversation_id)


def list_demands(
    session: Session,
    statuses: Sequence[DemandStatus] = (),
    enterprise: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> tuple[Demand, ...]:
    """Demands, newest first; ``before`` is the last id of the page before, ``limit`` 1–200."""
    if not 1 <= limit <= 200:
        raise InvalidInput("limit_out_of_range", "每页 1 到 200 条", field="limit")
    return store.list_demands(session, statuses, enterprise, before, limit)


def publish_demand(work: Work, demand_id: str, expected_version: int | None = None) -> Demand:
    """Release the condensed version (S0-19). A secret demand is not published; a published one only once."""
    seen = store.get_demand(work.session, demand_id)
    if expected_version is not None and expected_version != seen.version:
        raise Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")
    if seen.level == "secret":
        raise Conflict("demand_secret", "企业要求保密，这条需求不能发布")
    if seen.status not in ("confirmed", "matched"):
        raise Conflict("demand_not_publishable", "现在不能发布这条需求（{status}）", status=STATUS_LABELS[seen.status])
    after = seen.model_copy(update={"status": "published", "published_at": work.now})
    saved = store.save_demand(work.session, seen, after)
    work.record("demand.published", demand_id, {"version": saved.version})
    return saved


def mark_demand(work: Work, demand_id: str, status: DemandStatus) -> Demand:
    """Set where a demand stands in its further life (matched, docked, withdrawn, no capability)."""
    seen = store.get_demand(work.session, demand_id)
    if seen.status == status:
        return seen
    saved = store.save_demand(work.session, seen, seen.model_copy(update={"status": status}))
    work.record("demand.marked", demand_id, {"status": status, "from": seen.status})
    return saved


def similar_demands(session: Session, demand: Demand) -> tuple[Similar, ...]:
    """Demands that say nearly the same, best first; the demand itself is not among them."""
    texts = store.condensed_texts(session, ("confirmed", "published", "matched", "docked"), _COMPARED)
    texts.pop(demand.id, None)
    return find_similar(demand.condensed, texts)


def released_demands(session: Session) -> tuple[Released, ...]:
    """All that others may find of open, published demands (S0-19), in the order of their ids."""
    found = (released(demand) for demand in store.released_demands(session, OPEN))
    return tuple(demand for demand in found if demand is not None)


def released_versions(session: Session) -> tuple[tuple[str, int], ...]:
    """Id and version of what :func:`released_demands` looks at: equal answers, equal demands."""
    return store.released_versions(session, OPEN)


def _demand_of(
    work: Work,
    draft: Draft,
    conversation: Conversation | None,
    channel: Channel = "enterprise",
    submitted_by: str | None = None,
    enterprise: str | None = None,
) -> Demand:
    draft = draft.model_copy(update={"criteria": criteria_of(draft)})
    wording = wording_of(draft)
    return Demand(
        id=work.new_id("dem"),
        status="confirmed",
        draft=draft.model_copy(update={"answers": ()}),
        title=wording.title,
        text=wording.text,
        condensed=wording.condensed,
        level=wording.level,
        enterprise=conversation.enterprise if conversation else enterprise or work.actor.organisation,
        channel=conversation.channel if conversation else channel,
        submitted_by=conversation.submitted_by if conversation else submitted_by,
        conversation_id=conversation.id if conversation else None,
        questions=tuple(question.text() for question in questions_for(draft)),
        created_at=work.now,
        confirmed_at=work.now,
    )


def _check_open(conversation: Conversation) -> None:
    if conversation.status == "confirmed":
        raise Conflict("conversation_closed", "这条需求已经确认；新的需求请另开一个对话")
    if conversation.status == "open" and len(conversation.draft.utterances) >= MOST_UTTERANCES:
        raise Conflict("conversation_too_long", "这个对话太长了，请先确认，或另开一个")
