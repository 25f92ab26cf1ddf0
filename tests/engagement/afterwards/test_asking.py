"""After closure the enterprise is asked by itself, once for each question; no notice carries a key."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from api.notices import leaving
from api.projects.notices import headline
from api.tending import tend_house
from api.wiring import House
from engagement import service, store
from engagement.access.answering import answer_by_link
from engagement.access.giving import open_for_enterprise
from engagement.asking.question import open_questions
from engagement.asking.service import ask_due
from engagement.telling import NOTICE
from foundation.audit import entries
from foundation.clock import SetClock, today
from foundation.database import reading
from tests.builders import actor, everybody
from tests.conftest import Working
from tests.engagement.access.test_links import finished
from tests.engagement.cases import EFFECTS, GOOD, REPORT, SURVEY, at, days_later, step
from tests.engagement.test_service import negotiated, open_one, served


def asked(engine: Engine) -> list[tuple[str, str, int | None]]:
    """What stands in the outbox for the enterprise about answers that it owes."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT payload FROM outbox_jobs WHERE kind = :kind"), {"kind": NOTICE})
        told: list[dict[str, Any]] = [json.loads(row[0]) for row in rows]
    assert all(one["to"] == "enterprise" for one in told if one["notice"] in ("survey", "effect"))
    found = [(one["subject"], one["notice"], one["month"]) for one in told if one["notice"] in ("survey", "effect")]
    return sorted(found, key=lambda one: (one[0], one[2] or 0))


def test_with_the_closing_step_the_enterprise_is_asked_how_content_it_is(working: Working, engine: Engine) -> None:
    id = finished(working)
    assert asked(engine) == [(id, "survey", None)]
    with working() as work:
        assert ask_due(work) == 0
    assert asked(engine) == [(id, "survey", None)]


def test_at_each_set_month_it_is_asked_for_the_effects_once(working: Working, engine: Engine, clock: SetClock) -> None:
    id = finished(working)
    count = []
    for _ in range(13):
        clock.advance(timedelta(days=31))
        with working() as work:
            count.append(ask_due(work))
            assert ask_due(work) == 0, "run again on the same day"
    assert asked(engine) == [(id, "survey", None), *((id, "effect", month) for month in (3, 6, 12))]
    assert sum(count) == 3
    with reading(engine) as session:
        told = [one for one in entries(session, id) if one.action == "engagement.effect_asked"]
    assert [one.facts["month"] for one in told] == [3, 6, 12]


def test_what_nobody_asked_for_a_while_is_asked_late_and_what_is_long_past_is_not(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = finished(working)
    clock.advance(timedelta(days=5 * 30))
    with working() as work:
        assert ask_due(work) == 1, "the third month, not two months late"
    clock.advance(timedelta(days=160))
    with working() as work:
        assert ask_due(work) == 0, "the sixth month is long past"
    assert asked(engine) == [(id, "survey", None), (id, "effect", 3)]


def test_what_was_answered_is_not_asked_for(working: Working, engine: Engine, clock: SetClock) -> None:
    id = finished(working)
    clock.advance(timedelta(days=92))
    with working() as work:
        service.report_effect(work, id, 14, EFFECTS)
    clock.advance(timedelta(days=8))
    with working() as work:
        assert ask_due(work) == 0
    assert asked(engine) == [(id, "survey", None)]


def test_what_came_before_its_month_is_asked_for_at_its_month(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = finished(working)
    clock.advance(timedelta(days=80))
    with working() as work:
        service.report_effect(work, id, 14, EFFECTS)
    clock.advance(timedelta(days=20))
    with working() as work:
        assert ask_due(work) == 1
    assert asked(engine) == [(id, "survey", None), (id, "effect", 3)]


def test_who_never_agreed_is_asked_nothing_and_who_ended_early_only_how_content_they_are(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        never = open_one(work).id
        service.withdraw(work, never, 1)
        ended = served(work, "mat_2").id
        service.close(
            work,
            ended,
            12,
            "terminate",
            "协商一致",
            code="terminated_by_agreement",
            delivered="中期报告",
            is_agreed_by_both=True,
        )
        open_id = negotiated(work, "mat_3").id
    clock.advance(timedelta(days=95))
    with working() as work:
        assert ask_due(work) == 0
    assert asked(engine) == [(ended, "survey", None)]
    assert open_id not in {one for one, _, _ in asked(engine)}


def test_a_second_closure_asks_again(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working() as work:
        service.answer_survey(work, id, 14, SURVEY)
        service.take_step(work, id, 15, "reopen", service.Facts(reason="报告漏盖章"))
    with working() as work:
        again = work.clock
        assert isinstance(again, SetClock)
        again.advance(timedelta(days=3))
        service.add_deliverable(work, id, 16, REPORT)
        service.deliver(work, id, 17)
        service.record_measurement(work, id, 18, GOOD)
        service.accept(work, id, 19, is_solved=True)
    assert asked(engine) == [(id, "survey", None), (id, "survey", None)]


def test_the_buttons_of_the_enterprises_page_are_what_it_may_answer_now() -> None:
    closed = at("closed")
    assert closed.closed_at is not None
    day = closed.closed_at.date()
    assert [(one.purpose, one.month) for one in open_questions(closed, day)] == [("survey", None)]
    later = day + timedelta(days=200)
    assert [(one.purpose, one.month) for one in open_questions(closed, later)] == [
        ("survey", None),
        ("effect", 3),
        ("effect", 6),
    ]
    asked = step(closed, "answer_survey", survey=SURVEY)
    done = step(asked, "report_effect", moment=days_later(95), effect_report=EFFECTS)
    assert [(one.purpose, one.month) for one in open_questions(done, later)] == [("effect", 6)]
    assert open_questions(at("acceptance"), later) == ()


def test_the_notice_says_what_to_do_in_both_languages_and_carries_no_key(working: Working, engine: Engine) -> None:
    finished(working)
    data = {"notice": "effect", "subject": "eng_1", "profile": "superset", "state": "closed", "month": 3}
    data |= {"to": "enterprise", "token": "CANARY"}
    left = leaving(NOTICE, data)
    assert "CANARY" not in str(left)
    assert headline(left, "zh") == "Docking 项目：eng_1 终结已满 3 个月，请在需求的进度页填写成效"
    assert "3 months" in headline(left, "en")
    assert headline(leaving(NOTICE, data | {"notice": "survey"}), "en").isascii()


def test_a_token_in_use_stands_nowhere_in_the_outbox(working: Working, engine: Engine) -> None:
    id = finished(working)
    with working(actor("enterprise", organisation="ent_1")) as work:
        token = open_for_enterprise(work, "dem_1", id, "survey").token
        answer_by_link(work, token, SURVEY)
    with engine.connect() as connection:
        assert token not in str(connection.execute(text("SELECT payload FROM outbox_jobs")).all())


@pytest.fixture
def house(tmp_path: Any, clock: SetClock) -> Any:
    from api.wiring import open_house
    from foundation.settings import Settings

    with open_house(Settings(data_dir=tmp_path / "house"), clock) as house:
        yield house


def test_the_daily_command_asks_too(house: House, clock: SetClock) -> None:
    with house.working(everybody()) as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    clock.advance(timedelta(days=95))
    tend_house(house)
    tend_house(house)
    assert asked(house.engine) == [(id, "survey", None), (id, "effect", 3)]
    with house.reading() as session:
        assert [one.month for one in open_questions(store.load(session, id), today(clock))] == [None, 3]
