"""Cases made by a small grammar: every rule says one true thing in several of the ways in which annexes write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product

from benchmarks.legal_gate.case import Case, Truth
from foundation.clock import SetClock, today

DAY = date(2026, 11, 21)
PLAIN = Truth(day=DAY)
TEXT = "我们的塑料管材想做拉伸强度检测，要一份报告"
ORDINALS = {"1": "一", "2": "二", "3": "三"}


def generated() -> list[Case]:
    """All cases, in the same order every time."""
    rules = (
        _dates,
        _clocks,
        _marks,
        _editions,
        _forms,
        _methods,
        _things,
        _only_things,
        _ranges,
        _products,
        _parameters,
    )
    return [case for rule in rules for case in rule()] + list(_mixed())


def _dates() -> Iterator[Case]:
    """Date travel over both ends of a certificate, and everything that may be missing."""
    ends = (date(2027, 5, 31), date(2026, 12, 31), date(2028, 2, 29))
    for end, step, kind in product(ends, (-400, -1, 0, 1, 2, 30, 400), ("CMA", "CNAS")):
        truth = replace(PLAIN, certificate=kind, ends=end, begins=date(2020, 1, 1), day=end + timedelta(days=step))
        yield Case("expiry", truth, TEXT, state="inside" if step <= 0 else "lapsed")
    for step in (-400, -30, -2, -1, 0, 1, 30):
        begin = date(2026, 12, 1)
        truth = replace(PLAIN, begins=begin, day=begin + timedelta(days=step))
        yield Case("announced later", truth, TEXT, state="not_yet" if step < 0 else "inside")
    for kind, begin, end in product((None, "CMA", "CNAS"), (None, date(2024, 1, 1)), (None, date(2029, 1, 1))):
        state = "unstated" if kind is None else "open_ended" if end is None else "inside"
        truth = replace(PLAIN, certificate=kind, begins=begin, ends=end)
        yield Case("missing dates", truth, TEXT, state=state)


def _clocks() -> Iterator[Case]:
    """The last valid day ends at midnight in China, wherever the machine stands."""
    last = date(2027, 5, 31)
    for hour, minute in ((15, 58), (15, 59), (16, 0), (16, 1), (23, 59)):
        day = today(SetClock(datetime(2027, 5, 31, hour, minute, tzinfo=UTC)))
        in_china = last if hour < 16 else last + timedelta(days=1)
        truth = replace(PLAIN, ends=last, day=in_china)
        assert day == in_china
        yield Case("time zone", truth, TEXT, state="inside" if hour < 16 else "lapsed")


def _marks() -> Iterator[Case]:
    asks = {
        "报告要带{}章": False, "必须出具{}报告": False, "客户只认{}": False, "要有{}资质": False, "不需要{}标志": True,
        "无需盖{}章": True,
    }  # fmt: skip
    for held, asked, (template, refused) in product(("CMA", "CNAS"), ("CMA", "CNAS"), asks.items()):
        truth = replace(PLAIN, certificate=held, marks=frozenset() if refused else frozenset({asked}))
        for name in (asked, asked.lower(), {"CMA": "ＣＭＡ", "CNAS": "ＣＮＡＳ"}[asked]):
            yield Case("mark", truth, f"{TEXT}，{template.format(name)}")
    for held, answer, either in product(("CMA", "CNAS"), ("CMA", "CNAS", "CMA和CNAS", "CMA或CNAS都行"), (False,)):
        marks = frozenset(one for one in ("CMA", "CNAS") if one in answer)
        truth = replace(PLAIN, certificate=held, marks=marks, marks_either="或" in answer or either)
        yield Case("mark", truth, TEXT, answered_marks=(answer,))


def _editions() -> Iterator[Case]:
    known = {
        "GB/T 228.1": (2010, 2021), "GB/T 229": (2007, 2020), "GB/T 4208": (2008, 2017), "GB 31241": (2014, 2022),
        "GB/T 18883": (2002, 2022), "GB 4943.1": (2011, 2022), "GB 2762": (2022, 2025), "GB 5749": (2006, 2022),
    }  # fmt: skip
    for number, (old, new) in known.items():
        for held, asked in product((old, new), (None, old, new)):
            truth = replace(PLAIN, cited=((number, held),), asked_standards=((number, asked),))
            yield Case("edition", truth, TEXT)
        yield Case("edition", replace(PLAIN, cited=((number, old),)), TEXT, state="superseded")
        yield Case("edition", replace(PLAIN, cited=((number, new),)), TEXT, state="inside")
        both = replace(PLAIN, cited=((number, old), (number, new)), asked_standards=((number, new),))
        yield Case("edition", both, TEXT, state="inside")
        other = replace(PLAIN, cited=((number, new),), asked_standards=(("GB/T 7777", 2015),))
        yield Case("edition", other, TEXT, state="other_standard")
        undated = replace(PLAIN, cited=((number, None),), asked_standards=((number, new),))
        yield Case("edition", undated, TEXT, state="to_check")
    for step in (-1, 0, 1):  # GB 4706.1-2005 goes out of force on 2026-08-01
        truth = replace(PLAIN, cited=(("GB 4706.1", 2005),), day=date(2026, 8, 1) + timedelta(days=step))
        yield Case("edition", truth, TEXT, state="inside" if step < 0 else "superseded")


def _forms() -> Iterator[Case]:
    """One standard in many spellings on both sides: never refused for its spelling, never another for looking alike."""
    same = ("GB/T 9341-2008", "GB／T 9341－2008", "GBT9341-2008", "gb/t 9341—2008", "GB/T9341-2008", "GB / T 9341-2008")
    for held, asked in product(same, same):
        truth = replace(PLAIN, cited=(("GB/T 9341", 2008),), asked_standards=(("GB/T 9341", 2008),))
        yield Case("spelling", truth, TEXT, extra={"standards": f"塑料 弯曲性能的测定 {held}", "asked": asked})
    alike = (
        "GB/T 9341.1-2008",
        "GB/T 93411-2008",
        "GB/T 934-2008",
        "GB/T 19341-2008",
        "ISO 9341:2008",
        "SH/T 9341-2008",
    )
    for held in alike:
        truth = replace(PLAIN, cited=((held, None),), asked_standards=(("GB/T 9341", 2008),))
        yield Case(
            "spelling", truth, TEXT, extra={"standards": held, "asked": "GB/T 9341-2008"}, state="other_standard"
        )


_ONLY_METHOD = (
    "只用{}",
    "只做 {}",
    "仅限{}",
    "仅用{}。",
    "限用{}；",
    "限{}",
    "{}",
    "只 采用{}",
    "仅使用：{}",
    "只能用{}",
)
_NEVER = (
    "不做{}",
    "不测{}",
    "不含{}。",
    "{}除外",
    "除{}外",
    "除{}以外",
    "不包括{}；",
    "暂不做{}",
    "不能做 {}",
    "未开展{}",
)


def _methods() -> Iterator[Case]:
    names = {"1": ("第一法", "第1法", "方法一"), "2": ("第二法", "第 2 法", "方法 2"), "3": ("第三法",)}
    asked_ways = ("按{}做", "要求用{}", "指定{}")
    turn = cycle(asked_ways)
    for template, held, asked in product(_ONLY_METHOD, ("1", "2"), ("1", "2", "3", None)):
        truth = replace(PLAIN, only=frozenset({f"method:{held}"}), asks=_method(asked))
        spoken = f"，{next(turn).format(names[asked][0])}" if asked else ""
        state = "excluded" if asked and asked != held else "inside"
        yield Case("only method", truth, TEXT + spoken, limits=template.format(names[held][0]), state=state)
    for held, asked in product(("1", "2"), ("1", "2")):
        for form, spelled in product(names[held], names[asked]):
            truth = replace(PLAIN, only=frozenset({f"method:{held}"}), asks=_method(asked))
            yield Case("only method", truth, f"{TEXT}，按{spelled}做", limits=f"只用{form}")
    for joint in ("、", "和", "，", " 及 ", "/"):
        truth = replace(PLAIN, only=frozenset({"method:1", "method:3"}))
        for asked in ("1", "2", "3"):
            told = f"{TEXT}，用第{ORDINALS[asked]}法"
            limits = f"只用第一法{joint}第三法"
            yield Case("only method", replace(truth, asks=_method(asked)), told, limits=limits)
    for template, asked in product(_NEVER, ("1", "2", None)):
        truth = replace(PLAIN, never=frozenset({"method:2"}), asks=_method(asked))
        spoken = f"，用第{ORDINALS[asked]}法" if asked else ""
        yield Case("never method", truth, TEXT + spoken, limits=template.format("第二法"))
    for held, asked in product("ABC", "ABC"):
        truth = replace(PLAIN, only=frozenset({f"method:{held}"}), asks=frozenset({f"method:{asked}"}))
        yield Case("only method", truth, f"{TEXT}，采用方法{asked}", limits=f"只做方法 {held}")
        yield Case("only method", truth, f"{TEXT}，采用{asked}法", limits=f"只做 {held} 法（质量法）")
    for held, asked in product(("干燥器法", "气候箱法", "穿孔萃取法"), repeat=2):
        truth = replace(PLAIN, only=frozenset({f"method:{held}"}), asks=frozenset({f"method:{asked}"}))
        yield Case("only method", truth, f"{TEXT}，要用{asked}", limits=f"只做{held}")


def _method(asked: str | None) -> frozenset[str]:
    return frozenset() if asked is None else frozenset({f"method:{asked}"})


def _things() -> Iterator[Case]:
    things = ("低温冲击", "静液压试验", "阻燃性能", "邻苯二甲酸酯", "落锤冲击")
    for template, thing, is_asked in product(_NEVER, things, (True, False)):
        truth = replace(PLAIN, never=frozenset({thing}), asks=frozenset({thing}) if is_asked else frozenset())
        text = f"塑料管材要做{thing}检测，要一份报告" if is_asked else TEXT
        parameter = thing if is_asked else "拉伸强度"
        state = "excluded" if is_asked else "inside"
        yield Case(
            "never thing", truth, text, parameter=parameter, row_parameter=f"{parameter}、外观",
            limits=template.format(thing), state=state,
        )  # fmt: skip
    for thing in things:
        truth = replace(PLAIN, never=frozenset({thing}), asks=frozenset({thing}))
        whole = replace(truth, asked_standards=truth.cited)
        yield Case("all but", whole, f"管材做{thing}", parameter=thing, row_parameter="全部参数", limits=f"不做{thing}")
        yield Case("all but", whole, f"管材做{thing}", parameter=thing, row_parameter=f"全部参数（除{thing}外）")
        yield Case("all but", whole, f"管材做{thing}", parameter=thing, row_parameter=f"全部项目(不含{thing})")
        fine = replace(PLAIN, never=frozenset({thing}), asked_standards=PLAIN.cited)
        yield Case("all but", fine, TEXT, row_parameter="全部参数", limits=f"不做{thing}", state="inside")
        unknown = replace(PLAIN, parameter_is_covered=None)
        yield Case("all but", unknown, f"管材做{thing}", parameter=thing, row_parameter="部分参数", state="to_check")


def _only_things() -> Iterator[Case]:
    for template in ("只测{}", "只做{}", "仅限{}", "仅测 {}。", "限测{}", "只检测：{}"):
        for asked in ("铅", "镉", "汞"):
            truth = replace(PLAIN, only=frozenset({"铅", "镉"}), asks=frozenset({asked}))
            text = f"塑料管材要测{asked}含量"
            limits = template.format("铅、镉")
            whole = replace(truth, asked_standards=truth.cited)
            yield Case("only thing", whole, text, parameter=asked, row_parameter="全部参数", limits=limits)
    for limits in (
        "只测 41 种",
        "部分项目",
        "只测其中一部分",
        "按客户要求",
        "需预约",
        "仅限现场",
        "参数见说明",
        "*",
        "只测 GB 规定项目等",
    ):
        yield Case("unreadable", replace(PLAIN, is_readable=False), TEXT, limits=limits, state="to_check")


def _ranges() -> Iterator[Case]:
    forms = (
        "({low}~{high}) kN",
        "{low}～{high} kN",
        "载荷 {low} kN～{high} kN",
        "（{low}-{high}）kN",
        "力值范围：{low} kN~{high} kN",
    )
    for form, value in product(forms, (0.5, 1, 50, 100, 100.5, 250)):
        truth = replace(PLAIN, low=1, high=100, values=(value,))
        text = f"{TEXT}，载荷 {value} kN，力值 {value} kN"
        yield Case("range", truth, text, limits=form.format(low=1, high=100))
    for form, value in product(("温度 ≤ 200 ℃", "温度不超过200℃", "温度：≤200 ℃"), (-20, 23, 200, 201, 350)):
        truth = replace(PLAIN, high=200, values=(value,))
        yield Case("range", truth, f"{TEXT}，试验温度 {value} ℃", limits=form)
    for form, (value, unit) in product(
        ("(0.1~100) mg/kg", "0.1-100 mg/kg"), ((50, "mg/kg"), (500, "mg/kg"), (0.01, "mg/kg"), (0.5, "g/kg"))
    ):
        truth = replace(PLAIN, low=0.1, high=100, values=(value * (1000 if unit == "g/kg" else 1),))
        yield Case("range", truth, f"{TEXT}，含量大概 {value} {unit}", limits=form)
    for form, size in product(("规格 M6～M20", "M6-M20", "规格 M6~M20"), (5, 6, 12, 20, 24)):
        truth = replace(PLAIN, low=6, high=20, values=(size,))
        text, state = f"M{size} 的，做拉伸强度检测", "inside" if 6 <= size <= 20 else "excluded"
        yield Case("range", truth, text, limits=form, state=state)
    for form, size in product(("DN ≤ 600", "≤ DN600"), (50, 600, 800)):
        yield Case("range", replace(PLAIN, high=600, values=(size,)), f"DN{size} 的管，{TEXT}", limits=form)


def _products() -> Iterator[Case]:
    same = _pairs(
        "塑料管材=塑料管材", "PVC塑料管材=塑料管材", "塑料管材=塑料管材、管件", "塑料管材=管材（塑料管材）",
        "塑料 管材=塑料管材", "给水用塑料管材=塑料管材",
    )  # fmt: skip
    for asked, row in same:
        yield Case("product", PLAIN, f"{asked}做拉伸强度", product=asked, row_product=row, state="inside")
    other = _pairs(
        "塑料管材=钢丝绳", "塑料管材=针织物", "塑料管材=非塑料管材", "金属材料=非金属材料", "非金属材料=金属材料",
        "螺栓=高强度螺栓", "电池=电池隔膜", "塑料管材=塑料薄膜", "轮胎=轮毂", "电缆=电缆桥架", "门锁=门窗",
        "塑料管材=塑料管材（不含塑料管材）", "家具=家具五金配件",
    )  # fmt: skip
    for asked, row in other:
        truth = replace(PLAIN, product_is_covered=False, asks=frozenset())
        yield Case("product", truth, f"{asked}做拉伸强度", product=asked, row_product=row)
    for row in ("", "产品", "材料", "工业品"):
        truth = replace(PLAIN, product_is_covered=None)
        yield Case("product", truth, TEXT, row_product=row, state="to_check")


def _parameters() -> Iterator[Case]:
    same = _pairs(
        "拉伸强度=拉伸强度", "拉伸强度试验=拉伸强度", "拉伸强度=断裂伸长率、拉伸强度", "拉伸强度=拉伸强度的测定",
        "拉伸强度=拉伸强度（断裂应力）", "拉伸 强度=拉伸强度",
    )  # fmt: skip
    for asked, row in same:
        yield Case("parameter", PLAIN, f"塑料管材做{asked}", parameter=asked, row_parameter=row, state="inside")
    other = _pairs(
        "拉伸强度=断裂伸长率", "拉伸强度=弯曲强度", "甲醛=苯", "铅=镉", "洛氏硬度=布氏硬度", "盐雾=耐磨", "甲醛=甲醇",
        "拉伸强度=拉伸弹性模量", "酸值=过氧化值", "氧指数=烟密度",
    )  # fmt: skip
    for asked, row in other:
        truth = replace(PLAIN, parameter_is_covered=False)
        yield Case("parameter", truth, f"塑料管材做{asked}", parameter=asked, row_parameter=row)


def _pairs(*written: str) -> list[tuple[str, str]]:
    """What is demanded, and what the row says."""
    return [(asked, row) for one in written for asked, row in [one.split("=")]]


def _mixed() -> Iterator[Case]:
    """Two things wrong at once: neither hides the other."""
    lapsed = replace(PLAIN, ends=date(2026, 11, 20))
    for limits, asks in (("只用第一法", "2"), ("不做第二法", "2"), ("只用第一法", "1")):
        truth = replace(lapsed, asks=_method(asks))
        truth = replace(truth, only=frozenset({"method:1"})) if "只" in limits else replace(truth, never=_method("2"))
        yield Case("mixed", truth, f"{TEXT}，用第{ORDINALS[asks]}法", limits=limits)
    for limits in (
        "不做低温冲击，只用第一法",
        "不做低温冲击；只用第一法",
        "只用第一法;不做低温冲击。",
        "1）不做低温冲击；2）只用第一法",
    ):
        for asked in ("1", "2"):
            truth = replace(PLAIN, only=frozenset({"method:1"}), never=frozenset({"低温冲击"}), asks=_method(asked))
            yield Case("mixed", truth, f"{TEXT}，用第{ORDINALS[asked]}法", limits=limits)
        truth = replace(PLAIN, never=frozenset({"低温冲击"}), asks=frozenset({"低温冲击"}))
        yield Case(
            "mixed",
            truth,
            "塑料管材做低温冲击",
            parameter="低温冲击",
            row_parameter="低温冲击、拉伸强度",
            limits=limits,
        )
