"""The page of one talk, put together from what belongs to it: words, values, files, proposals, complaints, its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from sqlalchemy.orm import Session

from api.days import day_words
from api.dependencies import house_of
from api.labels import FIELD_LABELS
from api.pages import page
from api.pages.talk import view as talk_view
from api.problems import language_of
from api.security import actor_of
from api.talks.talking import NEW
from foundation.clock import today
from foundation.errors import NotFound
from foundation.language import Language
from foundation.settings import Settings
from intake.attachments import service as files
from intake.attachments.attachment import REASONS as UNREAD
from intake.attachments.attachment import Attachment
from intake.cares.caring import care_of
from intake.complaints.store import complaints_of
from intake.conversation import Conversation
from intake.correcting import CHOICES
from intake.demand import Draft
from intake.dialogue import is_complete
from intake.fields import LIST_FIELDS
from intake.life import REASONS
from intake.topics import open_topics

HINTED_FROM = 2
"""So many messages make a first match worth a look."""
KINDS = (".docx", ".xlsx", ".pdf", ".csv", ".txt", ".png", ".jpg", ".jpeg", ".webp")
_MOST_VALUES = 6


@dataclass(frozen=True)
class ShownFile:
    """A file that was handed in: what was read of it, or why nothing was. ``more`` values are not shown."""

    id: str
    name: str
    size: str
    note: str
    values: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class ShownComplaint:
    """A complaint for who holds the talk: its number, by when it is answered, or the answer."""

    id: str
    due: str | None
    answer: str | None


def is_hinted(draft: Draft) -> bool:
    """Whether enough was said for a first match."""
    return len(draft.utterances) - len(draft.typed) - len(draft.attached) >= HINTED_FROM


def asks_consent(settings: Settings) -> bool:
    """Whether a model outside the house is set, which may read a talk only with consent."""
    return bool(settings.model_base_url) and not settings.model_on_premises


def talk_page(
    request: Request,
    talk_id: str,
    conversation: Conversation | None,
    text: str = "",
    fault: str | None = None,
    unsaved: tuple[str, str, str] | None = None,
    file_faults: Sequence[str] = (),
    consent: bool | None = None,
) -> str:
    """The page. ``text``: words to go on with; ``unsaved``: field, old and new value that could not be taken.

    ``file_faults``: why files were refused; ``consent``: what was ticked on a form that comes back.
    """
    house = house_of(request)
    language = language_of(request)
    draft = conversation.draft if conversation else Draft()
    held: tuple[Attachment, ...] = ()
    complaints: tuple[ShownComplaint, ...] = ()
    ending: tuple[str, str] | None = None
    if conversation is not None:
        with house.reading() as session:
            held = files.list_attachments(session, actor_of(request), talk_id)
            complaints = shown_complaints(session, talk_id, language, today(house.clock))
            ending = _ending(session, conversation)
    understood = talk_view.values(draft)
    most = house.settings.attachments_per_talk
    agreed = consent if consent is not None else conversation is not None and conversation.model_consent
    return page(
        "talk.html",
        language,
        talk_id=talk_id,
        version=conversation.version if conversation else NEW,
        status=conversation.status if conversation else "open",
        demand_id=conversation.demand_id if conversation else None,
        bubbles=talk_view.bubbles(draft, language, {one.id: one.name for one in held}),
        values=understood,
        total=sum(map(len, understood)),
        unknown=[FIELD_LABELS[field] for field in talk_view.unknown(draft)],
        others=[(house.identifiers.new("con"), other.quote) for other in draft.others],
        addable=[(field, FIELD_LABELS[field]) for field in talk_view.ORDER if field not in CHOICES],
        is_complete=is_complete(draft),
        has_questions=bool(open_topics(draft)),
        is_hinted=is_hinted(draft),
        text=text,
        fault=fault,
        unsaved=unsaved,
        files=[_shown_file(one, draft, language) for one in held],
        file_faults=file_faults,
        kinds=",".join(KINDS),
        most_files=most,
        files_left=max(most - len(held), 0),
        most_bytes=house.settings.max_upload_bytes,
        has_consent=asks_consent(house.settings),
        is_secret=conversation is not None and conversation.level == "secret",
        consent=agreed,
        proposals=[
            (one, FIELD_LABELS[one.field], draft.value(one.field) if one.field not in LIST_FIELDS else None)
            for one in draft.proposals
            if one.value not in draft.values(one.field)
        ],
        complaints=complaints,
        ending=ending,
    )


def shown_complaints(session: Session, talk_id: str, language: Language, day: date) -> tuple[ShownComplaint, ...]:
    """The complaints that were heard in a talk or about its demand, oldest first."""
    shown = []
    for case in complaints_of(session, talk_id):
        due = care_of(session, case.id).due
        shown.append(ShownComplaint(case.id, None if due is None else day_words(due, day, language), case.answer))
    return tuple(shown)


def _ending(session: Session, conversation: Conversation) -> tuple[str, str] | None:
    """Why a talk was closed and what can be done, where it was."""
    if conversation.status != "closed":
        return None
    try:
        ending = care_of(session, conversation.id).ending
    except NotFound:
        return None
    known = REASONS.get(ending.reason_code) if ending else None
    return (known.label, ending.next_step) if ending and known else None


def _shown_file(file: Attachment, draft: Draft, language: Language) -> ShownFile:
    places = {one.utterance for one in draft.attached if one.attachment_id == file.id}
    values = [r.value for r in draft.readings if any(evidence.utterance in places for evidence in r.evidence)]
    told = tuple(dict.fromkeys(values))
    return ShownFile(
        id=file.id,
        name=file.name,
        size=f"{file.bytes / 2**20:.1f} MB" if file.bytes >= 2**20 else f"{max(round(file.bytes / 1024), 1)} KB",
        note="" if file.reason is None else UNREAD[file.reason].text(language),
        values=told[:_MOST_VALUES],
        more=max(len(told) - _MOST_VALUES, 0),
    )
