"""What a model proposes waits for the person: kept with its words, settled by speaking of it, a yes or a no."""

from __future__ import annotations

import pytest

from foundation.errors import Conflict
from intake.demand import Draft, Evidence, Reading
from intake.fields import FieldName
from intake.proposals import MOST_WAITING, proposed, settled

WORDS = "塑料壳子一敲就裂"


def reading(field: FieldName, value: str, utterance: int = 0) -> Reading:
    evidence = Evidence(quote=WORDS, start=0, end=len(WORDS), utterance=utterance)
    return Reading(field=field, value=value, origin="normalised", evidence=(evidence,), rule="model")


BEFORE = Draft(utterances=("您说",))
AFTER = Draft(utterances=("您说", WORDS), readings=(reading("product", "塑料壳子", 1),))


def test_a_proposal_points_at_the_words_it_was_read_from() -> None:
    (waiting,) = proposed(BEFORE, AFTER, [reading("product", "壳子")]).proposals
    assert waiting.evidence[0].utterance == 1


def test_what_is_known_is_not_proposed_and_nothing_twice() -> None:
    twice = proposed(BEFORE, AFTER, [reading("product", "塑料壳子"), *[reading("parameters", "硬度")] * 2])
    assert [one.value for one in twice.proposals] == ["硬度"]


def test_speaking_of_a_single_value_settles_what_waited_for_it() -> None:
    waiting = BEFORE.model_copy(update={"proposals": (reading("product", "壳子"), reading("parameters", "硬度"))})
    after = AFTER.model_copy(update={"proposals": waiting.proposals})
    assert [one.value for one in proposed(waiting, after, []).proposals] == ["硬度"]


def test_a_yes_joins_a_list_and_takes_the_place_of_a_single_value() -> None:
    draft = AFTER.model_copy(
        update={
            "readings": (*AFTER.readings, reading("parameters", "色差", 1)),
            "proposals": (reading("product", "壳子", 1), reading("parameters", "硬度", 1)),
        }
    )
    draft = settled(settled(draft, "product", "壳子", True), "parameters", "硬度", True)
    assert draft.values("product") == ("壳子",)
    assert draft.values("parameters") == ("色差", "硬度")
    assert draft.proposals == ()
    assert {found.origin for found in draft.readings if found.value != "色差"} == {"confirmed"}


def test_a_no_changes_no_value_and_what_is_gone_is_said_to_be_gone() -> None:
    draft = AFTER.model_copy(update={"proposals": (reading("product", "壳子", 1),)})
    after = settled(draft, "product", "壳子", False)
    assert (after.readings, after.proposals) == (AFTER.readings, ())
    with pytest.raises(Conflict) as gone:
        settled(after, "product", "壳子", True)
    assert gone.value.code == "proposal_gone"


def test_only_so_many_wait_the_newest_of_them() -> None:
    many = [reading("parameters", f"硬度{number}") for number in range(MOST_WAITING + 3)]
    assert [one.value for one in proposed(BEFORE, AFTER, many).proposals] == [one.value for one in many[3:]]
