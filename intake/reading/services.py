"""Which of the seven services of clause 6 a demand asks for (S0-30 … S0-38).

Each sign is a pattern with a weight and a service. A sign in the title counts more, one in the goals less (a patent
as a by-product is not what is asked for), a denied one nothing. The service with most weight wins; none without a sign.
Most published demands are development; testing is asked for only where a test, a report or a qualification is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.reading.negation import is_denied
from intake.reading.problems import find_symptoms
from intake.reading.service_signs import SIGNS, WEAK_SIGNS, Sign
from intake.reading.signs_english import SERVICES, by_language
from intake.reading.statement import TEXT, TITLE, Clause, Statement
from intake.reading.tally import Tally

_TITLE_END = re.compile(
    r"(?:研发|研制|开发|研究|攻关|关键技术|技术|产业化|改造|升级|优化|工艺|应用|设计|选育|创新"
    r"|建设|项目|制备|处理|利用|国产化|智能化|自动化|信息化|轻量化|新品种|方法|提升|改善|提高|降低)[^\u4e00-\u9fff]*$"
    r"|关键技术|研发|研制|开发|攻关|产业化"
)
_TITLE_THING = re.compile(
    r"(?:系统|平台|装置|装备|设备|机器人|机|材料|剂|工艺|软件|车|仪|器|生产线|产品)[^\u4e00-\u9fff]*$"
)
_ADVICE = re.compile(r"(?:怎么|如何|咋)(?:办|解决|处理|改进|改善|避免)|求助|急求|帮忙看看|有没有(?:办法|人懂)")
_FORM = re.compile(
    r"(?P<words>(?:主要)?(?:研究|研发|攻关)(?:内容|目标|任务)|现有(?:的)?(?:工作|研究)?基础"
    r"|技术需求|拟解决的?(?:关键)?(?:技术)?(?:难题|问题)|预期目标|技术难题|技术指标)[:、\n]"
)
_NOT_DONE = re.compile(r"已(?:经)?(?:成功)?(?:获|取得|通过|拥有|完成|申请|申报|形成|授权|有|被)?[^,]{0,6}$")
_CAN_YOU = re.compile(
    r"(?:能|可以|可|能不能|能否)(?:做|测|检)(?:吗|么|不|得了)?(?:$|[?!])|做得了|(?:多少钱|多久"
    r"|几天|怎么收费|如何收费|收费)"
)
_A_TEST = re.compile(r"检测|检验|测试|试验|化验|测定|报告")
_CAP = 2
_LEAST = 1.0


def weigh_services(statement: Statement) -> Tally:
    """Everything that speaks for each service, with its weight and its words."""
    tally = Tally()
    chinese, english = by_language(statement.own)
    _weigh_signs(chinese, SIGNS, tally)
    _weigh_signs(english, SERVICES, tally)
    _weigh_form(statement, tally)
    _weigh_title(statement, tally)
    _weigh_trouble(statement, tally)
    _weigh_questions(statement, tally)
    if tally.best(_LEAST) is None:
        _weigh_signs(chinese, WEAK_SIGNS, tally)
    return tally


def _weigh_signs(clauses: Sequence[Clause], signs: Sequence[Sign], tally: Tally) -> None:
    for sign in signs:
        count = 0
        for clause in clauses:
            for found in sign.pattern.finditer(clause.text):
                if count >= _CAP or is_denied(clause.text, found.start()) or _is_done(sign, clause, found.start()):
                    continue
                count += 1
                tally.add(sign.service, sign.weight * _share(sign, clause), clause, found.start(), found.end())


def _share(sign: Sign, clause: Clause) -> float:
    if clause.utterance == TITLE:
        return 1.6
    return sign.in_goals if clause.role == "goal" else 1.0


def _is_done(sign: Sign, clause: Clause, start: int) -> bool:
    """What the enterprise already has (applied for, obtained) it does not ask for."""
    return sign.service != "技术研发" and _NOT_DONE.search(clause.text[max(start - 12, 0) : start + 1]) is not None


def _weigh_form(statement: Statement, tally: Tally) -> None:
    """The headings of a solicitation for research (研究内容, 预期目标, 现有工作基础) speak for development."""
    found = _FORM.search(statement.body.text)
    if found:
        whole = Clause(TEXT, 0, len(statement.body.text), statement.body.text, "plain", 0)
        tally.add("技术研发", 1.5, whole, found.start("words"), found.end("words"))


def _weigh_title(statement: Statement, tally: Tally) -> None:
    """A title that ends in development asks for it; one that names a thing hints at it when nothing else speaks."""
    for clause in statement.own:
        if clause.role not in ("title", "name"):
            continue
        ending = _TITLE_END.search(clause.text)
        if ending and not re.search(r"(?:检测|检验|测试|评价|分析)(?:方法|技术|项目)?$", clause.text[: ending.end()]):
            tally.add("技术研发", 3.5, clause, ending.start(), ending.end())
            return
        thing = _TITLE_THING.search(clause.text)
        if thing and tally.is_empty():
            tally.add("技术研发", 1.0, clause, thing.start(), thing.end())
            return


def _weigh_trouble(statement: Statement, tally: Tally) -> None:
    """A defect told in plain words, with no wish to develop anything, wants its cause found first (6.2)."""
    told = [
        (clause, trouble)
        for clause in statement.own
        if clause.role != "goal"
        for trouble in find_symptoms(clause)
        if not trouble.is_avoided
    ]
    troubles = [item for item in told if item[1].kind == "失效/缺陷"]
    if troubles:
        clause, trouble = troubles[0]
        tally.add("质量技术评价", 2.2 if len(troubles) > 1 else 1.8, clause, trouble.start, trouble.end)
    elif told:
        clause, trouble = told[0]
        tally.add("技术研发", 1.2, clause, trouble.start, trouble.end)


def _weigh_questions(statement: Statement, tally: Tally) -> None:
    """``能做吗，多少钱`` beside a test asks for the test; ``怎么办`` beside a defect asks for its cause."""
    tests = any(_A_TEST.search(clause.text) for clause in statement.own)
    asked = next(_first(_CAN_YOU, statement), None) if tests else None
    if asked is not None:
        clause, found = asked
        tally.add("检验检测", 3.0, clause, found.start(), found.end())
    advice = next(_first(_ADVICE, statement), None)
    if advice is not None:
        clause, found = advice
        told = any(
            trouble.kind == "失效/缺陷" for c in statement.own if c.role != "goal" for trouble in find_symptoms(c)
        )
        tally.add("质量技术评价" if told else "技术研发", 1.5, clause, found.start(), found.end())


def _first(pattern: re.Pattern[str], statement: Statement) -> Iterator[tuple[Clause, re.Match[str]]]:
    for clause in statement.own:
        if found := pattern.search(clause.text):
            yield clause, found
