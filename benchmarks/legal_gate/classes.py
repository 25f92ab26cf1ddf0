"""Cases of broader and narrower products: what is a kind of what is told here by hand, apart from ``kb/data``.

A row for the class holds for each kind, alone, in a list and with harmless words before it. No row of a kind holds for
the class or for another kind, no class for what is packed in it, made for it, makes it or looks like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from benchmarks.legal_gate.case import Case
from benchmarks.legal_gate.grammar import PLAIN

FAMILIES: dict[str, tuple[str, ...]] = {
    "紧固件": ("六角螺栓", "自攻螺钉", "平垫圈", "抽芯铆钉"),
    "钢材": ("热轧钢板", "角钢", "钢绞线", "无缝钢管"),
    "服装": ("牛仔裤", "衬衫", "羽绒服", "连衣裙"),
    "家具": ("衣柜", "办公椅", "布艺沙发", "餐桌"),
    "玩具": ("毛绒玩具", "积木", "遥控车"),
    "化妆品": ("面霜", "口红", "洗发水", "染发剂"),
    "食品": ("饼干", "酱油", "白砂糖", "火腿肠", "绿茶"),
    "乳制品": ("酸奶", "奶酪", "灭菌乳"),
    "饮料": ("果汁", "碳酸饮料", "矿泉水"),
    "水果": ("苹果", "草莓", "香蕉"),
    "肥料": ("尿素", "有机肥", "磷肥"),
    "润滑油": ("液压油", "汽轮机油", "柴油机油"),
    "涂料": ("乳胶漆", "防锈漆", "粉末涂料"),
    "胶粘剂": ("热熔胶", "白乳胶", "厌氧胶"),
    "家用电器": ("电饭煲", "洗衣机", "吸油烟机", "电熨斗"),
    "灯具": ("吸顶灯", "路灯", "台灯"),
    "蓄电池": ("锂离子电池", "铅酸蓄电池", "镍氢电池"),
    "电线电缆": ("控制电缆", "漆包线", "护套软线"),
    "泵": ("离心泵", "真空泵", "潜水泵"),
    "阀门": ("球阀", "安全阀", "止回阀"),
    "医疗器械": ("血压计", "医用外科口罩", "创可贴", "轮椅"),
    "消防产品": ("灭火器", "消火栓", "防火门"),
    "纸制品": ("纸箱", "纸杯", "纸袋"),
    "塑料制品": ("塑料袋", "塑料薄膜", "塑料管材"),
    "橡胶制品": ("轮胎", "橡胶密封圈", "橡胶软管"),
    "墙体材料": ("烧结砖", "加气混凝土砌块", "轻质隔墙板"),
    "耐火材料": ("高铝砖", "硅砖", "耐火浇注料"),
    "计量器具": ("水表", "压力表", "游标卡尺"),
    "人造板": ("胶合板", "刨花板", "细木工板"),
    "鞋": ("皮鞋", "凉鞋", "跑鞋"),
}
HARMLESS = ("{}", "国产{}", "新款{}")
LISTED = ("{}", "{}产品", "钢丝绳、{}", "{}；钢丝绳", "钢丝绳和{}")
BESIDE = (
    "{}包装袋", "{}模具", "{}生产设备", "{}检测仪", "{}加工机", "{}用添加剂", "{}原料", "{}标签", "{}专用清洗剂",
    "{}图纸",
)  # fmt: skip
TURNED = ("玩具{}", "仿真{}", "宠物{}", "{}模型", "废旧{}", "非{}", "道具{}")
ELLIPTIC = (
    ("钢管件", "塑料管材、管件"), ("橡胶制品", "塑料材料及制品"), ("塑料", "塑料和橡胶制品"),
    ("玻璃", "玻璃、陶瓷制品"),
    ("木门窗", "铝合金门窗、门窗"), ("钢密封件", "橡胶软管及密封件"), ("陶瓷餐具", "食品接触用塑料制品、餐具"),
    ("钢片材", "塑料薄膜和片材"), ("农用车座椅", "汽车内饰件、座椅"), ("电子产品", "产品"), ("石墨制品", "制品"),
)  # fmt: skip


def classes() -> Iterator[Case]:
    """All of them, in the same order every time."""
    for group, kinds in FAMILIES.items():
        others = [one for one in FAMILIES if one != group and not _related(group, one)]
        for number, kind in enumerate(kinds):
            for asked in HARMLESS:
                yield _case("broader", asked.format(kind), group, is_covered=True)
            for row in LISTED:
                yield _case("broader", kind, row.format(group), is_covered=True)
            yield _case("narrower", group, kind, is_covered=False)
            for place in range(4):
                yield _case("sibling", kind, others[(7 * number + 5 * place) % len(others)], is_covered=False)
        for one, other in permutations(kinds, 2):
            yield _case("sibling", one, other, is_covered=False)
        for place, thing in enumerate((*kinds, group)):
            for shape in BESIDE:
                yield _case("beside it", shape.format(thing), group, is_covered=False)
            for shape in TURNED if place else TURNED[:2]:
                # 非碳酸饮料 is a drink all the same
                if (group != "玩具" or "玩具" not in shape) and (shape != "非{}" or not thing.endswith(group[-2:])):
                    yield _case("turned", shape.format(thing), group, is_covered=False)
    for asked, row in ELLIPTIC:
        yield _case("left out", asked, row, is_covered=False)


def _related(one: str, other: str) -> bool:
    """Classes of which one may hold kinds of the other: no siblings are made of them."""
    held = ({"食品", "乳制品", "饮料", "水果"}, {"橡胶制品", "塑料制品", "玩具", "鞋"}, {"家具", "人造板", "纸制品"})
    return any(one in group and other in group for group in held)


def _case(kind: str, asked: str, row: str, *, is_covered: bool) -> Case:
    truth = replace(PLAIN, product_is_covered=is_covered)
    state = "inside" if is_covered else None
    return Case(kind, truth, f"{asked}做拉伸强度", product=asked, row_product=row, state=state)
