"""What is told of a service on its page: what was offered and changed, said, handed in, measured, and what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.days import day_words, moment_words
from api.pages.desk.told import LEVELS, Telling
from api.pages.project.words import money_of
from api.projects import engaging
from api.projects.turns import roles_in_words
from engagement.facts.acceptance import OUTCOME_LABELS, judge
from engagement.facts.agreement import SIDE_LABELS, SIDES, Confirmation
from engagement.log import OPEN, Entry
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.talks import Said, rounds
from engagement.word import standing_word, whose_word
from foundation.language import Sentence, sentence, translate
from foundation.process import ROLE_LABELS
from foundation.values import Value


class Happened(Value):
    """One line of what happened: when, who, what, and the words that go with it."""

    at: str
    who: str
    what: str
    why: str = ""


class ServiceTelling:
    """Speaks of one service, in one language, with the names of who acted."""

    def __init__(self, one: Engagement, telling: Telling, names: dict[str, str], today: date) -> None:
        self._one, self._telling, self._names, self._today = one, telling, names, today
        self._language = telling.language

    def day(self, day: date) -> str:
        """A day as people say it."""
        return day_words(day, self._today, self._language)

    def offer(self) -> dict[str, Any] | None:
        """The terms on the table: their parts, who confirmed them, and what changed against the version before."""
        one, language = self._one, self._language
        if one.offer is None:
            return None
        last = [found for found in rounds(one) if found.number][-1]
        is_signed = one.agreement is not None and one.agreement.offer == one.offer and not one.confirmations
        confirmed = {yes.side: yes for yes in last.confirmations if yes.digest == last.digest}
        return {
            "offer": one.offer,
            "number": last.number,
            "digest": one.offer.digest,
            "level": LEVELS[one.offer.level].template,
            "price": money_of(one.offer.price, language),
            "finish_by": self.day(one.offer.finish_by),
            "changes": [change.says.text(language) for change in last.changes],
            "is_signed": is_signed,
            "sides": [(translate(SIDE_LABELS[side], language), self._yes(confirmed.get(side))) for side in SIDES],
        }

    def _yes(self, yes: Confirmation | None) -> str:
        """Who confirmed when; empty where nobody did."""
        if yes is None:
            return ""
        entry = next(one for one in self._one.history if (one.at, one.facts.side) == (yes.at, yes.side))
        return f"{self._who(entry)} · {moment_words(yes.at, self._today, self._language)}"

    def said(self) -> list[tuple[Said, str, str, str]]:
        """Every message, the newest last: it, who, from which side, when."""
        found: list[tuple[Said, str, str, str]] = []
        written = {(entry.actor_id, entry.at): entry for entry in self._one.history if entry.event == "say"}
        for round_ in rounds(self._one):
            for said in round_.said:
                side = translate(ROLE_LABELS[said.message.side], self._language)
                who = self._name(written[said.actor_id, said.at])
                found.append((said, who, side, moment_words(said.at, self._today, self._language)))
        return found

    def agreements(self) -> list[dict[str, str]]:
        """The signed versions, the newest first."""
        language = self._language
        return [
            {
                "version": str(one.version),
                "at": moment_words(one.signed_at, self._today, language),
                "signed": f"{one.signatories.enterprise} / {one.signatories.host}",
                "price": money_of(one.offer.price, language),
                "finish_by": self.day(one.offer.finish_by),
                "digest": one.digest,
            }
            for one in reversed(self._one.agreements)
        ]

    def work(self) -> dict[str, Any] | None:
        """The team, the plan with its milestones, and what was handed in."""
        one, language = self._one, self._language
        if one.team is None:
            return None
        stones = []
        for state in one.milestone_states:
            if state.done_on is not None:
                told = sentence("{day}完成", day=self.day(state.done_on))
            elif one.end_reason is not None:
                told = sentence("没有报告完成")
            elif state.is_late:
                told = sentence("延期到{day}", day=self.day(state.expected))
            elif state.is_overdue(self._today):
                told = sentence("计划{day}，已经过了", day=self.day(state.expected))
            else:
                told = sentence("计划{day}", day=self.day(state.expected))
            is_behind = one.end_reason is None and (state.is_late or state.is_overdue(self._today))
            mark = "done" if state.done_on else "late" if is_behind else "todo"
            stones.append((state.name, told.text(language), mark))
        agreed = one.agreement.offer.deliverables if one.agreement else ()
        handed = {version.deliverable.name: version for version in one.deliverable_versions}
        return {
            "lead": one.team.lead.name,
            "staff": [member.name for member in one.team.staff],
            "plan": one.plan,
            "milestones": stones,
            "deliverables": [(name, handed.get(name)) for name in dict.fromkeys((*agreed, *handed))],
        }

    def results(self) -> list[tuple[str, str, str, str]]:
        """Each criterion of the agreement: what is required, what was measured, what follows, its outcome."""
        one = self._one
        if one.agreement is None or not one.measurements:
            return []
        measured = {measurement.criterion_id: measurement for measurement in one.measurements}
        found: list[tuple[str, str, str, str]] = []
        for criterion in one.agreement.offer.criteria:
            value = measured.get(criterion.id)
            outcome = judge(criterion, value).outcome
            shown = f"{value.bound or ''}{value.value} {value.unit}" if value else "—"
            if value is not None and value.expanded_uncertainty:
                shown += f" (U = {value.expanded_uncertainty} {value.unit})"
            label = translate(OUTCOME_LABELS[outcome], self._language)
            found.append((f"{criterion.quantity} {criterion.requirement}", shown, label, outcome))
        return found

    def history(self) -> list[Happened]:
        """Everything that happened, the newest first."""
        return [self._happened(entry) for entry in reversed(self._one.history)]

    def last(self) -> Happened:
        """What was done last."""
        return self._happened(self._one.history[-1])

    def end(self) -> str:
        """How it ended; empty while it has not."""
        one = self._one
        if one.end_reason is None or one.closed_at is None:
            return ""
        label = engaging.label_of(one.end_reason, self._language)
        return f"{moment_words(one.closed_at, self._today, self._language)} · {label}"

    def word(self) -> str:
        """On whose word it rests or has ended by agreement of both; empty where nobody claimed that."""
        return self._word(standing_word(self._one))

    def _happened(self, entry: Entry) -> Happened:
        rows = {row.id: row for row in profile(self._one.profile).process.transitions}
        row, language = rows.get(entry.row), self._language
        what = translate(
            sentence("项目开始").template if entry.event == OPEN else row.label if row is not None else entry.event,
            language,
        )
        label = engaging.label_of(entry.code, language)
        if row is not None and len(row.codes) > 1 and label != entry.code:
            what += f"（{label}）" if language == "zh" else f" ({label})"
        words = [entry.facts.reason or "", self._word(whose_word(entry))]
        if entry.facts.message is not None:
            words.insert(0, entry.facts.message.text)
        if entry.facts.deliverable is not None:
            what += f" · {entry.facts.deliverable.name}"
        if entry.facts.milestone is not None:
            what += f" · {entry.facts.milestone.name}"
        if entry.facts.offer is not None:
            what += f" · {money_of(entry.facts.offer.price, language)}"
        return Happened(
            at=moment_words(entry.at, self._today, language),
            who=self._who(entry),
            what=what,
            why="\n".join(word for word in words if word),
        )

    def _word(self, found: Sentence | None) -> str:
        return found.text(self._language) if found is not None else ""

    def _who(self, entry: Entry) -> str:
        """The name and the role in which somebody acted, and who entered it for them."""
        name, language = self._name(entry), self._language
        if entry.actor_roles is None:
            return name
        entered = self._telling.name(entry.actor_id)
        is_for = entry.actor_name is not None and entered not in (entry.actor_id, translate(entry.actor_name, language))
        role = roles_in_words(entry.actor_roles, language) if len(entry.actor_roles) == 1 else ""
        told = (
            name
            if not role or name.startswith(role)
            else f"{name}（{role}）"
            if language == "zh"
            else f"{name} ({role})"
        )
        if not is_for:
            return told
        return sentence("{who}，由{person}代录", who=told, person=entered).text(language)

    def _name(self, entry: Entry) -> str:
        if entry.actor_name is not None:
            return translate(entry.actor_name, self._language)
        if not entry.actor_id:  # withheld: in which role it was done is all that is told
            return roles_in_words(entry.actor_roles or (), self._language)
        return self._names.get(entry.actor_id) or self._telling.name(entry.actor_id)
