"""The pages that a link without account opens, the commands of what comes after closure, and the facts they feed."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.wiring import House, open_house
from engagement import service, store
from engagement.access.giving import invite, list_links, revoke_link
from engagement.afterwards.ratings import Window, indicator_values
from engagement.afterwards.sources import name_project_of_complaint, sources_of
from engagement.facts.benefits import EffectReport
from engagement.files import list_kept, read
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from foundation.errors import NotFound
from foundation.settings import Settings
from intake.complaints.cases import open_complaint, step_complaint
from tests.api.commands import docking
from tests.builders import everybody
from tests.engagement.cases import CALENDAR, GOOD, SAVED, START, SURVEY, step
from tests.engagement.cases import at as state_at
from tests.engagement.test_service import served
from tests.intake.attachments.files import PNG

PAPER = {"overall": "5", "value_for_money": "4", "comment": "报告写得清楚\r\n谢谢"}


@pytest.fixture
def project(house: House) -> str:
    """A completed project."""
    with house.working(everybody()) as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    return id


def link(house: House, project: str, month: int | None = None) -> str:
    with house.working(OPERATOR) as work:
        return invite(work, project, "effect" if month else "survey", month=month).path


def test_a_questionnaire_is_answered_on_a_page_and_once(browser: TestClient, house: House, project: str) -> None:
    at = link(house, project)
    asked = browser.get(at)
    assert "这次服务，您满意吗" in asked.text
    assert asked.headers["cache-control"] == "private, no-store"
    assert "ent_1" not in asked.text
    assert "已于 3 月 10 日（星期一） 终结" in asked.text
    missing = browser.post(at, data=PAPER | {"overall": "6"})
    assert missing.status_code == 422
    assert "前两个问题请各选一项" in missing.text
    assert "报告写得清楚" in missing.text
    for _ in range(2):
        assert browser.post(at, data=PAPER).status_code == 303
    thanks = browser.post(at, data=PAPER).headers["location"]
    assert "收到了，谢谢您" in browser.get(thanks).text
    assert project not in browser.get(thanks).text
    assert browser.post(at, data=PAPER | {"overall": "1"}).status_code == 404
    with house.reading() as session:
        (survey,) = store.load(session, project).surveys
    assert (survey.answer.overall, survey.answer.training, survey.answer.comment) == (5, None, "报告写得清楚\n谢谢")


def test_a_wrong_or_old_link_is_a_page_that_says_so(browser: TestClient, house: House, project: str) -> None:
    used, revoked = link(house, project), link(house, project)
    assert browser.post(used, data=PAPER).status_code == 303
    with house.working(OPERATOR) as work:
        revoke_link(
            work, project, next(one for one in list_links(work.session, OPERATOR, project) if not one.used_at).id
        )
    wrong = ("/surveys/lnk_0", link(house, project).replace("surveys", "effects"), used, revoked)
    answers = [browser.get(address) for address in wrong]
    assert {one.status_code for one in answers} == {404}
    assert "不存在、已经用过或已经过期" in answers[0].text
    assert len({one.text for one in answers}) == 1
    assert all(project not in one.text for one in answers)


def test_effects_are_reported_on_a_page_as_stated(browser: TestClient, house: House, project: str) -> None:
    at = link(house, project, 3)
    page = browser.get(at).text
    day = re.search(r'name="first" max="[^"]+" value="([^"]+)"', page)
    assert day is not None
    rows = {
        "kind": ["cost_saved", "jobs_created", "other"],
        "amount": ["12.5", "", ""],
        "unit": ["万元", "", ""],
        "first": [day[1]] * 3,
        "last": [day[1]] * 3,
        "about": ["少返工两次", "", ""],
    }
    unclear = browser.post(at, data=rows | {"amount": ["很多", "", ""]})
    assert unclear.status_code == 422
    assert 'value="很多"' in unclear.text
    empty = browser.post(at, data=rows | {"amount": ["", "", ""]})
    assert empty.status_code == 422
    assert "还没有填数额" in empty.text
    assert "降低成本 (元/万元)" in empty.text
    done = browser.post(at, data=rows)
    assert (done.status_code, done.headers["location"]) == (303, "/effects/thanks")
    assert "收到了" in browser.get("/effects/thanks").text
    with house.reading() as session:
        (told,) = store.load(session, project).effect_reports
    assert [(one.amount, one.unit, one.grade) for one in told.report.effects] == [("12.5", "万元", "stated")]


def test_a_figure_comes_with_the_file_that_shows_it(browser: TestClient, house: House, project: str) -> None:
    at = link(house, project, 3)
    page = browser.get(at).text
    assert 'enctype="multipart/form-data"' in page
    day = re.search(r'name="first" max="[^"]+" value="([^"]+)"', page)
    assert day is not None
    rows = {
        "kind": ["cost_saved", "jobs_created", "other"],
        "amount": ["12.5", "3", ""],
        "unit": ["万元", "人", ""],
        "first": [day[1]] * 3,
        "last": [day[1]] * 3,
        "about": ["", "", ""],
    }
    photo = PNG
    refused = browser.post(at, data=rows, files={"proof1": ("电费单.exe", b"MZ not a paper", "image/png")})
    assert refused.status_code == 422
    assert "请再选一次" in refused.text
    with house.reading() as session:
        assert store.load(session, project).effect_reports == ()
        assert list_kept(session, project) == ()
    alone = browser.post(at, data=rows, files={"proof3": ("照片.png", photo, "image/png")})
    assert alone.status_code == 422, "a file without a figure is not dropped in silence"
    for _ in range(2):
        done = browser.post(at, data=rows, files={"proof1": ("电费单.png", photo, "image/png")})
        assert done.status_code == 303, "pressed twice it is one report"
    with house.reading() as session:
        (told,) = store.load(session, project).effect_reports
        (kept,) = list_kept(session, project)
        assert read(session, project, kept.sha256) == photo
    assert [(one.grade, one.evidence) for one in told.report.effects] == [("documented", kept.sha256), ("stated", None)]
    assert (kept.name, kept.kept_by) == ("电费单.png", told.reported_by)


def test_complaints_are_counted_by_their_clock_and_their_project(house: House, project: str) -> None:
    with house.working(everybody()) as work:
        answered, left = (open_complaint(work, words) for words in ("报告晚了两天", "态度不好"))
        name_project_of_complaint(work, answered.id, project, 1)
        with pytest.raises(NotFound):
            name_project_of_complaint(work, left.id, "eng_nobody")
        step_complaint(work, answered.id, "answer", "已补发")
        step_complaint(work, answered.id, "close", None, "settled", "约定没有做到，请凭编号再提")
        day = work.today
        sources = sources_of(work.session, Window(first=day, before=day + timedelta(days=1)), house.calendar)
        found = service.rate(
            work.session, Window(first=day, before=day + timedelta(days=1)), sources=sources, calendar=house.calendar
        )
        late = sources_of(work.session, Window(first=day - timedelta(days=9), before=day), house.calendar)
        others = sources_of(
            work.session, Window(first=day, before=day + timedelta(days=1)), house.calendar, centre_id="ctr_9"
        )
    assert sources.complaints is not None
    assert [(one.engagement_id, one.is_closed_in_time, one.is_accepted) for one in sources.complaints] == [
        (project, True, True),
        (None, False, False),
    ]
    assert (found.values["D4.3"].numerator, found.values["D4.3"].denominator) == (1, 1)
    assert (found.values["D4.4"].numerator, found.values["D4.4"].denominator) == (1, 2)
    assert late.complaints == others.complaints == ()


def test_questionnaires_and_documented_effects_become_indicator_values() -> None:
    shown = SAVED.model_copy(update={"evidence": "a" * 64})
    asked = step(state_at("closed"), "answer_survey", survey=SURVEY)
    told = step(asked, "report_effect", effect_report=EffectReport(month=3, effects=(SAVED, shown)))
    assert told.closed_at is not None
    window = Window(first=told.closed_at.date(), before=told.closed_at.date() + timedelta(days=1))
    silent = state_at("closed").model_copy(update={"id": "eng_2"})
    found = indicator_values([told, silent], window, CALENDAR).values
    assert found["D2.1"].value == "12.5"
    assert (found["D4.1"].votes, found["D4.1"].response_rate) == ({"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}, "0.5000")
    assert found["C2.2"].rating is None
    rating = found["D4.2"].rating
    assert rating is not None
    assert (rating.collected_by, rating.source) == ("questionnaire", "survey")


def test_pack_verify_link_and_facts_on_the_command_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_house(Settings(data_dir=data), SetClock(START)) as house, house.working(everybody()) as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
        day = work.today
    out = tmp_path / "pack.zip"
    manifest = json.loads(docking(data, "engagement", "pack", id, "--out", out, "--json").stdout)
    nowhere = tmp_path / "nowhere"
    held = docking(nowhere, "engagement", "verify", out, "--digest", manifest["digest"])
    assert held.stdout.startswith("完好")
    told = docking(data, "engagement", "pack", id, "--out", tmp_path / "again.zip").stdout
    with zipfile.ZipFile(tmp_path / "again.zip") as whole:
        count = len(whole.namelist())
    assert f"：{count} 个文件" in told
    assert held.stdout.startswith(f"完好：{count} 个文件"), "both count what lies in the pack"
    assert not nowhere.exists()
    content = bytearray(out.read_bytes())
    content[len(content) // 3] ^= 1
    out.write_bytes(bytes(content))
    spoilt = docking(nowhere, "engagement", "verify", out, check=False)
    assert (spoilt.returncode, spoilt.stdout[:4]) == (1, "不一致：")
    assert re.search(r"/surveys/[\w-]{43}\b", docking(data, "engagement", "invite", id).stdout)
    window = ("--from", day.isoformat(), "--before", (day + timedelta(days=1)).isoformat())
    facts = json.loads(docking(data, "engagement", "facts", *window, "--json").stdout)
    assert facts["values"]["C1.2"]["denominator"] == 1
    late = json.loads(docking(data, "engagement", "followups", "--json").stdout)
    assert [one["month"] for one in late] == [3, 6, 12]


def test_a_project_whose_time_is_over_is_erased_on_the_command_line_and_verify_tells_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with open_house(Settings(data_dir=data), SetClock(START)) as house, house.working(everybody()) as work:
        id = served(work).id
        service.record_measurement(work, id, 12, GOOD)
        service.accept(work, id, 13, is_solved=True)
    out = tmp_path / "pack.zip"
    docking(data, "engagement", "pack", id, "--out", out)
    assert "审计链记着这个包的摘要" in docking(data, "engagement", "verify", out, "--here").stdout
    strange = docking(tmp_path / "other", "engagement", "verify", out, "--here", check=False)
    assert (strange.returncode, "没有做过" in strange.stdout) == (1, True)
    docking(data, "engagement", "hold", id, "--reason", "诉讼未结")
    listed = docking(data, "engagement", "retention", "--lang", "en").stdout
    assert f"{id}: held back from erasing (诉讼未结)" in listed.replace("\n", "")
    early = docking(data, "engagement", "erase", id, "--reason", "期满", check=False)
    assert early.returncode != 0
    docking(data, "engagement", "hold", id, "--release", "--reason", "已结案")
    # The command reads the clock of the machine: the project was closed in March 2025.
    monkeypatch.setenv("DOCKING_PACK_KEPT_YEARS", "1")
    told = docking(data, "engagement", "erase", id, "--reason", "期满")
    assert told.stdout.startswith(f"已删除：{id}")
    found = json.loads(docking(data, "verify", "--json", check=False).stdout)
    assert (found["projects"]["count"], found["projects"]["erased"], found["projects"]["faults"]) == (1, 1, [])
