"""A service for the browser: one centre, a demand told in a talk, and the steps that come before what a test plays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from api.security import ENTERPRISE
from api.wiring import House
from engagement import service
from engagement.access.giving import issue_link
from engagement.access.link import PartyRole
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import OPERATOR, Actor
from foundation.clock import today
from intake.fields import ServiceCategory
from intake.service import confirm_demand, say, start_conversation
from kb.service import add_centre, list_centres
from tests.engagement import cases

WORDS = "给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货。材料是ABS，供应商换过"
NAMES = {"coordinator": "李工", "enterprise": "王经理", "centre": "顾工", "host": "李院长", "reviewer": "评审甲"}
Script = Sequence[tuple[str, str, Facts]]


def told(house: House) -> tuple[str, str]:
    """A demand that was told in a talk and confirmed: the ids of the talk and of the demand."""
    with house.working(ENTERPRISE) as work:
        talk = start_conversation(work)
        say(work, talk.id, WORDS, house.reader_for(talk))
    with house.working(ENTERPRISE) as work:
        return talk.id, confirm_demand(work, talk.id).id


def opened(house: House, demand_id: str, match_id: str, category: ServiceCategory = "质量技术评价") -> Engagement:
    """A service of this demand; routine tests (检验检测) go without a contract review."""
    with house.working(OPERATOR) as work:
        if not list_centres(work.session):
            add_centre(work, name="示范·高分子材料质量检验中心", host_name="示范·高分子材料研究院")
        (found,) = list_centres(work.session)
        return service.open_engagement(
            work,
            demand_id,
            match_id,
            found,
            found.host,
            enterprise=demand_id,
            is_match_accepted=True,
            host_level="internal",
            scope=cases.INSIDE,
            service_category=category,
        )


def offer_of(house: House, one: Engagement) -> Any:
    """Terms of this service, to be done in some weeks."""
    finish = today(house.clock) + timedelta(days=80)
    return cases.OFFER.model_copy(update={"party": one.host_id, "finish_by": finish})


def play(house: House, one: Engagement, script: Script) -> Engagement:
    """The steps of a script, each by somebody of its role."""
    organisations = {"enterprise": one.enterprise, "centre": one.centre_id, "host": one.host_id}
    for role, event, facts in script:
        roles: Any = frozenset({role})
        who = Actor(id=f"somebody_{role}", name=NAMES[role], roles=roles, organisation=organisations.get(role))
        with house.working(who) as work:
            one = service.take_step(work, one.id, one.version, event, facts)
    return one


def to_acceptance() -> Script:
    """From the signed agreement to acceptance."""
    return (
        ("centre", "assign_team", Facts(team=cases.TEAM)),
        ("centre", "submit_plan", Facts(plan=cases.PLAN)),
        ("reviewer", "pass_review", Facts(opinions=cases.FOR)),
        ("centre", "hand_in", Facts(deliverable=cases.REPORT)),
        ("centre", "deliver", Facts()),
    )


def talks(offer: Any) -> Script:
    """From the beginning to the signed agreement."""
    return (("coordinator", "start", Facts(contacts=cases.CONTACTS)), *cases.agreed(offer))


def token_for(house: House, one: Engagement, role: PartyRole) -> str:
    """A link for somebody of this party."""
    with house.working(OPERATOR) as work:
        return issue_link(work, one.id, role, NAMES[role]).token
