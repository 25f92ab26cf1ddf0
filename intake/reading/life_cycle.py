"""Where in a product's life the demand stands: the five stages of S2-13."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.fields import LifeCycleStage
from intake.reading.statement import Statement, reading

_STAGES: tuple[tuple[LifeCycleStage, re.Pattern[str]], ...] = (
    ("售后服务", re.compile(r"客户(?:退货|投诉|反馈|使用)|退货|投诉|售后|返修|召回|在役|服役|索赔|用户反映")),
    (
        "供应链管理",
        re.compile(r"供应商|来料|进货|进厂|采购|原材料(?:检验|验收)|换(?:了)?(?:材料|原料|厂家)|供货商|供应链"),
    ),
    (
        "质量在线监控",
        re.compile(
            r"在线(?:检测|监测|监控|测量)|过程(?:控制|监控|检验)|巡检|SPC|生产(?:过程|线上)|良率|批次(?:差异|不稳定)"
        ),
    ),
    (
        "成品出厂",
        re.compile(r"出厂(?:检验|检测)?|成品(?:检验|检测)|型式(?:检验|试验)|交货(?:验收)?|送检|抽检|出口检测|上市前"),
    ),
    ("研发设计", re.compile(r"研发|研制|开发|设计|新产品|样机|中试|小试|攻关|关键技术")),
)


def read_life_cycle(statement: Statement) -> Iterator[Reading]:
    """The first stage whose words are there, the later stages of life first: they are the more telling."""
    for stage, pattern in _STAGES:
        for clause in statement.own:
            found = pattern.search(clause.text)
            if found:
                span = clause.start + found.start(), clause.start + found.end()
                yield reading(statement, "life_cycle_stage", stage, clause.utterance, *span, "life_cycle")
                return
