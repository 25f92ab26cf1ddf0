"""The holder of an invitation at a door: what is asked of them, and their one answer."""

from __future__ import annotations

from datetime import date, datetime

from api.projects.engaging import parties_of
from api.talks.attaching import file_reader
from api.wiring import House
from engagement.access.answering import answer_by_link, keep_by_link, report_by_link
from engagement.access.knocking import expect_link, look_at, purpose_of
from engagement.asking.question import Answer
from engagement.facts.benefits import KINDS, EffectReport
from engagement.facts.survey import QUESTIONS, SurveyAnswer
from engagement.files import KeptFile, look_into
from engagement.record import Engagement
from foundation.actors import SYSTEM
from foundation.clock import CHINA
from foundation.language import Language, translate
from foundation.values import Value


class Asked(Value):
    """One question of the questionnaire; the answer is 1 (very dissatisfied) to 5 (very satisfied)."""

    field: str
    words: str
    is_required: bool


class Countable(Value):
    """One kind of effect and the units it may be given in; none: any."""

    kind: str
    label: str
    units: tuple[str, ...]


class InvitationShown(Value):
    """What an invitation asks; of the project its number, its centre and the day it ended, nothing of its content."""

    engagement_id: str
    centre: str
    closed_on: date
    purpose: Answer
    month: int | None
    """Of effects: the month after closure that the report is for."""
    expires_at: datetime
    questions: tuple[Asked, ...] = ()
    kinds: tuple[Countable, ...] = ()


class AnswerTaken(Value):
    """That the answer is on record; the invitation is used then."""

    engagement_id: str
    purpose: Answer
    month: int | None = None


def invitation_shown(house: House, token: str, language: Language) -> InvitationShown:
    """What is asked. Raises NotFound (``link_not_valid``) for every token that waits for no answer."""
    with house.reading() as session:
        purpose = purpose_of(session, token)
        link, engagement = look_at(session, token, purpose, house.clock.now())
        centre, _ = parties_of(session, engagement)
    is_survey = purpose == "survey"
    return InvitationShown(
        engagement_id=engagement.id,
        centre=centre,
        closed_on=(engagement.closed_at or link.issued_at).astimezone(CHINA).date(),
        purpose=purpose,
        month=link.month,
        expires_at=link.expires_at,
        questions=tuple(
            Asked(field=one.field, words=translate(one.words, language), is_required=one.is_required)
            for one in QUESTIONS
        )
        if is_survey
        else (),
        kinds=() if is_survey else _countable(language),
    )


def survey_taken(house: House, token: str, survey: SurveyAnswer) -> AnswerTaken:
    """The questionnaire. Errors as :func:`engagement.access.answering.answer_by_link`."""
    with house.working(SYSTEM) as work:
        return _taken(answer_by_link(work, token, survey), "survey")


def effects_taken(house: House, token: str, report: EffectReport) -> AnswerTaken:
    """The effects of a month. Errors as :func:`engagement.access.answering.report_by_link`."""
    with house.working(SYSTEM) as work:
        return _taken(report_by_link(work, token, report, house.engagement_rules), "effect", report.month)


def proof_kept(house: House, token: str, name: str, content: bytes) -> KeptFile:
    """A file that shows an effect. Errors as :func:`engagement.access.answering.keep_by_link`."""
    most = house.settings.max_upload_bytes
    with house.reading() as session:
        expect_link(session, token, "effect", house.clock.now())
    look_into(name, content, file_reader(house.settings), most)
    with house.working(SYSTEM) as work:
        return keep_by_link(work, token, name, content, most)


def _taken(after: Engagement, purpose: Answer, month: int | None = None) -> AnswerTaken:
    return AnswerTaken(engagement_id=after.id, purpose=purpose, month=month)


def _countable(language: Language) -> tuple[Countable, ...]:
    found = KINDS.items()
    return tuple(Countable(kind=kind, label=translate(one.label, language), units=one.units) for kind, one in found)
