"""``docking match gaps`` speaks of trades and reasons by their names, not by their keys."""

from __future__ import annotations

from typing import get_args

import pytest

from api.cli.matches.gap_names import names_of
from foundation.language import Language
from matcher.outcome import GapReason


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_of_a_gap_has_a_plain_name(language: Language) -> None:
    plain = names_of("reason", language)
    said = [plain(reason) for reason in get_args(GapReason)]
    assert len(set(said)) == len(said)
    assert not any("_" in name or name in get_args(GapReason) for name in said)


def test_a_trade_is_called_by_its_title_on_either_side_of_the_business() -> None:
    assert [names_of("trade", "zh")(key) for key in ("castings", "pets")] == ["铸造与锻压件", "宠物诊疗与服务"]
    assert names_of("trade", "en")("pets") == "pet animals"


def test_a_trade_of_a_folder_that_is_gone_and_every_other_key_stand_as_they_are() -> None:
    assert names_of("trade", "zh")("our_own_trade") == "our_own_trade"
    assert names_of("year", "zh")("2026") == "2026"
