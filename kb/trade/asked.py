"""Which act governs a request: ``asked_of(text, acts) → Asked``. Pure; by grammar alone, whatever the things are.

1. The text is cut into clauses. In each the words for acts are read (:mod:`kb.trade.acts`); one that only names a
   thing or a person (检测报告, 检验员, 维修后的) is no deed, nor is one that is over, denied, a reason or a purpose.
2. A deed of inspection centres is asked for wherever a word of wishing goes before it. One of others only where the
   wish is the writer's own and reaches it: 想贷款, 把它翻译, 找保洁公司 – not 客户要索赔, 寻求清洗工艺.
3. Of several in one clause the first governs: who wants to borrow for a machine that tests, wants to borrow. What
   follows after *and then* is asked for as well.
4. A request lies beyond the business when a deed of others governs it and none of a centre's is asked for; so does a
   wish that names no deed itself, after one of others (退税一直没下来，请代办).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from foundation.shortening import cut, longest
from kb.trade.acts import ActMention, Acts

LONGEST = 24
"""Characters of the request's own words."""
LONGEST_CLAUSE = 200
"""What goes before and after is looked at for every word of an act: a clause is bounded, whatever a text does."""
_PARTICLE = re.compile(r"^(?:忙|人(?=[给来去帮把将替])|一下|下(?=[^\s个次周])|(?:a|an|the|us|to|for|me)\s)+")
"""What is left of a word of wishing, and says nothing."""
BARE = 4
"""Words so few say what is done, and not to what."""


class Asked(NamedTuple):
    """What is asked to be done, as far as inspection centres do nothing of the kind."""

    act: int | None = None
    """The deed of others that governs the request, by its number."""
    name: str | None = None
    words: str | None = None
    """The request as the text words it."""
    is_unheard: bool = False
    """Something is wished for, but no deed of a centre is named, nor one of others that governs."""
    is_measuring: bool = False
    """Verification or calibration is named: what is asked about is an instrument."""


NOTHING_ASKED = Asked()

