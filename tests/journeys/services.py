"""One service on the demonstration world, as its parties play it: opened, with a link for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.wiring import House
from engagement import service
from engagement.access.giving import issue_link
from engagement.access.link import PartyRole
from engagement.facts.agreement import Offer
from engagement.facts.technical_review import Opinion
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import OPERATOR
from foundation.secrecy import Level
from kb.service import list_centres
from tests.builders import everybody
from tests.engagement import cases

Scene = tuple[str, str, Facts]
"""Who, by the name of :data:`PEOPLE` or as coordinator; the step; what they bring."""
PEOPLE: dict[str, tuple[PartyRole, str]] = {
    "enterprise": ("enterprise", "enterprise的人"),
    "centre": ("centre", "centre的人"),
    "host": ("host", "host的人"),
    "reviewer": ("reviewer", "评审甲"),
    "second": ("reviewer", "评审乙"),
}
"""Who holds a link: one person of each party, and the two members of the panel, the chair first."""


def story(host_id: str) -> tuple[Scene, ...]:
    """A service in which much goes wrong: two failed reviews, an amendment, a rework – and then it is accepted."""
    first = cases.OFFER.model_copy(update={"party": host_id})
    cheaper = first.model_copy(update={"price": "45000.00"})
    longer = cheaper.model_copy(update={"finish_by": date(2025, 6, 30)})
    plan = ("centre", "submit_plan", Facts(plan=cases.PLAN))
    served: tuple[Scene, ...] = (
        ("centre", "hand_in", Facts(deliverable=cases.REPORT)),
        ("centre", "deliver", Facts()),
    )
    return (
        ("coordinator", "start", Facts(contacts=cases.CONTACTS)),
        *_agreed(first),
        plan,
        *_reviewed("fail_to_team", cases.AGAINST, code="plan", reason="样品太少"),
        plan,
        *_reviewed("fail_to_talks", cases.AGAINST, code="price", reason="报价与工作量不符"),
        *_agreed(cheaper),
        plan,
        *_reviewed("pass_review", cases.FOR),
        ("enterprise", "request_change", Facts(reason="样品要晚一个月")),
        *_agreed(longer),
        plan,
        *_reviewed("pass_review", cases.FOR),
        *served,
        ("centre", "record_measurement", Facts(measurements=cases.BAD)),
        ("enterprise", "rework", Facts(reason="收缩率没有达到")),
        *served,
        ("centre", "record_measurement", Facts(measurements=cases.GOOD)),
        ("enterprise", "accept", Facts(is_solved=True)),
        ("coordinator", "archive", Facts(code="evaluation_not_applicable", reason="示范")),
    )


def _reviewed(event: str, opinions: tuple[Opinion, ...], **outcome: str) -> tuple[Scene, ...]:
    """Each member writes their own; the chair writes with the outcome."""
    return (
        ("second", "give_opinion", Facts(opinions=opinions[1:])),
        ("reviewer", event, Facts.model_validate({"opinions": opinions[:1], **outcome})),
    )


def _agreed(offer: Offer) -> tuple[Scene, ...]:
    return (*cases.agreed(offer), ("centre", "assign_team", Facts(team=cases.TEAM)))


def opened(
    house: House,
    level: Level = "internal",
    demand_id: str = "dem_1",
    enterprise: str = "ent_1",
    match_id: str = "mat_1",
    host_level: Level = "internal",
) -> Engagement:
    """A service between an enterprise and a centre of the demonstration, inside the approved scope."""
    with house.working(OPERATOR) as work:
        found = list_centres(work.session)[0]
        return service.open_engagement(
            work,
            demand_id,
            match_id,
            found,
            found.host,
            enterprise=enterprise,
            is_match_accepted=True,
            level=level,
            host_level=host_level,
            scope=cases.INSIDE,
            service_category="质量技术评价",
        )


def played(house: House, engagement: Engagement, scenes: Iterable[Scene]) -> Engagement:
    """The service after these scenes, whoever they are of."""
    for _, event, facts in scenes:
        with house.working(everybody()) as work:
            engagement = service.take_step(work, engagement.id, engagement.version, event, facts)
    return engagement


def token_for(house: House, engagement: Engagement, who: str, days: int = 180) -> str:
    """A link for one of :data:`PEOPLE`."""
    role, name = PEOPLE[who]
    with house.working(OPERATOR) as work:
        return issue_link(work, engagement.id, role, name, days).token


def said(facts: Facts) -> dict[str, Any]:
    """The facts of a step as somebody would send them."""
    return facts.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


class Party:
    """Somebody of a party who holds a link and speaks HTTP."""

    def __init__(self, house: House, engagement: Engagement, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = TestClient(make_app(house), raise_server_exceptions=False, headers=headers)
        self.at = f"/engagements/{engagement.id}"

    def see(self) -> dict[str, Any]:
        answer = self.client.get(self.at)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def events(self) -> list[str]:
        """What is ready to be done."""
        return [one["event"] for one in self.see()["actions"] if one["is_ready"]]

    def step(self, event: str, facts: Facts, version: int | None = None) -> Response:
        version = self.see()["engagement"]["version"] if version is None else version
        return self.client.post(f"{self.at}/steps/{event}", json={"version": version, **said(facts)})

    def do(self, event: str, facts: Facts) -> dict[str, Any]:
        """A step that is taken."""
        answer = self.step(event, facts)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
