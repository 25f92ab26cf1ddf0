"""The English signs of a service and of a kind of problem; read in English clauses only, where the Chinese are not.

General ways to say a thing, no names of goods; what a sign is worth is weighed again by what was learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.fields import ProblemType, ServiceCategory
from intake.reading.service_signs import Sign
from intake.reading.statement import Clause

_LATIN = re.compile(r"[A-Za-z]{2}[^A-Za-z]+[A-Za-z]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def is_english(text: str) -> bool:
    """Whether a clause is read as English: two Latin words and not a Chinese character."""
    return _LATIN.search(text) is not None and _CHINESE.search(text) is None


_ASK = (
    r"\b(?:need|needs|want|wants|wanted|require|requires|required|looking for|seek|seeking|request|requesting|order|get"
    r"|arrange|obtain|provide|offer|please|(?:can|could|do|would) (?:you|your lab|anyone|someone|somebody))\b"
)
_TESTING = (
    r"(?:test|tests|tested|testing|test report|report|measure|measured|measurement|analy[sz]e|analysis|inspect"
    r"|inspection|calibrate|calibrated|calibration|certificate|lab|laboratory|sampling|check)\b"
)
_GAP = r"[^.;?!]{0,40}"
_METHOD = (
    r"(?:test |testing |measuring |measurement |analytical |evaluation )?(?:methods?|standards?|tests?|protocols?)\b"
)
_ABROAD = (
    r"(?:german|germany|japanese|japan|american|us|usa|swiss|switzerland|italian|italy|french|france|korean|korea"
    r"|british|uk|swedish|sweden|dutch|austrian|austria|european|europe|foreign|overseas|abroad|danish|finnish)\b"
)


def by_language(clauses: Iterable[Clause]) -> tuple[list[Clause], list[Clause]]:
    """The clauses that are read as Chinese, and those read as English."""
    chinese: list[Clause] = []
    english: list[Clause] = []
    for clause in clauses:
        (english if is_english(clause.text) else chinese).append(clause)
    return chinese, english


def _service(kind: ServiceCategory, weight: float, pattern: str, in_goals: float = 0.5) -> Sign:
    return Sign(kind, weight, re.compile(pattern, re.IGNORECASE), in_goals)


def _problem(kind: ProblemType, weight: float, pattern: str) -> tuple[ProblemType, float, re.Pattern[str]]:
    return kind, weight, re.compile(pattern, re.IGNORECASE)


SERVICES: tuple[Sign, ...] = (
    _service("检验检测", 3.5, _ASK + _GAP + r"\b" + _TESTING),
    _service(
        "检验检测", 3.5, r"\b(?:test|testing|inspection) (?:report|house|lab|laborator)|\b(?:third[- ]party|type) test"
    ),
    _service(
        "检验检测",
        3.0,
        r"\b(?:re-?test|calibrat\w+|pre-?shipment|sampling plan|lead time and price|how many samples)\b",
    ),
    _service(
        "检验检测", 2.5, r"\b(?:how much|price|cost|quote|quotation|fee)\b[^.;?!]{0,30}\b(?:test|analysis|inspect|per)"
    ),
    _service("检验检测", 2.0, r"\b(?:test|tests|testing|tested)\b[^.;?!]{0,24}\b(?:to|per|under|against|according)\b"),
    _service("质量技术评价", 5.0, r"\broot cause|\bfailure analysis|\bwhat went wrong|\bcause of\b|\bfracture surface"),
    _service("质量技术评价", 4.5, r"\b(?:why|reason|any idea|explain|find out|look into|investigat\w+|diagnos\w+)\b"),
    _service(
        "质量技术评价",
        4.0,
        r"\b(?:at fault|to blame|whose fault|liab\w+|disput\w+|court|expert opinion|who is right)\b",
    ),
    _service(
        "质量技术评价", 3.5, r"\b(?:evaluat|assess|verif|validat|compar)\w+|\bwhich (?:of|one)\b[^.;?!]{0,30}\bbetter"
    ),
    _service(
        "质量技术评价",
        4.0,
        r"\b(?:no|nobody|without|lack)\b(?! need)[^.;?!]{0,30}\b" + _METHOD + r"(?! (?:report|result))",
    ),
    _service(
        "质量技术评价", 3.5, r"\b(?:develop|design|invent|build|set up)\w*\b[^.;?!]{0,24}\b(?:test|method|protocol)s?\b"
    ),
    _service(
        "标准研制",
        5.0,
        r"\b(?:draft|write|writing|propose|revise|revising|revision|submit|lead|co-?author|publish|join|develop|turn)\w*"
        r"\b[^.;?!]{0,36}\b(?:group |national |industry |international |company )?standards?\b(?! (?:parts|size))",
    ),
    _service("标准研制", 5.0, r"\b(?:standardi[sz]ation|new work item|working group|technical committee|drafting)\b"),
    _service(
        "知识产权申请", 5.0, r"\b(?:patent|trade ?mark|copyright|utility model|design right|infring|counterfeit)\w*"
    ),
    _service("知识产权申请", 4.0, r"\b(?:copied|copying|copies|stole|stolen|freedom to operate|prior art|imitat\w+)\b"),
    _service("技术研发", 2.5, r"\b(?:co-?develop|develop|redesign|design|re-?formulat|prototyp|engineer|automat)\w*\b"),
    _service(
        "技术研发", 2.5, r"\bhow (?:can|to|do|could|should) (?:we|i|you)?\b ?(?!know|measure|test|apply|register)\w+"
    ),
    _service(
        "技术研发",
        2.5,
        r"\b(?:improve|reduce|increase|lower|raise|extend|double|halve|cut|shorten|avoid|eliminate|replace|substitute)\w*\b",
    ),
    _service(
        "技术研发", 2.5, r"\b(?:solution|alternative|fix|remedy|better (?:\w+ )?(?:process|material|recipe|formula))\b"
    ),
    _service("技术研发", 2.0, r"\b(?:r&d|joint|research|know-how|university|institute|scale[- ]?up|in-house)\b"),
    _service(
        "科技项目与技术转化",
        5.0,
        r"\b(?:grants?|funding|funded|subsid\w+|consortium|call for proposals?|joint project)\b",
    ),
    _service(
        "科技项目与技术转化",
        5.0,
        r"\b(?:technology transfer|commerciali[sz]\w+|licen[cs](?:ing|ee)|spin-?(?:off|out)|investors?)\b"
        r"|\b(?:licen[cs]e|sell|transfer|buy)\b[^.;?!]{0,30}\b(?:patents?|technology|invention|know-how|process)\b",
    ),
    _service("其他技术服务", 4.0, r"\b(?:training|train|course|courses|seminar|workshop|lecture|teach|coach\w*)\b"),
    _service(
        "其他技术服务", 4.0, r"\b(?:accreditation|accredited|17025|9001|13485|management system|internal audit\w*)\b"
    ),
    _service(
        "其他技术服务", 3.5, r"\b(?:consult\w+|advice on|award|honou?r|title|high-tech enterprise|little giant)\b"
    ),
    _service(
        "其他技术服务",
        3.5,
        r"\b(?:certification|ce mark\w*|type approval|registration|register|regulations?|directive|compliance|permit"
        r"|labels? (?:rules|requirements)|allowed to|do we need|which (?:rules|standards?|certificates?|approvals?))\b",
    ),
)

PROBLEMS: tuple[tuple[ProblemType, float, re.Pattern[str]], ...] = (
    _problem("检测需求", 3.0, _ASK + _GAP + r"\b" + _TESTING),
    _problem(
        "检测需求", 3.0, r"\b(?:test|testing|inspection) (?:report|house|lab|laborator)|\bcalibrat\w+|\bpre-?shipment"
    ),
    _problem("检测需求", 2.0, r"\b(?:test|tests|testing|tested)\b[^.;?!]{0,24}\b(?:to|per|under|against|according)\b"),
    _problem(
        "失效/缺陷",
        2.5,
        r"\b(?:fall|falls|fell|come|comes|came|coming|break|breaks|peel|peels)(?:ing)? (?:off|apart|loose)\b",
    ),
    _problem(
        "失效/缺陷",
        2.0,
        r"\b(?:stops?|stopped|quits?|refuses?) (?:work|charg|heat|respond|turn)\w*|\bcatch(?:es)? fire",
    ),
    _problem(
        "失效/缺陷",
        2.0,
        r"\b(?:won't|will not|doesn't|does not|don't|do not) (?:start|open|close|work|turn|charge|light)\b",
    ),
    _problem(
        "性能不足",
        2.5,
        r"\btoo (?:slow|weak|heavy|soft|short|low|loud|thick|stiff|hard|small|fast|quickly|early|much|little|long|dim"
        r"|high)\b|\bnot (?:strong|hard|fast|bright|long|stable|warm|quiet|accurate|durable|\w+ enough)\b",
    ),
    _problem(
        "性能不足",
        2.5,
        r"\b(?:only|barely|hardly)\b[^.;?!]{0,24}\d|\b(?:below|short of|less than) (?:spec|the|what|our)\b",
    ),
    _problem(
        "性能不足",
        2.0,
        r"\b(?:lose|loses|losing|drops?|falls?|improve|increase|extend|raise|reduce|lower|double|halve)\b[^.;?!]{0,16}\b"
        r"(?:force|strength|capacity|power|life|range|efficiency|accuracy|weight|noise|consumption|resistance|performance"
        r"|grip|elasticity|adhesion|brightness|hardness|stiffness|speed|lifetime|shelf life|insulation|rating)\b",
    ),
    _problem(
        "性能不足",
        2.0,
        r"\b(?:spec|target|customer|competitor|rival|required|requirement|should|others)\b[^.;?!]{0,24}\d",
    ),
    _problem(
        "工艺难题",
        2.5,
        r"\b(?:yield|scrap|rework|reject rate|cycle time|line speed|process window|set-?up time|throughput)\b",
    ),
    _problem(
        "工艺难题",
        2.5,
        r"\b(?:by hand|by eye|manual|manually|automat\w+|batch(?:es)? (?:to batch|vary|differ)|every batch)\b",
    ),
    _problem(
        "工艺难题",
        1.5,
        r"\b(?:during|after|before|when|while|in|from) (?:the )?(?:weld|mould|mold|sinter|fir|print|cur|cast|dry|roll"
        r"|coat|machin|grind|extru|dye|anneal|quench|paint|stamp|mill|cool|fill|pack|drill|cut|spinn|weav|bak|glu|polish)ing\b",
    ),
    _problem(
        "工艺难题",
        2.0,
        r"\b(?:scale[- ]?up|process (?:parameters|problem|control|is|does)|recipe|our (?:furnace|kiln|oven))\b",
    ),
    _problem(
        "研发攻关",
        2.5,
        r"\b(?:co-?develop|develop|prototyp|design|invent)\w*\b|\bnew (?:material|product|generation|formula)",
    ),
    _problem(
        "研发攻关", 2.0, r"\b(?:r&d|joint research|joint development|research (?:partner|team|group)|technology need)\b"
    ),
    _problem(
        "替代进口", 3.5, r"\b(?:import substitution|imported|imports?|sole source|single source|embargo|sanctions?)\b"
    ),
    _problem(
        "替代进口",
        3.0,
        r"\b(?:domestic|local|national|home-?made|chinese)\b[^.;?!]{0,16}\b(?:substitute|alternative|supplier"
        r"|source|replacement|equivalent|version|one|maker|producer)",
    ),
    _problem(
        "替代进口",
        2.5,
        r"\b(?:export (?:control|licen[cs]e|ban|permit)|instead of the)\b|\b(?:all|only|replace|from|depend"
        r"|rely|depends|relies|buy)\b[^.;?!]{0,24}\b" + _ABROAD,
    ),
    _problem(
        "标准/合规",
        3.0,
        r"\b(?:regulations?|directive|comply|complies|compliance|compliant|legal|legally|lawful|allowed)\b",
    ),
    _problem(
        "标准/合规",
        3.0,
        r"\b(?:ce mark\w*|type approval|certification|accredit\w+|approval|register|registration|permit)\b",
    ),
    _problem(
        "标准/合规",
        2.5,
        r"\b(?:which|what|new|draft|write|national|group|industry|international)\b[^.;?!]{0,24}\bstandards?\b",
    ),
    _problem(
        "方法缺失",
        3.5,
        r"\b(?:no|nobody|without|lack\w*)\b(?! need)[^.;?!]{0,30}\b" + _METHOD + r"(?! (?:report|result))",
    ),
    _problem(
        "方法缺失", 3.5, r"\b(?:develop|validat|design|invent|agree)\w*\b[^.;?!]{0,24}\b(?:test|method|protocol)s?\b"
    ),
    _problem(
        "方法缺失",
        3.0,
        r"\bhow (?:do|can|to|would|could|should)\b[^.;?!]{0,16}\b(?:measure|quantify|rate|prove|test)\b"
        r"|\bis there (?:a|an|any)\b[^.;?!]{0,24}\b(?:test|method|standard|way to)\b",
    ),
    _problem(
        "方法缺失",
        3.0,
        r"\b(?:labs?|laborator\w+|methods|results|instruments)\b[^.;?!]{0,16}\b(?:disagree|differ|do not agree)",
    ),
    _problem(
        "成果转化",
        3.5,
        r"\b(?:technology transfer|commerciali[sz]\w+|licen[cs](?:ing|ee)|spin-?(?:off|out)|investors?)\b",
    ),
    _problem(
        "成果转化",
        3.0,
        r"\b(?:licen[cs]e|sell|transfer)\b[^.;?!]{0,30}\b(?:patents?|technology|invention|know-how|process)\b"
        r"|\b(?:manufacturer|factory|company|partner)\b[^.;?!]{0,16}\b(?:to|that) (?:take|make|produce|build)\b",
    ),
    _problem(
        "其他",
        3.0,
        r"\b(?:training|train|courses?|seminar|workshop|patent\w*|trade ?mark\w*|copyright|grants?|subsid\w+)\b",
    ),
)
