"""A ruling on a hit: it decides what is offered, is told beside the row, costs points, and older runs do without."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from foundation.language import sentence
from kb.passages import Passage
from matcher.lawful import is_inside_scope, offered_tests
from matcher.legal.court import Court
from matcher.legal.ruling import FALLEN, Ruling
from matcher.matching import match
from matcher.matchlist import Hit, MatchList
from matcher.outcome import Outcome
from matcher.parts import wanted_for
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.run import complete
from matcher.task_matches import TaskMatches, TaskPart
from matcher.tasks import Task, TaskWords
from tests.matcher.passages import HandIndex, asking, expert, row, run_input, wanted

UNTIL = date(2027, 5, 31)
TEST = "检验检测"


def demand(text: str = "紧固件做盐雾试验", **values: object) -> Wanted:
    told: dict[str, object] = {"product": "紧固件", "parameters": ("盐雾试验",), "service_category": TEST}
    return wanted(text, **{**told, **values})


def ruled(passage: Passage, **values: object) -> Ruling:
    return Court(demand(**values)).ruling(passage)  # type: ignore[arg-type]


def found(*passages: Passage, **values: object) -> MatchList:
    return match(asking(demand(**values)), HandIndex(passages), DEFAULT_POLICY, "model-x")  # type: ignore[arg-type]


def outcome(*passages: Passage, **values: object) -> Outcome:
    asked = demand(**values)  # type: ignore[arg-type]
    return complete(TaskMatches(whole=match(asking(asked), HandIndex(passages), DEFAULT_POLICY, "m")), run_input(asked))


def test_the_last_valid_day_counts_and_the_next_does_not() -> None:
    passage = row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021", until=UNTIL)
    ways = [ruled(passage, day=UNTIL + timedelta(days=step)).way for step in (-1, 0, 1)]
    assert ways == ["test", "test", "method_development"]


def test_what_the_score_asks_of_the_law_is_what_the_ruling_says() -> None:
    states = set()
    sides = itertools.product(
        ("紧固件", "紧固件（不含高强螺栓）", "香水", "膜材料", ""),
        ("盐雾试验", "硬度", ""),
        ("GB/T 10125-2021", "GB/T 10125-2012", "GB/T 230.1-2018", "企业方法", ""),
        ("", "不做盐雾试验", "只做盐雾试验", "限 50 kg 以下"),
        (UNTIL, date(2020, 1, 1), None),
        (True, False),
    )
    court = Court(demand("紧固件做盐雾试验，按GB/T 10125-2021", standards=("GB/T 10125-2021",)))
    for number, (product, parameter, standards, limit, until, is_certified) in enumerate(sides):
        passage = row(f"cap_{number}", product, parameter, standards, until=until, restriction=limit or None)
        if not is_certified:
            passage = passage.model_copy(update={"scope": None})
        for strangeness in (0, 950):
            state = court.ruling(passage, strangeness).state
            assert court.has_fallen(passage, strangeness) is (state in FALLEN), passage
            states.add(state)
    assert {"inside", "unstated", "other_standard", "other_year", "other_product", "lapsed", "excluded"} <= states


def test_a_court_says_the_same_of_the_very_same_row_and_looks_at_another_of_its_number_anew() -> None:
    court, passage = Court(demand()), row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021", until=UNTIL)
    assert court.ruling(passage) is court.ruling(passage)
    lapsed = row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021", until=date(2020, 1, 1))
    assert (court.ruling(passage).state, court.ruling(lapsed).state) == ("inside", "lapsed")
    perfume = row("cap_2", "香水", "盐雾试验", "GB/T 10125-2021", until=UNTIL)
    for strangeness in (0, 950):
        assert court.ruling(perfume, strangeness) == Court(demand()).ruling(perfume, strangeness)


def test_the_finding_that_decides_comes_first_and_the_certificate_is_always_told() -> None:
    passage = row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021", restriction="只用第一法")
    ruling = ruled(passage, text="紧固件做盐雾试验，要用第二法")
    assert ruling.state == "excluded"
    assert str(ruling.findings[0]) == "限制范围“只用第一法”：您要的不在其内，只能按方法开发（6.2）商谈"
    assert any("CMA 有效至 2027-05-31" in str(one) for one in ruling.findings)


def test_an_excluded_method_loses_points_where_a_test_is_asked_for_and_says_so() -> None:
    passage = row("cap_1", "紧固件", "盐雾试验", restriction="只用第一法")
    (free,) = found(passage).hits
    (barred,) = found(passage, text="紧固件做盐雾试验，要用第二法").hits
    lost = {one.signal: one.points for one in barred.contributions}
    assert "scope" not in {one.signal for one in free.contributions}
    assert lost["scope"] < 0
    assert sum(lost.values()) == barred.score
    (advised,) = found(passage, text="紧固件做盐雾试验，要用第二法", service_category="技术研发").hits
    assert "scope" not in {one.signal for one in advised.contributions}


def test_every_finding_stands_among_the_reasons() -> None:
    (hit,) = found(row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2012"), standards=("GB/T 10125-2021",)).hits
    assert hit.ruling is not None
    assert hit.ruling.state == "other_year"
    assert set(map(str, hit.ruling.findings)) <= set(map(str, hit.reasons))


def test_people_are_not_ruled_on() -> None:
    hits = found(expert("exp_1", "紧固件", "盐雾试验")).hits
    assert [hit.ruling for hit in hits] == [None]


def test_a_hit_of_an_older_run_is_read_and_offers_nothing() -> None:
    held = outcome(row("cap_1", "紧固件", "盐雾试验"))
    older = held.found.whole.hits[0].model_dump(exclude={"ruling"})
    hit = Hit.model_validate(older)
    assert hit.ruling is None
    bare = MatchList(**{**held.found.whole.model_dump(), "hits": (hit,), "centres": ()})
    assert offered_tests(Outcome(found=TaskMatches(whole=bare))) == ()


def test_an_outcome_names_what_it_offers_and_whether_a_centre_is_inside_its_scope() -> None:
    valid = row("cap_1", "紧固件", "盐雾试验", centre="cen_a")
    lapsed = row("cap_2", "紧固件", "盐雾试验", centre="cen_b", until=date(2026, 1, 1))
    unread = row("cap_3", "紧固件", "盐雾试验", centre="cen_c", restriction="见说明")
    held = outcome(valid, lapsed, unread)
    assert [(one.centre_id, one.passage_id) for one in offered_tests(held)] == [("cen_a", "cap_1")]
    answers = [is_inside_scope(held, demand(), centre) for centre in ("cen_a", "cen_b", "cen_c", "cen_x")]
    assert answers == [True, False, None, None]
    assert is_inside_scope(held, demand(service_category="技术研发"), "cen_b") is True


def test_a_test_that_only_the_law_bars_is_a_gap_with_its_reason() -> None:
    lapsed = row("cap_1", "紧固件", "盐雾试验", until=date(2026, 1, 1))
    old = row("cap_2", "紧固件", "硬度", "GB/T 230.1-2009")
    gaps = outcome(lapsed, old, parameters=("盐雾试验", "硬度"), text="紧固件盐雾试验和硬度").gaps
    assert [(gap.parameter, gap.reason) for gap in gaps] == [("盐雾试验", "lapsed"), ("硬度", "superseded")]
    valid = row("cap_3", "紧固件", "盐雾试验", centre="cen_b")
    assert [gap.parameter for gap in outcome(lapsed, valid).gaps] == []


def test_a_task_is_bound_to_what_the_whole_demand_says() -> None:
    whole = demand("紧固件做盐雾试验出报告。标准另起草。要用第二法，报告带CMA章", standards=("GB/T 10125-2021",))
    task = Task(
        order=1,
        service=TEST,
        purpose=sentence("按标准检测并出具报告"),
        is_optional=False,
        said=(TaskWords(start=0, end=8, quote="紧固件做盐雾试验"),),
    )
    part = wanted_for(whole, task)
    assert "第二法" not in part.text
    assert part.standards == ()
    court = Court(part)
    restricted = row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021", restriction="只用第一法")
    assert court.ruling(restricted).state == "excluded"
    assert court.ruling(row("cap_2", "紧固件", "盐雾试验", "GB/T 10125-2012")).state == "other_year"


def test_who_asks_for_no_test_has_no_legal_gap() -> None:
    lapsed = row("cap_1", "紧固件", "盐雾试验", until=date(2026, 1, 1))
    assert outcome(lapsed, service_category="技术研发").gaps == ()


def test_the_same_demand_and_rows_give_the_same_bytes() -> None:
    rows = [row(f"cap_{n}", "紧固件", "盐雾试验", "GB/T 10125-2012", restriction="只用第一法") for n in range(5)]
    assert outcome(*rows).model_dump_json() == outcome(*rows).model_dump_json()


def test_every_demanded_parameter_must_be_inside_the_scope_and_not_just_one() -> None:
    both = {"parameters": ("盐雾试验", "硬度")}
    salt = row("cap_1", "紧固件", "盐雾试验", centre="cen_a")
    hard = row("cap_2", "紧固件", "硬度", centre="cen_a")
    gone = row("cap_3", "紧固件", "硬度", centre="cen_b", until=date(2026, 1, 1))
    also = row("cap_4", "紧固件", "盐雾试验", centre="cen_b")
    held, asked = outcome(salt, hard, gone, also, **both), demand(**both)  # type: ignore[arg-type]
    assert [is_inside_scope(held, asked, centre) for centre in ("cen_a", "cen_b")] == [True, False]
    assert is_inside_scope(outcome(salt, gone, also, **both), asked, "cen_a") is None


def test_one_barred_task_of_several_bars_the_signing_and_an_optional_one_leaves_it_to_a_person() -> None:
    def part(order: int, passage: Passage, *, is_optional: bool = False) -> TaskPart:
        task = Task(order=order, service=TEST, purpose=sentence("按标准检测并出具报告"), is_optional=is_optional)
        return TaskPart(task=task, found=found(passage))

    valid, lapsed = row("cap_1", "紧固件", "盐雾试验"), row("cap_1", "紧固件", "盐雾试验", until=date(2026, 1, 1))
    centre = valid.provider_id or ""
    whole = found(valid)

    def answer(*parts: TaskPart) -> bool | None:
        return is_inside_scope(Outcome(found=TaskMatches(whole=whole, parts=parts)), demand(), centre)

    assert answer(part(1, valid), part(2, valid)) is True
    assert answer(part(1, valid), part(2, lapsed)) is False
    assert answer(part(1, valid), part(2, lapsed, is_optional=True)) is True
    assert answer(part(1, lapsed, is_optional=True)) is None


def test_a_demand_that_tells_no_product_is_checked_by_a_person() -> None:
    ruling = ruled(row("cap_1", "紧固件", "盐雾试验"), text="做盐雾试验", product=None)
    assert (ruling.state, ruling.way) == ("to_check", "check")
    assert str(ruling.findings[0]) == "需求没有写明产品；附表这一行是“紧固件”，是否适用请核对"
