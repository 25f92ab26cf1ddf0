"""The deadline: a stated day, month or span of time in which the enterprise wants its answer. Haste alone is a flag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.numerals import NUMERAL, numeral
from intake.reading.statement import Clause, Statement, reading

_N = rf"(?:(?<![\d.])\d{{1,6}}(?:\.\d{{1,3}})?|[{NUMERAL}]{{1,6}}|半)"
_SPAN = rf"{_N}(?: ?[-~到至] ?{_N})? ?个?半?(?:年半|年|季度|月|周|星期|礼拜|天|日|工作日)"
_DATE = (
    r"(?:(?:20)?\d{2}年|今年|明年|本年|年)?(?:度)?\d{1,2}月(?:份)?(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬|末)?"
    r"|20\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|20\d{2}年(?:底|末|初|上半年|下半年|第?[一二三四]季度)?"
    r"|(?:今年|明年|本年度?)?(?:年底|年末|年内|上半年|下半年|第[一二三四]季度)|(?:本|这个?|下个?)月(?:底|末|内|初"
    r"|\d{1,2}[日号])?|(?:本|这|下个?)(?:周|星期|礼拜)[一二三四五六日天末内]?"
    r"|(?:今年|明年)?(?:春[耕播]|夏收|秋收|麦收|双十一|双11|六一)(?:之?前|以前)|(?:今年|明年)(?:春节|国庆|五一|元旦)?(?:前)|(?:春节|国庆节?|五一|元旦|中秋)(?:之?前)|今年内"
    r"|明年内|年内|当天|明天|后天|月底|月内"
)
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天](?=之?前|以前)"
_BEFORE = (
    r"(?:之前|以前|前|内|之内|以内|完成|交付|拿到|出(?:结果|报告|具)|截止|结束|达到|实现|解决|搞定|要"
    r"|提交|上市|投产|验收|左右|给(?:结果|答复|出))"
)
_WORDS = re.compile(
    rf"(?P<lead>(?:期限|时限|工期|截止(?:时间|日期)?|交期|周期(?:要求)?|完成(?:时间|日期|期限)"
    rf"|解决(?:时间|时限)|交付时间|项目周期|研发周期|合作期限|希望|最好|必须|要求|计划|预计|预期"
    rf"|力争|拟|争取|务必|赶在|需要?在|要在|能在|在|于|最迟|最晚|不超过"
    rf"|不晚于)[^,。;\n0-9{NUMERAL}今明本年这下月春国五元中当后]{{0,8}})?"
    rf"(?P<when>{_DATE}|{_WEEKDAY}|{_SPAN})(?P<after> {{0,2}}{_BEFORE})?"
)
_STRONG_LEAD = re.compile(r"期限|时限|工期|截止|交期|周期|时间|不超过|不晚于|最迟|最晚|赶在|务必")
_LATER = re.compile(
    r"寿命|保质期|保修|质保|使用|运行|连续|历史|经验|成立|生产了|来|从事|以上|每|次|一次|循环|老化"
    r"|浸泡|存放|储存|贮存|放置|养护|近|过去|最近|前几|已有|已经|曾|于$|试验|晒|保温|有效期|龄|换"
    r"|更换|生产周期|货架|响应|恒温|收回|回收期|投资回报|到期"
)
_URGENT = re.compile(
    r"尽快|越快越好|(?<![着焦紧应])急(?![性救诊剧冷热速流])|紧急|加急|火急|十万火急|赶时间|马上要|立刻"
)
_INSIDE = re.compile(r"内|之前|以前|前|截止|完成|底|拿到|交付|出结果|出报告|提交|要$|结束|给")


_NOT_AN_END = re.compile(
    r"(?:以上|以来|来|多|的?(?:保质|质保|使用|寿命|历史|经验|研究|时间.{0,3}(?:褪|裂|锈))|后|就|才|没|未|一次|开始|起"
    r"|生产|发现|出现|收到|购|买|份的)"
)
_PLANNED = re.compile(r"希望|最好|必须|要求|计划|预计|预期|力争|拟|争取")


def read_deadlines(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """The stated deadline, numerals in digits (``2个月内``, ``12月底前``, ``2025年6月``); at most one."""
    for clause in statement.clauses:
        if clause.role in ("company", "basis", "background"):
            continue
        for found in _WORDS.finditer(clause.text):
            if not was_asked and not _is_deadline(clause, found):
                continue
            start = found.start("when")
            end = (
                found.end("after")
                if (found["after"] or "").strip() in ("之前", "以前", "前", "内", "之内", "以内", "左右")
                else found.end("when")
            )
            value = _digits(clause.text[start:end])
            yield reading(
                statement, "deadline", value, clause.utterance, clause.start + start, clause.start + end, "deadline"
            )
            return


def is_urgent(statement: Statement) -> bool:
    """Whether the enterprise says that it is in a hurry."""
    return any(_URGENT.search(clause.text) for clause in statement.own)


def _is_deadline(clause: Clause, found: re.Match[str]) -> bool:
    """A span needs a wish or an end ("within"); a date needs one too, so that the past is not taken for a plan."""
    text, when = clause.text, found["when"]
    before, after = text[max(found.start("when") - 12, 0) : found.start("when")], text[found.end("when") :]
    lead = (clause.label if not before.strip() else "") + (found["lead"] or "")
    is_led = _STRONG_LEAD.search(lead) is not None
    if re.search(r"交期(?:长达|要|得|一般|动辄|约)|停机$|采购周期", before):  # how long others take
        return False
    if (_LATER.search(before) and not is_led) or _NOT_AN_END.match(after) or re.search(r"[-~/.\d]$", before):
        return False
    if re.fullmatch(r"20\d{2}年", when) and not re.match(r" {0,2}(?:之?前|以前|内|以内)", found["after"] or ""):
        return is_led
    ended = found["after"] is not None and _INSIDE.search(found["after"]) is not None
    ended = (
        ended
        or re.search(r"前$|内$", when) is not None
        or re.match(r" {0,2}(?:必须|就得?|得|一定)?(?:要交?|交)(?:$|[,。;!])", after) is not None
    )
    if re.fullmatch(_SPAN, when):
        return is_led or (ended and not re.match(r" {0,2}前", found["after"] or ""))
    return ended or is_led or _PLANNED.match(lead) is not None


def _digits(words: str) -> str:
    """Numerals as digits; names of days and weeks keep theirs (``下周三``, ``五一前``)."""
    if re.match(r"(?:本|这|下个?)?(?:周|星期|礼拜)|五一|元旦", words):
        return words.replace(" ", "")
    return re.sub(rf"[{NUMERAL}]+|(?<![上下])半(?=年|个?月)", lambda m: numeral(m[0]), words.replace(" ", ""))
