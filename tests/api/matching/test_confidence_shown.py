"""A confidence between two per cents is shown as the same one at every door."""

from __future__ import annotations

import pytest

from api.cli.matches.matching import show
from api.pages.desk.words import shown_confidence
from matcher.doubt.shown import percent, share
from tests.matcher.review.reviewed import outcome, row


@pytest.mark.parametrize(
    ("thousandths", "hundredths"), [(0, "0.00"), (4, "0.00"), (5, "0.01"), (864, "0.86"), (865, "0.87"), (1000, "1.00")]
)
def test_halves_are_rounded_up_on_the_desk_and_on_the_command_line(
    thousandths: int, hundredths: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = f"{round(float(hundredths) * 100)}%"
    assert shown_confidence(thousandths) == share(thousandths) == hundredths
    assert percent(thousandths) == said
    run = outcome("cen_a")
    whole = run.found.whole.model_copy(update={"hits": (row("inside"),)})
    run = run.model_copy(update={"confidence": thousandths})
    show(run.found.model_copy(update={"whole": whole}), {}, outcome=run)
    assert f"把握：{said}" in capsys.readouterr().out
