"""The command line leaves the same read trace as HTTP and the pages: no door of the house is a back door."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.wiring import House
from engagement.files import keep
from foundation.actors import OPERATOR
from foundation.audit import entries
from foundation.secrecy import Level
from tests.api.commands import docking
from tests.api.project.test_rest_packs import short
from tests.api.project.test_rest_reading import looks
from tests.intake.attachments.files import PNG
from tests.journeys.services import opened, played


@pytest.mark.parametrize("level", ["internal", "secret"])
def test_whoever_reads_a_secret_service_by_command_is_on_record(house: House, tmp_path: Path, level: Level) -> None:
    one = opened(house, level, host_level="secret")
    played(house, one, list(short(one.host_id, level))[:2])
    for command in (("show",), ("log",), ("files",), ("compare", 1, 1), ("show", "--as", "centre:顾工")):
        name, *rest = command
        docking(tmp_path / "data", "engagement", name, one.id, *rest)
    seen = [("operator", what) for what in ("record", "log", "files", "offers", "record")]
    assert looks(house, one.id) == (seen if level == "secret" else [])


def test_a_paper_and_a_file_that_were_opened_by_command_are_on_record_at_every_level(
    house: House, tmp_path: Path
) -> None:
    one = opened(house)
    played(house, one, list(short(one.host_id))[:2])
    with house.working(OPERATOR) as work:
        kept = keep(work, one.id, "扫描件.png", PNG, 10**6)
    data, out = tmp_path / "data", tmp_path / "out"
    docking(data, "engagement", "document", one.id, "--out", out)
    docking(data, "engagement", "files", one.id, "--get", kept.sha256, "--out", out)
    assert out.read_bytes() == PNG
    unknown = docking(data, "engagement", "files", one.id, "--get", "0" * 64, "--out", out, check=False)
    assert "engagement_file_unknown" in unknown.stderr
    with house.reading() as session:
        actions = [entry.action for entry in entries(session, one.id)]
    assert actions[-2:] == ["engagement.paper_opened", "engagement.file_opened"]
