"""Matched demands for the desk, with every part that a coordinator may be shown."""

from __future__ import annotations

from datetime import date

from api.matching.finding import KEPT, find_for_text
from api.wiring import House
from foundation.actors import OPERATOR
from foundation.clock import today
from foundation.language import sentence
from intake.demand import Demand
from intake.living import matched
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher.outcome import Fact, Gap, Outcome, Proposal
from matcher.policy import DEFAULT_POLICY
from matcher.run import NEAREST, RunInput, complete
from matcher.service import save_matches, wanted_of
from matcher.surroundings import Surroundings
from matcher.task_matches import TaskMatches
from matcher.team_proposal import Contribution, Need, TeamProposal

LI, CHEN = "li-key-0123456789abcdef", "chen-key-0123456789abcdef"
COORDINATORS = [{"id": "li", "name": "李工", "key": LI}, {"id": "chen", "name": "陈工", "key": CHEN}]
TITLE = "空调塑料外壳一敲就裂"
CRACKED = (
    "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因，"
    "再按GB/T 1843测冲击强度，还要做GPC分子量。联系人王明，13800001111"
)
GAP = Gap(
    service="检验检测",
    parameter="GPC 分子量",
    reason="nobody",
    says=sentence("“GPC 分子量”没有一家在批准范围里"),
)


def matched_demand(
    house: House, title: str = TITLE, text: str = CRACKED, is_plain: bool = False, is_abstained: bool = False
) -> Demand:
    """A demand with a stored run of the matcher; with facts, team, confidence and a gap unless it is ``is_plain``."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft(title, text))
    wanted = wanted_of(demand.draft, demand.text, demand.title, today(house.clock))
    found = _found_for(house, demand.text, wanted.planned_on)
    asked = RunInput(
        wanted=wanted,
        top=KEPT,
        policy=DEFAULT_POLICY,
        surroundings=Surroundings(),
        index_identity=found.whole.index_identity,
        model_identity=found.whole.model_identity,
    )
    outcome = complete(found, asked)
    # Three candidates, however many the knowledge of the day brings among the hits.
    bare = tuple(Proposal(centre=one.centre) for one in outcome.proposals[:3])
    outcome = outcome.model_copy(update={"proposals": bare, "gaps": (), "is_abstained": False})
    if not is_plain:
        outcome = furnished(outcome)
    if is_abstained:
        outcome = outcome.model_copy(update={"proposals": outcome.proposals[:NEAREST], "is_abstained": True})
    with house.working(OPERATOR) as work:
        run = save_matches(work, demand, asked, outcome)
        matched(work, demand.id, bool(run.candidates), house.care_rules)
    return demand


_found: dict[tuple[str, date], TaskMatches] = {}


def _found_for(house: House, text: str, day: date) -> TaskMatches:
    """What the demonstration world holds for a text; looked up once, for all tests have copies of the same world."""
    if (text, day) not in _found:
        _found[text, day] = find_for_text(house, text, KEPT, day)
    return _found[text, day]


def furnished(outcome: Outcome) -> Outcome:
    """The same proposals with everything said of them that can be said; the second has a conflict of interest."""
    partner = outcome.proposals[-1].centre.provider_id if len(outcome.proposals) > 1 else None
    proposals = tuple(_furnished(place, one, partner) for place, one in enumerate(outcome.proposals))
    return outcome.model_copy(update={"proposals": proposals, "gaps": (GAP,)})


def _furnished(place: int, proposal: Proposal, partner: str | None) -> Proposal:
    is_first, is_second = place == 0, place == 1
    facts = (
        Fact(kind="secrecy", standing="fits", says=sentence("依托单位能承接到“内部”")),
        Fact(
            kind="conflict",
            standing="hinders" if is_second else "fits",
            says=sentence("声明过与这家企业有利益冲突" if is_second else "没有声明过利益冲突"),
        ),
        Fact(kind="region", standing="fits" if is_first else "note", says=sentence("同省" if is_first else "在外省")),
        Fact(kind="capacity", standing="fits" if is_first else "unknown", says=sentence("还能承接 3 项")),
        Fact(kind="load", standing="fits", says=sentence("手上 2 项")),
    )
    experts = [hit.passage_id for hit in proposal.centre.experts]
    team = None
    if experts:
        team = TeamProposal(
            lead=experts[0],
            members=(Contribution(id=experts[0], role="lead", covers=("失效分析",), says=sentence("负责失效分析")),),
            covered=("失效分析",),
            uncovered=("test:GPC 分子量", "test:含水率"),
            needs=(
                Need(id="test:GPC 分子量", kind="test", name="GPC 分子量", is_asked=True, says=sentence("要测分子量")),
                Need(id="test:含水率", kind="test", name="含水率", is_asked=False, says=sentence("要看含水率")),
            ),
            notes=(sentence("可联合别的中心"),),
            partners={"test:GPC 分子量": partner} if partner else {},
        )
    confidence = (864, 412, 187, 95, 20)[place]
    return Proposal(centre=proposal.centre, facts=facts, team=team, confidence=confidence)
