"""What is wrong, in the demand's own words, and what kind of problem that may make it.

The kind is decided by evidence: every sign adds to one kind, signs in the title count more, signs in a description of
the world or of the enterprise count nothing. Without any sign there is no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from intake.demand import Reading
from intake.fields import ProblemType
from intake.lexicon import Lexicon, data, grammar, words
from intake.reading.negation import is_denied
from intake.reading.noun_phrases import tokens
from intake.reading.signs_english import PROBLEMS, by_language
from intake.reading.statement import TITLE, Clause, Statement, reading
from intake.reading.tally import Tally

_AVOIDED = re.compile(r"(?:防止|避免|杜绝|抑制|预防|减少|降低|消除|抗|耐|防)(?:[^,]{0,4})$")
_COMPOUND = re.compile(
    r"^(?:剔除|去除|清除|筛|试验|测试|检测|检查|性|力学|伸长|强力|强度|韧性|模型|仪|率|量|剂|分析|机理|点|器|装置"
    r"|系统|膜|面积|机|泵|检漏|电阻|盐|处理|防护|速率|寿命|探测|监控|探伤|报警|识别|定位|分析仪)"
)
_FIXED = {
    "裂": "裂解化变殖",
    "断": "口层面路桥续言裁定断",
    "漏": "斗洞",
    "碎": "石片屑花",
    "崩": "溃",
    "烂": "",
    "锈": "钢",
    "糊": "精状",
    "污染": "防治物源",
    "老化": "试箱房",
    "振动": "台筛",
    "腐蚀": "剂液性介",
    "沉淀": "池槽法剂+",
    "膨胀": "阀土剂螺石珍",
    "收缩": "膜包袋",
    "残留": "量",
    "硬化": "剂层路",
    "堵塞": "",
    "过热": "器蒸度",
    "噪音": "",
    "故障": "诊率树预检信报",
    "缺陷": "识检",
    "析出": "相",
    "死亡": "率",
    "断开": "器",
    "雾化": "器喷",
    "短路": "电阻",
    "收缩变形": "",
}
_Sign = tuple[ProblemType, float, re.Pattern[str]]
_SIGNS: tuple[_Sign, ...] = (
    (
        "检测需求",
        3.0,
        re.compile(
            r"(?:出|出具|拿|要|需要|提供|做|办|一份|开)[^,。]{0,8}(?:检测|检验|测试|试验|质检"
            r"|型式试验|型式检验|第三方|CMA|CNAS|合格)报告|(?:检测|检验|测试)报告|(?:有没有|是否有"
            r"|能否|能不能|可否)[^,。]{0,20}(?:检测|检验|测试)|送检|委托(?:检测|检验|测试)"
            r"|型式(?:检验|试验)|第三方检测|(?:检测|检验|测试|化验|测)一(?:下|测)|(?:需要|想|想要"
            r"|希望|要求?|请|能否|能不能|可以|可否|帮忙?|找)[^,。]{0,10}(?:检测|检验|测试|化验"
            r"|测定|送检)(?!技术|方法|系统|设备|装置|平台|仪|模型|算法|线|标准|手段|原理)"
        ),
    ),
    (
        "替代进口",
        3.5,
        re.compile(
            r"进口替代|替代进口|国产(?:化)?替代|国产化|(?:依赖|全靠|需要?从|均需"
            r"|只能)[^,。]{0,12}进口|卡脖子|打破[^,。]{0,8}(?:垄断|封锁)|被国外垄断|国外垄断"
        ),
    ),
    (
        "标准/合规",
        3.5,
        re.compile(
            r"(?:制定|起草|编制|修订|制修订|参编|主导|牵头|立项|参与)[^,。]{0,24}标准|标准(?:制定"
            r"|修订|起草|编制|制修订|立项|研制|宣贯)|法规要求|合规|出口[^,。]{0,8}(?:要求|限制"
            r"|认证|标准)|(?:CE|UL|FDA|3C|CCC|REACH|RoHS|CQC|能效)认证|强制性?认证|生产许可"
            r"|资质(?:认定|申请|办理)|(?:认定|复审)(?:条件|要求|材料)|申报高新|高新技术企业(?:认定"
            r"|申报|申请)|专精特新|实验室认可|CNAS认可",
            re.IGNORECASE,
        ),
    ),
    (
        "方法缺失",
        3.5,
        re.compile(
            r"(?:没有|缺乏|缺少|尚无|无|暂无|还没有|没|找不到)(?:现成|相应|相关|对应|统一|国家"
            r"|行业|成熟|有效|合适|可靠|任何|可用)*的?(?:的)?(?:国家|行业)?(?:标准|检测方法"
            r"|测试方法|试验方法|评价方法|检验方法|分析方法|检测手段|测试手段)|无标(?:准)?可依"
            r"|非标(?!自动|设备|机械|准化|件)(?:项目|检测|试验|测试|产品)?|(?:开发|建立|制定|研究"
            r"|需要)[^,。]{0,10}(?:检测|测试|检验|分析|评价|试验|鉴别|测定)方法"
        ),
    ),
    (
        "成果转化",
        3.5,
        re.compile(
            r"成果(?:转化|转让|推广|落地)|技术(?:转让|转移|许可)|专利(?:转让|许可)|(?:技术"
            r"|专利)引进|引进[^,。]{0,10}(?:技术|成果|专利)|寻找[^,。]{0,10}(?:产业化|转化)合作"
        ),
    ),
    (
        "工艺难题",
        2.0,
        re.compile(
            r"工艺(?:怎么优化|优化|改进|改良|问题|难题|难点|瓶颈|不稳定|探索|参数优化|升级|落后)|(?:自动化"
            r"|智能化|信息化|数字化|技术)(?:升级|改造)|(?:改进|优化|改善)[^,。]{0,8}工艺"
            r"|人工(?:操作|搬运|作业|打磨|成本)|良率|合格率|成品率|(?:靠|依靠|依赖)人(?:工|力)"
        ),
    ),
    (
        "研发攻关",
        2.0,
        re.compile(
            r"(?:需要|希望|寻求|急需|亟需|拟|欲|现需|共同|联合|合作|委托|计划|准备|正在|想|重点"
            r"|旨在)[^,。]{0,16}(?:研发|研制|开发|攻关|研究|攻克|突破|设计)|关键技术|核心技术"
            r"|技术(?:攻关|瓶颈|难题|难点)|新产品|新材料|新工艺|产业化|中试|小试|预研|技术(?:合作"
            r"|支持|支撑)"
        ),
    ),
)
_RESEARCH_TITLE = re.compile(
    r"(?:研发|研制|开发|研究|攻关|技术|产业化|设计|选育|应用|系统|平台|项目|装置|装备|新品种"
    r"|工艺)[^\u4e00-\u9fff]*$|关键技术|研发|研制|开发"
)
_SOME_RESEARCH = re.compile(r"研发|研制|开发|研究|寻求|寻找|新技术|新方法|引入|设计|创新")
_ADVERBS = re.compile(r"(?:还|都|也|太|有点|严重|总是|一直|经常|比较)$")
_CANNOT = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?:一直|老是|总是|怎么也|始终)?(?<![受忘免少了解])[\u4e00-\u9fff]"
    r"(?:不下来|不上去|不出来|不动|不住|不稳|不了(?!解))"
    r"|[\u4e00-\u9fff]{1,4}(?:性|度|率|力|量|感|效果)(?:太|很|较|比较|非常|特别|极)?(?:差|低(?!于)|不好|不足|不够|不强|偏高|偏低)"
)
"""``降不下来``, ``识别不了``, ``适口性差``: what does not work although no list names it."""
_SCRAP = re.compile(r"(?:破|裂|爆|漏|坏|断|废|返工|不良|报废|返修|退货|失效)[\u4e00-\u9fff]{0,2}率")
"""``爆瓶率``: a rate of something bad is a defect."""

_NEAR = 12
_CAP = 2


def weigh_problems(statement: Statement) -> Tally:
    """Everything that speaks for each kind of problem, with its weight and its words."""
    tally = Tally()
    _weigh_symptoms([(clause, *found) for clause in statement.own for found in _symptoms(clause)], tally)
    _weigh_signs(statement, tally)
    return tally


def read_symptoms(statement: Statement) -> Iterator[Reading]:
    """The symptoms as they are called, at most five."""
    seen: set[str] = set()
    for clause in statement.own:
        for start, end, word, _ in _symptoms(clause):
            if word not in seen and len(seen) < 5:
                seen.add(word)
                span = clause.start + start, clause.start + end
                yield reading(statement, "problem", None, clause.utterance, *span, "symptom")


@dataclass(frozen=True, slots=True)
class Symptom:
    """A trouble at ``[start, end)`` of a clause; ``is_avoided``: to be prevented or withstood, it did not happen."""

    start: int
    end: int
    kind: str
    is_avoided: bool


def find_symptoms(clause: Clause) -> Iterator[Symptom]:
    """Every symptom of a clause that is not denied."""
    for start, end, _, kind in _symptoms(clause):
        yield Symptom(start, end, kind, _AVOIDED.search(clause.before(start)) is not None)


def _weigh_symptoms(symptoms: list[tuple[Clause, int, int, str, str]], tally: Tally) -> None:
    counted: dict[str, int] = {}
    for clause, start, end, word, kind in symptoms:
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] > _CAP:
            continue
        avoided = _AVOIDED.search(clause.before(start)) is not None
        weight = 3.0 if clause.utterance == TITLE else 1.0 if clause.role == "goal" else 2.0
        if len(word) == 1:
            weight *= 0.75
        if kind == "失效/缺陷" and word in (
            "污染",
            "磨损",
            "噪声",
            "噪音",
            "残留",
            "老化",
            "收缩",
            "膨胀",
            "沉淀",
            "故障",
            "死亡",
            "减产",
        ):
            weight *= 0.6
        tally.add(kind, weight * (0.4 if avoided else 1.0), clause, start, end)


def _weigh_signs(statement: Statement, tally: Tally) -> None:
    chinese, english = by_language(statement.own)
    _add_signs(chinese, _SIGNS, tally)
    _add_signs(english, PROBLEMS, tally)
    for clause in statement.own:
        if clause.role == "title" and (ending := _RESEARCH_TITLE.search(clause.text)):
            tally.add("研发攻关", 3.0, clause, ending.start(), ending.end())
            break
    for clause in statement.own:
        if some := _SOME_RESEARCH.search(clause.text):
            tally.add("研发攻关", 0.8, clause, some.start(), some.end())
            break


def _add_signs(clauses: Sequence[Clause], signs: Sequence[_Sign], tally: Tally) -> None:
    for kind, weight, pattern in signs:
        count = 0
        for clause in clauses:
            for found in pattern.finditer(clause.text):
                if count >= _CAP or is_denied(clause.text, found.start()):
                    continue
                count += 1
                share = 1.5 if clause.utterance == TITLE else 0.4 if clause.role == "goal" else 1.0
                tally.add(kind, weight * share, clause, found.start(), found.end())


def _symptoms(clause: Clause) -> Iterator[tuple[int, int, str, str]]:
    listed = list(_listed(clause))
    yield from listed
    if listed:
        return
    if found := _SCRAP.search(clause.text):
        yield found.start(), found.end(), found[0], "失效/缺陷"
    elif found := _CANNOT.search(clause.text):
        yield found.start(), found.end(), found[0], "性能不足"


def _listed(clause: Clause) -> Iterator[tuple[int, int, str, str]]:
    """Symptoms of the list, save where a neighbour makes another word of them or denies them."""
    for found in _lexicon().find(clause.text):
        after = clause.text[found.end : found.end + 4]
        if _COMPOUND.match(after) or (after[:1] and after[:1] in _FIXED.get(found.word, "")):
            continue
        if (
            found.word in ("断", "裂", "碎", "锈", "烂", "崩", "漏", "糊")
            and re.search(r"(?:判|中|间|隔|不|诊|垄|打|粉|破碎|决|分|防|除|抗|去|耐|避)$", clause.before(found.start))
            and not re.search(r"(?:老|就|会|全|都|了|易|一)$", clause.before(found.start))
        ):
            continue
        if found.word in ("不够", "不足", "偏低", "偏高", "较差") and found.start == 0:
            continue
        if found.word in ("老化", "腐蚀", "振动") and re.search(
            r"(?:热|光|氙灯|紫外|加速|盐雾|耐)$", clause.before(found.start)
        ):
            continue
        if is_denied(clause.text, found.start):
            continue
        start = _with_quantity(clause.text, found.start) if found.word in grammar("relative") else found.start
        yield start, found.end, found.word, found.kind


def _with_quantity(text: str, start: int) -> int:
    """``不够`` says little alone: it begins where the quantity before it does (``附着力不够``)."""
    first = max(start - _NEAR, 0)
    adverbs = _ADVERBS.search(text[first:start])
    end = first + adverbs.start() if adverbs else start
    return next(
        (first + t.start for t in tokens(text[first:end]) if t.part == "property" and first + t.end == end), start
    )


@cache
def _lexicon() -> Lexicon:
    return Lexicon(words(data("problems")))
