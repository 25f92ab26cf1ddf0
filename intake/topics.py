"""What is asked, in which order, in which words: one topic a turn, and when a topic needs no asking."""

from __future__ import annotations

from foundation.language import Sentence, sentence
from foundation.values import Value
from intake.demand import Draft, Reading
from intake.fields import FieldName


class Topic(Value):
    """One question. ``field`` takes the answer; any of ``fields`` being known makes the question unnecessary.

    ``services``: asked only for these services (empty: for all). ``is_needed``: a demand is not complete without it
    being answered, be it by "I do not know".
    """

    field: FieldName
    fields: tuple[FieldName, ...]
    question: Sentence
    services: frozenset[str] = frozenset()
    is_needed: bool = False


_HANDS_ON = frozenset({"检验检测", "质量技术评价"})
_TECHNICAL = frozenset({"检验检测", "质量技术评价", "技术研发"})

TOPICS: tuple[Topic, ...] = (
    Topic(
        field="product",
        fields=("product",),
        question=sentence("是什么产品？一句话说说叫什么、用在哪里就行。"),
        is_needed=True,
    ),
    Topic(
        field="material",
        fields=("material",),
        question=sentence("材料牌号或规格知道吗（比如 ABS、304、8.8 级）？不知道也没关系。"),
        services=_TECHNICAL,
    ),
    Topic(
        field="problem",
        fields=("problem", "problem_type"),
        question=sentence("具体遇到了什么：坏了、不达标，还是想做成什么样？"),
        is_needed=True,
    ),
    Topic(
        field="occurrence",
        fields=("occurrence",),
        question=sentence("什么时候开始的？多少件里有多少件？从哪一批起，之前换过什么吗？"),
        services=frozenset({"质量技术评价"}),
    ),
    Topic(
        field="conditions",
        fields=("conditions",),
        question=sentence("在什么条件下使用（温度、受力、接触什么、室内还是户外）？"),
        services=_TECHNICAL,
    ),
    Topic(
        field="service_category",
        fields=("service_category", "wish"),
        question=sentence("您想要的是什么：检测报告、找出原因、改进产品、制定标准，还是别的？"),
        is_needed=True,
    ),
    Topic(
        field="service_subtype",
        fields=("service_subtype",),
        question=sentence("更像哪一种：查在用产品为什么坏、评价新产品、验证设计，还是没有现成标准的测试？"),
        services=frozenset({"质量技术评价"}),
    ),
    Topic(
        field="report_use",
        fields=("report_use", "report_mark"),
        question=sentence("报告拿去做什么：上架、投标、出口、客户验收还是内部用？要不要带 CMA 或 CNAS 标志？"),
        services=frozenset({"检验检测"}),
    ),
    Topic(
        field="standard_level",
        fields=("standard_level",),
        question=sentence("想做哪一级的标准：国家、行业、地方、团体还是企业标准？现在走到哪一步？"),
        services=frozenset({"标准研制"}),
    ),
    Topic(
        field="ip_kind",
        fields=("ip_kind",),
        question=sentence("想申请哪一种：发明、实用新型、外观设计、软件著作权还是商标？"),
        services=frozenset({"知识产权申请"}),
    ),
    Topic(
        field="basis",
        fields=("basis",),
        question=sentence("现在做到哪一步了：有样机、产线、数据或专利吗？"),
        services=frozenset({"技术研发", "科技项目与技术转化", "知识产权申请"}),
    ),
    Topic(
        field="cooperation",
        fields=("cooperation",),
        question=sentence("想怎么合作：联合开发、委托开发、买技术，还是请专家指导？"),
        services=frozenset({"技术研发"}),
    ),
    Topic(
        field="programme",
        fields=("programme",),
        question=sentence("想申报哪个计划或项目？什么时候截止？不清楚也可以，我们帮您找。"),
        services=frozenset({"科技项目与技术转化"}),
    ),
    Topic(
        field="enterprise_size",
        fields=("enterprise_size",),
        question=sentence("企业有多大（大概多少人、年产值多少）？小微企业有专门的服务。"),
        services=frozenset({"科技项目与技术转化", "其他技术服务"}),
    ),
    Topic(
        field="criteria",
        fields=("criteria",),
        question=sentence("做到什么程度算成？能给个数最好，比如“冲击强度不低于 8 kJ/m²”。"),
        services=frozenset({"技术研发"}),
    ),
    Topic(
        field="samples",
        fields=("samples",),
        question=sentence("有样品吗？最好也留一件以前好的作对比；断口请不要擦洗。"),
        services=_HANDS_ON,
    ),
    Topic(
        field="standards",
        fields=("standards", "market"),
        question=sentence("按什么标准或客户要求？产品卖到哪里（国内、欧盟、美国）？"),
        services=_TECHNICAL,
    ),
    Topic(field="deadline", fields=("deadline",), question=sentence("希望什么时候有结果？")),
    Topic(field="budget", fields=("budget",), question=sentence("预算大概多少？可以说一个范围，也可以面议。")),
    Topic(
        field="confidentiality",
        fields=("confidentiality",),
        question=sentence("需要保密吗？需要的话可以先签保密协议。"),
    ),
    Topic(field="region", fields=("region",), question=sentence("企业在哪个省、市？样品从哪里寄？")),
    Topic(field="contact", fields=("contact",), question=sentence("怎么联系您（电话或邮箱）？只给承接的中心看。")),
)
"""In the order in which they are asked."""

BY_FIELD: dict[FieldName, Topic] = {topic.field: topic for topic in TOPICS}


_NAMELESS = (
    "产品 东西 零件 部件 配件 设备 材料 样品 货 货物 件 机器 料 物料 工件 制品 商品 "
    "product products part parts goods material thing things sample samples"
)
VAGUE: dict[FieldName, frozenset[str]] = {
    "product": frozenset(_NAMELESS.split()),
    "deadline": frozenset({"尽快", "越快越好", "加急", "急", "马上", "asap", "urgent"}),
}
"""Words that name a field and tell nothing: the question stays open, sharpened by what was said."""

_SHARPENED: dict[FieldName, Sentence] = {
    "product": sentence("您说的“{value}”具体是什么？叫什么、用在哪里？"),
    "deadline": sentence("“{value}”是最晚哪一天？说个日子，好排时间。"),
}


def is_vague(reading: Reading) -> bool:
    """Whether a value says nothing that could be matched or planned with. Asked for and said again, it stands."""
    return reading.rule != "answer" and reading.value.lower() in VAGUE.get(reading.field, frozenset())


def sharpened(topic: Topic, draft: Draft) -> Sentence:
    """The question of a topic, or the one about the vague value that was given for it."""
    value = draft.value(topic.field)
    if value is None or topic.field not in _SHARPENED:
        return topic.question
    return sentence(_SHARPENED[topic.field].template, value=value)


def open_topics(draft: Draft) -> tuple[Topic, ...]:
    """The topics that are neither known nor answered yet, or vaguely, and apply to the service wanted, in order."""
    settled = {reading.field for reading in draft.readings if not is_vague(reading)}
    service = draft.value("service_category")
    return tuple(
        topic
        for topic in TOPICS
        if not settled & set(topic.fields) and (not topic.services or service is None or service in topic.services)
    )


def questions_for(draft: Draft) -> tuple[Sentence, ...]:
    """The open questions in the order in which they would be asked."""
    return tuple(topic.question for topic in open_topics(draft))
