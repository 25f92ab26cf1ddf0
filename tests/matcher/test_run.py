"""A run: its input names all it depends on, and its outcome proposes few."""

from __future__ import annotations

from datetime import date

from kb.snapshot import build_snapshot
from matcher.parts import match_parts
from matcher.run import PROPOSED, RunInput, complete
from matcher.searching import SnapshotSearch
from matcher.surroundings import CentreFacts, Surroundings
from tests.matcher.passages import row, run_input, wanted
from tests.stand_ins_embedder import FixedEmbedder

ROWS = [row(f"cap_{n}", "紧固件", f"盐雾试验{n}", "GB/T 10125", centre=f"cen_{n}") for n in range(8)]


def asked(surroundings: Surroundings | None = None) -> RunInput:
    """The input of a small run."""
    return run_input(wanted("螺栓盐雾试验"), surroundings=surroundings or Surroundings())


def test_at_most_five_centres_are_proposed_in_their_order() -> None:
    index = SnapshotSearch(build_snapshot(ROWS, FixedEmbedder()))
    found = match_parts(asked().wanted, index, FixedEmbedder(), 50)
    proposals = complete(found, asked()).proposals
    assert [one.centre for one in proposals] == list(found.whole.centres[:PROPOSED])
    assert len(proposals) == PROPOSED


def test_any_change_of_the_input_is_another_digest() -> None:
    busy = Surroundings(centres=(CentreFacts(centre_id="cen_1", open_engagements=3),))
    other_day = asked().model_copy(update={"wanted": wanted("螺栓盐雾试验", day=date(2027, 1, 1))})
    assert len({asked().digest, asked(busy).digest, other_day.digest}) == 3


def test_a_centre_nobody_told_anything_of_is_unknown_not_free() -> None:
    facts = Surroundings().of("cen_9")
    assert (facts.secrecy_level, facts.capacity, facts.region) == (None, None, None)
