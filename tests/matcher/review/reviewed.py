"""A demand with three centres up for review, made without searching: the subject is what people decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.actors import Actor
from foundation.language import sentence
from foundation.unit_of_work import Work
from intake.demand import Demand
from intake.living import matched
from intake.reading.record import read_draft
from intake.service import register_demand
from kb.provider import Centre, HostInstitution
from kb.service import put_centres
from matcher.legal.ruling import WAY_OF, LegalState, Ruling
from matcher.matchlist import CentreCandidate, Hit, MatchList
from matcher.outcome import Fact, Outcome, Proposal
from matcher.query import Wanted
from matcher.review.rules import ReviewPolicy, SecondLook, shipped_policy
from matcher.service import MatchRun, save_matches
from matcher.task_matches import TaskMatches
from tests.matcher.passages import run_input

DAY = date(2025, 3, 10)
CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因"

CENTRES = tuple(
    Centre(id=f"cen_{name}", name=f"示例{name}中心", host=HostInstitution(id=f"host_{name}", name=f"示例{name}院"))
    for name in ("a", "b", "c", "d")
)

ALWAYS_TWO: ReviewPolicy = shipped_policy().model_copy(update={"reviewers": 2})
SECRET_BY_TWO: ReviewPolicy = shipped_policy().model_copy(update={"second_look": (SecondLook(levels=("secret",)),)})

GOOD = {"fit": 90, "lawful": 80, "team": 70, "terms": 60, "trust": 50}
"""90·35 + 80·25 + 70·20 + 60·10 + 50·10 = 7 650."""
POOR = dict.fromkeys(GOOD, 40)

HINDRANCE = Fact(kind="conflict", standing="hinders", says=sentence("测试：声明过利益冲突"))


def coordinator(name: str = "li", organisation: str | None = None) -> Actor:
    """Somebody at the desk."""
    return Actor(id=name, name=f"{name}工", roles=frozenset({"coordinator"}), organisation=organisation)


def row(state: LegalState) -> Hit:
    """A row of an annex that the law finds to be in this state."""
    ruling = Ruling(state=state, way=WAY_OF[state], findings=(sentence("测试"),))
    return Hit(
        passage_id=f"row_{state}",
        kind="capability",
        provider_id=None,
        score=900_000,
        contributions=(),
        scope="valid",
        title="冲击强度",
        detail="",
        ruling=ruling,
    )


def outcome(
    *centre_ids: str,
    facts: tuple[Fact, ...] = (),
    rows: tuple[LegalState, ...] = (),
    confidences: tuple[int | None, ...] = (),
    is_abstained: bool = False,
) -> Outcome:
    """A run that proposes these centres in this order; ``facts`` and ``rows`` are those of the first."""
    centres = tuple(
        CentreCandidate(
            provider_id=one,
            rank=rank,
            score=900_000 - rank,
            rows=tuple(row(state) for state in rows) if rank == 1 else (),
        )
        for rank, one in enumerate(centre_ids, start=1)
    )
    whole = MatchList(
        index_identity="1-abc",
        model_identity="fixed",
        policy_version="1",
        policy_digest="0" * 64,
        planned_on=DAY,
        hits=(),
        centres=centres,
        experts=(),
    )
    sure = dict(zip(centre_ids, confidences, strict=False))
    proposals = tuple(
        Proposal(centre=one, facts=facts if one.rank == 1 else (), confidence=sure.get(one.provider_id))
        for one in centres
    )
    return Outcome(found=TaskMatches(whole=whole), proposals=proposals, is_abstained=is_abstained)


def demanded(work: Work, words: str = CRACKED, title: str = "空调塑料外壳一敲就裂", **more: str) -> Demand:
    """A confirmed demand, and the centres of this world."""
    put_centres(work, CENTRES)
    return register_demand(work, read_draft(title, words), **more)  # type: ignore[arg-type]


def run(
    work: Work,
    demand: Demand,
    *centre_ids: str,
    wants_test: bool = False,
    found_row: tuple[str, LegalState] | None = None,
    **found: Any,
) -> MatchRun:
    """Match the demand: these centres are found, as :func:`outcome` says.

    ``found_row``: a centre and how the law finds its row that was hit; ``wants_test``: a test is asked for.
    """
    service = "检验检测" if wants_test else None
    wanted = Wanted(text=demand.text, title=demand.title, planned_on=DAY, service_category=service)
    come = outcome(*centre_ids, **found)
    if found_row is not None:
        hit = row(found_row[1]).model_copy(update={"provider_id": found_row[0]})
        whole = come.found.whole.model_copy(update={"hits": (hit,)})
        come = come.model_copy(update={"found": come.found.model_copy(update={"whole": whole})})
    done = save_matches(work, demand, run_input(wanted), come)
    matched(work, demand.id, bool(done.candidates))
    return done


def matched_demand(work: Work, *centre_ids: str, words: str = CRACKED, **found: Any) -> tuple[Demand, MatchRun]:
    """A demand and a run that found these centres (a, b and c when none is named)."""
    demand = demanded(work, words)
    return demand, run(work, demand, *(centre_ids or ("cen_a", "cen_b", "cen_c")), **found)