_STOP = re.compile(r"[，,。；;！!？?\n：:（）()…“”\"]|\.(?=\s|$)|(?<=[一-鿿])\s+(?=[一-鿿])")
_QUESTION = re.compile(r"[?？]|[吗么呢]\s*$")
_WISH_EN = (
    r"\b(?:want(?:s|ed)? to|would like|need(?:s|ed)?|look(?:ing)? for|seek(?:ing)?|please|can you|could you|help us"
    r"|help me|who can|where can|how can we|how much|intend|plan(?:ning)? to|wish to|hoping to|find us|find a|wants?"
    r"|(?:can|could) (?:any|some)(?:one|body)|search(?:ing)? for|in need of|we'd like|i'd like|recommend"
    r"|any(?:one|body) who)\b"
)
_WISH = re.compile(
    r"想|要|需|希望|打算|准备|计划|请|帮|麻烦|求|委托|找|寻|急|能|可|有没有|谁|哪|怎么|如何|多少|介绍|推荐|联系|拟|欲|让|叫"
    r"|安排|代办|只|先|" + _WISH_EN
)
"""Whoever wishes, however loosely."""
_WISHED = re.compile(rf"(?:{_WISH.pattern})[^，,。]{{0,4}}$")
_OWN_WISH = re.compile(
    r"(?<![不联老没设猜])想(?!到|象|必)"
    r"|(?<![户方家司院局商人险关行台会厂店板长师员部委站校队不联重主必紧首机概纲])(?<!他们)要(?![么是素点闻领旨求])"
    r"|(?:我司|公司|本厂|我厂)要(?!求)|需要?(?!求方)|希望(?!小)|打算|(?<![申邀聘提])请(?![求示])|帮|麻烦|(?<![要需请追寻])求(?!购?方)|委托"
    r"|[就只还正急现][差缺](?![距异别陷点])"
    r"|找(?!到了|过)|寻(?!求|找)|有没有|谁|哪[里儿家个有位]|(?:怎么|如何)(?=.{0,3}$)|介绍|推荐|安排|代办|" + _WISH_EN
)
"""Where the writer wishes for something to be done for him."""
_REACH = re.compile(r"^[^，,。]{0,8}$|^[ -~]{0,48}$|把|将|给|替|为|对|让|从|在")
"""What may stand between such a wish and the deed: little, or the thing that it is done to."""
_FOR_US = re.compile(r"^(?:(?:给|替|为)(?!什么|了)|[把将](?!来))")
_OFFER = re.compile(r"^(?:现|急|长期|低价|高价|高薪|诚|大量|\s)*$")
_DOES = re.compile(r"(?:对外|^(?:现|急|长期|低价|高价|高薪|诚|大量)?)$")
_SAYING_SO = re.compile(r"招聘|急招|诚招|招租|求租|求购|出售|出租|急售|转租|拍卖")
"""Deeds that are asked for by naming them."""
_SO_MANY = re.compile(
    r"[一二两三四五六七八九十几数百千万\d][一二两三四五六七八九十百千万几多\d]*"
    r"(?:台|套|个|名|批|本|份|张|家|吨|斤|箱|间|位|人|辆|只|条|桶|页|平|亩|棵|桌|场|部|册|顿|幅)"
)
_ASKS_AFTER = re.compile(
    r"多少钱|怎么[买办弄收算]|哪[里家]|找谁|什么价|报个价|报价|联系方式|how much|费用?(?:是|要|大概)?多少"
    r"|谁(?:家|能|会|可以|来)*(?:做|办|包|接|代办|承包|承接|牵线|投|收)"
)
_WHAT = re.compile(r"什么科|哪[里家个儿]|多少钱|怎么[办买收弄]|找谁")
_AND_THEN = re.compile(r"(?:再|然后|并|同时|以及|和|与|及|顺便|还|、|后|\band\b|\bthen\b)[^，,。]{0,3}$")
_OBJECT = re.compile(r"[把将][^，,。]*$")
"""What a deed is done to: a report of a test that is to be translated asks for no test."""
_BARE_WISH = re.compile(
    r"^(?:请|麻烦|求|帮忙|手续|谁家?能?|能否|能不能)*"
    r"(?:代办|推荐|报个?价|介绍|安排|处理|帮忙|联系|办理|办|帮|解决|要|接|收|牵线|对接)"
    r"(?:一下|[一几][批家个位]|个|这个?活)?(?:多少钱)?$"
    r"|^有(?:没有)?人[要接收][吗么]?$|^[^，,。]{0,4}能[来接做][吗么不]$"
    r"|^(?:一共|大概|总共)?[要得]?多少钱$|^(?:费用|价格|价钱)(?:怎么算|是?多少)$"
    r"|^(?:想?找|求)[个位家]?(?:接盘|靠谱|合适|专业|可靠)的?(?:人|公司|队伍|师傅)?$"
)
_DENIED = re.compile(
    r"(?:不是|不用|不要|不需要?|无需|不必|不想|别|不找|不做|不包|(?<!有)没有?(?!.*吗)|除了?|而不是|并非|[不未没无](?=$)|\bnot?\b|\bdon't\b|\bwithout\b)[^，,。]{0,5}$"
)
_SETTLED = re.compile(
    r"不用|不需|不必|无需|有人|另找|不归|自己(?:办|做|来|解决|安排)|已经?(?:办|做|弄|找|完)|另说|先不|再说|搞定"
)
_OVER = re.compile(
    r"^[^，,。]{0,3}?(?:了(?!吗|么|没)|过(?!程)|完|之?后|以后|之?前(?!台)|以前|期间|途中|中途|时(?!间|效|常)|的时候|回来|来的|送来|好的"
    r"|所致|造成|引起|导致)"
)
_PASSED = re.compile(
    r"^[^，,。不没未无否能才要怎什么哪几]{0,10}?(?:(?:合格|通过|达标)(?![率证判不吗没么与否性])|过了|过关|齐全|齐了|有了|做完|没问题|没毛病"
    r"|拿到|拿了|到手|出来了|办好|办下来|下来了|正常|是[中英]文的)"
)
"""A test that was passed is told, and asks for none: 检测都合格."""
_EARLIER = re.compile(
    r"(?:已经?|刚刚?|正在?|去年|今年初|上个?月|上周|前几天|之前|原先|原来|以前|新(?=$)|曾|本来|当初|一直|被|由于|因为?|为了|用于|用来|靠)"
    r"[^，,。]{0,8}$"
)
_PURPOSE = re.compile(
    r"^[^，,。]{0,6}(?:用$|时用|使用$|要用$|需要$|之用|要看|要求|[方人]要|[方司工商]说|方怀疑|送来|要(?:检测|鉴定|依据|报告|数据))"
)
_NOUN = re.compile(
    r"^(?:机(?!器人|械|床)|仪|器(?!件)|设备|装[置备]|箱|台|房|头|表|报告|证书|证明|数据|标准|方法|记录|费|员|师傅?|工|人(?!才)|室|线|中心|公司|机构|单位|部门?"
    r"|站|所|厂|商|方(?!案|法)|队|市场|用|件|品|液|剂|性|率|度|值|量|车|牌|柜|盒|袋|包装|软件|系统|技术|解决|模组|的|式|型|级|态|过的|好的|后的"
    r"|\s?(?:machine|report|equipment|lab|instrument|certificate|company|standard|data|cost|fee|process|system|technology))"
)
_COUNTS = "一二两三四五六七八九十几"
"""A word for an act that ends so counts what follows, and makes no thing of it: 租一台."""
_MAKER = re.compile(
    r"^(?:公司|机构|单位|厂|商|队|员|师傅?|工(?!艺)|人|行|所|站|服务|费|团队|的$|\s?(?:company|service|firm|agency|agent))"
)
"""Who does it: looked for, it is the deed that is looked for."""
_SEEKS = re.compile(
    r"(?:找|求|请|介绍|推荐|联系|雇|聘|招|寻|有没有|哪家|哪里有|需要?|想|谁|looking for|find|need|recommend|hire)"
    r"[^，,。]{0,12}$"
)
_REPORT = re.compile(r"^(?:报告|证书|证明|数据|报价|费|机构|单位|中心|公司|所)")


