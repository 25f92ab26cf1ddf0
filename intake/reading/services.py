"""Which of the seven services of clause 6 a demand asks for (S0-30 … S0-38).

Each sign is a pattern with a weight and a service. A sign in the title counts more, one in the goals less (a patent
as a by-product is not what is asked for), a denied one nothing. The service with most weight wins; none without a sign.
Most published demands are development; testing is asked for only where a test, a report or a qualification is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.demand import Reading
from intake.fields import ServiceCategory
from intake.reading.negation import is_denied
from intake.reading.problems import find_symptoms
from intake.reading.statement import TEXT, TITLE, Clause, Statement, reading
from intake.reading.tally import Tally


@dataclass(frozen=True, slots=True)
class _Sign:
    service: ServiceCategory
    weight: float
    pattern: re.Pattern[str]
    in_goals: float = 0.5


def _sign(service: ServiceCategory, weight: float, pattern: str, in_goals: float = 0.5) -> _Sign:
    return _Sign(service, weight, re.compile(pattern, re.IGNORECASE), in_goals)


_WANT = (
    r"(?:需要|想要?|希望|要求?|请|求|寻求|寻找|能否|能不能|可以|可否|帮忙?|帮我们?|找|麻烦|委托|急需"
    r"|亟需|打算|准备|拟|如何|怎么)"
)
_NOT_A_TEST = (
    r"(?!技术|方法|系统|设备|装置|平台|仪|模型|算法|生产线|线|标准|手段|原理|车间|人员|工作|软件|中心"
    r"|数据|效率|精度|速度|机构的|工序|环节|能力|试剂|台|机|员|人|室)"
)

SIGNS: tuple[_Sign, ...] = (
    # 6.1
    _sign(
        "检验检测",
        4.0,
        r"(?:出|出具|拿|要|需要?|提供|做|办|一份|开|有|凭|份)[^,。]{0,10}(?:检测|检验|测试|试验"
        r"|质检|第三方|CMA|CNAS|合格|全项)(?:的)?(?:检测|检验)?报告|(?:检测|检验|型式试验"
        r"|质检)报告",
    ),
    _sign(
        "检验检测",
        4.0,
        r"送检|委托(?:检测|检验|测试|第三方)|型式(?:检验|试验)|第三方检[测验]|(?:检测|检验|测试"
        r"|化验|测|查)一(?:下|测|遍|次)|(?:检测|检验|测试)(?:费|多少钱|要多久|周期|机构|服务)"
        r"|(?:验货|出厂|成品|来料|入厂)(?:检验|检测)|全项(?:检|测)|(?:CMA|CNAS)(?:资质"
        r"|认可)?的?(?:章|检测|检验|实验室检|机构|报告)",
    ),
    _sign(
        "检验检测",
        3.0,
        rf"{_WANT}[^,。]{{0,14}}(?:检测|检验|测试|化验|测定|检定|探伤){_NOT_A_TEST}|(?:做"
        rf"|进行)[^,。]{{0,8}}(?:检测|检验|测试|试验|化验|测定|探伤){_NOT_A_TEST}|(?:想|要|需"
        rf"|请)[^,。]{{0,4}}测[^,。量试绘]{{1,10}}",
        0.2,
    ),
    _sign(
        "检验检测",
        2.5,
        r"(?:是否|能不能|有没有|是不是|能否)[^,。]{0,8}(?:合格|符合|达标|达到[^,。]{0,6}标准|超标)"
        r"|符合[^,。]{0,12}标准吗|(?:CMA|CNAS)资质|检测资质|(?:有没有|是否有|能否|能不能|可否|有无"
        r"|可以|能)[^,。]{0,20}(?:检测|检验|测试|化验)(?:能力|资质|项目)?(?:吗|么)?(?=$|[?!吗])"
        r"|(?:有没有|是否有|具备)[^,。]{0,20}(?:检测|检验|测试)(?:能力|资质)",
        0.3,
    ),
    _sign("检验检测", 3.5, r"(?:重新|再|按[^,。]{2,20})(?:检测|测试|检验|测(?=$|[,。一下]))|复检|复测"),
    # 6.2
    _sign(
        "质量技术评价",
        5.0,
        r"失效(?:分析|原因|机理|评价)|断口(?:分析)?|(?:断裂|开裂|腐蚀|故障|事故|质量"
        r"|缺陷)(?:的)?(?:原因|分析|鉴定)|根本原因|原因分析",
    ),
    _sign(
        "质量技术评价",
        4.0,
        r"(?:查|找|分析|弄清|搞清|查明|查清|确定|判断|追查|排查|诊断|搞不清|搞不懂|不清楚|不知道"
        r"|不明|说不清)[^,。]{0,10}原因|原因(?:不明|不清|找不到|没找到|是什么|在哪|何在|一直)"
        r"|什么原因|为什么(?:会|总|老)?|怎么(?:回事|会)|哪里出(?:了)?问题"
        r"|是[^,。]{1,12}还是[^,。]{1,14}(?:的)?(?:问题|原因|造成)",
    ),
    _sign(
        "质量技术评价",
        4.0,
        r"非标(?!自动|设备|机械|准化|件)(?:项目|检测|试验|测试|产品)?|(?:没有|缺乏|缺少|尚无|暂无"
        r"|还没有|没|找不到|无)(?:现成|相应|相关|对应|统一|国家|行业|成熟|有效|合适|可靠|任何"
        r"|可用)*的?(?:国家|行业)?(?:标准(?:可依|可循|方法|来检|来测|能检)?|检测方法|测试方法"
        r"|试验方法|评价方法|检验方法|检测手段)",
    ),
    _sign(
        "质量技术评价",
        3.5,
        r"(?:检测|测试|检验|分析|试验|测定|评价|鉴别)方法(?:的)?(?:开发|验证|确认|研究|建立)"
        r"|(?:开发|建立|验证|确认|研究)[^,。]{0,12}(?:检测|检验|测试|评价|试验|测定|鉴别)方法",
        0.4,
    ),
    _sign(
        "质量技术评价",
        3.5,
        r"(?:产品|技术|性能|质量|创新|新产品|安全|风险|可靠性|寿命|适用性|一致性|可行性|先进性"
        r"|环境|材料)(?:的)?(?:评价|评估|鉴定|评定|评审)|(?:寿命|可靠性)(?:预测|验证|试验|分析)"
        r"|(?:产品|性能|开发|设计|功能|批量|样机)验证|第三方(?:评价|评估|鉴定|验证)|(?:评价|评估"
        r"|鉴定)(?:报告|一下|意见)|质量(?:诊断|问题诊断|比对)|对比(?:试验|测试|评价)|能不能用"
        r"|还能(?:用|使用)|剩余寿命|质量仲裁|仲裁",
        0.4,
    ),
    # 6.3
    _sign(
        "标准研制",
        5.0,
        r"(?:制定|起草|编制|修订|制修订|参编|主导|牵头|编写|立项|申报|研制|参与|建立|出台|发布"
        r"|申请|做|写|定)[^,。]{0,16}(?:国家|行业|团体|地方|企业|国际|产品|技术|方法|检测"
        r"|联盟)+(?:的)?标准(?!化厂房|养护|品|件)|(?:国家|行业|团体|地方|企业|国际|产品"
        r"|技术)?标准(?:的)?(?:制定|修订|起草|编制|制修订|立项|研制|宣贯|编写|化工作|备案|升级"
        r"|研究)|(?:团标|国标|行标|企标|地标)(?:的)?(?:制定|修订|起草|立项|编制|编写|申报)|(?:制定"
        r"|起草|编制|修订|参编|牵头|做|申报|写)[^,。]{0,8}(?:团标|国标|行标|企标|地标)|参与标准",
        0.15,
    ),
    # 6.4
    _sign(
        "知识产权申请",
        5.0,
        r"(?<!已)(?<!已经)(?:申请|申报|布局|撰写|代理|保护|写|办|报)[^,。已]{0,10}(?:发明|实用新型"
        r"|外观)?(?:专利|软著|著作权|商标)(?!产品|技术|转让)|专利(?:申请|布局|检索|导航|代理|挖掘"
        r"|侵权|规避|撰写|保护|预警|查新|分析|质量)|知识产权(?:申请|保护|布局|服务|规划|分析|咨询"
        r"|管理|风险|评议|申报|贯标)|软件著作权(?:申请|登记)|商标(?:注册|申请)|侵(?:犯"
        r"|了)[^,。]{0,6}专利",
        0.1,
    ),
    # 6.6
    _sign(
        "科技项目与技术转化",
        5.0,
        r"(?:申报|申请|立项|争取|撰写|报)[^,。]{0,16}(?:科技|科研|重点研发|攻关|基金|专项|计划"
        r"|课题|揭榜挂帅|产学研|省级|国家级|市级)+(?:项目|计划|专项|课题|任务|资金)+|(?:科技|科研"
        r"|课题|省级|国家|市级|攻关)项目(?:的)?(?:申报|申请|立项|验收|结题)|项目(?:申报|申请书"
        r"|结题|验收材料|立项申请)|申报书|申请书(?:撰写|编写)|结题(?:验收)?(?:材料|辅导|服务)?",
        0.4,
    ),
    _sign(
        "科技项目与技术转化",
        5.0,
        r"(?:成果|专利|技术)(?:的)?(?:转化|转让|转移|许可|落地|作价)|技术入股|(?:找|寻找|寻求|对接"
        r"|希望)[^,。]{0,12}(?:合作转化|承接方|受让方|投资方|产业化合作)|(?:购买|受让|引进|转让"
        r"|出让)[^,。]{0,12}(?:专利|成果)|技术引进|引进[^,。]{0,14}(?:生产|成熟|先进)?技术",
        0.5,
    ),
    # 6.7
    _sign(
        "其他技术服务",
        5.0,
        r"(?:申请|申报|认定|复审|评|办理?|创建|争取|报|评定|入库|冲)[^,。]{0,10}(?:高新技术企业"
        r"|高企|专精特新|小巨人|科技型中小企业|重点实验室|工程(?:技术)?(?:研究)?中心|企业技术中心"
        r"|绿色工厂|单项冠军|瞪羚|独角兽|质量奖|科技(?:进步)?奖|名牌|荣誉|奖项|制造业创新中心)"
        r"|(?:高新技术企业|高企|专精特新|小巨人|科技型中小企业|重点实验室"
        r"|工程(?:技术)?(?:研究)?中心|企业技术中心|质量奖|科技(?:进步)?奖)(?:的)?(?:申报|认定|申请"
        r"|复审|复核|评价|入库|辅导|评选|备案)",
        0.3,
    ),
    _sign(
        "其他技术服务",
        5.0,
        r"实验室(?:的)?(?:认可|资质认定|建设规划|筹建|CNAS)|(?:申请|办理?|通过|取得|准备|搞|做|拿"
        r"|过)[^,。]{0,8}(?:CNAS|CMA)(?:的)?(?:认可|资质认定|认证|评审|资质|证书)?(?!检|报告|章"
        r"|的检|机构)(?=[^,。]{0,6}$|[^,。]{0,8}(?:认可|评审|咨询|辅导|材料|申请|准备))"
        r"|CNAS(?:认可)?(?:申请|辅导|咨询|评审|建设)|资质(?:申请|办理|升级|申报|认定)(?!证书)"
        r"|(?:生产|经营)许可证?(?:办理|申请|申报)?|(?:CE|UL|3C|CCC|FDA|CQC|体系|产品|质量|绿色"
        r"|有机|能效)认证(?:咨询|办理|申请|辅导|服务)?|体系(?:认证|建设|辅导|贯标)|(?:质量|精益|5S"
        r"|6S|六西格玛)管理(?:咨询|培训|提升)",
        0.3,
    ),
    _sign("其他技术服务", 4.0, r"(?:做|办|开展|组织|进行|提供|参加|安排)[^,。]{0,14}培训"),
    _sign("其他技术服务", 2.5, r"(?:人员|员工|检验员|内审员|质量|技能|技术人员)的?培训", 0.3),
    # 6.5
    _sign(
        "技术研发",
        2.5,
        rf"(?:{_WANT}|共同|联合|合作|计划|正在|欲|重点|旨在|现需|开展|进行|拟|亟待|着力|协同|委托"
        rf"|预)[^,。]{{0,18}}(?:整改|提升|提高|改善|增强|延长|研发|研制|开发(?![^,。]{{0,10}}方法)"
        rf"|攻关|研究|攻克|设计|改进|改造|升级|优化|突破|探索|技术支持|技术支撑|技术合作|技术指导"
        rf"|指导|选育|新技术|新工艺|新材料|新方法|新产品|解决方案|引入)",
    ),
    _sign(
        "技术研发",
        2.0,
        r"国产化|替代进口|进口替代|关键技术|核心技术|共性技术|技术(?:难题|瓶颈|攻关|难点|合作|创新"
        r"|改造|突破|升级)|(?:新|先进)(?:工艺|技术|材料|配方)|中试|小试|产业化|产学研|工艺(?:优化"
        r"|改进|探索|开发|路线|创新|研究|参数)|配方(?:优化|改进|开发|研究|设计)|自动化(?:改造"
        r"|升级)|智能化(?:改造|升级|控制)|联合攻关",
        0.8,
    ),
    _sign(
        "技术研发",
        1.5,
        r"(?:提高|提升|改善|降低|增强|延长|减少|缩短|增加|优化|解决|克服|实现"
        r"|攻克)[^,。]{1,20}(?:强度|性能|效率|寿命|成本|质量|精度|稳定性|可靠性|能耗|收率|利用率"
        r"|水平|难题|问题|自动化|智能化|产量|含量|周期|速度|能力|回收|处理|检测|控制|生产|均匀"
        r"|转化|提取|综合|减量|无害|智能|远程)",
        0.8,
    ),
    _sign("技术研发", 2.0, r"找(?:到)?[^,。]{0,10}(?:体系|方案|办法|材料|配方|工艺|替代)"),
    _sign(
        "技术研发",
        2.0,
        r"(?:缺乏|缺少|尚无|没有|寻找|寻求|希望(?:能)?(?:通过)?|购买|采购"
        r"|求)[^,。]{0,16}(?:技术(?!人|中心|专家)|工艺|方式|装备|新?(?:的)?处理方法|配方|添加剂"
        r"|催化剂|解决办法)",
    ),
    _sign("技术研发", 1.5, r"(?:研发|研制|开发|研究)(?!中心|机构|平台|团队|人员|部|院|费|基础)", 0.8),
)
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


def read_services(statement: Statement) -> Iterator[Reading]:
    """The service category with the words that decide for it; at most one."""
    tally = Tally()
    for sign in SIGNS:
        count = 0
        for clause in statement.own:
            for found in sign.pattern.finditer(clause.text):
                if count >= _CAP or is_denied(clause.text, found.start()) or _is_done(sign, clause, found.start()):
                    continue
                count += 1
                tally.add(sign.service, sign.weight * _share(sign, clause), clause, found.start(), found.end())
    _weigh_form(statement, tally)
    _weigh_title(statement, tally)
    _weigh_trouble(statement, tally)
    _weigh_questions(statement, tally)
    best = tally.best(_LEAST)
    if best is None:
        return
    first, *more = tally.strongest(best, 2)
    found_reading = reading(statement, "service_category", best, *first, "service")
    evidence = (*found_reading.evidence, *(statement.evidence(*span) for span in more))
    yield found_reading.model_copy(update={"evidence": evidence})


def _share(sign: _Sign, clause: Clause) -> float:
    if clause.utterance == TITLE:
        return 1.6
    return sign.in_goals if clause.role == "goal" else 1.0


def _is_done(sign: _Sign, clause: Clause, start: int) -> bool:
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
