"""The words of a report in one language: names of indicators, kinds, sources; data and numbers as people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from evaluation.assessment import Content, IndicatorLine
from evaluation.editions.scheme import Scheme
from evaluation.exact import shown
from evaluation.indicators import Group, Levels, Likert, Rule
from evaluation.participants import Part
from evaluation.report.coverage import scheme_of
from foundation.language import Language, Sentence, render, sentence, translate

KINDS = {"self": sentence("自评"), "second": sentence("第二方测评"), "third": sentence("第三方评价")}
PARTS: dict[Part, Sentence] = {
    "evaluator": sentence("评价人员"),
    "expert": sentence("专家"),
    "project_side": sentence("项目方人员"),
}
COLLECTED = {
    "interview": sentence("现场访谈"),
    "questionnaire": sentence("问卷调查"),
    "online": sentence("网络调查"),
    "mystery_shopper": sentence("神秘顾客"),
    "blind_sample": sentence("盲样"),
    "records": sentence("服务记录"),
}
MISSING = {
    "renormalise": sentence("权重归其余各项"),
    "zero": sentence("计零分"),
    "block": sentence("不出总分"),
}
METHODS = {
    "equal": sentence("等权"),
    "declared": sentence("方案规定"),
    "ahp": sentence("层次分析法"),
    "ahp_group": sentence("群组层次分析法"),
    "ahp_hierarchy": sentence("层次总排序"),
    "delphi": sentence("专家调查法"),
    "fuzzy": sentence("模糊分析法"),
    "binomial": sentence("二项系数法"),
    "dare": sentence("环比评分法"),
    "least_squares": sentence("最小平方法"),
    "g1": sentence("序关系分析法"),
    "g1_group": sentence("群组序关系分析法"),
    "entropy": sentence("熵权法"),
    "pca": sentence("主成分分析法"),
    "multi_objective": sentence("多目标规划法"),
    "scatter_degree": sentence("拉开档次法"),
    "mean_square": sentence("均方差法"),
    "variation": sentence("变异系数法"),
    "max_deviation": sentence("最大离差法"),
    "dependent": sentence("简单关联函数法"),
    "combined": sentence("组合赋权"),
}
EFFECTS = {
    "not_checked": sentence("未确认"),
    "effective": sentence("有效"),
    "not_effective": sentence("无效"),
}


class Words:
    """Words for one report in one language."""

    def __init__(self, content: Content, language: Language) -> None:
        self.language: Language = language
        scheme = scheme_of(content) if language == "en" else None
        own = {group.id: group.name for group in content.results.groups}
        leaves = {line.id: line.name for line in content.results.indicators}
        self._grades = {one.label: one.english for one in content.grading.grades} if language == "en" else {}
        whole = {"T": self.say("总分")}
        self.names = {**whole, **own, **leaves, **(dict(_english(scheme)) if scheme else {})}

    def say(self, template: str, **facts: str | int | bool | None) -> str:
        """A sentence of ours, or a word that begins a line: English begins it with a capital."""
        text = sentence(template, **facts).text(self.language)
        return text[:1].upper() + text[1:]

    def word(self, text: str) -> str:
        """A word that may be ours (a grade, a service system); others stay as they are."""
        return translate(text, self.language)

    def grade(self, label: str) -> str:
        """A grade or stars; a grade's English is the scheme's own."""
        return self._grades.get(label) or self.word(label)

    def method(self, name: str) -> str:
        """A weighting method by its name, variants behind a stroke (``combined/geometric``); others stay."""
        first, stroke, variant = name.partition("/")
        return (self.of(METHODS[first]) if first in METHODS else first) + stroke + variant

    def of(self, said: Sentence | None) -> str:
        """A sentence that was kept as data."""
        return self._worded(said.template, said.facts) if said else ""

    def kept(self, said: Any) -> str:
        """A sentence in plain JSON: template and facts, or text."""
        if isinstance(said, dict) and set(said) == {"template", "facts"} and isinstance(said["facts"], dict):
            return self._worded(str(said["template"]), said["facts"])
        return said if isinstance(said, str) else ""

    def _worded(self, template: str, facts: Mapping[str, Any]) -> str:
        """A sentence from a file; one whose braces mean nothing is shown as it stands."""
        try:
            text = render(template, facts, self.language)
            return text[:1].upper() + text[1:]
        except (ValueError, AttributeError, IndexError, KeyError, TypeError):
            return template

    def day(self, on: date | None) -> str:
        """``2025-03-10``, a dash for none."""
        return on.isoformat() if on else "—"

    def days(self, first: date | None, after: date | None) -> str:
        """A period from its first day and the day after its last."""
        if first is None or after is None:
            return "—"
        return self.say("{first} 至 {last}", first=first.isoformat(), last=(after - timedelta(days=1)).isoformat())

    def joined(self, items: list[str]) -> str:
        """An enumeration."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def datum(self, line: IndicatorLine) -> str:
        """The raw datum as it was given; votes from the best grade down."""
        rating = line.rating
        if rating is None:
            return "—"
        if rating.numerator is not None or rating.denominator is not None:
            return f"{rating.numerator or '?'}/{rating.denominator or '?'}"
        if rating.votes is not None:
            order = (*grades_of(line.rule), *rating.votes)
            cast = [(grade, rating.votes[grade]) for grade in dict.fromkeys(order) if rating.votes.get(grade)]
            return self.joined([f"{self.word(grade)}: {count}" for grade, count in cast])
        if rating.items is not None:
            return self.joined(list(rating.items))
        return self.word(rating.value) if rating.value else "—"

    def score(self, line: IndicatorLine) -> str:
        """The score, or that there is none."""
        return line.score if line.score is not None else self.say("未评")


def grades_of(rule: Rule) -> tuple[str, ...]:
    """The grades that a rule's votes are cast for, the best first: a saved document keeps them by code point."""
    if isinstance(rule, Levels):
        return tuple(sorted(rule.scores, key=lambda grade: (-rule.scores[grade], grade)))
    return ("5", "4", "3", "2", "1") if isinstance(rule, Likert) else ()


def places(text: str, decimals: int) -> str:
    """An exact number shown with fewer decimals, rounded half up."""
    return shown(Fraction(text), decimals)


def _english(scheme: Scheme) -> Iterator[tuple[str, str]]:
    def below(groups: tuple[Group, ...]) -> Iterator[tuple[str, str]]:
        for group in groups:
            yield group.id, group.english
            yield from ((leaf.id, leaf.english) for leaf in group.indicators)
            yield from below(group.groups)

    yield from below(scheme.elements)
