"""Cases that a grammar does not think of, written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.legal_gate.case import Case
from benchmarks.legal_gate.grammar import PLAIN, TEXT
from benchmarks.legal_gate.odd_words import BARRED, FINE

_COLD = {"parameter": "低温冲击", "row_parameter": "低温冲击"}
_FALL = {"parameter": "落锤冲击", "row_parameter": "落锤冲击"}
_WOOD = {
    "product": "胶合板",
    "row_product": "人造板（胶合板、纤维板）",
    "parameter": "甲醛",
    "row_parameter": "甲醛释放量",
}


def odd_words() -> list[Case]:
    """Restrictions in odd words; where the demand adds 低温冲击, that is what it wants."""
    cases = []
    for is_fine, lines in ((True, FINE), (False, BARRED)):
        for line in lines.strip().splitlines():
            limits, _, added = line.partition(" |")
            text = f"塑料管材做拉伸强度，{added.strip()}" if added.strip() else "塑料管材做拉伸强度"
            case = Case("odd words", replace(PLAIN, is_readable=is_fine), text, limits=limits)
            if "低温冲击" in added and not is_fine:
                case = replace(case, parameter="低温冲击", row_parameter="低温冲击、拉伸强度")
            cases.append(case)
    return cases


def by_hand() -> list[Case]:
    """All of them."""
    method_2 = frozenset({"method:2"})
    only_1 = replace(PLAIN, only=frozenset({"method:1"}))
    unknown = replace(PLAIN, is_readable=False)
    unsaid = replace(PLAIN, parameter_is_covered=None)
    excluded = replace(PLAIN, never=frozenset({"x"}), asks=frozenset({"x"}))
    return [
        Case("by hand", replace(only_1, asks=method_2), f"{TEXT}。以前是按第一法，这次要用第二法", limits="只用第一法"),
        Case("by hand", only_1, f"{TEXT}，不要用第二法", limits="只用第一法", state="inside"),
        Case("by hand", replace(only_1, asks=method_2), f"{TEXT}，第２法", limits="仅限第1法。"),
        Case("by hand", replace(only_1, asks=method_2), f"{TEXT}，第二种方法", limits="除第一法外，均不做"),
        Case("by hand", replace(only_1, asks=method_2), f"{TEXT}，用方法2", limits="限制范围：只用第一法"),
        Case("by hand", replace(only_1, asks=method_2), f"{TEXT}，用第二法", limits="①只用第一法"),
        Case("by hand", excluded, "低温 冲击要做", **_COLD, limits="不做低 温冲击"),
        Case("by hand", excluded, "做落锤冲击", **_FALL, limits="落锤冲击不做"),
        Case("by hand", excluded, "做落锤冲击", **_FALL, limits="不具备落锤冲击能力"),
        Case("by hand", excluded, "做落锤冲击", **_FALL, limits="落锤冲击项目分包"),
        Case("by hand", excluded, "做落锤冲击", parameter="落锤冲击", row_parameter="冲击", limits="限简支梁冲击"),
        Case("by hand", excluded, "做落锤冲击", **_FALL, limits="能力暂停"),
        Case("by hand", excluded, "做拉伸强度，-40℃", limits="试验温度：室温"),
        Case("by hand", excluded, "做拉伸强度，样品长 3 m", limits="试样长度 ≤ 2 m"),
        Case("by hand", excluded, "做拉伸强度，管径 dn800", limits="DN≤600"),
        Case("by hand", excluded, "做拉伸强度", row_parameter="拉伸强度（不做拉伸强度的仲裁）"),
        Case("by hand", excluded, "管材做拉伸强度，地埋管", row_product="塑料管材（地埋管除外）"),
        Case("by hand", excluded, "做拉伸强度，要仲裁检验", extra={"body": "不做仲裁检验"}),
        Case("by hand", unknown, TEXT, limits="只做 A、B、C 标尺"),
        Case("by hand", unknown, TEXT, limits="不含仲裁以及其它等"),
        Case("by hand", unknown, TEXT, limits="???"),
        Case("by hand", unknown, TEXT, limits="详见附件"),
        Case("by hand", PLAIN, TEXT, limits="/", state="inside"),
        Case("by hand", PLAIN, TEXT, limits="无", state="inside"),
        Case("by hand", PLAIN, TEXT, limits="——", state="inside"),
        Case("by hand", PLAIN, TEXT, limits="全部参数", state="inside"),
        Case("by hand", PLAIN, TEXT, limits="5.2.3", state="inside"),
        Case("by hand", excluded, "胶合板测甲醛，用气候箱法", **_WOOD, limits="甲醛只做干燥器法"),
        Case("by hand", excluded, "胶合板测甲醛，１ m³气候箱法", **_WOOD, limits="仅限：干燥器法（40 L）"),
        Case("by hand", unsaid, "胶合板测甲醛", **_WOOD, limits="只做干燥器法"),
        Case("by hand", PLAIN, TEXT, limits="甲醛只做干燥器法", state="inside"),
        Case("by hand", replace(PLAIN, certificate="CNAS", marks=frozenset({"CMA"})), f"{TEXT}，报告要有资质认定标志"),
        Case("by hand", replace(PLAIN, certificate="CMA", marks=frozenset({"CNAS"})), f"{TEXT}，要实验室认可的报告"),
        Case("by hand", replace(PLAIN, begins=date(2027, 1, 1), ends=date(2026, 1, 1)), TEXT),
        Case("by hand", replace(PLAIN, begins=date(2026, 11, 21), ends=date(2026, 11, 21)), TEXT, state="inside"),
        Case(
            "by hand", replace(PLAIN, cited=(("GB/T 228.1", 2010),), asked_standards=(("GB/T 228.1", 2021),)),
            f"{TEXT}，按GB/T 228.1-2021，不按2010版", extra={"asked": "GB/T 228.1-2021"}, state="other_year",
        ),
        Case("by hand", unsaid, "管材做环刚度", parameter="环刚度", row_parameter="全部参数"),
        Case("by hand", replace(PLAIN, product_is_covered=None), "我们的管子做拉伸强度", product="管子"),
        Case("by hand", replace(PLAIN, product_is_covered=None), "做拉伸强度，出报告", product=None, state="to_check"),
        Case("by hand", replace(PLAIN, product_is_covered=None), "做拉伸强度", product=None, row_product=""),
    ]  # fmt: skip
