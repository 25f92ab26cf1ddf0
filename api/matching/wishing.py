"""What a demand is matched with: its own values, what the enterprise answered since, and the day it is planned for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.matching.planned_day import PlannedDay, planned_for
from foundation.clock import CHINA
from foundation.text import clean
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.demand import Demand, Draft
from intake.questions.question import Question
from intake.reading.record import read_draft
from matcher.query import Wanted
from matcher.service import wanted_of


class Wish(Value):
    """What is looked for, for which day, and why that one."""

    wanted: Wanted
    planned: PlannedDay


def wish_of(demand: Demand, questions: Sequence[Question], today: date, calendar: WorkingCalendar) -> Wish:
    """The demand with the enterprise's answers read beside it: they add what it did not say and change nothing of it.

    The text is the demand's, and the answers after it, in the enterprise's own words. A deadline that was answered is
    counted from the day of the answer.
    """
    answered = [one for one in questions if one.state == "answered" and one.answer and _says_something(one)]
    read = [read_draft("", one.answer or "") for one in answered]
    words, said_at = demand.draft.value("deadline"), demand.created_at
    for one, draft in zip(answered, read, strict=True):
        stated = draft.value("deadline") or (clean(one.answer or "") if one.field == "deadline" else None)
        if words is None and stated is not None:
            words, said_at = stated, one.answered_at or demand.created_at
    planned = planned_for(words, said_at.astimezone(CHINA).date(), today, calendar)
    wanted = wanted_of(demand.draft, demand.text, demand.title, planned.day, is_confirmed=True)
    for one, draft in zip(answered, read, strict=True):
        wanted = _with(wanted, draft, clean(one.answer or ""))
    return Wish(wanted=wanted, planned=planned)


def _says_something(one: Question) -> bool:
    """An answer that says only that it is not known adds nothing to look for."""
    return read_draft("", one.answer or "").readings != () or len(clean(one.answer or "")) > _SHORT


_SHORT = 6
"""So many characters in which nothing was read are no words to search with: 不知道, 没有, 都可以."""


def _with(wanted: Wanted, draft: Draft, words: str) -> Wanted:
    added = wanted_of(draft, "", "", wanted.planned_on)
    several = {
        name: tuple(dict.fromkeys((*getattr(wanted, name), *getattr(added, name))))
        for name in ("parameters", "standards", "marks")
    }
    single = {name: getattr(wanted, name) or getattr(added, name) for name in ("product", "service_category", "region")}
    return wanted.model_copy(update={**several, **single, "text": f"{wanted.text}\n{words}"})
