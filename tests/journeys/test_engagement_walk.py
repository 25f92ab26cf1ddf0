"""The page docs/engagement_walk.md, played as it stands: from a telephone call to a pack that proves itself."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House
from engagement import store
from engagement.service import show_engagements_of
from foundation.audit import verify
from foundation.clock import SetClock, today
from intake.service import list_demands
from tests.api.commands import entered
from tests.api.conftest import KEY
from tests.browser.conftest import serving
from tests.builders import ROOT
from tests.journeys.shell import play, script_of
from tests.skipping import lacking

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "engagement_walk.md").read_text("utf-8")
SURVEY = {"overall": "5", "value_for_money": "4", "comment": "报告写得清楚"}
PERIOD = {"first": "2025-03-10", "last": "2025-06-10"}
EFFECT = {"kind": "cost_saved", "amount": "12.5", "unit": "万元", "about": "", **PERIOD}


def test_the_page_leads_from_a_call_to_stars_and_a_pack_that_proves_itself(
    house: House, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKING_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setattr("api.wiring.SystemClock", lambda: clock)
    monkeypatch.chdir(tmp_path)
    enterprise = TestClient(make_app(house), follow_redirects=False)

    def later(days: str) -> str:
        clock.advance(timedelta(days=int(days)))
        return ""

    def fill(path: str) -> str:
        """The enterprise opens the address in its browser, and sends the form."""
        form = SURVEY if path.startswith("/surveys/") else EFFECT
        assert enterprise.get(path).status_code == 200
        assert enterprise.post(path, data=form).status_code == 303
        assert enterprise.post(path, data=form | {"note": "再交一次", "comment": "再交一次"}).status_code == 404
        assert enterprise.get(path).status_code == 404, "a used link is like none"
        return ""

    if shutil.which("curl") is None:
        lacking("no curl")
    asked = {"date": lambda _: str(today(clock)), "later": later, "fill": fill}
    with serving(house) as site:
        told = play(script_of(PAGE), tmp_path, asked, SITE=site, KEY=KEY, NO_PROXY="127.0.0.1")

    assert "1. 示范·澄原塑料制品与家电外壳质量检验中心" in told
    assert re.search(r"^价格.*19800.*17800", told, re.MULTILINE), "the two offers are compared"
    assert "没有到期未报的成效" in told
    assert re.search(r"第 3 个月的成效，2025-06-10 到期", told)
    assert re.search(r"\d\d\.\d\d 分，★+[一二三四五]星", told)
    assert re.search(r"全部 \d+ 个数一致", told)
    assert re.search(r"完好：\d+ 个文件，日志 37 行", told)
    assert "不一致：files/" in told
    assert "改过的材料包没有通过核对" in told
    assert "日志完整" in told
    assert re.search(r"审计链完整：\d+ 条", told)
    assert '"purpose":"effect","month":6' in told
    assert "这里的审计链记着这个包的摘要" in told
    assert re.search('{"holds":true,"fault":null.*"is_recorded":true}', told)
    _check_doors(tmp_path)
    _check_record(house)
    _check_papers(tmp_path)
    for name in _members(tmp_path / "材料包.zip"):
        code, said, _ = entered(["engagement", "verify", str(_altered(tmp_path, name))])
        assert (code, name in said) == (1, True), f"{name}: {said}"


def _check_record(house: House) -> None:
    """What the commands left behind."""
    with house.reading() as session:
        demand = next(one for one in list_demands(session) if "PC/ABS" in one.text)
        second, first = sorted(show_engagements_of(session, demand.id), key=lambda one: one.state)
        assert (demand.status, first.state, first.end_reason) == ("docked", "returned", "candidate_excluded")
        assert (second.state, second.rework_count, len(second.offers), len(second.agreements)) == ("archived", 1, 3, 2)
        assert [one.outcome for one in second.reviews] == ["team", "pass", "pass"]
        assert [one.side for one in second.signed_copies] == ["host", "enterprise"]
        reported = [one.facts.milestone for one in second.history if one.facts.milestone is not None]
        assert [one.progress for one in reported] == ["done"]
        assert second.milestones == (), "an amended agreement's plan begins anew"
        assert second.verdict().outcome == "pass"
        assert (second.surveys[0].answer.overall, len(second.effect_reports)) == (5, 1)
        assert second.assessment_id == json.loads(Path("评价.json").read_text("utf-8"))["sha256"]
        assert all(store.check(session, one.id) for one in (first, second))
        assert verify(session) is None


def _check_doors(folder: Path) -> None:
    """What came over HTTP is what the commands wrote."""
    assert (folder / "接口.docx").read_bytes() == (folder / "变更协议.docx").read_bytes()
    assert (folder / "接口.pdf").read_bytes().startswith(b"%PDF-")
    counted = [json.loads((folder / name).read_text("utf-8"))["values"] for name in ("项目指标.json", "接口指标.json")]
    assert counted[0] == counted[1]
    assert any(name.startswith("files/") for name in _members(folder / "接口包.zip"))


def _check_papers(folder: Path) -> None:
    """The draft as DOCX and PDF say the same terms; the amendment says what it takes the place of."""
    paper = docx.Document(str(folder / "草案.docx"))
    with pypdfium2.PdfDocument(folder / "草案.pdf") as draft:
        pages = "".join(page.get_textpage().get_text_bounded() for page in draft)
    foot = "".join(one.text for one in paper.sections[0].footer.paragraphs)
    (digest,) = re.findall(r"[0-9a-f]{64}", foot)
    assert "草案" in pages
    assert digest in re.sub(r"\s", "", pages)
    assert "替代" in "".join(one.text for one in docx.Document(str(folder / "变更协议.docx")).paragraphs)


def _members(pack: Path) -> list[str]:
    with zipfile.ZipFile(pack) as file:
        return file.namelist()


def _altered(folder: Path, name: str) -> Path:
    """The pack with one bit of this member changed."""
    content = bytearray((folder / "材料包.zip").read_bytes())
    with zipfile.ZipFile(folder / "材料包.zip") as file:
        info = file.getinfo(name)
    content[info.header_offset + 30 + len(name.encode()) + info.file_size // 2] ^= 1
    (folder / "坏.zip").write_bytes(content)
    return folder / "坏.zip"
