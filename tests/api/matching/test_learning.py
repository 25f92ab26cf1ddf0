"""A house that learned matches with other weights; one that forgot gives the very bytes of before."""

from __future__ import annotations

from api.matching.finding import match_demand, propose_for_text
from api.matching.replaying import replay_run
from api.wiring import House
from foundation.actors import OPERATOR
from foundation.language import sentence
from intake.reading.record import read_draft
from intake.service import register_demand
from matcher.learning.fitting import reweighed
from matcher.learning.learning import Lesson
from matcher.learning.lessons import adopt, forget
from matcher.policy import DEFAULT_POLICY
from matcher.store import kept_run
from tests.api.commands import answer, docking

WORDS = "空调室内机外壳用ABS注塑，一敲就裂，怀疑新料掺了回料，要检测报告，也想请专家分析原因。"
OTHER = reweighed(DEFAULT_POLICY, [800 if n % 2 else 1200 for n in range(len(DEFAULT_POLICY.signals))])


def taught(house: House) -> None:
    """A lesson is adopted."""
    with house.working(OPERATOR) as work:
        adopt(work, Lesson(base_digest=DEFAULT_POLICY.digest, policy=OTHER, decisions=9, why=sentence("测试")))


def test_forgetting_gives_the_very_bytes_of_before_and_each_run_replays_with_its_own_weights(house: House) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", WORDS))
    runs = [match_demand(house, OPERATOR, demand.id)[0].id]
    text_before = propose_for_text(house, WORDS).model_dump_json()
    taught(house)
    runs.append(match_demand(house, OPERATOR, demand.id)[0].id)
    assert propose_for_text(house, WORDS).found.whole.policy_version == OTHER.version
    with house.working(OPERATOR) as work:
        forget(work)
    runs.append(match_demand(house, OPERATOR, demand.id)[0].id)
    with house.reading() as session:
        before, learned, after = (kept_run(session, run) for run in runs)
    assert (after.input, after.payload) == (before.input, before.payload)
    assert learned.payload != before.payload
    assert learned.asked().policy == OTHER
    assert propose_for_text(house, WORDS).model_dump_json() == text_before
    assert {replay_run(house, run).verdict for run in runs} == {"equal"}


def test_the_commands_learn_list_and_forget(house: House) -> None:
    data = house.settings.data_dir
    taught(house)
    (told,) = answer(data, "match", "lessons")
    assert (told["state"], told["digest"]) == ("active", OTHER.digest)
    assert answer(data, "match", "forget")["forgotten"] == told["id"]
    assert docking(data, "match", "forget", "--lang", "en").stdout == "Nothing learned is in use\n"
    nothing = answer(data, "match", "learn")
    assert (nothing["id"], nothing["lesson"]["policy"]) == (None, None)
