"""Dates, persons and decisions of the desk in sentences: who decided what and when, what is due, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from api.days import day_words, moment_words
from api.security import coordinators_of
from foundation.actors import OPERATOR, SYSTEM, Role
from foundation.language import Language, Sentence, sentence, translate
from foundation.process import ROLE_LABELS
from foundation.secrecy import Level
from foundation.settings import Settings
from intake.questions.question import Question
from matcher.review.opinion import Opinion
from matcher.review.process import REASONS, REVIEW
from matcher.review.views import HistoryEntry
from matcher.store import Candidate

LEVELS: Mapping[Level, Sentence] = {
    "public": sentence("公开"),
    "internal": sentence("内部"),
    "secret": sentence("商密"),
}
STATES: Mapping[str, str] = {state.id: state.label for state in REVIEW.states}
_VERDICTS: Mapping[str, Sentence] = {
    "for": sentence("同意"),
    "against": sentence("不同意"),
    "held": sentence("想再等等"),
}
_HAPPENED: Mapping[str, Sentence] = {
    "match.proposed": sentence("匹配出候选"),
    "match.added": sentence("手动添加"),
    "match.accepted": sentence("接受"),
    "match.declined": sentence("退回"),
    "match.on_hold": sentence("暂缓"),
    "match.seconding": sentence("同意，等第二人复核"),
    "match.superseded": sentence("被新一轮匹配替换"),
    "demand.asked": sentence("问企业"),
    "demand.answered": sentence("企业已答复"),
    "demand.question_taken_back": sentence("收回问题"),
    "match.reassigned": sentence("转交"),
    "demand.nobody_confirmed": sentence("确认没有合适的中心"),
    "care.put_off": sentence("延期"),
}


class Telling:
    """Speaks for one page: in one language, on this day, with the names of those who act here."""

    def __init__(self, settings: Settings, language: Language, today: date) -> None:
        self.language, self.today = language, today
        self._names = {one.id: one.name for one in (*coordinators_of(settings), OPERATOR, SYSTEM)}

    def name(self, actor_id: str) -> str:
        """How a person is called; the id of who is no longer here."""
        return translate(self._names.get(actor_id, actor_id), self.language)

    def moment(self, at: datetime) -> str:
        """``3 月 10 日 14:32``, in Chinese time."""
        return moment_words(at, self.today, self.language)

    def due(self, due: date | None, days_left: int | None) -> str:
        """By when, and how much time that is."""
        if due is None or days_left is None:
            return translate("没有期限", self.language)
        if days_left > 0:
            left = sentence("还剩 {days} 个工作日", days=days_left)
        else:
            left = sentence("今天到期") if days_left == 0 else sentence("已超期 {days} 个工作日", days=-days_left)
        return f"{day_words(due, self.today, self.language)} · {left.text(self.language)}"

    def owner(self, role: Role | None, person: str | None) -> str:
        """Who looks after it."""
        if person:
            return sentence("{name}办理", name=self.name(person)).text(self.language)
        return translate(ROLE_LABELS[role], self.language) if role else ""

    def decided(self, one: Candidate) -> str:
        """Who decided what, when and why."""
        state = STATES.get(one.state, one.state)
        if one.decided_by is None or one.decided_at is None:
            return translate(state, self.language)
        who, when = self.name(one.decided_by), self.moment(one.decided_at)
        told = sentence("{who} {when} 办为“{state}”", who=who, when=when, state=state).text(self.language)
        why = [translate(REASONS.get(one.reason_code, one.reason_code), self.language)] if one.reason_code else []
        why += [one.note] if one.note else []
        return told + (" · " + " · ".join(why) if why else "")

    def opinion(self, one: Opinion) -> str:
        """Who said what of a candidate, with the points given."""
        verdict = _VERDICTS[one.verdict or "held"].text(self.language)
        parts = [translate(one.reviewer, self.language), self.moment(one.at), verdict]
        if one.total is not None:
            points = f"{one.total // 100}.{one.total % 100:02d}"
            parts.append(sentence("{points} 分", points=points).text(self.language))
        return " · ".join(parts)

    def question(self, one: Question) -> str:
        """Who asked when."""
        return f"{self.name(one.asked_by)} · {self.moment(one.asked_at)}"

    def happened(self, one: HistoryEntry) -> tuple[str, str] | None:
        """When, and who did what; ``None`` for what says nothing to a coordinator."""
        what = _HAPPENED.get(one.action)
        if what is None:
            return None
        return self.moment(one.at), f"{self.name(one.actor_id)} · {what.text(self.language)}"
