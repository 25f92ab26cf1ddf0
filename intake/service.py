"""Use cases of intake: start a talk, say something, confirm the demand. Its further life is :mod:`intake.living`.

Reading may be slow (a model). :func:`say` does all of a turn in one unit of work, which is right for rules; with a
model the door reads first, with no session open, and hands in what was heard: ``hear`` – ``port.hear`` – ``say_heard``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field
from sqlalchemy.orm import Session

from foundation.errors import Conflict, InvalidInput
from foundation.listing import check_limit
from foundation.races import check_seen
from foundation.unit_of_work import Work
from foundation.values import Value
from intake import store, talks
from intake.attached import give_way
from intake.audience import Audience
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import look_after
from intake.cares.store import hold_care
from intake.channels import check_channel
from intake.conversation import Conversation
from intake.criteria import criteria_of
from intake.demand import Answer, Channel, Demand, DemandStatus, Draft, Evidence, Reading
from intake.dialogue import Reply, Understood, is_complete, new_readings, respond
from intake.entering.duplicates import Similar, find_similar
from intake.entering.entry import COMPARED, MOST_COMPARED, first_with_these_words
from intake.fields import FIELDS, LIST_FIELDS, SERVICE_CATEGORIES, DemandClass, FieldName
from intake.own_words import wording_of
from intake.proposals import proposed
from intake.reading import port
from intake.reading.port import Heard, ModelPart, Reader
from intake.releasing.released import OPEN, Released, released
from intake.topics import BY_FIELD, open_topics, questions_for
from intake.wording import check_utterance

MOST_UTTERANCES = 200


class Said(Value):
    """What a turn gave: the conversation as it stands now, and the reply.

    ``read_by`` says for each field that is new who read it: ``rules``, ``model``, or
    ``rules_after_model_fault: timeout``; ``model`` says what part a language model had in the turn. ``proposals`` are
    what the model reads otherwise: they change nothing until the person confirms one as a correction.
    """

    conversation: Conversation
    reply: Reply
    read_by: dict[FieldName, str] = Field(default_factory=dict)
    model: ModelPart = "none"
    proposals: tuple[Understood, ...] = ()


def start_conversation(
    work: Work,
    channel: Channel = "enterprise",
    submitted_by: str | None = None,
    enterprise: str | None = None,
    conversation_id: str | None = None,
) -> Conversation:
    """Open a talk. ``submitted_by`` names the body that collects the demand jointly (S0-18), if not the enterprise.

    Raises InvalidInput for a joint channel that names no body, NotAllowed for a hotline entry by anybody but staff.
    ``conversation_id``: a fresh id that was handed out with an empty form, so that sending it twice opens one talk.
    """
    submitted_by = check_channel(channel, submitted_by, work.actor)
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


def say(work: Work, conversation_id: str, text: str, reader: Reader, rules: CareRules = DEFAULT_RULES) -> Said:
    """One turn: read the words, take them in, answer. Nothing is stored when the text is refused."""
    conversation, asked = hear(work.session, conversation_id, text)
    return say_heard(work, conversation, text, port.hear(reader, text, asked), rules)


def say_read(
    work: Work,
    conversation: Conversation,
    text: str,
    readings: Sequence[Reading],
    rules: CareRules = DEFAULT_RULES,
) -> Said:
    """The same turn with readings made beforehand, by rules; see :func:`say_heard`."""
    return say_heard(work, conversation, text, Heard(readings=tuple(readings)), rules)


def say_heard(
    work: Work, conversation: Conversation, text: str, heard: Heard, rules: CareRules = DEFAULT_RULES
) -> Said:
    """The same turn with what was heard beforehand; Conflict when the conversation moved on since.

    A talk with words in it is looked after until it is confirmed or closed; a complaint gets a case with a number.
    """
    check_utterance(text)
    _check_open(conversation)
    before = give_way(conversation.draft, heard.readings)
    draft, reply = respond(before, text, heard.readings)
    if draft == before:
        numbered = talks.with_number(work.session, conversation, reply)
        return Said(conversation=conversation, reply=numbered, model=heard.model)
    complains = "complaint" in draft.flags
    answer = Answer(utterance=len(draft.utterances) - 1, sentences=reply.sentences)
    draft = proposed(before, draft.model_copy(update={"answers": (*draft.answers, answer)}), heard.proposals)
    after = conversation.model_copy(
        update={"draft": draft, "status": "complaint" if complains else "open", "updated_at": work.now}
    )
    saved = store.save_conversation(work.session, conversation, after)
    if complains:
        reply = talks.hand_over(work, saved, text, reply, rules)
        work.record("conversation.complaint", conversation.id)
    else:
        look_after(work, "talk", conversation.id, rules)
    news = new_readings(conversation.draft.readings, draft.readings)
    read_by = {found.field: heard.path(found) for found in news}
    proposals = tuple(
        Understood(field=found.field, value=found.value, quote=found.evidence[0].quote)
        for found in heard.proposals
        if found.value not in draft.values(found.field)
    )
    return Said(conversation=saved, reply=reply, read_by=read_by, model=heard.model, proposals=proposals)


def set_model_consent(work: Work, conversation_id: str, given: bool) -> Conversation:
    """Record that the enterprise agrees, or no longer does, that an outside model reads this talk (PIPL 13, 15).

    It counts from the next words on. Without it no words leave; a secret talk never leaves, with or without.
    """
    conversation = store.get_conversation(work.session, conversation_id)
    _check_open(conversation)
    if conversation.model_consent == given:
        return conversation
    after = conversation.model_copy(update={"model_consent": given, "updated_at": work.now})
    saved = store.save_conversation(work.session, conversation, after)
    work.record(f"conversation.consent_{'given' if given else 'withdrawn'}", conversation.id, {"to": "model"})
    return saved


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
    rules: CareRules = DEFAULT_RULES,
) -> Demand:
    """The draft becomes a confirmed demand; ``corrections`` are values the person typed over what was read.

    An enterprise that said the very same before gets that first demand, and no second one is made.
    Raises Conflict when the talk is over, has moved on (``expected_version``) or is not complete; InvalidInput for a
    correction that is no such field or not of its list.
    """
    conversation = store.get_conversation(work.session, conversation_id)
    _check_open(conversation)
    if conversation.status == "complaint":
        raise Conflict("talk_is_complaint", "这个对话已按投诉办理；新的需求请另开一个对话")
    check_seen(expected_version, conversation.version)
    draft = correct(conversation.draft, corrections or {})
    if not is_complete(draft):
        missing, *more = [topic.question.template for topic in open_topics(draft) if topic.is_needed]
        raise Conflict(
            "demand_incomplete", "还差几句才能确认：{missing}{more}", missing=missing, more=more[0] if more else ""
        )
    before = first_with_these_words(work.session, draft, conversation.enterprise)
    if before is not None:
        demand = store.get_demand(work.session, before)
    else:
        demand = _demand_of(work, draft, conversation)
        store.add_demand(work.session, demand)
    after = conversation.model_copy(
        update={"draft": draft, "status": "confirmed", "demand_id": demand.id, "updated_at": work.now}
    )
    store.save_conversation(work.session, conversation, after)
    talks.end_talk(work, conversation.id, demand.id)
    if before is not None:
        work.record("demand.repeated", demand.id, {"conversation": conversation.id})
        return demand
    look_after(work, "demand", demand.id, rules)
    facts = {"conversation": conversation.id, "level": demand.level, "corrected": sorted(corrections or {})}
    work.record("demand.confirmed", demand.id, facts)
    return demand


def register_demand(
    work: Work,
    draft: Draft,
    channel: Channel = "import",
    submitted_by: str | None = None,
    enterprise: str | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Demand:
    """A demand from a ready text (a form, a file), as confirmed by who hands it in; see ``read_draft``.

    The same enterprise's same text gives the first demand again. Raises as :func:`start_conversation`.
    """
    submitted_by = check_channel(channel, submitted_by, work.actor)
    for number, words in enumerate(draft.utterances):
        check_utterance(words, "text" if number == 0 else "title")
    before = first_with_these_words(work.session, draft, enterprise or work.actor.organisation)
    if before is not None:
        work.record("demand.repeated", before, {"channel": channel})
        return store.get_demand(work.session, before)
    demand = _demand_of(work, draft, None, channel, submitted_by, enterprise)
    store.add_demand(work.session, demand)
    look_after(work, "demand", demand.id, rules)
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


def hold_demand(session: Session, demand_id: str) -> Demand:
    """One demand and its care, for this writing transaction alone until it ends; NotFound when there is none.

    Whoever is to touch the demand, its care and the audit chain begins here, in this order: nobody waits in a circle.
    """
    demand = store.hold_demand(session, demand_id)
    hold_care(session, demand_id)
    return demand


def demands_by_id(session: Session, ids: Sequence[str]) -> dict[str, Demand]:
    """The demands with these ids; unknown ids are left out."""
    return store.demands_by_id(session, ids)


def get_conversation(session: Session, conversation_id: str) -> Conversation:
    """One conversation; NotFound when there is none."""
    return store.get_conversation(session, conversation_id)


def list_demands(
    session: Session,
    statuses: Sequence[DemandStatus] = (),
    enterprise: str | None = None,
    before: str | None = None,
    limit: int = 50,
    channel: Channel | None = None,
    demand_class: DemandClass | None = None,
    audiences: Sequence[Audience] = (),
) -> tuple[Demand, ...]:
    """Demands, newest first; ``before`` is the last id of the page before, ``limit`` 1–200."""
    check_limit(limit)
    return store.list_demands(session, statuses, enterprise, before, limit, channel, demand_class, audiences)


def similar_demands(session: Session, demand: Demand) -> tuple[Similar, ...]:
    """Demands that say nearly the same, best first; the demand itself is not among them."""
    texts = store.condensed_texts(session, COMPARED, MOST_COMPARED)
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
        draft=draft.model_copy(update={"answers": (), "asides": (), "proposals": ()}),
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
        demand_class=draft.demand_class,
    )


def _check_open(conversation: Conversation) -> None:
    if conversation.status == "confirmed":
        raise Conflict("conversation_closed", "这条需求已经确认；新的需求请另开一个对话")
    if conversation.status == "open" and len(conversation.draft.utterances) >= MOST_UTTERANCES:
        raise Conflict("conversation_too_long", "这个对话太长了，请先确认，或另开一个")
