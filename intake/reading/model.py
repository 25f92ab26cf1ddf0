"""The model reader: a language model proposes values, each with the words it read them from (B1, B2).

What a model says counts only as far as the person's own words carry it: a value that does not stand in the quoted
words, or that rules do not read in them, falls away, and the question stays open. Figures, dates, standards, places and
secrecy are never asked of a model. With no model, or one that fails, nothing is read here and the rules stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import Any, get_args

from foundation.language_model import LanguageModel, Prompt
from foundation.redaction import redact
from foundation.secrecy import DEFAULT_LEVEL, Level, highest, may_leave
from intake.demand import Reading
from intake.fields import LIST_FIELDS, SERVICE_CATEGORIES, FieldName, ProblemType
from intake.grounding import Folded, fold, ground
from intake.lexicon import data
from intake.reading.discretion import level_of
from intake.reading.kinds import told_by_signs
from intake.reading.merge import merge
from intake.reading.negation import is_denied
from intake.reading.organisations import find_names
from intake.reading.port import Heard, ModelPart, Reader
from intake.reading.rules import RulesReader
from intake.reading.statement import state

MODEL_FIELDS: tuple[FieldName, ...] = ("industry", "product", "problem_type", "service_category", "parameters")
"""What a model may be asked for: meaning. What has a fixed form is the rules' alone, and so is the level."""

INSTRUCTIONS = (
    "从企业的话里读出需求字段，只写原话里说到的，没说的不要写。"
    '输出 JSON：{字段名: [{"value": 值, "quote": 原话中连续的一段}]}。quote 必须逐字出自原话，value 必须由 quote 支持。'
    f"service_category 只能取：{'、'.join(SERVICE_CATEGORIES)}。"
    f"problem_type 只能取：{'、'.join(get_args(ProblemType))}。"
    "product 和 parameters 照抄原话里的词。"
)

_ENTRY: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"value": {"type": "string"}, "quote": {"type": "string"}},
        "required": ["value", "quote"],
    },
}

_MOST = 20
_LONGEST = 200
"""A list longer than this, or a value longer than that, is no reading any more."""


def schema_for(fields: tuple[FieldName, ...]) -> Mapping[str, Any]:
    """The shape of an answer about these fields."""
    return {"type": "object", "properties": dict.fromkeys(fields, _ENTRY)}


class ModelReader:
    """Reads an utterance with a language model; whatever comes back, only grounded values leave here.

    ``level`` and ``consent`` are those of the talk: they decide whether its words may be sent at all, and then only
    without names, contacts and amounts (:func:`foundation.secrecy.may_leave`). ``known`` are the fields the talk holds
    already: a model cannot move them, so it is not asked.
    """

    def __init__(
        self,
        model: LanguageModel,
        level: Level = DEFAULT_LEVEL,
        consent: bool = False,
        known: Set[FieldName] = frozenset(),
    ) -> None:
        self._model = model
        self._level: Level = level
        self._consent = consent
        self._known = known

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        """Grounded readings in field order; none when the model does not answer or answers nonsense."""
        return self.hear(utterance, asked).readings

    def hear(self, utterance: str, asked: FieldName | None = None, rules: tuple[Reading, ...] = ()) -> Heard:
        """The same, with the model's part. ``rules`` is what rules read in these very words.

        A wish for secrecy among them raises the level before anything is sent.
        """
        fields = tuple(field for field in MODEL_FIELDS if field not in self._known)
        if not fields or asked == "contact":
            return Heard(model="not_needed")
        said = next((found.value for found in rules if found.field == "confidentiality"), None)
        level = self._level if said is None else highest(self._level, level_of(said))
        if not may_leave(level, "model", consent=self._consent, on_premises=self._model.on_premises).allowed:
            return Heard(model="level" if level == "secret" else "no_consent")
        sent = redact(utterance, sorted(find_names(fold(utterance).text)))
        answer = self._model.complete_json(Prompt(instructions=INSTRUCTIONS, material=sent.text), schema_for(fields))
        part: ModelPart = "none" if answer.status == "no_model" else answer.status
        told = {field: answer.data.get(field) for field in fields} if answer.data else None
        quoted = grounded(told, utterance, sent.restore, is_carried=lambda *_: True)
        read = {(found.field, found.value) for found in rules}
        held = {found.field for found in rules}
        readings = tuple(found for found in quoted if found.field not in held and _is_carried(found))
        read |= {(found.field, found.value) for found in readings}
        proposals = tuple(found for found in quoted if (found.field, found.value) not in read)
        return Heard(readings=readings, model=part, proposals=proposals)


class MergedReader:
    """Rules first, a model for what they left open; where it reads otherwise, it proposes."""

    def __init__(self, rules: Reader, model: ModelReader) -> None:
        self._rules = rules
        self._model = model

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        """The merged readings of both."""
        return self.hear(utterance, asked).readings

    def hear(self, utterance: str, asked: FieldName | None = None) -> Heard:
        """The merged readings, with the model's part."""
        rules = self._rules.read(utterance, asked)
        heard = self._model.hear(utterance, asked, rules)
        return heard.model_copy(update={"readings": merge(rules, heard.readings)})


