"""A newcomer types one command and watches a problem go from words to stars; the README shows just that."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from api.wiring import open_house
from engagement import service
from engagement.stages import FIGURE_1
from foundation.audit import verify
from foundation.settings import Settings
from intake.service import list_demands
from tests.api.commands import docking
from tests.builders import ROOT

pytestmark = pytest.mark.slow

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demonstration's data folder after one run, for nobody to change, and what it printed."""
    data = tmp_path_factory.mktemp("demo")
    return data, docking(data, "demo", "--on", DAY, own_process=True).stdout


@pytest.fixture
def told(played: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    """A copy of one's own of the data folder, and what was printed."""
    shutil.copytree(played[0], tmp_path / "data")
    return tmp_path / "data", played[1]


def test_the_demonstration_goes_through_the_eight_boxes_in_order(told: tuple[Path, str]) -> None:
    shown = re.findall(r"^  \[(.+?)\] ", told[1], re.MULTILINE)
    assert list(dict.fromkeys(shown)) == list(FIGURE_1)


def test_it_ends_with_stars_recomputed_and_an_unbroken_chain(told: tuple[Path, str]) -> None:
    assert re.search(r"T = [\d.]+ → \d\d\.\d\d → [一二三四五]星", told[1])
    assert re.search(r"全部 \d+ 个数一致", told[1])
    assert "审计链完整" in told[1]


def test_what_was_shown_is_stored(told: tuple[Path, str]) -> None:
    house = open_house(Settings(data_dir=told[0]))
    with house.reading() as session:
        (demand,) = list_demands(session)
        (engagement,) = service.show_engagements_of(session, demand.id)
        assert engagement.state == "archived"
        assert engagement.verdict().outcome == "pass"
        assert engagement.assessment_id is not None
        assert verify(session) is None
        for reading in demand.draft.readings:
            for evidence in reading.evidence:
                words = demand.draft.utterances[evidence.utterance]
                assert words[evidence.start : evidence.end] == evidence.quote
    house.close()


def test_the_readme_shows_what_is_printed(told: tuple[Path, str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"<!-- demo:begin -->\n```text\n(.*?)\n?```\n<!-- demo:end -->", readme, re.DOTALL)
    assert block is not None
    assert without_scores(block[1]) == without_scores(told[1])


def without_scores(text: str) -> str:
    """Matching scores may differ in the last shown digit from one processor to another; everything else may not."""
    return re.sub(r"0\.\d{2,3}(?!\d)", "0.x", text).strip()


def test_a_second_run_finds_the_world_already_there(told: tuple[Path, str]) -> None:
    again = docking(told[0], "demo", "--on", DAY, "--lang", "en").stdout
    assert "-star" in again or "stars" in again
    house = open_house(Settings(data_dir=told[0]))
    with house.reading() as session:
        assert len(list_demands(session)) == 2
    assert house.snapshot.generation == 1
    house.close()
