"""What a demand asks for in its own words: the rest of the clause after a word of wishing, and what that is about.

``wish_of("家里养的猫总是吐，想查是不是猫瘟。") → "查是不是猫瘟"``. Where neither product nor test is certain, planning
reads the enterprise's words rather than a guess: the wish, or how the demand begins. Of several wishes the first that
asks to have something done or found out counts before what is asked as a question (房子漏水谁赔), and that before one
that only tells what is planned (想在河边建个小水电).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foundation.shortening import cut, longest
from foundation.text import fold
from matcher.doubt.likely_wish import CLAUSE, likely_wishes

LONGEST = 40
"""Chinese characters of a wish: what follows is told in the demand itself."""
ABOUT = 30
"""Likewise of the clause before it."""
TOLD = 60
"""Likewise of all that stands for what is missing."""
BARE = 3
"""A wish of so few characters (鉴定, 要验收) says what of only together with what stands before it."""

_WISH = re.compile(
    r"(?:想请人|想找人|请人|找人|想找|想要|想请|需要|希望|打算|委托|麻烦|能不能|能否|可否|可以|要求"
    r"|让我们?|叫我们?|谁能|谁来|哪里能|^找(?![了到过])|(?<![需要请])求|(?<![不老没])[想要请需](?!问|求)|帮忙?)"
    r"(?:你们|贵方|贵单位|我们|我|他们|她们|他|她|有人(?!才|工)|人(?=来|帮|给|上门|重新)|给|帮忙?|重新|尽快|马上|先|再|来|去|找?有资质的|找?正规的地方|找?第三方|做一[次个下份]"
    r"|做个|做|[个位](?=\S{2}))*(?P<wish>\S.+)"
)
_WISH_EN = re.compile(
    r"\b(?:looking (?:for|to)|look for|searching for|need(?:s|ed)?(?: to)?|wants?(?: to)?|would like(?: to)?|seeking"
    r"|hoping to|please(?: help us)?|(?:could|can) (?:you|anyone|anybody|someone|somebody)(?: please)?|who can"
    r"|how (?:do|can) (?:i|we)"
    r"|is there (?:anyone|anybody|someone)(?: who can)?|help (?:us|me)(?: to)?|find us)\s+(?P<wish>\S.+)",
    re.IGNORECASE,
)
_SUSPECTED = re.compile(r"(?:怀疑|疑似|是不是|会不会|担心)(?:是|得了)?(?P<what>[^，。；;!！?？\n,、：:]{2,})")
_DEED = re.compile(
    r"[测检验查鉴评估审诊断量校试算修救探治训译]|[送寄拿]去|分析|比对|认证|调研|辅导|咨询|恢复|还原|复原|弄清|搞清|弄明白|看看|看一?下|看一看"
    r"|核实|是不是|会不会|多少|真假|怎么回事|为什么|什么[病原]|哪一?[年种个]"
)
"""Words for having something done or found out, for somebody who is no judge of what it is called."""
_DOING = re.compile(r"(?:做|出|搞|办)(?:一?[个次份下轮遍]|个)(?P<wish>[^，。；;!！?？\n,、：:]{2,})")
"""Where no word of wishing stands beside it: 预算五万做个市场调研."""
_ASKED = re.compile(
    r"怎么|咋|如何|怎样|谁[能来会该管赔]|哪[个家种科类]|什么|啥|该不该|([\u4e00-\u9fff])[不没]\1|[要会是能可].*[吗么]$|有没有|多大|几级"
)
"""A question that can stand for a wish: 这个补偿标准合不合法."""
_EMPTY = re.compile(
    r"^(?:问|谢|联系|回复|告知|多少|报价|急|快|知道多久|等(?!级)|不|着|结论|师傅报个?价|能?送到你们|能?寄到你们)"
)
"""A wish for an answer is none for a service; neither is what is not wished."""
_FOR_ANSWER = re.compile(r"(?:[请望]|麻烦)(?:尽[快早速]|及时|您|你们|贵[方司])*(?:联系|回复|答复|告知|报个?价)")
"""A clause that asks for an answer says nothing of the matter."""
_IDLE = re.compile(
    r"(?:多少钱|什么价|怎么收费|收费|费用|报价|价格|预算|几天|多久|几号|啥时候|什么时候|怎么预约|预约|地址|电话|怎么联系|联系|盼复|谢谢|打扰"
    r"|急|周末|最好|靠谱|结果|出报告|要赶|之?前(?:给|出|交|要|完)|哪里(?:可以)?[办做开]|能做[吗嘛么]|做[吗嘛么]$|可以吗|行不行|行吗|合法不|在吗"
    r"|请问|办不办|代办[吗嘛么]|送到你们|寄到你们|寄过来|没人|排队|听说|怎么办|咋办|咋整|怎么弄|谁懂|有人懂)"
)
"""What a clause says that tells neither of what nor for what."""
_COUNTED = re.compile(r"^(?:一?共|总共|大?约|大概|现有|出)?[\d.,一二三四五六七八九十几百千万两]+\s*\S{0,3}$")
_WRITER = re.compile(
    r"^(?:我们?|本人|我司|我厂|本公司|本单位|本所|我公司|俺)(?:这里|单位|公司|村|家)?(?:是|系|为|在)|岁[了半多]*$|^我们?(?:公司|单位|厂|村)?$"
)
"""Who writes, and how old somebody is."""
FEW = 16
"""Words for a deed that are fewer do not say what it is done to."""
TELLING = 4
"""A clause of fewer characters tells little of a matter, beside what of it is idle."""


def wish_of(text: str) -> str | None:
    """The first wish to have something done or found out, else what is to be made, else what is asked, else the first
    wish, else what is suspected; ``None`` where there is none of these."""
    told = _wishes(text)
    if told:
        return cut(told[0], longest(told[0], LONGEST))
    suspected = _SUSPECTED.search(text)
    return None if suspected is None else cut(suspected["what"], LONGEST)


def _wishes(text: str) -> list[str]:
    """All that is wished, what counts most first."""
    clauses = [clause.strip() for clause in CLAUSE.findall(text)]
    wishes = [wish for clause in clauses if (wish := _wish_in(clause)) is not None]
    made = [cut(found["wish"], LONGEST) for clause in clauses if (found := _DOING.search(clause)) is not None]
    done = [one for one in wishes if _DEED.search(one) or one.isascii()]
    return [*done, *filter(_DEED.search, made), *filter(_is_question, clauses), *wishes]


def _is_question(clause: str) -> bool:
    return _ASKED.search(clause) is not None and _says_something(clause) and not _EMPTY.match(clause)


def _wish_in(clause: str) -> str | None:
    found = _WISH.search(clause) or _WISH_EN.search(clause)
    if found is None or _EMPTY.match(found["wish"]):
        return None
    wish, most = found["wish"].strip(), longest(clause, LONGEST)
    return cut(wish, most) if len(wish) > BARE else clause[-most:].strip()


_COURTESY = re.compile(
    r"^(?:您好|你好|请问|问一下|想问|咨询|谢谢|老师|各位|大家|在吗|急|求助|救命|hello|hi|dear \w+)*\s*$", re.IGNORECASE
)

_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十\d.．、]{1,3}\s*)?"
    r"(?:技术|企业|产品|项目|主要|预期|拟|合作|研究|开发|攻关|现有|工作|及|和|与|需求|难题|难点|问题|背景|内容|目标|指标|描述|概况|概述"
    r"|简介|基础|名称|情况|要求|方式|现状|条件|成果|解决|的)*$"
)
"""A clause that only says what follows it: 一、需求内容."""


def _says_something(clause: str) -> bool:
    """Whether a clause tells of a matter: neither courtesy, heading, price, time nor number."""
    rest = _IDLE.sub("", clause)
    is_empty = _COURTESY.match(clause) or _COUNTED.match(clause) or _HEADING.match(clause)
    return len(rest) >= TELLING and not (is_empty or _FOR_ANSWER.search(clause))


def first_words(text: str) -> str:
    """How a text begins, courtesies aside: whole clauses, as many as have room."""
    said = ""
    for clause in CLAUSE.findall(text):
        words = clause.strip()
        if not words or _HEADING.match(words) or (not said and _COURTESY.match(words)):
            continue
        most = longest(words, LONGEST)
        if said and len(said) + len(words) + 1 > most:
            break
        said = f"{said}，{words}" if said else cut(words, most)
    return said


_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十\d]{1,2}[、.．)）]|[(（][一二三四五六七八九十\d]{1,2}[)）])\s*")
_CALL = re.compile(r"(?:相?关?(?:技术|产品|企业|研发|合作|项目)?(?:的?需求|难题|瓶颈|问题)|项目)$")
"""How titles of published demands end that only say that they are demands."""
SAYING = 4
"""A title of fewer characters says too little."""


def in_short(title: str) -> str:
    """What a title says the demand is about, its number and its ``需求`` aside; empty where that is next to nothing."""
    first = re.split(r"[。；;\n]", _NUMBERED.sub("", title), maxsplit=1)[0].strip()
    said = _CALL.sub("", first).strip() or first
    return cut(said, longest(said, LONGEST)) if len(said) >= SAYING and not _COURTESY.match(said) else ""


def own_words(text: str, telling: Sequence[str] = ()) -> str:
    """The wish, after a clause that says what it is about; else how the text begins.

    A story begins with its subject: that clause is the first before the wish that says something and does not only
    tell who writes; else the first of the ``telling`` ones. ``own_words("聊天记录被误删了，马上开庭，听说可以恢复",
    ["聊天记录被误删了"]) → "聊天记录被误删了，恢复"``.
    """
    likely = _likely(text)
    wish = wish_of(text) or next(iter(likely), None)
    if wish is None:
        return first_words(text)
    about = next(_about(text, wish, telling), None) if telling else None
    if about is None:
        return _with_likely(_with_subject(text, wish), likely, text)
    return _with_further(text, about, wish, likely)


def _likely(text: str) -> list[str]:
    """The clauses that tell what is wanted, from their word of wishing on, in the order of the text; none of a text
    with headings, which says what it wants in its first words."""
    if any(_HEADING.match(clause.strip()) for clause in CLAUSE.findall(text)):
        return []
    told = [_wish_in(one) or one for one in likely_wishes(text) if _says_something(one)]
    return [cut(one, longest(one, LONGEST)) for one in told]


def _with_likely(told: str, likely: Sequence[str], text: str) -> str:
    """What is told already, and the likely wishes as far as there is room, in the text's order."""
    every, room = [told], longest(told, TOLD) - len(told)
    for one in likely:
        if len(one) < room and all(_is_apart(one, said) for said in every):
            every.append(one)
            room -= len(one) + 1
    return "，".join(sorted(every, key=text.find))