Carried = Callable[[str, FieldName, str], bool]
"""Whether a quote carries a value of a closed list: ``(quote, field, value)``."""


def is_read_in(quote: str, field: FieldName, value: str) -> bool:
    """Whether rules, given the quoted words alone, read this value in them; "other" is said by no words."""
    if value == "其他":
        return False
    if field == "service_category" or field == "problem_type":
        return told_by_signs(state(None, quote), field) == value  # likely is not enough: the words must say it
    return any(found.field == field and found.value == value for found in RulesReader().read(quote))


def grounded(
    answer: Any,
    utterance: str,
    restore: Callable[[str], str] = lambda words: words,
    is_carried: Carried = is_read_in,
) -> tuple[Reading, ...]:
    """The readings in a model's answer that the utterance carries. Lenient about form, strict about words.

    ``restore`` puts back what was taken out of the quotes before the words were sent.
    """
    if not isinstance(answer, Mapping):
        return ()
    folded = fold(utterance)
    return tuple(
        found
        for field in MODEL_FIELDS
        for value, quote in _pairs(answer.get(field))[: _MOST if field in LIST_FIELDS else 1]
        if (found := _reading(field, value, restore(quote), folded, is_carried)) is not None
    )


def _is_carried(found: Reading) -> bool:
    return found.field not in _CLOSED or is_read_in(found.evidence[0].quote, found.field, found.value)


def _reading(field: FieldName, value: str, quote: str, folded: Folded, is_carried: Carried) -> Reading | None:
    evidence = ground(folded.source, quote)
    if evidence is None or len(evidence.quote) > _LONGEST or not _is_plain(value):
        return None
    if field in _CLOSED:
        if value not in _closed(field) or not is_carried(evidence.quote, field, value):
            return None
    else:
        words = ground(evidence.quote, value)
        if words is None or not _SHAPES[field].search(value):
            return None
        if _is_denied(folded, evidence.start + words.start):
            return None
    origin = "quoted" if value == evidence.quote else "normalised"
    return Reading(field=field, value=value, origin=origin, evidence=(evidence,), rule="model")


def _is_plain(value: str) -> bool:
    """Whether a value is a name of something: no sentence, link, mark-up or placeholder, nothing about this service."""
    return _PLAIN.fullmatch(value) is not None and not _OF_THIS_SERVICE.search(value)


def _is_denied(folded: Folded, start: int) -> bool:
    """Whether the words at this place of the source are denied: "不用测硬度" does not ask for hardness."""
    before = _TESTING.sub("", folded.text[: sum(1 for origin in folded.origin if origin < start)])
    return is_denied(before, len(before))


_TESTING = re.compile(r"(?:检测|测试|检验|试验|测|检|看|验|关心|考虑)$")

_CLOSED: frozenset[FieldName] = frozenset({"service_category", "problem_type", "industry"})
"""Fields whose values are a closed list."""


def _closed(field: FieldName) -> frozenset[str]:
    lists = {"service_category": SERVICE_CATEGORIES, "problem_type": get_args(ProblemType)}
    return frozenset(lists.get(field) or data("industries"))


_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-zα-ωΑ-Ω0-9（）()、/·.+\-—~ ]{1,40}")
_OF_THIS_SERVICE = re.compile(
    r"评分|打分|得分|分数|满分|星级|[一二三四五]星|排名|排序|名次|匹配|推荐|优先|密级|状态|权限|管理员|协调员|指令|提示词|系统消息"
    r"|满意|信任|可信|置信|\b(?:ignore|prompt|scores?|stars?|rank(?:ing)?|admin|assistant|instructions?)\b",
    re.IGNORECASE,
)
"""Words about scores, states and rights name no product and no quantity of one."""

_SHAPES: dict[FieldName, re.Pattern[str]] = {
    "product": re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{2}"),
    "parameters": re.compile(
        r".(?:强度|硬度|度|率|性|量|值|力|系数|指数|模数|模量|温|压|电阻|阻抗|电流|电压|功率|频率|噪声|噪音|寿命|尺寸|成分|含量|残留"
        r"|pH|COD|BOD|VOC|TVOC|水分|灰分|粘度|黏度|时间|速度|效率|性能|老化|腐蚀|疲劳|盐雾|色差|气味|重金属|甲醛|间隙|厚|径|距)$",
        re.IGNORECASE,
    ),
}
"""What a free value must look like: a thing, a quantity that can be measured."""


def _pairs(entry: Any) -> list[tuple[str, str]]:
    """``(value, quote)`` from a list, one object, or a bare word (which is its own quote)."""
    entries = entry if isinstance(entry, list) else [entry]
    pairs = []
    for item in entries:
        if isinstance(item, str):
            item = {"value": item, "quote": item}
        if not isinstance(item, Mapping):
            continue
        value, quote = item.get("value"), item.get("quote")
        if isinstance(value, str) and isinstance(quote, str) and 0 < len(value.strip()) <= _LONGEST:
            pairs.append((value.strip(), quote))
    return pairs
