"""A small trade of bolts and battery separators, invented for tests, written as the files that a centre would write."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from kb.trade.field import TradeField
from kb.trade.reading import Knowledge
from kb.trade.register import Register, StandardTitle

BOLTS: dict[str, Any] = {
    "field": "bolts",
    "zh": "螺栓",
    "en": "bolts",
    "industries": ["C34", "C3482"],
    "products": {"螺栓": {"en": "bolt", "also": ["螺丝"]}, "垫圈": {"en": "washer"}},
    "tests": {
        "硬度": {"en": "hardness", "standards": ["GB/T 230.1"], "unit": "HRC"},
        "氢脆试验": {"en": "hydrogen embrittlement test", "standards": ["GB/T 3098.17"]},
        "断口分析": {"en": "fractography"},
    },
    "catalogue": {"螺栓": {"硬度": ["GB/T 230.1-2018"], "氢脆试验": []}},
    "failures": {"氢脆": {"en": "hydrogen embrittlement", "tests": ["氢脆试验", "断口分析"]}},
    "symptoms": [
        {
            "says": ["装好一两天自己断", "拧紧后过夜断了", "没动它自己断头", "放两天头掉了"],
            "says_en": ["snaps a day after tightening"],
            "of": ["螺栓"],
            "points_to": ["氢脆"],
        }
    ],
    "cases": [{"says": "风机上刚紧完的大螺丝隔夜掉了三颗脑袋", "of": "螺栓", "tests": ["断口分析", "硬度"]}],
}
CELLS: dict[str, Any] = {
    "field": "cells",
    "zh": "电池",
    "en": "batteries",
    "industries": ["C3841"],
    "products": {"电池": {"en": "battery"}, "电池隔膜": {"en": "battery separator", "also": ["隔膜"]}},
    "tests": {"热收缩率": {"en": "thermal shrinkage", "unit": "%"}, "硬度": {"en": "hardness", "also": ["软硬"]}},
    "failures": {"热稳定性差": {"en": "poor thermal stability", "tests": ["热收缩率"]}},
    "symptoms": [
        {"says": ["一烤就缩", "加热后变小", "热了卷边", "烘完短一截"], "of": ["电池隔膜"], "points_to": ["热稳定性差"]}
    ],
}
REGISTER = (
    StandardTitle(number="GB/T 230.1", title="金属材料 洛氏硬度试验"),
    StandardTitle(number="GB/T 3098.17", title="紧固件机械性能 检查氢脆用预载荷试验", verified="somebody"),
)


def bolts(**changes: Any) -> dict[str, Any]:
    """The file of bolts with other values for some keys."""
    return deepcopy(BOLTS) | changes


def knowledge(*files: dict[str, Any]) -> Knowledge:
    """Files taken together, with the small register; the two trades when none is given."""
    fields = tuple(TradeField.model_validate(one) for one in files or (BOLTS, CELLS))
    return Knowledge(fields=fields, standards=Register(REGISTER), pairs=(), generic=(), digest="d")


def write_file(folder: Path, data: dict[str, Any], name: str = "own.yaml") -> Path:
    """A trade file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def write_data(folder: Path) -> Path:
    """A whole data folder, as the shipped one: two trades, register, glossary, generic prose."""
    write_file(folder / "trade", BOLTS, "bolts.yaml")
    write_file(folder / "trade", CELLS, "cells.yaml")
    rows = [f"{one.number},{one.title},{one.verified}" for one in REGISTER]
    (folder / "standards.csv").write_text("\n".join(["number,title,verified", *rows]) + "\n", encoding="utf-8")
    (folder / "generic.yaml").write_text("history: [公司成立于二零零一年]\nhonours: [获得多项荣誉]\n", encoding="utf-8")
    (folder / "glossary").mkdir()
    (folder / "glossary" / "things.csv").write_text("zh,en\n车轮,wheel\n", encoding="utf-8")
    return folder