def _with_further(text: str, about: str, wish: str, likely: Sequence[str]) -> str:
    """What a wish is about and the wish, and what else is wished as far as there is room, in the text's order."""
    told, room = [wish], longest(wish, TOLD) - len(about) - len(wish) - 1
    for one in (*likely, *_wishes(text)):
        if len(one) < room and _says_something(one) and all(_is_apart(one, said) for said in (about, *told)):
            told.append(one)
            room -= len(one) + 1
    return "，".join([about, *sorted(told, key=text.find)])


def told_whole(words: str, text: str) -> str:
    """``words`` of a text; where they are so few that nobody can tell of what, with the rest of their clause, or after
    the clause that says it."""
    if len(words) >= longest(words, FEW):
        return words
    clause = next((one.strip() for one in CLAUSE.findall(text) if fold(words) in fold(one)), "")
    has_room = len(clause) > len(words) and len(clause) <= longest(clause, LONGEST)
    if has_room and not _is_bare(clause):
        return clause
    about = next(_about(text, words, ()), None)
    if about is None:
        return clause if has_room else words
    return f"{about}，{words}"


_JOINING = re.compile(r"^(?:[先就还也都再又只现得]|所以|现在|于是|因此|我们?|厂里|公司|家里|必须|目前|最近|另外|拟)*")
"""What may stand before a wish and says nothing of what it is about."""


