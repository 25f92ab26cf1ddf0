"""The enterprise reads in plain words when nobody can be recommended, and what it can do next (B3, B18)."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.matching.enterprise import enterprise_of
from api.matching.finding import match_demand
from api.wiring import House
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import get_demand, register_demand
from matcher.review.handling import confirm_nobody
from tests.api.pages import begun, form_of

STRANGE = "我们做殡葬服务的，想找人评估骨灰盒的风水朝向，给客户出一份说明"
MISSING = {"product-new": "骨灰盒", "problem-new": "客户嫌朝向不吉利", "service_category-new": "其他技术服务"}
KNOWN = "我们给空调厂供的塑料壳子，最近一批一敲就裂，客户要退货。材料说是 ABS，供应商换过。"


def test_the_first_page_says_that_nobody_is_recommended_and_what_to_do(browser: TestClient) -> None:
    page = browser.post("/", data={"text": STRANGE}).text
    assert "暂时没有有把握能做的中心" in page
    assert "最接近的几家，只供参考，不是推荐" in page
    assert "把它办成需求" in page
    assert "能帮忙的中心" not in page
    assert page.count('<article class="centre">') == 2
    known = browser.post("/", data={"text": KNOWN}).text
    assert "能帮忙的中心" in known
    assert "没有有把握" not in known


def test_a_program_without_a_key_is_told_as_well(client: TestClient) -> None:
    told = client.post("/match", json={"text": STRANGE}).json()
    assert (told["is_abstained"], bool(told["gaps"])) == (True, True)
    known = client.post("/match", json={"text": KNOWN}).json()
    assert (known["is_abstained"], known["gaps"]) == (False, [])
    assert all(centre["team"] is None for centre in (*told["centres"], *known["centres"]))


def test_a_title_is_what_is_missing_where_a_text_has_one(client: TestClient) -> None:
    project = "现有品种退化、同质化，市场价格逐年走低。想引进或联合培育自主知识产权品种3～5个，组培变异率控制在3%以内。"
    titled = client.post("/match", json={"text": project, "title": "蝴蝶兰大花型新品种选育"}).json()
    assert titled["is_abstained"]
    assert [gap["parameter"] for gap in titled["gaps"]] == ["蝴蝶兰大花型新品种选育"]
    assert client.post("/match", json={"text": project, "title": "  "}).json() == (
        client.post("/match", json={"text": project}).json()
    )


def test_a_title_that_may_not_be_kept_is_refused_by_name(client: TestClient) -> None:
    refused = client.post("/match", json={"text": KNOWN, "title": "绝密★二十年"})
    assert refused.status_code == 422
    assert refused.json()["facts"]["field"] == "title"
    assert client.post("/match", json={"text": KNOWN, "title": "长" * 201}).status_code == 422


def test_a_talk_and_its_demand_say_it_until_the_answer_is_there(browser: TestClient, house: House) -> None:
    at = begun(browser, STRANGE, "以前没有做过这类说明")
    assert "再说细一点会更准" in browser.get(f"{at}/hint").text
    assert "最接近的几家，只供参考" in browser.get(f"{at}/matches").text
    form = form_of(browser.get(f"{at}/confirm").text)
    added = {name: words for name, words in MISSING.items() if name in form}
    again = browser.post(f"{at}/confirm", data=form | added)
    sent = browser.post(f"{at}/confirm", data=form_of(again.text))
    demand_id = sent.headers["location"].split("/")[2]
    assert "在人工核实" not in browser.get(f"{at}/status").text
    match_demand(house, OPERATOR, demand_id)
    page = browser.get(f"{at}/status").text
    assert "还没有找到有把握能做的中心：对接专员在人工核实" in page
    assert "个工作日" in page
    with house.working(OPERATOR) as work:
        confirm_nobody(work, demand_id)
    page = browser.get(f"{at}/status").text
    for words in ("现有的中心暂时都做不了", "暂时没有找到能做的", "可以订阅：有新的能力导入"):
        assert words in page
    assert "在人工核实" not in page


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("我们是宁波明途塑料有限公司，壳子一敲就裂", "宁波明途塑料有限公司"),
        ("我们给海尔集团供壳子，一敲就裂", None),
        ("我们是给海尔集团供货的，壳子一敲就裂", None),
        ("壳子一敲就裂，想知道原因", None),
    ],
)
def test_the_enterprise_is_who_introduces_itself_and_nobody_else(house: House, words: str, name: str | None) -> None:
    with house.working(OPERATOR) as work:
        assert enterprise_of(register_demand(work, read_draft("", words))) == name
        signed = register_demand(work, read_draft("", words + "。另一批"), enterprise="示例厂")
        assert enterprise_of(get_demand(work.session, signed.id)) == "示例厂"
