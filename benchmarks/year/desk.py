"""What happens to demands: they come in, are matched, decided on, asked about, withdrawn, refused."""

from __future__ import annotations

from benchmarks.year.people import LI, WANG, person
from benchmarks.year.world import World
from engagement.opening import decide
from engagement.profiles import ProfileId
from foundation.actors import Actor
from foundation.unit_of_work import Work
from intake import service
from intake.cares.caring import due_items
from intake.demand import Demand
from intake.life import ENDS, REASONS
from intake.living import step_demand
from intake.questions.asking import open_questions
from intake.reading.record import read_draft
from intake.reading.rules import RulesReader
from intake.talks import close_talk
from kb.profiles import register_profile
from kb.service import put_centres
from matcher import store as matches
from matcher.review.handling import ask_enterprise, confirm_nobody, take_answer, take_question_back
from matcher.review.process import Decision
from tests.matcher.review.reviewed import CENTRES, GOOD, run

READER = RulesReader()
SHARES: dict[ProfileId, int] = {
    "superset": 50, "station-art10": 16, "sub-6.6.2": 10, "fig1-A": 8, "fig1-B": 8, "fig1-C": 8
}  # fmt: skip
"""How many of a hundred projects are played in each reading of the flow."""
WORDS = ("塑料壳子一敲就裂", "铸件气孔漏气", "齿轮箱点蚀，要做失效分析", "隔膜高温收缩", "涂层起泡，想知道原因")


def furnish(world: World) -> None:
    """The centres, three of four with a registered level."""

    def put(work: Work) -> None:
        put_centres(work, CENTRES)
        for centre in CENTRES[:3]:
            register_profile(work, centre.id, secrecy_level="internal")

    world.act("centres", LI, put)


def come_in(world: World, number: int) -> bool:
    """One comes in: registered ready, or told in a talk, of which some are left open. Whether it became a demand."""
    enterprise = f"ent_{world.chance.randrange(number // 3 + 2)}"
    words = f"{world.chance.choice(WORDS)}，第{number}批" + "，请保密" * world.happens(0.08)
    if not world.happens(0.15):
        draft = read_draft(f"第{number}批产品的问题", words)
        registered = world.act(
            "demand: registered", LI, lambda work: service.register_demand(work, draft, enterprise=enterprise)
        )
        return registered is not None
    who = person("enterprise", enterprise)

    def talk(work: Work) -> str:
        begun = service.start_conversation(work)
        service.say(work, begun.id, words, READER)
        return begun.id

    id = world.act("talk: begun", who, talk)
    if id is None or not world.happens(0.7):
        return False
    confirmed = world.act("demand: confirmed in a talk", who, lambda work: service.confirm_demand(work, id))
    return confirmed is not None


def tend_desk(world: World) -> None:
    """A day at the desk and at the enterprises: each open demand may take a step."""
    with world.house.reading() as session:
        waiting = []
        while page := due_items(
            session, LI, limit=200, after=(waiting[-1].due, waiting[-1].subject_id) if waiting else None
        ):
            waiting += page
        demands = service.demands_by_id(session, [one.subject_id for one in waiting if one.kind == "demand"])
    for care in waiting:
        if care.kind == "talk" and care.escalations and world.happens(0.4):
            world.act(
                "talk: closed",
                LI,
                lambda work, id=care.subject_id: close_talk(
                    work, id, "no_answer", "多次联系不上。", "回复这个对话即可。"
                ),
            )
        elif care.subject_id in demands:
            _day_of(world, demands[care.subject_id], care.escalations)


def _day_of(world: World, demand: Demand, escalations: int) -> None:
    id, who = demand.id, person("enterprise", demand.enterprise)
    is_silent = world.silence.is_silent(str(demand.enterprise), world.day)
    with world.house.reading() as session:
        questions = open_questions(session, id)
        candidates = matches.candidates_of(session, id)
    if questions:
        question = questions[0].id
        if not is_silent and world.happens(0.25):
            world.act("question: answered", who, lambda work: take_answer(work, id, question, "用了半年以后出现"))
        elif escalations and world.happens(0.3):
            world.act("question: taken back", LI, lambda work: take_question_back(work, id, question))
        elif escalations > 2 and world.happens(0.3):
            _end(world, demand, "refuse", "no_answer", LI)
        return
    if not is_silent and world.happens(0.01):
        _end(world, demand, "withdraw", world.chance.choice(ENDS["withdraw"]), who)
        return
    if not world.happens(0.5 if escalations else 0.3):
        return  # the desk has other things to do
    if world.happens(0.02):
        _end(
            world,
            demand,
            *world.chance.choice((("refuse", "not_ours"), ("refuse", "not_lawful"), ("lack", "not_in_scope"))),
            LI,
        )
        return
    if world.happens(0.1):
        world.act("question: asked", LI, lambda work: ask_enterprise(work, id, "什么时候出现的？"))
        return
    open_ones = [one for one in candidates if one.state in ("proposed", "seconding", "on_hold")]
    if not open_ones:
        if candidates and all(one.state == "accepted" for one in candidates):
            _end(world, demand, "lack", "no_capacity", LI)
        else:
            _match(world, demand)
        return
    _decide(world, demand, world.chance.choice(open_ones))


def _match(world: World, demand: Demand) -> None:
    found = [one.id for one in CENTRES if world.happens(0.45)]
    doubtful = bool(found) and world.happens(0.1)
    made = world.act(
        "match", LI, lambda work: run(work, service.get_demand(work.session, demand.id), *found, is_abstained=doubtful)
    )
    if made is not None and doubtful:
        world.act("nobody confirmed", LI, lambda work: confirm_nobody(work, demand.id))


def _decide(world: World, demand: Demand, one: matches.Candidate) -> None:
    who = LI if world.happens(0.5) else WANG
    decision: Decision
    code: str | None
    if one.state == "on_hold":
        decision, code = ("resume", None) if world.happens(0.6) else ("decline", "centre_declined")
    elif one.state == "seconding":
        who = WANG if one.decided_by == "li" else LI
        decision, code = ("accept", None) if world.happens(0.8) else ("decline", "price")
    else:
        decision, code = world.chance.choices(
            (("accept", None), ("decline", "wrong_product"), ("hold", "ask_centre")), (60, 25, 15)
        )[0]
    scores = GOOD if decision == "accept" else None
    profile = world.chance.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    world.act(
        f"decision: {decision}",
        who,
        lambda work: decide(work, one.id, decision, code, None, one.version, scores, profile=profile),
    )


def _end(world: World, demand: Demand, event: str, code: str, who: Actor) -> None:
    world.act(
        f"demand: {event}",
        who,
        lambda work: step_demand(
            work, demand.id, event, code, "已经核对过，这样答复。", REASONS[code].next_step, holds_key=True
        ),
    )
