"""Which names may stand in a gap: of things and tests what was said or is known, never what was only read; and of
whoever asks none. Pure."""

from __future__ import annotations

import re

from foundation.text import bigrams, fold
from intake.reading.organisations import find_names
from intake.releasing.condense import ENTERPRISE, identifying_places, without
from matcher.query import Wanted
from matcher.understood import Beyond

_ANYTHING = re.compile(
    r"检测|检验|检查|鉴定|试验|测试|测定|评价|评估|评定|诊断|咨询|指导|服务|分析|调查|监测|认证|认定|证明|方案|设计|规划|管理|办理|申请|筛查|出具|修复|策划"
)
"""What is done to a thing: a test is not borne out by that."""
_MEASURING = re.compile(rf"(?:{_ANYTHING.pattern}|检定|校准|校验|计量|溯源|送检)+")
"""A test of so little content says what is done and not to what."""
_DOES = re.compile(
    r"[骑开学抱戴买卖拿用坐装做穿吃喝打拉修换找在去给把被从养种想要到]|隔壁|邻居|村[头里口]|楼[上下]|门口|家里"
)
"""What is done with a thing is no kind of it: 骑电瓶车."""
_ANY_OF_THEM = re.compile(r"[一几哪]家|有没有|的|^(?:哪个|专业|专门|正规|靠谱|当地|本地|附近|第三方).{0,3}$")
"""What stands in no name of an organisation."""
_KIND = re.compile(
    r"[与和跟让被给找向由]?(?:人寿|财产)?(?:保险|物业|物流|快递|劳务|船|航运|航空|货代|货运|电力|供电|自来水|燃气|装修|装饰|搬家|清洁|保洁|中介|贷款|担保|租赁|房产|旅游|广告|设计|检测|认证|拍卖"
    r"|软件|网络|爆破|工程|外贸|贸易|医药|建筑|施工|监理|咨询|会计|代账|猎头|家政|婚庆|翻译|印刷|回收|环保|保安|安保|养老|投资|基金|证券|信托|通信|电信)+(?:服务|代理)?(?:(?:有限)?公司)?"
)
"""A kind of company by its trade alone, which is nobody's name."""
SPELT = 2
"""A kind is told by so many characters before the thing's own name."""
FULLY = 2
"""A test is asked for all but by name where the demand shares so many pairs of characters with it, and half of all."""


def is_borne_out(test: str, text: str) -> bool:
    """Whether a demand shares two characters in a row with what a test is of."""
    return bool(_own(test) & set(bigrams(text)))


def is_asked_for(test: str, text: str) -> bool:
    """Whether a demand names what a test is of, all but in the test's own words."""
    own = _own(test)
    shared = len(own & set(bigrams(text)))
    return shared >= FULLY and 2 * shared >= len(own)


def _own(test: str) -> set[str]:
    """The pairs of characters of what a test is of; all of its name where that only tells what is done."""
    return {pair for part in _ANYTHING.split(test) for pair in bigrams(part)} or set(bigrams(test))


def thing_of(parameter: str | None, beyond: Beyond | None) -> str | None:
    """What a bare 检定 is of, where no product is told: the longest name in the demand that the trades know."""
    if parameter is None or beyond is None or not _MEASURING.fullmatch(fold(parameter)):
        return None
    return max(beyond.things, key=len, default=None)


def product_of(beyond: Beyond | None, wanted: Wanted) -> str | None:
    """The product that was stated or confirmed; one only read from the text where the knowledge has a name for it.

    Where the matter lies beyond the business, its field's own name goes before. Where it belongs to a trade the reading
    stands: there it was learnt.
    """
    known = None if beyond is None else beyond.product
    if "product" not in wanted.guessed or wanted.product is None:
        return wanted.product or known
    if beyond is None or (beyond.field is None and beyond.act is None):
        return wanted.product
    return known or _known_as(wanted.product, beyond.things)


def unnamed(words: str) -> str:
    """A demand's own words without the names of organisations, and without what tells of a person (telephones …);
    ``一家设计公司`` is what is wanted and no name."""
    found = find_names(fold(words))
    names = [name for name in found if not _ANY_OF_THEM.search(name) and not _KIND.fullmatch(name)]
    for name in sorted(names, key=lambda one: (-len(one), one)):
        begin = fold(words).find(name)
        if begin >= 0:
            words = f"{words[:begin]}{ENTERPRISE}{words[begin + len(name) :]}"
    folded = fold(words)
    return without(words if len(words) == len(folded) else folded, identifying_places(folded))


def _known_as(product: str, things: tuple[str, ...]) -> str | None:
    """What was read, where it is a name or a kind of what has one: 磷酸铁锂电池 is a kind of 电池."""
    folded = fold(product)
    if folded in things:
        return product
    kinds = [thing for thing in things if folded.endswith(thing) and len(folded) - len(thing) >= SPELT]
    return product if kinds and not _DOES.match(folded) else None
