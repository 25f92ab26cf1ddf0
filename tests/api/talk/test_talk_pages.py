"""The talk as pages: forms and redirects, words shown as words, twice is once, stale is said kindly."""

from __future__ import annotations

import re
from html import unescape

from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House
from foundation.actors import SYSTEM
from foundation.audit import entries
from foundation.text import is_chinese
from intake import service
from intake.reading.record import read_draft
from intake.service import register_demand
from tests.api.pages import FIRST, begun, form_of, hidden, new_talk, say, talk_of
from tests.builders import ROOT
from tests.releasing import release

HOSTILE = "塑料壳子一敲就裂 <script>alert(1)</script> \"'&amp; <img src=x onerror=alert(2)> 😀👩‍🔧 " + "裂" * 1_900


def test_a_talk_is_led_back_to_itself_and_shows_words_answer_and_values(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST, "说是ABS，供应商换过")
    html = browser.get(at).text
    assert FIRST in html
    assert "材料牌号或规格知道吗" in html
    assert "听明白了：ABS" in html
    assert '<option value="质量技术评价" selected' in html
    assert len(talk_of(house, at).draft.answers) == 2


def test_looking_at_an_empty_talk_stores_nothing(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    assert browser.get(at).status_code == 404
    assert "没有这个对话" in browser.get(at).text


def test_the_same_words_sent_twice_are_taken_in_once(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    for _ in range(2):
        assert say(browser, at, FIRST, 0).status_code == 303
    version = talk_of(house, at).version
    for _ in range(2):
        assert say(browser, at, "说是ABS", version).status_code == 303
    assert talk_of(house, at).draft.utterances == (FIRST, "说是ABS")


def test_a_stale_page_says_so_and_keeps_the_words(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST, "说是ABS")
    answer = say(browser, at, "户外用，夏天很热", 2)
    assert answer.status_code == 409
    assert "别处又往前走了一步" in answer.text
    assert ">户外用，夏天很热</textarea>" in answer.text
    assert hidden(answer.text, "version") == str(talk_of(house, at).version)
    assert "户外用，夏天很热" not in talk_of(house, at).draft.utterances


def test_a_greeting_is_met_kept_in_sight_and_no_part_of_the_demand(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    for _ in range(2):
        assert say(browser, at, "您好", 0).status_code == 303
    html = browser.get(at).text
    assert "说说是什么产品" in html
    assert talk_of(house, at).draft.utterances == ()
    assert say(browser, at, FIRST, int(hidden(html, "version"))).status_code == 303
    assert say(browser, at, "谢谢", talk_of(house, at).version).status_code == 303
    html = browser.get(at).text
    assert html.index(">您好</p>") < html.index(f">{FIRST}</p>") < html.index(">谢谢</p>")
    assert html.count(">您好</p>") == 1
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    with house.reading() as session:
        demand = service.get_demand(session, sent.headers["location"].split("/")[2])
    assert demand.text == FIRST
    assert demand.draft.asides == ()


def test_words_in_which_nothing_of_a_demand_is_found_stay_on_the_page(browser: TestClient, house: House) -> None:
    words = "今天天气不错，我们一起去爬山吧"
    at = begun(browser, words)
    assert words in browser.get(at).text
    assert talk_of(house, at).draft.readings == ()


def test_hostile_words_are_shown_as_words(browser: TestClient, house: House) -> None:
    at = begun(browser, HOSTILE)
    for page in (browser.get(at).text, browser.get(f"{at}/confirm").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.get(at).text
    assert talk_of(house, at).draft.utterances == (HOSTILE,)


def test_line_ends_are_kept_as_they_were_typed(browser: TestClient, house: House) -> None:
    at = begun(browser, "塑料壳子一敲就裂\r\n材料是ABS")
    assert talk_of(house, at).draft.utterances == ("塑料壳子一敲就裂\n材料是ABS",)


def test_values_point_at_their_words_as_a_browser_counts_them(browser: TestClient) -> None:
    at = begun(browser, "😀😀 塑料壳子一敲就裂")
    assert re.search(r'data-spans="0:5:9"[^>]*>\s*<summary>塑料壳子', browser.get(at).text)


def test_a_state_secret_is_refused_and_not_even_shown_again(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    answer = say(browser, at, "机密★10年 某装备的断裂", 2)
    assert answer.status_code == 422
    assert "国家秘密" in answer.text
    assert "某装备" not in answer.text
    assert talk_of(house, at).draft.utterances == (FIRST,)


def test_an_empty_message_is_asked_for_kindly(browser: TestClient) -> None:
    at = new_talk(browser)
    answer = say(browser, at, "  ", 0)
    assert answer.status_code == 422
    assert "请写几个字" in answer.text


def test_an_address_somebody_made_up_opens_no_talk(browser: TestClient) -> None:
    answer = say(browser, "/talk/con_1", FIRST, 0)
    assert answer.status_code == 422
    assert "网址不完整" in answer.text


def test_a_value_is_changed_in_place_and_the_typed_words_are_its_evidence(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    form = {"field": "product", "old": "塑料壳子", "new": "空调外壳", "version": 2}
    for _ in range(2):
        assert browser.post(f"{at}/correct", data=form).status_code == 303
    draft = talk_of(house, at).draft
    (product,) = [reading for reading in draft.readings if reading.field == "product"]
    assert (product.value, product.origin) == ("空调外壳", "confirmed")
    assert draft.utterances[product.evidence[0].utterance] == "空调外壳"
    assert draft.value("title") == "空调外壳一敲就裂"
    assert "您改了一处" in browser.get(at).text
    with house.reading() as session:
        actions = [entry.action for entry in entries(session, at.rpartition("/")[2])]
    assert actions == ["conversation.started", "conversation.corrected"]


def test_one_of_several_values_is_removed_and_the_others_keep_their_words(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    before = talk_of(house, at).draft
    assert before.values("problem") == ("一敲就裂", "退货")
    form = {"field": "problem", "old": "退货", "new": "退货", "deed": "remove", "version": 2}
    browser.post(f"{at}/correct", data=form)
    after = talk_of(house, at).draft
    assert after.values("problem") == ("一敲就裂",)
    assert after.utterances == before.utterances


def test_words_typed_over_twice_are_no_part_of_the_demand(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    for version, (old, new) in enumerate([("塑料壳子", "空调外壳"), ("空调外壳", "空调面板")], start=2):
        form = {"field": "product", "old": old, "new": new, "version": version}
        assert browser.post(f"{at}/correct", data=form).status_code == 303
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    with house.reading() as session:
        demand = service.get_demand(session, sent.headers["location"].split("/")[2])
    assert demand.text == FIRST
    assert demand.draft.value("product") == "空调面板"


def test_a_title_that_was_typed_stays_when_the_talk_goes_on(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    title = talk_of(house, at).draft.value("title")
    browser.post(f"{at}/correct", data={"field": "title", "old": title, "new": "外壳脆裂", "version": 2})
    say(browser, at, "说是ABS", 3)
    assert talk_of(house, at).draft.value("title") == "外壳脆裂"


def test_a_value_that_is_on_no_list_is_refused(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    form = {"field": "service_category", "old": "质量技术评价", "new": "<b>别的</b>", "version": 2}
    answer = browser.post(f"{at}/correct", data=form)
    assert answer.status_code == 422
    assert "不在可选的值里" in answer.text
    assert "<b>" not in answer.text
    assert talk_of(house, at).draft.value("service_category") == "质量技术评价"


def test_a_correction_on_a_stale_page_keeps_what_was_typed(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST, "说是ABS")
    answer = browser.post(
        f"{at}/correct", data={"field": "product", "old": "塑料壳子", "new": "空调外壳", "version": 2}
    )
    assert answer.status_code == 409
    assert 'name="new" value="空调外壳"' in answer.text
    assert talk_of(house, at).draft.value("product") == "塑料壳子"
    assert browser.get(f"{at}/correct").headers["location"] == at


def test_the_form_untouched_confirms_exactly_what_it_showed(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST, "说是ABS", "电话13800001111 张经理，苏州华塑科技有限公司")
    html = browser.get(f"{at}/confirm").text
    assert "“" not in html or "您的原话" in html
    shown = unescape(re.search(r'class="condensed">(.*?)</p>', html, re.DOTALL)[1])  # type: ignore[index]
    assert "13800001111" not in shown
    assert "华塑" not in shown
    assert "3 月 17 日（星期一）前" in re.sub(r"\s+", " ", html)
    form = form_of(html)
    first = browser.post(f"{at}/confirm", data=form)
    again = browser.post(f"{at}/confirm", data=form)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    demand_id = first.headers["location"].split("/")[2]
    with house.reading() as session:
        demand = service.get_demand(session, demand_id)
    assert demand.condensed == shown
    assert demand.draft.typed == ()
    assert demand.draft.answers == ()
    assert browser.get(at).text.count("看进度") == 1
    assert browser.get(f"{at}/confirm").headers["location"] == f"/demand/{demand_id}/status"


def test_a_change_that_alters_what_is_published_is_shown_before_it_is_confirmed(
    browser: TestClient, house: House
) -> None:
    at = begun(browser, FIRST)
    form = form_of(browser.get(f"{at}/confirm").text) | {"title-0": "空调外壳开裂", "product-0": "空调外壳"}
    again = browser.post(f"{at}/confirm", data=form)
    assert again.status_code == 200
    assert "<strong>空调外壳开裂</strong>" in again.text
    assert talk_of(house, at).version == 2
    sent = browser.post(f"{at}/confirm", data=form_of(again.text))
    assert sent.status_code == 303
    with house.reading() as session:
        demand = service.get_demand(session, sent.headers["location"].split("/")[2])
    assert (demand.title, demand.draft.value("product")) == ("空调外壳开裂", "空调外壳")
    assert "空调外壳" not in demand.text


def test_secrecy_chosen_in_the_form_makes_the_demand_secret(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    form = form_of(browser.get(f"{at}/confirm").text) | {"confidentiality-0": "保密"}
    sent = browser.post(f"{at}/confirm", data=form)
    demand_id = sent.headers["location"].split("/")[2]
    with house.reading() as session:
        assert service.get_demand(session, demand_id).level == "secret"
    status = browser.get(f"/demand/{demand_id}/status").text
    assert FIRST not in status
    assert "什么都不发布" in status
    assert browser.get(f"/demand/{demand_id}/matches").status_code == 409


def test_a_form_from_before_the_talk_went_on_keeps_what_was_typed(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    form = form_of(browser.get(f"{at}/confirm").text) | {"product-0": "空调外壳"}
    say(browser, at, "说是ABS", 2)
    answer = browser.post(f"{at}/confirm", data=form)
    assert answer.status_code == 409
    assert "您改的都还在" in answer.text
    assert 'value="空调外壳"' in answer.text
    assert 'value="ABS"' in answer.text
    assert talk_of(house, at).status == "open"


def test_what_is_still_needed_stands_in_the_form_and_is_enough(browser: TestClient, house: House) -> None:
    at = begun(browser, "想测一下甲醛")
    html = browser.get(f"{at}/confirm").text
    assert "还差这一项" in html
    refused = browser.post(f"{at}/confirm", data=form_of(html))
    assert refused.status_code == 409
    assert "还差几句才能确认：是什么产品？" in refused.text
    english = browser.post(f"{at}/confirm", data=form_of(html), headers={"Accept-Language": "en"})
    fault = re.search(r'class="fault" role="alert">(.*?)</p>', english.text)
    assert fault is not None
    assert "missing before you can confirm: Which product is it?" in fault[1]
    assert not is_chinese(fault[1])
    filled = form_of(html) | {"product-new": "童装"}
    again = browser.post(f"{at}/confirm", data=filled)
    final = again if again.status_code == 303 else browser.post(f"{at}/confirm", data=form_of(again.text))
    assert final.status_code == 303, again.text


def test_similar_demands_are_shown_only_when_they_were_released(browser: TestClient, house: House) -> None:
    with house.working(SYSTEM) as work:
        hidden_one = register_demand(work, read_draft("外壳一敲就裂", FIRST))
    at = begun(browser, FIRST)
    assert "相近需求" not in browser.get(f"{at}/confirm").text
    with house.working(SYSTEM) as work:
        release(work, hidden_one.id)
    assert "相近需求" in browser.get(f"{at}/confirm").text


def test_an_answer_is_streamed_into_the_one_request_that_asked(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    answer = browser.post(at, data={"text": FIRST, "version": 0}, headers={"Accept": "text/event-stream"})
    names = re.findall(r"^event: (\w+)$", answer.text, re.MULTILINE)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert names[0] == "said"
    assert names[-1] == "page"
    assert names.count("words") == len(talk_of(house, at).draft.answers[0].sentences) == 3
    again = browser.post(at, data={"text": FIRST, "version": 0}, headers={"Accept": "text/event-stream"})
    assert re.findall(r"^event: (\w+)$", again.text, re.MULTILINE) == ["said", "page"]
    assert talk_of(house, at).version == 2


def test_a_first_match_is_hinted_from_the_second_message_on(browser: TestClient) -> None:
    at = begun(browser, FIRST)
    assert browser.get(f"{at}/hint").status_code == 204
    at = begun(browser, FIRST, "说是ABS，按GB/T 1843测冲击强度")
    hint = browser.get(f"{at}/hint")
    assert re.search(r"\d+ 家中心看来能做", hint.text)
    assert re.search(r"覆盖 \d/2 项", hint.text)
    assert "示范·澄原塑料制品" in browser.get(f"{at}/matches").text


def test_without_an_index_the_talk_goes_on_and_hints_nothing(tmp_path, clock) -> None:  # type: ignore[no-untyped-def]
    from api.wiring import open_house
    from foundation.settings import Settings

    house = open_house(Settings(data_dir=tmp_path), clock)
    browser = TestClient(make_app(house), follow_redirects=False)
    at = begun(browser, FIRST, "说是ABS")
    assert browser.get(f"{at}/hint").status_code == 204
    assert browser.get(at).status_code == 200
    assert browser.get(f"{at}/matches").status_code == 503
    house.close()


def test_the_address_of_a_talk_stays_with_who_holds_it(browser: TestClient) -> None:
    at = begun(browser, FIRST)
    for path in (at, f"{at}/confirm", "/talk"):
        headers = browser.get(path).headers
        assert headers["referrer-policy"] == "no-referrer"
        assert "no-store" in headers["cache-control"]
        assert "noindex" in headers["x-robots-tag"]
    assert browser.get("/").headers["referrer-policy"] == "no-referrer"


def test_two_talks_opened_in_one_moment_have_addresses_that_tell_nothing_of_each_other(browser: TestClient) -> None:
    one, other = new_talk(browser), new_talk(browser)
    assert one != other
    assert sum(a != b for a, b in zip(one[-16:], other[-16:], strict=True)) > 4


def test_pages_hold_no_inline_script_or_style() -> None:
    for path in (ROOT / "api" / "pages" / "templates").glob("*.html"):
        text = path.read_text("utf-8")
        assert " style=" not in text, path.name
        assert " on" + "click=" not in text, path.name
        assert re.search(r"<script(?![^>]*src=)", text) is None, path.name


def test_the_first_page_leads_into_the_talk(browser: TestClient, house: House) -> None:
    html = browser.post("/", data={"text": FIRST}).text
    found = re.search(r'formaction="(/talk/con_\w+)\?lang=zh"', html)
    assert found is not None
    sent = browser.post(found[1], data={"text": FIRST, "version": hidden(html, "version")})
    assert sent.status_code == 303
    assert talk_of(house, found[1]).draft.utterances == (FIRST,)


def test_another_matter_can_be_taken_up_in_a_talk_of_its_own(browser: TestClient, house: House) -> None:
    at = begun(browser, "我们的塑料壳子一敲就裂，想查原因。另外还有一件事：我们的电机噪声大，也想请你们测一下。")
    others = talk_of(house, at).draft.others
    assert others, "the reading keeps the second matter apart"
    html = browser.get(at).text
    form = html[html.index('class="other"') :]
    action = re.search(r'action="(/talk/con_\w+)', form)
    assert action is not None
    sent = browser.post(action[1], data={"version": "0", "text": hidden(form, "text")})
    assert sent.status_code == 303
    assert talk_of(house, action[1]).draft.utterances == (others[0].quote,)
