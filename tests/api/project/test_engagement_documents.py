"""The papers of a project from the command line: the agreement, the template, the differences, the files."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import docx
import pytest

from api.wiring import open_house
from engagement import service
from foundation.clock import CHINA, SetClock
from foundation.settings import read_settings
from tests.api.commands import answer, docking
from tests.builders import everybody
from tests.engagement.cases import OFFER, REVIEWED, SIGNATORIES
from tests.engagement.test_service import negotiated
from tests.intake.attachments.files import PNG, word

CHEAPER = OFFER.model_copy(update={"price": "46000.00"})


@pytest.fixture
def signed(tmp_path: Path) -> str:
    """A signed project in the data folder, with two versions of the offer."""
    clock = SetClock(datetime(2025, 3, 10, 9, 0, tzinfo=CHINA))
    with open_house(read_settings(data_dir=tmp_path), clock) as house, house.working(everybody()) as work:
        id = negotiated(work).id
        service.make_offer(work, id, 6, CHEAPER)
        service.make_offer(work, id, 7, OFFER)
        for number, side in enumerate(("enterprise", "host"), 8):
            service.confirm_offer(work, id, number, side, OFFER.digest)  # type: ignore[arg-type]
        service.review_contract(work, id, 10, REVIEWED)
        service.sign(work, id, 11, SIGNATORIES)
    return id


def test_the_agreement_is_written_and_the_same_bytes_again(signed: str, tmp_path: Path) -> None:
    paths = [tmp_path / "一.docx", tmp_path / "二.docx"]
    said = [answer(tmp_path, "engagement", "document", signed, "--out", path) for path in paths]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert said[0]["version"] == 1
    foot = docx.Document(str(paths[0])).sections[0].footer.paragraphs
    assert said[0]["digest"] in "".join(one.text for one in foot)
    refused = docking(tmp_path, "engagement", "document", signed, "--version", 3, check=False)
    assert (refused.returncode, "agreement_version_unknown" in refused.stderr) == (2, True)


def test_a_template_is_taken_out_edited_and_put_back(signed: str, tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "ctr_1"
    folder.mkdir(parents=True)
    docking(tmp_path, "engagement", "template", "--out", folder / "agreement.docx")
    made = docx.Document(str(folder / "agreement.docx"))
    made.add_paragraph("争议提交某仲裁委员会")
    made.save(str(folder / "agreement.docx"))
    docking(tmp_path, "engagement", "document", signed, "--out", tmp_path / "a.docx")
    assert "争议提交某仲裁委员会" in [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    made.add_paragraph("{{ prise }}")
    made.save(str(folder / "agreement.docx"))
    refused = docking(tmp_path, "engagement", "document", signed, "--out", tmp_path / "b.docx", check=False)
    assert "{{ prise }}" in refused.stderr
    assert not (tmp_path / "b.docx").exists()


def test_files_are_kept_listed_and_given_back(signed: str, tmp_path: Path) -> None:
    scan, secret = tmp_path / "扫描件.png", tmp_path / "方案.docx"
    scan.write_bytes(PNG)
    secret.write_bytes(word("秘密★5年"))
    (kept,) = json.loads(docking(tmp_path, "engagement", "files", signed, "--add", scan, "--json").stdout)
    assert (kept["name"], kept["size"]) == ("扫描件.png", len(PNG))
    refused = docking(tmp_path, "engagement", "files", signed, "--add", secret, check=False)
    assert "state_secret_refused" in refused.stderr
    assert len(answer(tmp_path, "engagement", "files", signed)) == 1
    docking(tmp_path, "engagement", "files", signed, "--get", kept["sha256"], "--out", tmp_path / "back.png")
    assert (tmp_path / "back.png").read_bytes() == PNG
    assert "engagement_not_found" in docking(tmp_path, "engagement", "files", "eng_0", check=False).stderr


def test_two_offers_are_compared_in_words(signed: str, tmp_path: Path) -> None:
    said = docking(tmp_path, "engagement", "compare", signed, 2, 3).stdout
    assert said.splitlines() == ["价格（元）：由“46000.00”改为“48000.00”"]
    assert docking(tmp_path, "engagement", "compare", signed, 2, 2).stdout.strip() == "两版相同"