def _is_bare(clause: str) -> bool:
    """Whether a clause begins with its wish: it does not say what that is about."""
    found = _WISH.search(clause)
    return found is not None and (found.start() <= 1 or _JOINING.fullmatch(clause, 0, found.start()) is not None)


def _about(text: str, wish: str, telling: Sequence[str]) -> Iterator[str]:
    """The clauses that may tell what a wish is about, as the text words them, the likeliest first."""
    clauses = [clause.strip() for clause in CLAUSE.findall(text)]
    place = next((place for place, one in enumerate(clauses) if fold(wish) in fold(one)), len(clauses))
    others = [one for one in clauses if _says_something(one) and _is_apart(fold(one), fold(wish))]
    before = [one for one in clauses[:place] if one in others]
    told = [one for words in telling for one in others if words and fold(one).startswith(words)]
    if len(wish) >= longest(wish, FEW):  # it tells what it is about; what comes after it is something else
        told = [one for one in told if one in before]
    introduced = [one for one in before if _WRITER.search(one)]
    for one in (*(one for one in before if one not in introduced), *told, *introduced):
        yield cut(one, longest(one, ABOUT))


def _is_apart(clause: str, wish: str) -> bool:
    return wish[:BARE] not in clause and clause not in wish


def _with_subject(text: str, wish: str) -> str:
    """The clause of the wish, where it has room and begins with what the wish is about: 计价器要检定."""
    for clause in map(str.strip, CLAUSE.findall(text)):
        if wish in clause and _WISH.search(clause) and not _is_bare(clause) and len(clause) <= LONGEST:
            return clause
    return wish
