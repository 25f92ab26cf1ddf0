"""The desk in a browser without JavaScript: signing in, the queue, a case, decisions, and who never sees any of it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from api.app import make_app
from api.pages.desk.words import row_points
from api.wiring import House, open_house
from foundation.clock import SetClock
from foundation.settings import Settings
from kb.service import list_centres
from matcher import store
from matcher.matchlist import CentreCandidate, shown_parts, shown_score
from tests.api.desk.desk_window import OWN, Desk, candidates, words
from tests.api.desk.desk_window import desk as desk
from tests.api.desk.desk_window import house as house
from tests.desk_cases import CHEN, COORDINATORS, CRACKED, LI, TITLE, matched_demand

SIGN_IN = "登录评审台"


def test_a_signed_out_visitor_gets_the_page_to_sign_in_and_nothing_of_the_demand(house: House) -> None:
    demand = matched_demand(house)
    visitor = Desk(house)
    for at in ("/desk", f"/desk/{demand.id}", "/desk/dem_none", f"/desk/{demand.id}/decision"):
        seen = visitor.get(at)
        assert (seen.status_code, SIGN_IN in seen.text) == (401, True)
        assert TITLE not in seen.text
    assert visitor.get("/desk/dem_none").text.replace("dem_none", demand.id) == visitor.get(f"/desk/{demand.id}").text


def test_a_key_opens_the_desk_and_leads_to_the_page_that_was_asked_for(house: House) -> None:
    demand = matched_demand(house)
    visitor = Desk(house)
    answer = visitor.post("/desk/sign-in", key=LI, next=f"/desk/{demand.id}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/{demand.id}")
    kept = answer.headers["set-cookie"]
    assert all(word in kept for word in ("HttpOnly", "SameSite=strict", "Path=/desk", "Max-Age=36000"))
    assert "Secure" not in kept
    assert LI not in kept
    assert TITLE in visitor.get(f"/desk/{demand.id}").text


def test_over_https_the_session_is_never_sent_in_the_open(house: House) -> None:
    client = TestClient(make_app(house), base_url="https://desk.test", follow_redirects=False)
    assert "Secure" in client.post("/desk/sign-in", data={"key": LI}, headers=OWN).headers["set-cookie"]


@pytest.mark.parametrize(
    "wished", ["https://evil.example", "//evil.example", "/desk/../talk", "/desk/sign-out", "/talk"]
)
def test_signing_in_leads_nowhere_but_to_the_desk(house: House, wished: str) -> None:
    assert Desk(house).post("/desk/sign-in", key=LI, next=wished).headers["location"] == "/desk"


def test_wrong_keys_wait_longer_and_longer_and_nobody_is_locked_out(house: House, clock: SetClock) -> None:
    visitor = Desk(house)
    for _ in range(6):
        refused = visitor.post("/desk/sign-in", key="not-a-key-at-all-0123")
    assert refused.status_code == 429
    assert "请等 1 秒" in refused.text
    assert visitor.post("/desk/sign-in", key=LI).status_code == 429
    clock.advance(timedelta(seconds=1))
    assert visitor.post("/desk/sign-in", key="not-a-key-at-all-0123").status_code == 403
    assert "请等 2 秒" in visitor.post("/desk/sign-in", key=LI).text
    clock.advance(timedelta(seconds=2))
    assert visitor.post("/desk/sign-in", key=LI).status_code == 303


def test_a_session_ends_after_a_working_day(house: House, desk: Desk, clock: SetClock) -> None:
    clock.advance(timedelta(hours=9, minutes=59))
    assert desk.get("/desk").status_code == 200
    clock.advance(timedelta(minutes=1))
    assert desk.get("/desk").status_code == 401


def test_signing_out_ends_it_and_nothing_is_kept_by_others(desk: Desk) -> None:
    seen = desk.get("/desk")
    assert seen.headers["cache-control"] == "private, no-store"
    assert desk.post("/desk/sign-out").status_code == 303
    assert desk.get("/desk").status_code == 401


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_session_that_was_touched_is_none(house: House, desk: Desk, part: int) -> None:
    parts = desk.client.cookies["docking_desk"].split(".")
    parts[part] = {0: "Y2hlbg", 1: str(int(parts[1]) + 9), 2: "0" * 64}[part]  # chen's name, more time, another mark
    desk.client.cookies.set("docking_desk", ".".join(parts), domain="desk.test", path="/desk")
    for line in (".".join(parts), "é.1.2", "a.b", "..", "x" * 9_000):
        visitor = Desk(house)
        assert visitor.client.get("/desk", headers={"Cookie": b"docking_desk=" + line.encode()}).status_code == 401


def test_a_changed_key_ends_the_sessions_it_opened(house: House, desk: Desk, clock: SetClock) -> None:
    line = desk.client.cookies["docking_desk"]
    changed = [{**COORDINATORS[0], "key": "another-key-0123456789"}, COORDINATORS[1]]
    settings = Settings(data_dir=house.settings.data_dir, coordinators=changed)  # type: ignore[arg-type]
    later = open_house(settings, clock)
    client = TestClient(make_app(later))
    assert client.get("/desk", headers={"Cookie": f"docking_desk={line}"}).status_code == 401
    later.close()


def test_without_a_key_the_desk_says_how_to_set_one(tmp_path: Path, clock: SetClock) -> None:
    bare = open_house(Settings(data_dir=tmp_path / "bare"), clock)
    seen = Desk(bare).get("/desk")
    assert "DOCKING_OPERATOR_KEY" in seen.text
    assert "<form" not in seen.text
    assert Desk(bare).post("/desk/sign-in", key="").status_code == 403
    bare.close()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://desk.test.evil.example"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(house: House, desk: Desk, headers: dict[str, str]) -> None:
    one = candidates(house, matched_demand(house).id)[0]
    form = {"candidate": one.id, "event": "accept", "version": 1}
    assert desk.post(f"/desk/{one.demand_id}/decision", headers, **form).status_code == 403
    assert candidates(house, one.demand_id)[0].state == "proposed"


def test_a_form_of_the_desk_itself_counts_where_a_browser_names_only_the_origin(house: House, desk: Desk) -> None:
    one = candidates(house, matched_demand(house).id)[0]
    form = {"candidate": one.id, "event": "accept", "version": 1}
    sent = desk.post(f"/desk/{one.demand_id}/decision", {"Origin": "http://desk.test"}, **form)
    assert sent.status_code == 303
    assert desk.get(f"/desk/{one.demand_id}").headers["referrer-policy"] == "same-origin"


def test_words_typed_into_a_session_that_ran_out_are_given_back(house: House, desk: Desk, clock: SetClock) -> None:
    one = candidates(house, matched_demand(house).id)[0]
    clock.advance(timedelta(hours=11))
    late = desk.decide(one, "decline", reason_code="other", note="样机下周才到 <b>急</b>")
    assert late.status_code == 401
    assert "样机下周才到 &lt;b&gt;急&lt;/b&gt;" in late.text
    assert candidates(house, one.demand_id)[0].state == "proposed"


def test_the_queue_names_each_demand_once_with_what_it_waits_for(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    page = words(desk.get("/desk").text)
    assert page.count(TITLE) == 1
    assert "待评审 最高可信 0.86 · 3 家候选 · 示范·澄原" in page
    assert "3 月 17 日（星期一） · 还剩 5 个工作日" in page
    assert demand.id in desk.get("/desk?state=proposed").text
    assert "现在没有要评审的" in desk.get("/desk?state=on_hold").text
    assert "现在没有要评审的" in desk.get("/desk?mine=1").text


def test_a_case_shows_every_part_that_was_found(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    page = words(desk.get(f"/desk/{demand.id}").text)
    for part in (
        TITLE, "质量技术评价", "检验检测", "可信 0.86",
        "GB/T 1843-2008", "CNAS 有效至 2029-06-30", "附表 第 11 行", "限制范围：只用 A 型",
        "最近这批一敲就裂 → 冲击韧性不足 → 悬臂梁冲击强度", "没有找到“分子量”", "声明过与这家企业有利益冲突",
        "5 项没有妨碍", "组长 沈若棠（示范）", "缺 GPC 分子量 → 建议联合 候选 C", "“GPC 分子量”没有一家在批准范围里",
    ):  # fmt: skip
        assert part in page, part
    assert "缺 含水率" not in page, "nobody asked for it: it may be of use"
    assert "GPC 分子量、含水率" not in page
    assert "<mark>最近这批一敲就裂</mark>" in desk.get(f"/desk/{demand.id}").text
    assert re.search(r"合计 0\.\d\d = 0\.\d\d \+ 0\.\d\d", page)
    assert re.search(r"这一行的分 \+0\.\d{6} 字词相同 \+0\.\d{6}", page)
    assert page.count("接受") >= 3


def test_the_page_has_no_telephone_number_beside_the_enterprises_own_words(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    html = desk.get(f"/desk/{demand.id}").text
    said = re.search(r"<details><summary>企业原话.*?</details>", html, re.DOTALL)
    assert said is not None
    assert "13800001111" in said[0]
    assert "13800001111" not in html.replace(said[0], "")


def test_an_abstention_is_said_with_its_gaps_and_a_centre_can_still_be_added(house: House, desk: Desk) -> None:
    demand = matched_demand(house, is_abstained=True)
    page = words(desk.get(f"/desk/{demand.id}").text)
    assert "没有合适的中心 ✘ “GPC 分子量”没有一家在批准范围里" in page
    added = desk.post(f"/desk/{demand.id}/add", centre="紧固件", reason_code="known_ability", note="做过同类")
    assert added.status_code == 303
    page = words(desk.get(f"/desk/{demand.id}").text)
    assert "手动添加，没有匹配的行。 做过同类" in page


def test_a_run_without_facts_team_or_confidence_shows_none_of_them(house: House, desk: Desk) -> None:
    demand = matched_demand(house, is_plain=True)
    page = words(desk.get(f"/desk/{demand.id}").text)
    assert "示范·澄原" in page
    for part in ("可信", "团队", "没有妨碍", "None"):
        assert part not in page, part


def test_the_three_best_stand_side_by_side_or_those_that_were_asked_for(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    assert desk.get(f"/desk/{demand.id}").text.count('<article class="card') == 3
    compared = desk.get(f"/desk/{demand.id}?show=A-C").text
    assert re.findall(r'<span class="letter">(\w)</span>', compared) == ["A", "C"]
    assert "其他候选" in compared
    assert desk.get(f"/desk/{demand.id}?show=%3Cscript%3E").status_code == 422


def test_accepting_and_declining_need_one_form_each(house: House, desk: Desk) -> None:
    first, _, third = candidates(house, matched_demand(house).id)
    assert desk.decide(first, "accept").status_code == 303
    assert desk.decide(third, "decline", reason_code="wrong_product", note="做家具的").status_code == 303
    page = words(desk.get(f"/desk/{first.demand_id}").text)
    assert "李工 3 月 10 日 09:00 办为“已接受”" in page
    assert "李工 3 月 10 日 09:00 办为“已退回” · 产品对不上 · 做家具的" in page


def test_a_reason_that_is_missing_is_asked_for_and_nothing_typed_is_lost(house: House, desk: Desk) -> None:
    first, second, _ = candidates(house, matched_demand(house).id)
    refused = desk.decide(first, "decline", note="他们说下月起\n排满了 <i>")
    assert refused.status_code == 422
    form = re.search(r'<details class="deed" open>.*?</details>', refused.text, re.DOTALL)
    assert form is not None
    assert "请选一个原因</p>" in form[0]
    assert "他们说下月起\n排满了 &lt;i&gt;</textarea>" in form[0]
    hindered = desk.decide(second, "accept", reason_code="enterprise_agrees")
    assert hindered.status_code in (409, 422)
    assert 'value="enterprise_agrees" selected' in hindered.text
    done = desk.decide(second, "accept", reason_code="enterprise_agrees", note="企业书面同意")
    assert done.status_code == 303


def test_who_comes_too_late_is_told_who_decided_what_and_when(house: House, desk: Desk) -> None:
    one = candidates(house, matched_demand(house).id)[0]
    assert Desk(house, CHEN).decide(one, "accept").status_code == 303
    late = desk.decide(one, "decline", reason_code="no_capacity", note="他们六月前排满了")
    assert late.status_code == 409
    page = words(late.text)
    assert "刚才已经有人办了：陈工 3 月 10 日 09:00 办为“已接受”" in page
    assert "您写的还在这里： 他们六月前排满了" in page
    assert candidates(house, one.demand_id)[0].state == "accepted"


def test_a_candidate_of_another_demand_is_not_decided_here(house: House, desk: Desk) -> None:
    one, other = (candidates(house, matched_demand(house, text=CRACKED + more).id)[0] for more in ("", "，急"))
    form = {"candidate": one.id, "event": "accept", "version": 1}
    assert desk.post(f"/desk/{other.demand_id}/decision", **form).status_code == 404
    assert candidates(house, one.demand_id)[0].state == "proposed"
    assert desk.decide(one, "answer").status_code == 422


def test_a_centre_is_added_by_a_part_of_its_name_and_chosen_where_several_fit(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    several = desk.post(f"/desk/{demand.id}/add", centre="示范", reason_code="known_ability", note="电话里谈过")
    assert several.status_code == 422
    assert "请选一家" in several.text
    assert "电话里谈过</textarea>" in several.text
    with house.reading() as session:
        centre = next(one for one in list_centres(session) if "紧固件" in one.name)
    chosen = desk.post(f"/desk/{demand.id}/add", centre="示范", meant=centre.id, reason_code="known_ability")
    assert chosen.status_code == 303
    assert candidates(house, demand.id)[-1].centre_id == centre.id
    unknown = desk.post(f"/desk/{demand.id}/add", centre="没有这样的中心", reason_code="known_ability")
    assert (unknown.status_code, 'value="没有这样的中心"' in unknown.text) == (404, True)


def test_the_enterprise_is_asked_and_what_it_says_on_the_telephone_is_entered(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    assert desk.post(f"/desk/{demand.id}/ask", note="使用温度是多少？").status_code == 303
    page = desk.get(f"/desk/{demand.id}").text
    assert "待企业补充" in page
    found = re.search(r'name="question" value="([^"]+)"', page)
    assert found is not None
    empty = desk.post(f"/desk/{demand.id}/answer", question=found[1], note="")
    assert (empty.status_code, empty.text.count('role="alert"')) == (422, 1)
    assert desk.post(f"/desk/{demand.id}/answer", question=found[1], note="零下二十度").status_code == 303
    page = words(desk.get(f"/desk/{demand.id}").text)
    assert "企业答： 零下二十度" in page
    assert "等企业回答" not in page


def test_a_demand_is_handed_over_and_found_among_ones_own(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    version = re.search(r'reassign.*?name="version" value="(\d+)"', desk.get(f"/desk/{demand.id}").text, re.DOTALL)
    assert version is not None
    assert desk.post(f"/desk/{demand.id}/reassign", person="chen", version=version[1]).status_code == 303
    assert "陈工办理" in desk.get(f"/desk/{demand.id}").text
    assert demand.id in Desk(house, CHEN).get("/desk?mine=1").text
    assert demand.id not in desk.get("/desk?mine=1").text


def test_two_reviewers_give_points_for_each_criterion(house: House, tmp_path: Path) -> None:
    policy = house.review_policy.model_copy(update={"reviewers": 2})
    (tmp_path / "review.yaml").write_text(yaml.safe_dump(policy.model_dump(mode="json")), "utf-8")
    house.settings = house.settings.model_copy(update={"review_policy": tmp_path / "review.yaml"})
    desk = Desk(house, LI)
    one = candidates(house, matched_demand(house).id)[0]
    page = desk.get(f"/desk/{one.demand_id}").text
    assert "逐项打分" in page
    scores = {f"score-{criterion.id}": "80" for criterion in policy.criteria}
    wrong = desk.decide(one, "endorse", **{**scores, "score-fit": "8x"})
    assert (wrong.status_code, 'value="8x"' in wrong.text) == (422, True)
    assert desk.decide(one, "endorse", **scores).status_code == 303
    assert "80.00 分" in words(Desk(house, CHEN).get(f"/desk/{one.demand_id}").text)


def test_the_desk_speaks_english_when_asked(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    page = words(desk.get(f"/desk/{demand.id}?lang=en").text)
    assert "Confidence 0.86" in page
    assert "Accept" in page
    assert "working days left: 5" in page


def test_the_parts_of_a_score_add_up_as_they_are_shown(house: House) -> None:
    demand = matched_demand(house)
    with house.reading() as session:
        run = store.newest_run(session, demand.id)
    assert run is not None
    for centre in run.outcome.found.whole.centres:
        check_sum(centre)


def check_sum(centre: CentreCandidate) -> None:
    old = centre.model_copy(update={"shares": ()})  # as runs of before kept it
    for points in (row_points(centre), row_points(old)):
        assert sum(points) == centre.score
        cents = [int(part.replace(".", "")) for part in shown_parts(points)]
        assert sum(cents) == int(shown_score(centre.score).replace(".", ""))
