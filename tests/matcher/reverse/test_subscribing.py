"""Who may subscribe for whom, to what, and what becomes of a subscription; on both databases."""

from __future__ import annotations

import pytest

from foundation.actors import Actor, Role
from foundation.audit import entries
from foundation.errors import Conflict, DockingError, InvalidInput, NotAllowed, NotFound
from foundation.process import faults
from intake import service as intake
from intake.reading.record import read_draft
from kb.expert import Expert
from kb.service import add_centre, find_centre, put_experts
from matcher.reverse import subscribing
from matcher.reverse.subscription import (
    MAY_SUBSCRIBE,
    SUBSCRIBING,
    WORTH_TELLING,
    Filters,
    SubscriberKind,
    Subscription,
)
from tests.builders import actor, everybody
from tests.conftest import Working
from tests.releasing import end, not_found

COORDINATOR = actor("coordinator")
ROLES: tuple[Role, ...] = (
    "enterprise", "coordinator", "centre", "host", "reviewer", "evaluator", "association", "system",
)  # fmt: skip


def furnish(working: Working) -> tuple[str, str, str]:
    """A centre, an expert of it, and a demand that nobody fitted; their ids."""
    with working(everybody()) as work:
        centre = add_centre(work, name="示范中心", host_name="示范院")
        put_experts(work, [Expert(id="exp_1", name="某人", provider_id=centre.id, field="塑料")])
        demand = intake.register_demand(work, read_draft("外壳开裂", "塑料外壳一敲就裂"), enterprise="org_shell")
        not_found(work, demand.id)
    return centre.id, "exp_1", demand.id


def ask(working: Working, by: Actor, kind: SubscriberKind, ids: tuple[str, str, str]) -> Subscription:
    """Subscribe with a text where a text is wanted."""
    centre_id, expert_id, demand_id = ids
    for_whom = {"centre": centre_id, "expert": expert_id, "station": "高要站", "association": "某协会"}
    with working(by) as work:
        if kind == "enterprise":
            return subscribing.subscribe(work, kind, demand_id=demand_id)
        return subscribing.subscribe(work, kind, for_whom[kind], text="塑料冲击强度")


@pytest.mark.parametrize("kind", MAY_SUBSCRIBE)
def test_only_the_named_roles_may_subscribe(working: Working, kind: SubscriberKind) -> None:
    ids = furnish(working)
    organisations = {"centre": ids[0], "enterprise": "org_shell", "association": "某协会"}
    for role in ROLES:
        with working() as work:
            host = find_centre(work.session, ids[0]).host.id
        by = actor(role, organisation=host if role == "host" else organisations.get(role))
        if role in MAY_SUBSCRIBE[kind]:
            assert ask(working, by, kind, ids).kind == kind
        else:
            with pytest.raises(NotAllowed):
                ask(working, by, kind, ids)


@pytest.mark.parametrize("kind", ["centre", "expert"])
def test_a_centre_subscribes_for_itself_only(working: Working, kind: SubscriberKind) -> None:
    ids = furnish(working)
    for stranger in (actor("centre", organisation="ctr_other"), actor("centre")):
        with pytest.raises(NotAllowed) as refused:
            ask(working, stranger, kind, ids)
        assert refused.value.code == "subscription_not_yours"


def test_another_enterprise_s_demand_looks_as_if_it_were_not_there(working: Working) -> None:
    ids = furnish(working)
    with pytest.raises(NotFound):
        ask(working, actor("enterprise", organisation="org_other"), "enterprise", ids)


