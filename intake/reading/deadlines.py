"""The deadline: a stated day, month or span of time in which the enterprise wants its answer. Haste alone is a flag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.english.deadlines import find_english_deadlines, read_english_deadlines
from intake.reading.misread import figures_mended
from intake.reading.numerals import NUMERAL, about, numeral
from intake.reading.roles import Candidate, choose, without_doubles
from intake.reading.statement import Clause, Statement, reading

_N = rf"(?:(?<![\d.])\d{{1,6}}(?:\.\d{{1,3}})?|[{NUMERAL}]{{1,6}}|半)"
_SPAN = (
    rf"{_N}(?: ?[-~到至] ?{_N})? ?(?:个?半?(?:年半|年|季度|月|周|星期|礼拜)|个?(?:工作日|自然日|日历日"
    rf"|日历天|自然天|工作天)"
    r"|天|日|个?(?:小时|钟头))"
)
_YEAR = r"(?:(?:20)?\d{2} ?年 ?|今年|明年|后年|本年|年)?(?:度)?"
_FEAST = (
    r"(?:春节|国庆节?|五一|十一|元旦|中秋节?|端午节?|清明节?|圣诞节?|双十一|双11|双十二|618|六一|过年|(?<![半两去今明后每新几])年"
    r"|春[耕播]|夏收|秋收|麦收|双抢|汛期|雨季|梅雨季?|旺季|淡季|开学|入冬|冬季|供暖季?|采暖季|广交会|进博会|[春夏秋冬](?:天|季)?(?:(?!之|以)[\u4e00-\u9fff]){0,3})"
)
_EVENT = (
    r"(?:(?:(?!时间|日期|必须|最好|希望|要求|[在于赶需要请最争时间])[\u4e00-\u9fff]){1,3}(?:节|季|花期"
    r"|展会?"
    r"|会))(?=之?前(?![处期段端道后])"
    r"|以前)"
)
_UNTIL = r"(?:(?:(?![交完之以])[\u4e00-\u9fff]){1,4}?(?=之?前(?![处期段端道后])|以前))"
"""What a day is the eve of: ``9月采摘季前``."""
_DATE = (
    rf"{_YEAR}\d{{1,2}} ?月(?:份)?(?: ?\d{{1,2}} ?[日号]|底|初|末|(?:中旬?|上旬|下旬))?{_UNTIL}?"
    rf"|{_YEAR}[一二三四五六七八九十]{{1,2}}月(?:份)?(?:[一二三四五六七八九十]{{1,3}}[日号]|底|初|末|(?:中旬?|上旬|下旬))?"
    rf"|(?:20\d{{2}}年|今年|明年|本年度?)?(?:年底|年末|年内|底|上半年|下半年|第?[一二三四1-4]季度|{_FEAST}(?:假期?)?(?=之?前(?![处期段端道后])|以前)|{_EVENT})"
    r"|20\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)|(?<![\d./:-])\d{1,2}/\d{1,2}(?![\d./%])"
    r"|20\d{2}年?(?:底|末|初|上半年|下半年|第?[一二三四1-4]季度|[qQ][1-4])?|(?<![A-Za-z0-9])[qQ][1-4](?![A-Za-z0-9])"
    r"|(?<=[今明后])年(?:底|末|内)"
    r"|(?:本|这个?|下个?|当)月(?:份)?(?:底|末|内|初|中旬|上旬|下旬|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?)?"
    r"|(?:本|这|下下?个?)(?:周|星期|礼拜)[一二三四五六日天末内底]?|(?:本|这个?|下个?)(?:季度?)(?:末|内|底)?"
    r"|今年内|明年内|年内|本年内|(?:今|明)(?:早|晚)|礼拜天(?=之?前)|(?:今|明|后|当)天(?:早上|上午|中午|下午|晚上|下班)?|月底|月内|月末|(?<![\d月])\d{1,2}号"
)
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天](?=之?前|以前|要|必须|就要)"
_BEFORE = (
    r"(?:之前|以前|前|内|之内|以内|完成|完工|交付|交货|到货|拿到|拿出|出(?:结果|报告|具|数据?|方案|证|样|底片|来)|截止|结束|达到|实现|解决|搞定|要"
    r"|提交|上市|投产|投运|投用|验收|左右|给(?:结果|答复|出|个?方案|结论|数据?|报告)|结题|建成|拿(?:下|报告|证|结果)|量产|定型|复检|报批)"
)
_LEAD = (
    r"(?:期限|时限|工期|截止(?:时间|日期|日)?|交期|交货期|周期(?:要求)?|(?:完成|交付|交|出)(?:报告|样|证)?(?:时间|日期|期限)"
    r"|解决(?:时间|时限)|(?:期望|希望|要求)?(?:办结|完成|解决|交付)(?:时间|日期|时限)|交付时间|到货时间|项目周期|研发周期|研究周期|建设期|合作期限|希望|最好|必须|要求|计划|预计|预期"
    r"|力争|拟|争取|务必|赶在|需要?在|要在|能在|在|于|最迟|最晚|不超过|客户验货日"
    r"|不晚于|须(?:于|在)|务必(?:于|在)|请(?:于|在))"
)
_WORDS = re.compile(
    rf"(?P<lead>{_LEAD}[^,。;\n0-9{NUMERAL}今明本年下这月春国五元中当后]{{0,8}})?"
    rf"(?P<when>{_DATE}|{_WEEKDAY}|{_SPAN})(?P<after> {{0,2}}(?:的?时候|时间)? {{0,2}}{_BEFORE})?"
)
_STRONG_LEAD = re.compile(
    r"期限|时限|工期|截止|交期|交货期|(?<!生产)(?<!生命)(?<!使用)(?<!检定)(?<!循环)周期|时间|日期|不超过|不晚于|最迟|最晚|赶在|务必|建设期"
    r"|研究期|开发期|验货日|[须请][于在]"
)
_OPEN_LABEL = re.compile(r"【(?:期限|时限|工期|时间|交期|周期|完成时间|截止(?:时间|日期)?)】(?:自)?[^,。;]{0,12}$")
_CERTAIN = re.compile(
    r"(?:^|[,。;\n\d.、】 【])(?:期望|希望|要求|拟)?(?:完成|交付|办结|解决|截止)(?:问题|需求)?(?:时间|日期"
    r"|时限|期限)[:】] {0,2}$"
)
_LATER = re.compile(
    r"寿命|保质期|保修|质保|使用|运行|连续|历史|经验|成立|生产了|(?<!出)(?<![起后])来(?=$|\d)|从事|以上|每|(?<!第)一?次|一次|循环|老化"
    r"|浸泡|存放|储存|贮存|放置|养护|近|过去|最近|前几|已有|已经|曾|(?:成立|创立|建成?|位|毕业|产|获|注册|购|始|发现|出现|发生)于$|试验|晒|保温|有效期|龄|换"
    r"|更换|生产周期|货架|响应|恒温|收回|回收期|投资回报|到期|月结|账期|付款|盐雾|不到|用了|停产|跑|测了|了$|送样品?|干了|做了|打了|等了|拖了|隔|第$|要求质"
)
_URGENT = re.compile(
    r"尽快|越快越好|(?<![着焦紧应])急(?![性救诊剧冷热速流])|紧急|加急|火急|十万火急|赶时间|马上要|立刻"
)
_INSIDE = re.compile(
    r"内|之前|以前|前|截止|完成|完工|底|拿|交付|交货|到货|出|提交|要$|结束|给|结题|投运|投用|定型|复检|报批|量产|验收|搞定|解决|建成"
)
_NOT_AN_END = re.compile(
    r"(?:要?得?(?:换|修|坏|停|清洗|更换|维修|上展|去|参加|开|来)|以上|以来|来(?!得)|多|的?(?:保质|质保|使用|寿命|历史|经验|研究|时间.{0,3}(?:褪|裂|锈))|后|就(?![要得能给出可必])|才|没|未|一次|开始|起"
    r"|生产|发现|出现|收到|购|买|份的|左右?的?(?:使用|寿命)|的(?:盐雾|试验|老化)|不(?:褪|裂|锈|生|变|发|掉)|试验|老化|寄|送样|还是|又|下来|了|启动|开工|立项|盐雾|工作制|[后再]再)"
)
_PLANNED = re.compile(r"希望|最好|必须|要求|计划|预计|预期|力争|拟|争取|请|需要?|最终")
_DOES = re.compile(
    r" {0,2}(?:之?前|以前|以内|之内|内|底)?(?:必须|一定|务必|都|就|得|要|能不能|能|可以|可|给我?|我|为止"
    r"|需要?|分批|把|给)*(?:要交?|交|出|拿|给|完成|做完|做好|办完|弄好|改好"
    r"|搞定|弄明白|解决|回复|答复|安排|提交|需要|送完|投运|搞好|用上|量产|见|测完|上线|投产|验收|发布|建成|完工|装好|装完|到货|定型|弄完|好(?=$|[,。])|通过|取证|结题)"
)
_WISHED = re.compile(
    r"[^,。;!?]{0,10}?(?:出(?:来|结果|报告|数|样|证|底片|方案|结论)|给(?:我|个|结|出|客户)|拿(?:出|到|报告|证|数据|结果|下)|交(?:货|付|报告)|需要(?:数据|报告|结果)|搞定|弄好|弄明白|弄完"
    r"|完成|改好|做好|安排|送完|就要|能出|投运|结题|定型|见效|用上|要(?:$|结果|报告|数据)|回话|答复|量产|提交|验收|投产)"
)
_OTHERS_TIME = re.compile(
    r"交期(?:长达|要|得|一般|动辄|约)|停机$|采购周期|有效期|月结|付款|回访|揭榜时间|报名|投标|开标|样品[^,]{0,4}$|寄样|三包|联系企业|注册|成立|每隔|太长|过长|偏长|平均|执行期|起止|去年|上个?月|前年|前期|上周"
)
_BARE_END = re.compile(r" {0,2}(?:左右|上下)?(?:吧|行吗|可以吗?|够吗|够不够|来得及吗|行不行|的话)?[!?~]? {0,2}$")


def read_deadlines(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """The stated deadline, numerals in digits (``2个月内``, ``12月底前``, ``2025年6月``); at most one."""
    if was_asked:
        found = next((one for one in _times(statement) if not _OUTSIDE & set(one.signs)), None)
    else:
        found = choose("deadline", statement, find_deadlines(statement))
    if found is not None:
        yield reading(statement, "deadline", found.value, found.utterance, found.start, found.end, "deadline")
        return
    if was_asked and (english := read_english_deadlines(statement)):
        yield english


_OUTSIDE = frozenset({"in company", "in basis", "in background"})


def find_deadlines(statement: Statement) -> list[Candidate]:
    """Every day and span of time of a statement, with what the rules say of it."""
    return without_doubles(statement, list(_times(statement)), list(find_english_deadlines(statement)))


def _times(statement: Statement) -> Iterator[Candidate]:
    for clause in statement.clauses:
        for found in _WORDS.finditer(figures_mended(clause.text)):
            if found["when"] in ("底", "2000"):
                continue
            start = found.start("when")
            ended = (found["after"] or "").strip() in ("之前", "以前", "前", "内", "之内", "以内", "左右")
            end = found.end("after") if ended else found.end("when")
            is_deadline, referred = _is_deadline(clause, found), _is_referred_to(statement, clause, found)
            is_own = clause.role not in ("company", "basis", "background")
            span = re.fullmatch(_SPAN, found["when"]) is not None
            told = {"yes": is_own and (is_deadline or referred), "ended": ended, "span": span, "referred": referred}
            told |= {"means it": is_deadline, f"in {clause.role}": True, "hours": "时" in found["when"] and span}
            head = clause.label if start <= 2 else ""
            before = head + clause.before(start)
            certain = told["yes"] and _CERTAIN.search(before) is not None
            signs = tuple(sign for sign, holds in told.items() if holds)
            value = _digits(found.string[start:end])
            yield Candidate(clause.utterance, clause.start + start, clause.start + end, value, signs, certain)


def is_urgent(statement: Statement) -> bool:
    """Whether the enterprise says that it is in a hurry."""
    return any(_URGENT.search(clause.text) for clause in statement.own)


_REFERRED = re.compile(
    r"[^。;!?\n]{0,10},[^,。;!?\n]{0,6}?(?:(?:在|于)?此(?:日期|时间)?之?前|(?:^"
    r"|(?<=,))(?:要|得|必须|须)?(?:在|赶在)?之前)"
)


def _is_referred_to(statement: Statement, clause: Clause, found: re.Match[str]) -> bool:
    """Whether the next words want it before this day (``投标截止在下月15号，报告须在此之前拿到``)."""
    if re.fullmatch(_SPAN, found["when"]):
        return False
    text = statement.utterance(clause.utterance).text
    end = clause.start + found.end("when")
    return _REFERRED.match(text[end : end + 32]) is not None


def _is_deadline(clause: Clause, found: re.Match[str]) -> bool:
    """A span needs a wish or an end ("within"); a date needs one too, so that the past is not taken for a plan."""
    text, when = found.string, found["when"]
    before, after = text[max(found.start("when") - 16, 0) : found.start("when")], text[found.end("when") :][:24]
    lead = (clause.label if found.start("when") <= 12 else "") + (found["lead"] or "")
    is_led = _STRONG_LEAD.search(lead) is not None or _STRONG_LEAD.search(before) is not None
    is_led = is_led or _OPEN_LABEL.search(before) is not None
    if _OTHERS_TIME.search(before) or re.search(r"[-~/.\d]$", before):  # how long others take
        return False
    if (_LATER.search(before[-12:]) and not is_led) or _NOT_AN_END.match(after):
        return False
    if re.match(r"(?:之内|以内|内|之前|以前|前)?[^,]{0,3}(?:联系|回访|回复?报价)", after):
        return False
    if re.fullmatch(r"20\d{2}年?", when) and not re.match(r" {0,2}(?:之?前|以前|内|以内|底)", found["after"] or ""):
        return is_led and "年" in when
    ended = found["after"] is not None and _INSIDE.search(found["after"]) is not None
    ended = (
        ended
        or re.search(r"前$|内$", when) is not None
        or _DOES.match(after) is not None
        or re.match(r" {0,2}(?:必须|就得?|得|一定)?(?:要交?|交)(?:$|[,。;!])", after) is not None
    )
    wished = ended or _WISHED.match(after) is not None
    alone = not before.strip(" ,、") and _BARE_END.match(after) is not None and clause.role != "title"
    if re.fullmatch(_SPAN, when):
        of_hours = re.search(r"小时|钟头", when) is not None
        if of_hours:
            return is_led or re.match(r"(?:之内|以内|内)[^,]{0,4}(?:出|给|要|拿|完成|交|答|回)", after) is not None
        ended = ended and not re.match(r" {0,2}前", found["after"] or "")
        return is_led or ended or wished or alone or re.search(r"(?:想|要)(?:在)?$", before) is not None
    return wished or is_led or _PLANNED.match(lead) is not None


_NAMES = frozenset(("五一", "十一", "六一"))
"""Days that are called by their numbers."""


def _digits(words: str) -> str:
    """Numerals as digits; names of days and weeks keep theirs (``下周三``, ``五一前``)."""
    if re.match(r"(?:本|这|下个?)?(?:周|星期|礼拜)|五一|元旦", words):
        return words.replace(" ", "")
    return re.sub(
        rf"(?<!星期)(?<!礼拜)(?<!周)[{NUMERAL}]+|(?<![上下个\d{NUMERAL}])半(?=年|个?月|天)",
        lambda m: m[0] if m[0] in _NAMES else "-".join(about(m[0]) or (numeral(m[0]),)),
        words.replace(" ", ""),
    )
