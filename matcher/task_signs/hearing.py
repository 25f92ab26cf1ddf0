"""Which tasks a demand's own words ask for, each with the words that say so.

A sign counts where its words are asked, not where they are denied (报告不用), already done (已获专利) or listed as a
by-product (预期成果：申请专利两项). Two hints ask as much as one sure sign. Where nothing is asked but a trouble told,
its cause is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.fields import SERVICE_CATEGORIES
from intake.reading.negation import is_denied
from intake.reading.services import weigh_services
from intake.reading.statement import TITLE, Statement
from matcher.task_signs.clauses import TaskClause
from matcher.task_signs.developing import DEVELOPMENT, TROUBLE
from matcher.task_signs.examining import EVALUATION, TESTING
from matcher.task_signs.model import ENOUGH, HELP, HINT, SURE, Facet, TaskSign
from matcher.task_signs.writing import OTHER, PROJECTS, PROPERTY, STANDARDS

SIGNS: tuple[TaskSign, ...] = (*TESTING, *EVALUATION, *STANDARDS, *PROPERTY, *DEVELOPMENT, *PROJECTS, *OTHER)


@dataclass(frozen=True, slots=True)
class Said:
    """Words that ask for a service: ``[start, end)`` inside a clause."""

    service: str
    clause: TaskClause
    start: int
    end: int
    weight: int
    facet: Facet

    @property
    def quote(self) -> str:
        """The words, folded."""
        return self.clause.text[self.start : self.end]

    @property
    def place(self) -> tuple[int, int]:
        """Words of the text come before those of the title: a title names the matter, the text tells the order."""
        return (self.clause.utterance, self.clause.start + self.start)


_REFUSED = re.compile(
    r"(?<![要有])(?:不用|无需|不需要?|不必|不做|不要|暂不|用不着|没必要|不打算|不想(?!被)|不再|不办)(?!意思|"
    r"被|让|降|影响|损|增|改变|换|更|动)"
    r"|\b(?:no need|not need|don't need|do not need|without needing|not asking)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:已(?!有[^,。]{0,6}(?:想|希望|需))|早就|早已|曾|此前|都有|均有|去年|前年|前期|手上有|拥有|持有|具备|"
    r"获得?过)[^,。;]{0,14}$"
)
_DONE_HERE = re.compile(r"已(?:经)?|早就|早已|曾(?:经)?|\balready\b|\bpreviously\b", re.IGNORECASE)
_PAST = re.compile(
    r"^[^,。;]{0,3}?(?:(?<![通经超])过(?!程|滤|关|检|敏|载|热|压|流|渡|审|得|不|认|后|一遍|ce)|完成了|"
    r"完了(?!以后|之后|再|就)|[^,。;]{0,14}(?:都|均|全)?已经?(?:办|完成|齐|有|拿|取得|通过|做|获)|都?(?:已|"
    r"办完|办妥|齐全|都有))"
)
_STILL = re.compile(r"没过|没成|没批|未(?:通过|获|批)|驳回|退回|失败|不认|没下来|还(?:没|未|差)|再")
_ASKED = re.compile(r"请|希望|想|需要|帮|委托|麻烦|求|要|please|want|need|help|would like", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:专利|标准|软著|著作权|团标|企标|论文|受理)[^,。;]{0,8}?(?:\d+|"
    r"[一二三四五六七八两几]+)(?:[~\-至到][一二三四五六七八\d]+)?[项件篇个]|(?:\d|"
    r"[一二三四五六七八两几])[项件篇个][^,。;]{0,8}(?:专利|标准|软著|论文)"
)
_OUTCOME = re.compile(r"预期|成果|形成|取得|获得|产出|发表|授权|力争|预计|完成后|期内|论文|获(?!取)|达到")
_HELP = re.compile(HELP, re.IGNORECASE)
_HELPED = re.compile(
    HELP + r"[^,。;]{0,10}(?:撰写|申请|提交|布局|起草|编制|申报|编写|检索|代理|办理|递交)", re.IGNORECASE
)
"""Help with a result that the clause before it names."""
_LATER_USE = re.compile(
    r"^[^,。;]{0,4}(?:为|供|便于|方便|用于|以便|作为)(?:后续|以后|将来|今后|下一步|日后|申报|我们以后)"
)
_CUES = re.compile(
    r"(?<!申)请|希望|想|需|帮|委托|麻烦|求|(?<![主重只首])要(?!求)|能否|能不能|可以吗|吗$|么$|呢$|谁能|哪家|"
    r"哪里能|哪儿能|有没有|怎么|如何|咋|打算|准备|拟|计划|欲|寻|找|缺|协助|代[写为办]|指导|先[^进前后]|然后|"
    r"再|最后|接着|合作|联合"
    r"|\b(?:please|want|need|help|would like|can you|could you|looking for|how)\b",
    re.IGNORECASE,
)
_SHORT = 45
"""A message this short is nothing but its wish."""
_LONG = 160
"""From here on a text describes a project, and its words are not all wishes."""
_DIRECT = re.compile(
    r"第三方|报告|cma|cnas|委托|机构|资质|送|独立|专业|(?<!申)请|帮|贵方|按标准|原因|责任", re.IGNORECASE
)
_BY_PRODUCTS = ("标准研制", "知识产权申请", "科技项目与技术转化", "其他技术服务", "检验检测", "质量技术评价")
_TITLE_OF_WORK = re.compile(
    r"^(?!.*(?:检测|检验|送检|评价|鉴定|评估|失效|原因|分析|标准|专利|申报|转化|转让|许可|认证|培训|验收|"
    r"对接|商标|登记|认定|辅导|报告|结题|品种权|软著|仲裁|诊断|溯源|排查)).+"
)
_FORM = re.compile(
    r"(?:研[究发](?:目标|内容|任务)|开发(?:内容|目标)|攻关(?:内容|目标)|(?:存在的?|主要)?(?:问题|难点|痛点|"
    r"难题|瓶颈)|(?:主要)?(?:指标|目标)|希望达到|预期(?:目标|指标)|需求(?:内容|描述)|内容|技术(?:需求|指标|"
    r"难题|要求)|主要(?:任务|指标)|拟?解决(?:的)?(?:关键|技术)*(?:问题|难题)|难点)[:】]"
)


def hear(statement: Statement, clauses: Sequence[TaskClause]) -> list[Said]:
    """All words that ask for tasks, of services that enough speaks for."""
    asking = _asking(statement, clauses)
    is_long = len(statement.body.text) > _LONG
    heard = [
        said
        for clause in clauses
        if clause.role != "aside"
        for said in _of_clause(clause, clause.sentence in asking, is_long)
    ]
    heard += _title_and_form(statement, clauses)
    heard += _weighed(statement, clauses)
    weight: dict[str, int] = {}
    for service in {said.service for said in heard}:
        kinds = {(said.weight, said.place) for said in heard if said.service == service}
        weight[service] = sum(kind[0] for kind in kinds)
    drafted = {said.clause.sentence for said in heard if said.service == "标准研制"}
    # A drafted standard is filed (备案) by those who draft it: no service of its own.
    asked = [
        said
        for said in heard
        if weight[said.service] >= ENOUGH
        and not (said.service == "其他技术服务" and said.clause.sentence in drafted and "备案" in said.quote)
    ]
    return asked or _told(statement, clauses) or heard


def _asking(statement: Statement, clauses: Sequence[TaskClause]) -> set[int]:
    """Sentences that ask for something; of a short message, every one."""
    if len(statement.body.text) <= _SHORT:
        return {clause.sentence for clause in clauses}
    return {clause.sentence for clause in clauses if clause.item or _CUES.search(clause.text)}


def _of_clause(clause: TaskClause, asks: bool, is_long: bool) -> Iterator[Said]:
    for one in SIGNS:
        if one.asked and (not asks or clause.utterance == TITLE or (is_long and _is_means(one, clause))):
            continue
        found = one.pattern.search(clause.text)
        while found is not None:
            if not _is_void(one, clause, found.start(), found.end()):
                yield Said(one.service, clause, found.start(), found.end(), one.weight, one.facet)
                break
            found = one.pattern.search(clause.text, found.start() + 1)


def _is_means(one: TaskSign, clause: TaskClause) -> bool:
    """In a long text a mere 试验 or 评价 is mostly a means of development, unless somebody else is to do it."""
    if one.service not in ("检验检测", "质量技术评价"):
        return False
    return _DIRECT.search(clause.text) is None


def _is_void(one: TaskSign, clause: TaskClause, start: int, end: int) -> bool:
    text = clause.text
    if one.unless is not None and any(
        bad.start() < end + 6 and bad.end() > start - 6 for bad in one.unless.finditer(text)
    ):
        return True
    if is_denied(text, start) or _REFUSED.search(text[max(start - 8, 0) : end]) or _LATER_USE.search(text):
        return True
    return _is_done(text, start, end) or (one.service in _BY_PRODUCTS and _is_by_product(clause))


def _is_done(text: str, start: int, end: int) -> bool:
    """What the enterprise has already done or holds is not asked for; a second try is."""
    told = _DONE.search(text[max(start - 18, 0) : start]) or _DONE_HERE.search(text[start:end])
    past = _PAST.search(text[end:])
    if past:
        return _STILL.search(text[end:]) is None
    return told is not None and _ASKED.search(text[max(start - 18, 0) : end]) is None


def _is_by_product(clause: TaskClause) -> bool:
    counted = _COUNT.search(clause.text) is not None and _OUTCOME.search(clause.text) is not None
    helped = _HELP.search(clause.text) or _HELPED.search(clause.following)
    return (clause.role == "result" or counted) and helped is None


_OUTWEIGHS = {
    "检验检测": 3.0,
    "质量技术评价": 3.5,
    "技术研发": 5.0,
    "知识产权申请": 5.0,
    "科技项目与技术转化": 5.0,
    "其他技术服务": 5.0,
}


def _weighed(statement: Statement, clauses: Sequence[TaskClause]) -> Iterator[Said]:
    """What the reading of the service category weighs heavily is asked for, too."""
    tally = weigh_services(statement)
    for service, least in _OUTWEIGHS.items():
        if tally.weights.get(service, 0.0) < least:
            continue
        utterance, start, end = tally.strongest(service, 1)[0]
        words = statement.utterance(utterance).text[start:end]
        if service == "检验检测" and _TESTS.search(words) is None:
            continue
        clause = next((c for c in clauses if c.utterance == utterance and c.end > start), None)
        if clause is None or clause.role == "aside" or not clause.start <= start < end <= clause.end:
            continue
        first, last = start - clause.start, end - clause.start
        if not _is_void(_BARE[service], clause, first, last):
            verifies = service == "质量技术评价" and _VERIFYING.search(clause.text[first:last]) is not None
            yield Said(service, clause, first, last, SURE, "verify" if verifies else "")


_BARE: dict[str, TaskSign] = {service: TaskSign(service, re.compile("")) for service in SERVICE_CATEGORIES}
_TESTS = re.compile(r"[检测验]|报告|校准|cma|cnas", re.IGNORECASE)
_VERIFYING = re.compile(r"方法|评价|评估|鉴定|验证|评审|标准|第三方|可靠|寿命|还能|能不能")


def _title_and_form(statement: Statement, clauses: Sequence[TaskClause]) -> Iterator[Said]:
    """A title that ends in work to be done, and the headings of a call for research, hint at development."""
    title = next((clause for clause in clauses if clause.utterance == TITLE), None)
    if title is not None and (ending := _TITLE_OF_WORK.search(title.text.strip())):
        yield Said("技术研发", title, ending.start(), ending.end(), HINT, "")
    form = _FORM.search(statement.body.text)
    if form:
        clause = next((c for c in clauses if c.utterance != TITLE and c.end > form.start()), None)
        if clause is not None:
            start = max(form.start() - clause.start, 0)
            yield Said("技术研发", clause, start, min(start + len(form[0]), len(clause.text)), HINT, "")


def _told(statement: Statement, clauses: Sequence[TaskClause]) -> list[Said]:
    """Nothing is asked for: what the reading hears, else a trouble or a plain complaint, whose cause is wanted."""
    trouble = next((said for clause in clauses for said in _troubles(clause)), None)
    tally = weigh_services(statement)
    best = tally.best()
    if best is not None and (trouble is None or tally.weights[best] >= _CLEARLY):
        utterance, start, end = tally.strongest(best, 1)[0]
        clause = next(c for c in clauses if c.utterance == utterance and c.end > start)
        first = min(max(start - clause.start, 0), len(clause.text) - 1)
        return [Said(best, clause, first, min(max(end - clause.start, first + 1), len(clause.text)), HINT, "")]
    if trouble is not None:
        return [trouble]
    body = [clause for clause in clauses if clause.utterance != TITLE and clause.role == "said"]
    if len(_WORDS.findall(statement.body.text)) < _LEAST_WORDS or any(_CUES.search(clause.text) for clause in body):
        return []
    return [Said("质量技术评价", body[0], 0, len(body[0].text), HINT, "cause")] if body else []


def _troubles(clause: TaskClause) -> Iterator[Said]:
    for one in TROUBLE:
        if found := one.pattern.search(clause.text):
            yield Said(one.service, clause, found.start(), found.end(), one.weight, one.facet)


_CLEARLY = 2.0
"""The reading of the service category must weigh more than a single mention against a told trouble."""
_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")
_LEAST_WORDS = 6
