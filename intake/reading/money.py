"""The budget: what the enterprise would spend on *this*, and only when it says so.

Published demands are full of money that is no budget (registered capital, turnover, what a line once cost, what the
trouble costs a year). A sum counts only beside a word of intent, and never beside a word of the past or of trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.numerals import NUMERAL, about, numeral
from intake.reading.statement import Clause, Statement, reading

_NUMBER = rf"(?:(?<![\d.])\d[\d,]{{0,14}}(?:\.\d{{1,4}})?|[{NUMERAL}]{{1,8}}|半)"
_UNIT = (
    r"(?:万亿|百万|千万|亿|万|千|百|[wWk](?![A-Za-z]))?(?:多|余|来)?(?:元人民币|块钱|人民币|美元|欧元|元|块|RMB|rmb)?"
)
_SUM = re.compile(
    rf"(?:人民币|¥|￥)? {{0,2}}(?P<low>{_NUMBER}) {{0,2}}(?P<low_unit>{_UNIT})"
    rf"(?: {{0,2}}(?:-|~|至|到|—) {{0,2}}(?P<high>{_NUMBER}) {{0,2}}(?P<high_unit>{_UNIT}))?"
)
_INTENT = re.compile(
    r"预算|拟(?:计划)?投[入资]|(?:计划|预计|打算|准备|愿意?|可以?|能|将|需|预期"
    r"|项目)(?:总)?(?:投[入资]|出资?|花|拿出|支付|提供资金)|经费|(?:项目|计划|预计|估计"
    r"|概算)?总?投资(?:额|估算|预算|概算)?(?:约|为|:|共|计|不超过|在|控制|预计)"
    r"|资金(?=:)|资金(?:预算|投入|需求|规模)|费用(?:预算|控制|不超过|大概|大约|上限|在|希望|最好|承受|(?=[0-9一二两三四五六七八九十几]))"
    r"|最多(?:出|给|花)|(?:揭榜|悬赏|榜单|合作|项目|意向)(?:金额|资金|经费|奖金|额)|悬赏|出价"
    r"|报价(?:不超过|控制)|(?:总价|总额|价格|价钱)(?:控制|不超过|最好|在)|最多(?=[0-9一二两三四五六七八九十几])|拟出资|资金已(?:经)?落实"
    r"|(?:开发|服务|编制|检测|测试|试验|培训|咨询|设计)费(?:用)?(?=[0-9一二两三四五六七八九十几])|(?:研发|投入|科研|检测|技术开发)(?:资金|费用|费)|给出?\d|出\d|预留"
)
_OTHER = re.compile(
    r"注册|已(?:经)?(?:累计)?投|累计|曾|产值|产能|营业|销售|营收|收入|利税|利润|税收|效益|损失"
    r"|亏损|赔|节约|节省|成本|资产|售价|单价|价格|市场(?:规模|容量)|罚|花了|去年|今年已|历年|每年"
    r"|年均|建成|贷款|融资|市值|贵|退货|索赔|一台|每台|/台|/吨|一吨|每吨|元/|一套设备|补贴|奖励"
    r"|增加值|合同额|吨水|运行费|降[到至]"
)
_OFFERED = re.compile(
    r" {0,2}(?:(?:以内|之内|以下|封顶)(?=$|[,。;!?吧行能可]| {0,2}(?:能|行|可|够|就))"
    r"|(?:左右|上下|以内|之内)?(?:够不够|行不行|行不|够吗|行吗|能不能|能搞定|能做|能弄|能办|可以接受|能接受|可接受|吧(?=$|[,。])|就行))"
)
"""``5万元以内``, ``3千块够不够``: a sum that is held out says of itself that it is the budget."""
_ABOUT_SO_MUCH = re.compile(r"(?:大概|大约|差不多|也就|顶多|至多|不超过|出得起|愿出|可出)$")
_PAST = re.compile(r"已(?:经)?[^,]{0,3}投|累计|曾(?:经)?|过去|注册")
_OPEN = re.compile(
    r"(?:预算|费用|经费|资金|价格|金额|报价|投入)[^,。;\n]{0,6}?(?P<words>面议|可议|待定|另议|可谈"
    r"|再商量)|(?P<free>面议)"
)
_BARE_UNIT = re.compile(r"万|亿|元|块|美元|人民币|w|W|k|千|百")


def read_money(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """The stated budget as ``50万元``, ``30-50万元`` or ``面议``; at most one.

    ``was_asked``: the words answer the question for the budget, so a bare sum is enough.
    """
    for clause, near in _with_neighbours(statement):
        intent = was_asked or _INTENT.search(near) is not None
        for found in _SUM.finditer(clause.text):
            if not (intent or _is_offered(clause.text, found)):
                continue
            value = _value(found, was_asked)
            if value and not _is_other_money(clause.text, found, was_asked):
                start, end = clause.start + found.start(), clause.start + found.end()
                yield reading(statement, "budget", value, clause.utterance, start, end, "money")
                return
    for clause in statement.shared:
        opened = _OPEN.search(clause.text)
        if opened:
            group = "words" if opened["words"] else "free"
            start, end = opened.span(group)
            value = "面议" if opened[group] != "待定" else "待定"
            yield reading(
                statement, "budget", value, clause.utterance, clause.start + start, clause.start + end, "money"
            )
            return


def _is_offered(text: str, found: re.Match[str]) -> bool:
    """Whether the words beside a sum in money hold it out as what one would pay."""
    unit = found["high_unit"] or found["low_unit"]
    if not re.search(r"元|块|人民币|RMB|rmb|万|w|W|k|千$", unit):
        return False
    after = _OFFERED.match(text, found.end())
    before = _ABOUT_SO_MUCH.search(text[max(found.start() - 6, 0) : found.start()])
    counted = re.match(r" {0,2}[\u4e00-\u9fff]", text[found.end() : found.end() + 3]) is not None and after is None
    return after is not None or (before is not None and not counted)


def _with_neighbours(statement: Statement) -> Iterator[tuple[Clause, str]]:
    """Each clause, and the words in which a sign of intent may stand: itself, or the label just before."""
    own = [clause for clause in statement.clauses if clause.role not in ("company", "basis")]
    for clause in own:
        folded = statement.utterance(clause.utterance).text
        yield clause, folded[max(clause.start - 8, 0) : clause.end]


def _is_other_money(text: str, found: re.Match[str], was_asked: bool) -> bool:
    """Whether the words around the sum say that it is another kind of money."""
    if was_asked:
        return False
    before, after = text[max(found.start() - 16, 0) : found.start()], text[found.end() : found.end() + 8]
    last_intent = max((m.end() for m in _INTENT.finditer(before)), default=-1)
    last_other = max((m.end() for m in _OTHER.finditer(before)), default=-1)
    if last_other > last_intent or _PAST.search(before):
        return True
    return re.match(r"[^,]{0,3}(?:的?(?:设备|数控|产值|利税|效益|销售|产能|吨|台|套|件|人|亩|平))", after) is not None


def _value(found: re.Match[str], was_asked: bool) -> str | None:
    unit = found["high_unit"] or found["low_unit"]
    if not _BARE_UNIT.search(unit):
        return None
    if not re.search(r"元|块|人民币|RMB|rmb", unit) and not re.search(r"万|亿|w|W|k|千|百", unit):
        return None
    unit = re.sub(r"多|余|来", "", unit)
    low_unit = re.sub(r"多|余|来", "", found["low_unit"])
    shown = _shown(unit)
    if found["high"] is None and (pair := about(found["low"])) is not None:
        return f"{pair[0]}-{pair[1]}{shown}"
    low = _digits(found["low"])
    if low is None:
        return None
    if found["high"] is None:
        return low + shown
    high = _digits(found["high"])
    if high is None:
        return low + _shown(low_unit)
    return (
        f"{low}-{high}{shown}"
        if low_unit in ("", unit) or _shown(low_unit) == shown
        else f"{low}{_shown(low_unit)}-{high}{shown}"
    )


def _digits(words: str) -> str | None:
    digits = numeral(words)
    return digits if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None


def _shown(unit: str) -> str:
    """``万``, ``w``, ``万块`` → ``万元``; ``块`` → ``元``."""
    unit = re.sub(r"[wW]", "万", unit).replace("k", "千")
    scale = re.match(r"万亿|百万|千万|亿|万|千|百", unit)
    money = "美元" if "美元" in unit else "欧元" if "欧元" in unit else "元"
    return (scale[0] if scale else "") + money
