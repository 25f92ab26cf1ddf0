"""Names, contacts, numbers and amounts leave the text and come back; ordinary words stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.personal_data import is_card_number, is_credit_code, is_identity_number
from foundation.redaction import KnownName, redact

ID = "11010519491231002X"  # the example of GB 11643-1999
CREDIT = "91350100M000100Y43"  # the example of GB 32100-2015
CARD = "4111111111111111"  # a card number that payment systems keep for tests


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("请打13800138000找我", "请打[电话1]找我"),
        ("手机 138-0013-8000 或 +86 139 1234 5678", "手机 [电话1] 或 [电话2]"),
        ("电话０１０－６２３４５６７８转801", "电话[电话1]"),
        ("0755-1234567", "[电话1]"),
        ("(020)81234567", "[电话1]"),
        ("热线400-800-1234、800 810 1234", "热线[电话1]、[电话2]"),
        ("传真：87654321", "传真：[电话1]"),
        ("邮箱 zhang.san@example.com.cn。", "邮箱 [邮箱1]。"),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[邮箱1]"),
        ("见 https://example.org/a?b=1&c=2，谢谢", "见 [网址1]，谢谢"),
        ("官网www.example.com.cn/产品", "官网[网址1]产品"),
        ("服务器192.168.1.20和2001:db8::1", "服务器[网址1]和[网址2]"),
        (f"身份证{ID}", "身份证[证件1]"),
        ("身份证110105 19491231 002x", "身份证[证件1]"),
        (f"代码{CREDIT}。", "代码[证件1]。"),
        (f"卡号{CARD}", "卡号[银行卡1]"),
        ("卡号4111 1111 1111 1111", "卡号[银行卡1]"),
        ("微信号：zhang_gong88，QQ:12345678", "微信号：[账号1]，QQ:[账号2]"),
        ("合同金额20万元，预付￥50,000", "合同金额[金额1]，预付[金额2]"),
    ],
)
def test_what_is_recognised_by_its_form(text: str, redacted: str) -> None:
    found = redact(text)
    assert found.text == redacted
    assert found.restore() == text


@pytest.mark.parametrize(
    "text",
    [
        "GB/T 228.1-2021 和 ISO 6892-1:2019",
        "版本 10.2.300.4000",
        "2025-03-10 12:30:45",
        "拉伸强度500MPa，温度-40～85℃，样品12件",
        "身份证110105194912310021",  # the check digit is wrong
        "91350100M000100Y44",
        "4111111111111112",
        "流水号20250310123456",
        "0.123456789",
        "比例3:4:5",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert redact(text).text == text


def test_known_names_are_found_whatever_their_width_spacing_and_case() -> None:
    names = ["海蓝检测技术有限公司", "ABC Testing", "王小明"]
    text = "海 蓝检测技术\n有限公司委托ａｂｃ ＴＥＳＴＩＮＧ，联系人王　小明；ABCTESTINGS不是"
    found = redact(text, names)
    assert found.text == "[单位1]委托[单位2]，联系人[人名1]；ABCTESTINGS不是"
    assert found.restore() == text
    assert [entry.kind for entry in found.replacements] == ["单位", "单位", "人名"]


def test_the_longest_name_wins_and_the_same_name_keeps_its_number() -> None:
    found = redact("海蓝检测中心与海蓝检测，海蓝检测中心", ["海蓝检测", "海蓝检测中心"])
    assert found.text == "[单位1]与[单位2]，[单位1]"


def test_the_caller_may_say_what_a_name_names() -> None:
    assert redact("高明说", [KnownName(text="高明", kind="单位")]).text == "[单位1]说"
    assert redact("高明说", ["高明"]).text == "[人名1]说"
    assert redact("阿·卜说", ["阿·卜"]).text == "[人名1]说"


def test_a_single_character_is_no_name() -> None:
    assert redact("李子和王", ["李", "王", ""]).text == "李子和王"


def test_a_name_inside_an_address_goes_with_the_address() -> None:
    assert redact("发到 hailan@example.com", ["hailan"]).text == "发到 [邮箱1]"


def test_an_answer_with_placeholders_is_filled_in_again() -> None:
    found = redact("海蓝公司电话13800138000", ["海蓝公司"])
    answer = '{"title": "【单位 1】的检测", "phone": "［电话1］", "other": "[人名7]"}'
    assert found.restore(answer) == '{"title": "海蓝公司的检测", "phone": "13800138000", "other": "[人名7]"}'


def test_placeholders_that_stood_in_the_text_are_not_taken_for_ours() -> None:
    text = "模板写的是[电话1]和【电话2】，真的是13800138000"
    found = redact(text)
    assert found.text == "模板写的是[电话1]和【电话2】，真的是[电话3]"
    assert found.restore() == text


def test_the_map_does_not_show_in_logs() -> None:
    assert "13800138000" not in repr(redact("13800138000"))


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_identity_number, ID, "110105194912310020"),
        (is_identity_number, "440524188001010014", "44052418800101001X"),
        (is_credit_code, CREDIT, "91350100M000100Y4I"),
        (is_card_number, CARD, "1234"),
    ],
)
def test_check_digits(check: object, good: str, bad: str) -> None:
    assert callable(check)
    assert check(good)
    assert not check(bad)


def test_every_slip_of_one_digit_is_found() -> None:
    for number, check in ((ID, is_identity_number), (CREDIT, is_credit_code), (CARD, is_card_number)):
        for place in range(len(number) - 1):
            if number[place].isdigit():
                slipped = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
                assert not check(slipped), slipped


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "1", "1 ", "0", "@", "a@", "a@b.", "1.", ":", "a:", "http://", "电话", "海", "海蓝", "13", "[电话"],
)
def test_redacting_takes_linear_time(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    names = ["海" * length for length in range(2, 30)] + ["海蓝检测中心"]
    start = time.perf_counter()
    redact(text, names)
    assert time.perf_counter() - start < 15  # about half a second when idle; a quadratic search takes minutes


def test_ten_thousand_names_cost_little() -> None:
    names = [f"海蓝{number}检测有限公司" for number in range(10_000)]
    text = "由海蓝9999检测有限公司承担。" * 500
    start = time.perf_counter()
    found = redact(text, names)
    assert time.perf_counter() - start < 10
    assert found.text == "由[单位1]承担。" * 500


@given(
    st.text(alphabet="海蓝 公司13800138000@a.com[]电话1￥万元【】\u3000ﷺ-_:/", max_size=60),
    st.lists(st.sampled_from(["海蓝", "海蓝公司", "公司", "a.com", "13"])),
)
def test_restoring_gives_back_what_the_same_words_meant(text: str, names: list[str]) -> None:
    found = redact(text, names)
    restored = found.restore()
    # One placeholder stands for all spellings of a name, so widths and spaces may change; nothing else may.
    assert "".join(restored.split()).casefold() == "".join(text.split()).casefold()
