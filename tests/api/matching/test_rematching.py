"""The enterprise answers, and its demand is matched anew with the answer: once, whoever does it (B3)."""

from __future__ import annotations

import threading

from fastapi.testclient import TestClient

from api.matching.finding import match_demand
from api.matching.rematching import KIND, match_again, take_answer
from api.matching.wishing import wish_of
from api.reviewing import read_queue
from api.wiring import House
from foundation.actors import OPERATOR
from foundation.clock import SetClock, today
from foundation.outbox import Ran, counts
from intake.demand import Demand
from intake.life import NOTHING_FOUND
from intake.living import end_with
from intake.questions.asking import questions_of
from intake.questions.question import Question
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher import store
from matcher.review.deciding import decide
from matcher.review.handling import ask_enterprise
from tests.api.pages import FIRST, begun, form_of

CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因"


def asked(house: House, *questions: str) -> tuple[Demand, list[Question]]:
    """A matched demand whose enterprise was asked this."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("空调塑料外壳一敲就裂", CRACKED))
    match_demand(house, OPERATOR, demand.id)
    with house.working(OPERATOR) as work:
        return demand, [ask_enterprise(work, demand.id, words) for words in questions]


def answer(house: House, demand: Demand, question: Question, words: str) -> None:
    with house.working(OPERATOR) as work:
        take_answer(house, work, demand.id, question.id, words)


def runs(house: House, demand: Demand) -> int:
    with house.reading() as session:
        return len(store.run_heads(session, demand.id))


def test_the_last_answer_matches_anew_with_what_it_says(house: House, clock: SetClock) -> None:
    demand, (first, second) = asked(house, "哪项性能要测？", "什么时候要？")
    answer(house, demand, first, "按 GB/T 1043.1 测冲击强度")
    assert match_again(house) == Ran()
    answer(house, demand, second, "2个月内")
    assert match_again(house).done == 1
    assert runs(house, demand) == 2
    with house.reading() as session:
        newest = store.newest_run(session, demand.id)
        assert newest is not None
        wanted = store.kept_run(session, newest.id).asked().wanted
    assert "GB/T 1043.1" in " ".join(wanted.standards)
    assert wanted.text.startswith(demand.text)
    assert wanted.text.endswith("按 GB/T 1043.1 测冲击强度\n2个月内")
    assert str(wanted.planned_on) == "2025-05-10"


def test_the_same_answer_twice_and_two_workers_at_once_make_one_run(house: House) -> None:
    demand, (question,) = asked(house, "材料牌号？")
    for _ in range(2):
        answer(house, demand, question, "牌号是 PA-757，奇美的料")
    workers = [threading.Thread(target=match_again, args=(house,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert match_again(house) == Ran()
    assert runs(house, demand) == 2


def test_who_matched_by_hand_meanwhile_has_done_it(house: House, clock: SetClock) -> None:
    from datetime import timedelta

    demand, (question,) = asked(house, "材料牌号？")
    answer(house, demand, question, "牌号是 PA-757")
    clock.advance(timedelta(minutes=1))
    match_demand(house, OPERATOR, demand.id)
    assert match_again(house).done == 1
    assert runs(house, demand) == 2


def test_a_demand_that_ended_meanwhile_is_left_alone(house: House) -> None:
    demand, (question,) = asked(house, "材料牌号？")
    answer(house, demand, question, "牌号是 PA-757")
    with house.working(OPERATOR) as work:
        end_with(work, demand.id, "lack", NOTHING_FOUND)
    assert match_again(house).done == 1
    assert runs(house, demand) == 1


def test_without_an_index_the_match_waits(house: House) -> None:
    demand, (question,) = asked(house, "材料牌号？")
    answer(house, demand, question, "牌号是 PA-757")
    house.settings.index_dir.rename(house.settings.index_dir.with_name("away"))
    house._snapshot = None
    assert match_again(house).failed == 1
    with house.reading() as session:
        assert counts(session, KIND)["waiting"] == 1


def test_the_queue_says_that_the_enterprise_answered_until_somebody_decides(house: House) -> None:
    demand, (question,) = asked(house, "材料牌号？")

    def is_news() -> bool:
        (item,) = read_queue(house, OPERATOR).items
        return item.is_answered

    assert not is_news()
    answer(house, demand, question, "牌号是 PA-757")
    match_again(house)
    assert is_news()
    with house.working(OPERATOR) as work:
        one = store.candidates_of(work.session, demand.id)[0]
        decide(work, one.id, "hold", "ask_centre")
    assert not is_news()


def test_an_answer_on_the_enterprises_page_is_matched_without_anybody_asking_for_it(
    browser: TestClient, house: House
) -> None:
    at = begun(browser, FIRST)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    demand_id = sent.headers["location"].split("/")[2]
    match_demand(house, OPERATOR, demand_id)
    with house.working(OPERATOR) as work:
        question = ask_enterprise(work, demand_id, "材料牌号？")
    for _ in range(2):
        done = browser.post(f"{at}/questions/{question.id}", data={"text": "牌号是 PA-757"})
        assert done.status_code == 303
    with house.reading() as session:
        assert len(store.run_heads(session, demand_id)) == 2


def test_an_answer_that_says_nothing_is_no_word_to_search_with(house: House) -> None:
    demand, questions = asked(house, "材料牌号？", "使用温度？")
    answer(house, demand, questions[0], "不知道")
    with house.reading() as session:
        known = questions_of(session, demand.id)
    day = today(house.clock)
    assert wish_of(demand, known, day, house.calendar) == wish_of(demand, (), day, house.calendar)


def test_an_answer_over_http_is_matched_after_it_was_saved(desk: TestClient, house: House) -> None:
    demand, (question,) = asked(house, "材料牌号？")
    path = f"/demands/{demand.id}/questions/{question.id}/answer"
    assert desk.post(path, json={"answer": "牌号是 PA-757"}).status_code == 200
    assert runs(house, demand) == 2
    assert [item["is_answered"] for item in desk.get("/reviews").json()["items"]] == [True]