def test_an_enterprise_waits_only_for_what_nobody_fitted(working: Working) -> None:
    centre_id, expert_id, _ = furnish(working)
    with working(everybody()) as work:
        fresh = intake.register_demand(work, read_draft("起球", "毛衫洗两次就起球"), enterprise="org_shell")
    shell = actor("enterprise", organisation="org_shell")
    with pytest.raises(Conflict) as refused:
        ask(working, shell, "enterprise", (centre_id, expert_id, fresh.id))
    assert refused.value.code == "demand_not_matched"
    with working(everybody()) as work:
        refused_one = intake.register_demand(work, read_draft("起球", "毛衫洗三次就起球"), enterprise="org_shell")
        end(work, fresh.id, "withdraw")
        end(work, refused_one.id, "refuse")
    for ended in (fresh.id, refused_one.id):
        with pytest.raises(Conflict) as refused:
            ask(working, shell, "enterprise", (centre_id, expert_id, ended))
        assert refused.value.code == "demand_not_open"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "subscription_empty", "text"),
        ({"text": "塑料", "min_score": 0}, "min_score_out_of_range", "min_score"),
        ({"text": "塑料", "min_score": 1_000_001}, "min_score_out_of_range", "min_score"),
        ({"filters": Filters(products=("塑料",)), "min_score": 5}, "min_score_without_text", "min_score"),
        ({"filters": Filters(products=(" ",))}, "filter_word_empty", "products"),
        ({"filters": Filters(parameters=("字" * 65,))}, "filter_word_too_long", "parameters"),
        ({"filters": Filters(regions=tuple(map(str, range(21))))}, "filter_too_long", "regions"),
        ({"filters": Filters(industries=("星际旅行",))}, "industry_unknown", "industries"),
        ({"text": "机密★10年 塑料"}, "state_secret_refused", "text"),
        ({"text": "塑料", "demand_id": "dem_1"}, "subscription_no_demand", "demand_id"),
        ({"text": "塑料", "subscriber": ""}, "subscriber_missing", "subscriber"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(working: Working, given: dict, code: str, field: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
        subscribing.subscribe(work, "station", **{"subscriber": "高要站", **given})
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)


def test_an_enterprise_s_subscription_speaks_with_the_demand_s_words(working: Working) -> None:
    *_, demand_id = furnish(working)
    with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
        subscribing.subscribe(work, "enterprise", demand_id=demand_id, text="塑料")
    assert refused.value.facts["field"] == "text"
    with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
        subscribing.subscribe(work, "enterprise")
    assert refused.value.facts["field"] == "demand_id"


@pytest.mark.parametrize(("kind", "code"), [("centre", "centre_unknown"), ("expert", "expert_unknown")])
def test_an_unknown_provider_cannot_subscribe(working: Working, kind: SubscriberKind, code: str) -> None:
    with pytest.raises(NotFound) as refused, working(COORDINATOR) as work:
        subscribing.subscribe(work, kind, "nobody", text="塑料")
    assert refused.value.code == code


def test_a_subscription_is_kept_as_it_was_asked_for(working: Working) -> None:
    ids = furnish(working)
    wanted = Filters(products=("塑料",), parameters=("冲击强度", "冲击强度"), industries=("塑料",), regions=("江苏",))
    with working(COORDINATOR) as work:
        made = subscribing.subscribe(work, "centre", "示范中心", "冲击", "塑料冲击强度", wanted, 300_000)
    with working(COORDINATOR) as work:
        assert subscribing.get_subscription(work.session, COORDINATOR, made.id) == made
        assert [entry.action for entry in entries(work.session, made.id)] == ["subscription.made"]
    assert (made.subscriber, made.min_score, made.state) == (ids[0], 300_000, "active")
    assert made.filters.parameters == ("冲击强度",)
    assert ask(working, COORDINATOR, "centre", ids).min_score == WORTH_TELLING


def test_the_table_of_steps_is_sound() -> None:
    assert faults(SUBSCRIBING) == []


def test_pause_resume_and_end_leave_a_trace(working: Working) -> None:
    made = ask(working, COORDINATOR, "centre", furnish(working))
    for step, state in (("pause", "paused"), ("resume", "active"), ("end", "ended")):
        with working(COORDINATOR) as work:
            after = subscribing.change(work, made.id, step)  # type: ignore[arg-type]
        assert after.state == state
    with working(COORDINATOR) as work:
        actions = [entry.action for entry in entries(work.session, made.id)]
    assert actions == ["subscription.made", "subscription.paused", "subscription.active", "subscription.ended"]
    for step in ("pause", "resume", "end"):
        with pytest.raises(Conflict), working(COORDINATOR) as work:
            subscribing.change(work, made.id, step)  # type: ignore[arg-type]


def test_a_stale_version_changes_nothing(working: Working) -> None:
    made = ask(working, COORDINATOR, "centre", furnish(working))
    with working(COORDINATOR) as work:
        subscribing.change(work, made.id, "pause", made.version)
    with pytest.raises(Conflict), working(COORDINATOR) as work:
        subscribing.change(work, made.id, "end", made.version)


def test_everybody_sees_and_changes_their_own_only(working: Working) -> None:
    ids = furnish(working)
    mine = actor("centre", organisation=ids[0])
    made = ask(working, mine, "centre", ids)
    other = actor("centre", organisation="ctr_other")
    with working(other) as work:
        for attempt in (
            lambda: subscribing.get_subscription(work.session, other, made.id),
            lambda: subscribing.change(work, made.id, "end"),
            lambda: subscribing.list_notices(work.session, other, made.id),
        ):
            with pytest.raises(NotFound) as refused:
                attempt()
            assert refused.value.code == "subscription_unknown"
        assert subscribing.list_subscriptions(work.session, other) == ()
        assert subscribing.list_subscriptions(work.session, mine) == (made,)
        assert subscribing.list_subscriptions(work.session, COORDINATOR) == (made,)


def test_who_is_not_signed_in_needs_the_demand_to_see_its_subscriptions(working: Working) -> None:
    ids = furnish(working)
    nobody = actor("enterprise")
    made = ask(working, nobody, "enterprise", ids)
    with working(nobody) as work:
        assert subscribing.list_subscriptions(work.session, nobody, ids[2]) == (made,)
        with pytest.raises(NotAllowed):
            subscribing.list_subscriptions(work.session, nobody)


def test_lists_come_in_pages(working: Working) -> None:
    ids = furnish(working)
    made = [ask(working, COORDINATOR, "centre", ids).id for _ in range(3)]
    with working(COORDINATOR) as work:
        first = subscribing.list_subscriptions(work.session, COORDINATOR, limit=2)
        rest = subscribing.list_subscriptions(work.session, COORDINATOR, before=first[-1].id, limit=2)
        assert [one.id for one in (*first, *rest)] == made[::-1]
        for limit in (0, 201):
            with pytest.raises(DockingError):
                subscribing.list_subscriptions(work.session, COORDINATOR, limit=limit)
