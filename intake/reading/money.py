"""The budget: what the enterprise would spend on *this*, and only when it says so.

Published demands are full of money that is no budget (registered capital, turnover, what a line once cost, what the
trouble costs a year). A sum counts only beside a word of intent, and never beside a word of the past or of trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from intake.demand import Reading
from intake.reading.amounts import Amount, find_amounts
from intake.reading.english.money import find_english_budgets, read_english_money
from intake.reading.roles import Candidate, choose, without_doubles
from intake.reading.statement import Statement, reading

_NUMERAL_NEXT = r"(?= {0,2}[0-9一二两三四五六七八九十几百千¥￥$])"
_INTENT = re.compile(
    r"预算|拟(?:计划)?(?:再)?投[入资]?|(?:计划|预计|打算|准备|愿意?|可以?|能够?|将|需|预期|肯|想|先|再"
    r"|项目)(?:总|拿|为此|先|再|一次性|一共)?(?:投[入资]?|出资?|花|拿出来?|支付|提供资金|承担|提供|拿|给)|经费|(?:项目|计划|预计|估计"
    r"|概算)?总?投资(?:额|估算|预算|概算)?(?:约|为|:|共|计|不超过|在|控制|预计)"
    r"|资金(?=:|约|在|上限|控制)|资金(?:预算|投入|需求|规模|安排)|(?:费用|花费|开销|开支)(?:预算|控制|不超过|不要超过|别超过|大概|大约|上限|在|希望|最好|承受|不高于|约|可以|能)"
    rf"|(?:费用?|资金|开销|花费|合作费|投入|合计|共计|总计|总共|一共|总额|总价|全部){_NUMERAL_NEXT}"
    r"|最多(?:能|可以)?(?:出|给|花|付)|最多给到|(?:揭榜|悬赏|榜单|合作|项目|意向)(?:金额|资金|经费|奖金|额)|悬赏|出价"
    r"|报价(?:不超过|控制)|(?:总价|总额|价格|价钱)(?:控制|不超过|最好|在)|拟出资|资金已(?:经)?落实"
    r"|(?:最多|顶多|至多|不超过|不要超过|别超过|不能超过|不高于|不多于|控制在|上限(?:为|是)?|封顶)(?:大概|约|人民币)?"
    + _NUMERAL_NEXT
    + r"|(?:控制价|最高限价|限价|额度|上限)(?:是|为|:|在)?"
    r"|(?:(?:开发|服务|编制|检测|测试|试验|培训|咨询|设计|研发|合作|加工|评审)费(?:用)?(?:预估|预计|大概|约|上限|为|最多|:|控制)?(?:给到|给|在)?)"
    + _NUMERAL_NEXT
    + r"|(?:研发|投入|科研|检测|技术开发|开发)(?:资金|费用|费|预算)|给出?\d|出\d|预留|自筹"
    r"|配套(?:资金)?(?:不低于|约|=)?"
    + _NUMERAL_NEXT
    + r"|手头(?:上)?(?:就|只)?有|手里(?:就|只)?有|批了?(?=\d|[一二三四五六七八九十])|拿出来的钱"
    r"|(?:投入|资金|金额)(?=[:约共】])|每年(?:提供|投入|出资)|[我方]出(?=[\d一二三四五六七八九十两])|给出?(?=[\d一二三四五六七八九十两]+[万千百])|(?:钱|预算)[^,]{0,4}(?:就|只有)|不超(?!过)"
)
_OTHER = re.compile(
    r"注册|已(?:经)?(?:累计)?[投花交付]|累计|曾|产值|产能|营业|销售|营收|收入|利税|利润|税收|效益|损失|亏"
    r"|赔|节约|节省|成本|资产|售价|成本[^,]{0,4}(?:控制|不超过|不高于|降|增加|上浮|上升)|单价|价格|市场(?:规模|容量)|罚|花了|去年|今年已|历年|每年|前期|上次|以前|原来"
    r"|年均|建成|贷款|融资|市值|贵|退货|索赔|一台|每台|/台|/吨|一吨|每吨|元/|一套设备|补贴|补助|奖励|获得?|扣|货款|货值"
    r"|增加值|合同额|吨水|运行费|降[到至]|每(?:批|款|个|件|条|次|套|单|天|月|公斤|平方?米?)|单[批件个次]|一个(?:样|颜色|型号|批次)|一天|日结"
    r"|采购(?:意向)?金额|卖|产量|出口额|设备(?:投资|原值|款)|报价(?!不超过|控制)"
)
_OFFERED = re.compile(
    r" {0,2}(?:(?:以内|之内|以下|封顶|内)(?=$|[,。;!?)吧行能可我]| {0,2}(?:能|行|可|够|就|我))"
    r"|(?:左右|上下|以内|之内)?(?:够不够|行不行|行不|够吗|行吗|行吧|能不能|能搞定|能做|能弄|能办|可以接受|能接受|可接受|都可以谈?|可以谈|我能接受|我就做|吧(?=$|[,。])|就行|就做|(?:就|的)?不[做干]了?|就算了|免谈|的预算|预算|经费|配套))"
)
"""``5万元以内``, ``3千块够不够``: a sum that is held out says of itself that it is the budget."""
_ABOUT_SO_MUCH = re.compile(
    r"(?:大概|大约|差不多|也就|顶多|至多|最多|不超过|别超过|不要超过|不高于|控制在|上限|出得起|愿出|可出|花个?|拿个?)$"
)
_PER = re.compile(
    r"[^,(。]{0,3}?(?:的?(?:数控|产值|利税|效益|销售|产能|设备))|(?:多|余)?(?:的?[吨台套件亩平]|人(?!民币))|(?:元|块)?(?:钱)?"
    r"(?: {0,2}/ {0,2}[\u4e00-\u9fffA-Za-z]|(?:每|一)(?:个|台|套|件|批|款|吨|次|天|样|斤|条|米|公斤|平)"
    r"|的(?:货|订单|贷款|损失))"
)
_PAST = re.compile(r"已(?:经)?[^,]{0,3}[投交付花支]|累计|曾(?:经)?|过去|注册")
_UNIT_PRICE = re.compile(
    r"每(?:批|款|个|件|条|次|套|单|天|吨|台|米|片|公斤|平方?米?)(?!以内)|单[批件个次款]|(?:每年|一年|年)[^,]{0,8}(?:费|成本|支出|损失|开支)|成本[^,]{0,4}(?:控制|不超过|不高于|降|增加|上浮|上升)|单价|目标价|一个(?:样|颜色|型号|批次)|日结"
)
_OPEN = re.compile(
    r"(?:预算|费用|经费|资金|价格|金额|报价|投入)[^,。;\n]{0,6}?(?P<words>面议|可议|待定|另议|可谈|另行协商|另行商定|协商|面谈|双方商定"
    r"|再商量|再谈|再议)|(?P<free>面议)"
)
_PENDING = frozenset(("待定",))
_LABELLED = re.compile(
    r"(?:预算|经费|资金|费用|报价|价格)(?:金额|上限|总额|控制)?(?:大概|大约|约|是|为|在|就|也就|只有|不超过"
    r"|控制[在到])?:? {0,2}$"
)
_NO_SUM = re.compile(
    r"(?:年|月|日|号|[:./%℃-]\d|%|℃|[mgkMGcn][mgPpwWhHVAL]|个|款|台|件|套|天|批|份|次|家|人|种|项|小时|吨)"
)
_BARE_OFFER = re.compile(r" {0,2}(?:以内|之内|以下)(?:行|可以|能|够)")
_CERTAIN = re.compile(
    r"(?:^|[,。;\n\d.、】 ])(?:项目|资金|研发|投入|合作|总|意向)?(?:预算|经费|投入资金|投资预算)(?:金额|资金"
    r"|总额|上限)?[:】] {0,2}$"
)
_MOST = re.compile(r" {0,2}(?:以内|之内|以下)")
_LOOSE = re.compile(
    r" {0,2}(?:(?:左右|上下|以内|之内|以下|封顶)?(?:够|行|能|可以)|(?:左右|上下|以内|之内|以下|封顶)?(?:$|[,。;!?吧]))"
)
_HUNDREDS = re.compile(r"(?:\d+-)?\d{1,3}00元")
_COUNTED = re.compile(r"[A-Za-z/.\d°≥≤<>=~-] {0,2}$|(?:编号|批号|型号|转速|到|至|第|约|达|海拔|标准|国标|行标) {0,2}$")
"""``1500够吗``, ``2500左右``: a round number without any unit may be a sum."""
_PART = re.compile(r"其中|本次|本项目|该项目|这次")


def read_money(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """The stated budget as ``50万元``, ``30-50万元`` or ``面议``; at most one. In English in its own words.

    ``was_asked``: the words answer the question for the budget, so a bare sum is enough.
    """
    found = _first(statement) if was_asked else choose("budget", statement, find_budgets(statement))
    if found is not None:
        yield reading(statement, "budget", found.value, found.utterance, found.start, found.end, "money")
        return
    if english := read_english_money(statement, was_asked):
        yield english
        return
    for clause in statement.shared:
        opened = _OPEN.search(clause.text)
        if opened:
            group = "words" if opened["words"] else "free"
            start, end = opened.span(group)
            value = "面议" if opened[group] not in _PENDING else "待定"
            yield reading(
                statement, "budget", value, clause.utterance, clause.start + start, clause.start + end, "money"
            )
            return


def find_budgets(statement: Statement) -> list[Candidate]:
    """Every sum of money of a statement, with what the rules say of it."""
    return without_doubles(statement, list(_sums(statement)), list(find_english_budgets(statement)))


def _first(statement: Statement) -> Candidate | None:
    """The first sum of an answer."""
    own = {(clause.utterance, clause.start) for clause in statement.shared}
    return next(_sums(statement, own), None)


def _sums(statement: Statement, only: Set[tuple[int, int]] | None = None) -> Iterator[Candidate]:
    """The sums of the clauses, or of those that begin at the places of ``only``."""
    for clause in statement.clauses:
        if only is not None and (clause.utterance, clause.start) not in only:
            continue
        folded = statement.utterance(clause.utterance)
        near = folded.text[max(clause.start - 8, 0) : clause.end]
        intent = _INTENT.search(near) is not None
        offset = len(near) - len(clause.text)
        for amount in find_amounts(clause.text):
            before = near[max(offset + amount.start - 14, 0) : offset + amount.start]
            labelled = _LABELLED.search(before) is not None
            bare = labelled or _BARE_OFFER.match(clause.text, amount.end) is not None
            bare = bare and not _NO_SUM.match(clause.text[amount.end : amount.end + 3])
            loose = _LOOSE.match(clause.text, amount.end) is not None and _HUNDREDS.fullmatch(amount.value) is not None
            loose = loose and _COUNTED.search(before) is None
            if not (amount.in_money or amount.scaled or bare or loose):
                continue
            offered = _is_offered(clause.text, amount)
            other = _is_other_money(near, offset, amount)
            told = {"yes": (intent or offered) and not other, "intent": intent, "offered": offered, "other": other}
            told |= {
                "loose": loose and not (amount.in_money or amount.scaled),
                "labelled": labelled,
                "in money": amount.in_money,
                "part": _PART.search(clause.text) is not None,
            }
            certain = _CERTAIN.search(before) is not None and not other and (amount.in_money or amount.scaled)
            most = _MOST.match(clause.text, amount.end)
            yield Candidate(
                clause.utterance,
                clause.start + amount.start,
                clause.start + (most.end() if most else amount.end),
                amount.value,
                tuple(sign for sign, holds in told.items() if holds),
                certain,
            )


def _is_offered(text: str, amount: Amount) -> bool:
    """Whether the words beside a sum in money hold it out as what one would pay."""
    after = _OFFERED.match(text, amount.end)
    before = _ABOUT_SO_MUCH.search(text[max(amount.start - 6, 0) : amount.start])
    counted = re.match(r" {0,2}[\u4e00-\u9fff]", text[amount.end : amount.end + 3]) is not None and after is None
    return after is not None or (before is not None and not counted)


def _is_other_money(near: str, offset: int, amount: Amount) -> bool:
    """Whether the words around the sum say that it is another kind of money."""
    start, end = offset + amount.start, offset + amount.end
    before, after = near[max(start - 16, 0) : start], near[end : end + 10]
    before = before[max(before.rfind("。"), before.rfind("\n"), before.rfind(";")) + 1 :]
    last_intent = max((m.end() for m in _INTENT.finditer(before + near[start : start + 2])), default=-1)
    last_other = max((m.end() for m in _OTHER.finditer(before)), default=-1)
    if last_other > last_intent or _PAST.search(before) or _UNIT_PRICE.search(before.rpartition(",")[2]):
        return True
    return _PER.match(after) is not None
