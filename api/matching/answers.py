"""What was found, in words, for programs and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.matching.quoting import told_reasons
from api.matching.teaming import TeamAnswer, team_answer
from foundation.language import Language
from foundation.values import Value
from matcher.legal.ruling import LegalState, Way
from matcher.matchlist import CentreCandidate, Contribution, Hit, ScopeState, shown_score
from matcher.outcome import Gap, GapReason, Outcome
from matcher.task_matches import TaskMatches, TaskPart, tasks_of
from matcher.tasks import TaskWords
from matcher.team_proposal import TeamProposal


class RulingAnswer(Value):
    """What a row allows on the planned day (B4): ``way`` is ``test`` only where it is offered as one."""

    state: LegalState
    way: Way
    findings: tuple[str, ...]


class HitAnswer(Value):
    """One capability row or expert in an answer."""

    id: str
    name: str | None
    score: str
    title: str
    detail: str
    scope: ScopeState
    restriction: str | None
    source: str
    reasons: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    tasks: tuple[int, ...] = ()
    """The tasks that found it too, by their order; none where the demand asks for one thing."""
    ruling: RulingAnswer | None = None

    @property
    def law(self) -> str:
        """For a page: ``offered``, ``to-check``, ``barred`` or ``unstated``."""
        if self.ruling is None or self.ruling.state == "unstated":
            return "unstated"
        return {"test": "offered", "check": "to-check"}.get(self.ruling.way, "barred")


class CentreAnswer(Value):
    """One centre in an answer, with the rows and experts that speak for it; ``tasks`` are those that found them too."""

    id: str
    name: str
    rank: int
    score: str
    rows: tuple[HitAnswer, ...]
    experts: tuple[HitAnswer, ...]
    missing: tuple[str, ...]
    tasks: tuple[int, ...] = ()
    confidence: int | None = None
    """That its best row fits, calibrated, in thousandths; for the centres that are proposed."""
    team: TeamAnswer | None = None
    """The team proposed for the demand at this centre (B5); for coordinators, of the centres that are proposed."""


class TaskAnswer(Value):
    """One task of the demand: the words that ask for it, and what was found for it alone, on a scale of its own."""

    order: int
    service: str
    purpose: str
    said: tuple[TaskWords, ...]
    centres: tuple[CentreAnswer, ...]
    experts: tuple[HitAnswer, ...]
    hits: tuple[HitAnswer, ...]


class GapAnswer(Value):
    """Something asked for that no centre may or can do."""

    service: str
    product: str | None
    parameter: str | None
    standard: str | None
    trade: str | None
    field: str | None = None
    """What its field beyond the business is called, where neither test nor parameter is certain."""
    wish: str | None = None
    """What is wanted in the demand's own words, beside what the knowledge calls it."""
    reason: GapReason
    says: str


class MatchAnswer(Value):
    """What ``docking match --json`` and ``POST /match`` answer. ``tasks`` is empty where the demand asks for one thing.

    ``hits`` are those of the whole demand, and after them the best three of every task that are not among them.
    """

    planned_on: date
    index: str
    model: str
    policy: str
    centres: tuple[CentreAnswer, ...]
    experts: tuple[HitAnswer, ...]
    hits: tuple[HitAnswer, ...]
    tasks: tuple[TaskAnswer, ...] = ()
    confidence: int | None = None
    """That somebody found fits, calibrated, in thousandths (B18)."""
    is_abstained: bool = False
    """Nobody is recommended: what is listed is only near."""
    gaps: tuple[GapAnswer, ...] = ()


def answer_of(
    found: TaskMatches,
    names: Mapping[str, str],
    language: Language,
    top: int = 10,
    teams: Mapping[str, TeamProposal] | None = None,
    outcome: Outcome | None = None,
) -> MatchAnswer:
    """What was found in words, for programs and pages; at most ``top`` of each kind. ``teams`` by centre."""
    sure = {} if outcome is None else {one.centre.provider_id: one.confidence for one in outcome.proposals}
    worded = _Worded(names, found.finders(), language, teams or {}, sure)
    whole = found.whole
    return MatchAnswer(
        planned_on=whole.planned_on,
        index=whole.index_identity,
        model=whole.model_identity,
        policy=whole.policy_version,
        centres=tuple(worded.centre(one, with_team=True) for one in whole.centres[:top]),
        experts=tuple(map(worded.hit, whole.experts[:top])),
        hits=tuple(worded.hit(one.hit) for one in found.merged(top)),
        tasks=tuple(worded.task(part, top) for part in found.parts),
        confidence=None if outcome is None else outcome.confidence,
        is_abstained=outcome is not None and outcome.is_abstained,
        gaps=() if outcome is None else tuple(_gap(gap, language) for gap in outcome.gaps),
    )


def _gap(gap: Gap, language: Language) -> GapAnswer:
    named = gap.model_dump(exclude={"says"})
    return GapAnswer(**named, says=gap.says.text(language))


@dataclass(frozen=True)
class _Worded:
    """What was found, said in one language: names by id, and by passage the tasks that found it."""

    names: Mapping[str, str]
    finders: Mapping[str, tuple[int, ...]]
    language: Language
    teams: Mapping[str, TeamProposal]
    sure: Mapping[str, int | None]

    def hit(self, hit: Hit) -> HitAnswer:
        """A row or expert."""
        return HitAnswer(
            id=hit.passage_id,
            name=self.names.get(hit.passage_id) or self.names.get(hit.provider_id or ""),
            score=shown_score(hit.score, 6),
            title=hit.title,
            detail=hit.detail,
            scope=hit.scope,
            restriction=hit.restriction,
            source=hit.source,
            reasons=tuple(reason.text(self.language) for reason in told_reasons(hit)),
            contributions=hit.contributions,
            tasks=self.finders.get(hit.passage_id, ()),
            ruling=self.ruling(hit),
        )

    def ruling(self, hit: Hit) -> RulingAnswer | None:
        """The ruling on a row."""
        if hit.ruling is None:
            return None
        findings = tuple(one.text(self.language) for one in hit.ruling.findings)
        return RulingAnswer(state=hit.ruling.state, way=hit.ruling.way, findings=findings)

    def centre(self, centre: CentreCandidate, with_team: bool = False) -> CentreAnswer:
        """A centre with its rows and experts, and where it is proposed its team."""
        team = self.teams.get(centre.provider_id) if with_team else None
        return CentreAnswer(
            id=centre.provider_id,
            name=self.names.get(centre.provider_id, centre.provider_id),
            rank=centre.rank,
            score=shown_score(centre.score, 6),
            rows=tuple(map(self.hit, centre.rows)),
            experts=tuple(map(self.hit, centre.experts)),
            missing=tuple(gap.text(self.language) for gap in centre.missing),
            tasks=tasks_of(centre, self.finders),
            confidence=self.sure.get(centre.provider_id) if with_team else None,
            team=None if team is None else team_answer(team, self.names, self.language),
        )

    def task(self, part: TaskPart, top: int) -> TaskAnswer:
        """A task with the best that was found for it."""
        return TaskAnswer(
            order=part.task.order,
            service=part.task.service,
            purpose=part.task.purpose.text(self.language),
            said=part.task.said,
            centres=tuple(map(self.centre, part.found.centres[:top])),
            experts=tuple(map(self.hit, part.found.experts[:top])),
            hits=tuple(map(self.hit, part.found.hits[:top])),
        )