def asked_of(folded: str, acts: Acts) -> Asked:
    """What a folded text asks for; nothing where no acts are known."""
    asked = _governing(folded, acts)
    is_measuring = bool(acts.measuring) and not acts.measuring.isdisjoint(acts.named(folded))
    return asked._replace(is_measuring=True) if is_measuring else asked


def _governing(folded: str, acts: Acts) -> Asked:
    """The deed of others that governs, or that none does."""
    found: tuple[ActMention, str, str] | None = None
    spoken_of: tuple[ActMention, str, str] | None = None
    earlier, clause = "", ""
    has_wish = is_heard = False
    for following, is_question in _clauses(folded) if acts.written.acts else ():
        earlier, clause = clause, following
        if spoken_of is not None and not is_heard and _BARE_WISH.match(clause):
            found = found or spoken_of
        has_wish = has_wish or is_question or _OWN_WISH.search(clause) is not None
        first: ActMention | None = None
        may_be_ours = False
        for one in acts.mentions(clause):
            before, after = clause[: one.start], clause[one.end :]
            is_ours = acts.is_ours(one.act)
            if one.is_matter:
                return NOTHING_ASKED
            if not _is_deed(one, clause, is_ours):
                continue
            if is_ours:
                is_heard = True
                follows = first is not None and _AND_THEN.search(clause[first.end : one.start]) is not None
                if first is not None and not follows:
                    continue
                is_thing = not follows and (_OBJECT.search(before) or _REPORT.match(after))
                if (follows or _WISHED.search(before)) and not is_thing:
                    return NOTHING_ASKED
                is_told = not is_question and _PASSED.match(after) is not None
                may_be_ours = may_be_ours or is_question or not (before or is_told) or _WISH.search(before) is not None
            elif first is None and not _SETTLED.search(clause):
                spoken_of = spoken_of or (one, clause, earlier)
                if _is_wished(clause, one.start, is_question):
                    first = one
                    found = found or (one, clause, earlier)
        if may_be_ours and first is None:
            return NOTHING_ASKED
    if found is None:
        return Asked(is_unheard=has_wish and not is_heard)
    mention, clause, earlier = found
    return Asked(mention.act, acts.name(mention.act), words_of(clause, mention, earlier))


def words_of(clause: str, mention: ActMention, earlier: str = "") -> str:
    """The request as the clause words it: from the last wish before the deed on; more where that says too little."""
    begins = [found.end() for found in _OWN_WISH.finditer(clause, 0, mention.start)]
    begin = begins[-1] if begins else 0
    most = longest(clause, LONGEST)
    words = _PARTICLE.sub("", clause[begin if mention.end - begin <= most else mention.start :].strip())
    if len(words) <= BARE and mention.end > most:
        return _ending_in(clause[: mention.end], most)
    if len(words) <= BARE:
        words = clause if len(clause) > 2 * BARE or not earlier else f"{earlier[-most + len(clause) + 1 :]}，{clause}"
    return cut(words, most)


def _ending_in(words: str, most: int) -> str:
    """The end of what goes before a deed and the deed: from the first thing of a list on that has room."""
    begin = next((one + 1 for one in range(len(words) - most - 1, len(words)) if words[one] == "、"), len(words) - most)
    return words[begin:].strip()


def _clauses(folded: str) -> Iterator[tuple[str, bool]]:
    """The clauses, and whether each asks a question."""
    begin = 0
    for stop in [*_STOP.finditer(folded), None]:
        end = stop.start() if stop else len(folded)
        for first in range(begin, end, LONGEST_CLAUSE):
            if clause := folded[first : min(end, first + LONGEST_CLAUSE)].strip():
                yield clause, _QUESTION.search(f"{clause}{stop[0] if stop else ''}") is not None
        begin = end + 1


def _is_deed(one: ActMention, clause: str, is_ours: bool) -> bool:
    """Whether a word for an act tells what is to be done."""
    before, after = clause[: one.start], clause[one.end :]
    if _DENIED.search(before) or _OVER.match(after) or _PURPOSE.match(after) or _EARLIER.search(before):
        return False
    if one.is_phrase or clause[one.end - 1] in _COUNTS or not _NOUN.match(after):
        return True
    if is_ours:
        return _REPORT.match(after) is not None
    return bool(_MAKER.match(after) and (_SEEKS.search(before) or _OWN_WISH.match(clause, one.start)))


def _is_wished(clause: str, start: int, is_question: bool) -> bool:
    """Whether the writer asks for a deed of others that begins at ``start``."""
    before, here = clause[:start], clause[start:]
    if _OWN_WISH.match(clause, start) or (is_question and _WHAT.search(here)):
        return True
    if _DOES.search(before) and _SAYING_SO.match(here):
        return True
    if _OFFER.match(before):
        return _SO_MANY.search(here) is not None or _ASKS_AFTER.search(here) is not None
    if _FOR_US.match(before):
        return True
    wishes = [found.end() for found in _OWN_WISH.finditer(before)]
    if not wishes:
        return _ASKS_AFTER.search(here) is not None
    return any(_REACH.search(before[end:]) for end in wishes)
