"""What a column header means, in the words of every layout met: CNAS, CMA table 4, Shanghai and Guangdong exports.

A cell counts as a header when nearly all of it is made of the words headers are made of:
``检测标准（方法）名称及编号`` is, ``塑料 拉伸性能试验方法`` is not. Bilingual cells are read by their Chinese part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kb.importing.cells import fold

Role = Literal[
    "serial",
    "parent",
    "item",
    "parameter",
    "standard",
    "standard_name",
    "standard_number",
    "standard_year",
    "restriction",
    "method_range",
    "note",
    "field_code",
    "site",
    "institution",
    "certificate_number",
    "valid_from",
    "valid_until",
    "other",
]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A role; ``depth`` orders the parents from 领域 (10) to 产品 (50)."""

    role: Role
    depth: int = 0


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CHINESE_WORDS = _listed(
    """
    序号 编号 代码 编码 代号 号码 号 项次 行号 产品 类别 类型 种类 分类 大类 小类 子类 门类 领域 专业 行业 对象
    检验检测 检测 检验 试验 测试 检查 测量 校准 检定 鉴定 分析 样品 物品 材料 商品 被测 受检 名称 项目 参数 指标
    内容 标准 方法 规范 规程 文件 依据 执行 采用 引用 使用 所用 所 的 及其 及 和 与 或 含 包括 年代号 年代 年号 年份
    年 版本 限制 限定 局限 受限 条件 范围 说明 备注 注释 注 描述 场所 地址 地点 位置 所在 实验室 实验 机构 单位 公司
    部门 证书 注册 资质 认定 认可 许可 批准 发证 颁证 生效 有效 截止 起始 日期 时间 期限 期 至 状态 能力 申请 建议
    一级 二级 三级 第一级 第二级 主要 仪器 设备 型号 规格 联系 电话 传真 邮编 收费 价格 费用 周期 量程 检出限 定量限
    上限 下限 精度 准确度 不确定度 情况 变更 扩项 其他 其它 是否 标志 标识 中文 英文 具体 详细 相关 对应 适用 技术
    要求 质量 评审 方式 类 子 中 做什么 能测什么 怎么测 按什么 用什么 什么 测 能 做 国家 行标 国标 地方 企业 最新
    现行
    """
)
_ENGLISH_WORDS = _listed(
    """
    no item items parameter parameters test tests testing tested object objects product products category categories
    field fields code codes standard standards method methods title titles name names number numbers of and or
    including year the limitation limitations limit limits limited restriction range scope note notes remark remarks
    explanation description material materials measured measurand measurement site location address effective date
    serial s n status specification specifications sample type class characteristic property properties index in for
    with to clause laboratory institution organization certificate valid until from issue expiry expiration version
    edition basis reference references determination technique detection area sub subfield capability inspection
    """
)
_WORDS = re.compile("|".join(sorted(map(re.escape, _CHINESE_WORDS), key=lambda word: (-len(word), word))))
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")
_NOT_TEXT = re.compile(r"[\s/、,，.。:：;；()\[\]（）<>《》\-_·*#&|和]+")
_DIGITS = re.compile(r"[0-9]{3,}")
_LONGEST = 90
_ONLY_CATEGORY = re.compile(r"(?:类别|分类|种类|类型|门类|大类|小类|子类)$")
_PRODUCT = re.compile(r"产品|对象|样品|物品|材料|商品|被测物|受检物|检品")
_LEVELS = tuple(
    (re.compile(pattern), depth)
    for pattern, depth in (
        (r"大类|第?一级", 20),
        (r"第?二级", 25),
        (r"第?三级", 35),
        (r"小类|子类", 36),
        (r"类别|分类", 30),
    )
)
_RULES: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"限制|限定|局限|受限", Meaning("restriction")),
        (r"序号|项次|行号", Meaning("serial")),
        (
            r"检出限|定量限|不确定度|准确度|精度|状态|仪器|设备|标准物质|限值|标准值|收费|价格|费用|电话|联系|周期|是否|标志|标识|检查情况|方式$",
            Meaning("other"),
        ),
        (r"证书(?:编)?号|注册(?:编)?号|资质认定(?:证书)?(?:编)?号|许可(?:编)?号|^证书$", Meaning("certificate_number")),
        (r"有效期|有效日期|截止日期|失效", Meaning("valid_until")),
        (r"发证日期|颁证日期|签发日期|生效日期|起始日期", Meaning("valid_from")),
        (r"日期|时间", Meaning("other")),
        (r"(?:标准|方法|依据|规范|规程).*(?:年代?号|年代|年份|版本)", Meaning("standard")),
        (r"^(?:年代?号|年代|年份|版本号?)$", Meaning("standard_year")),
        (r"领域代码|领域编码|领域代号|分类代码|领域号|^(?:代码|编码|代号)$|项目代码|参数代码", Meaning("field_code")),
        (r"测[量定]?范围|检测范围|测试范围|检验范围|量程|^范围$|适用范围|能力范围", Meaning("method_range")),
        (r"标准|方法|依据|规范|规程|按什么|怎么测|用什么", Meaning("standard")),
        (r"场所|地址|地点|位置", Meaning("site")),
        (r"机构|实验室|^单位|单位名称|公司", Meaning("institution")),
        (r"说明|备注|^注|注释|描述", Meaning("note")),
        (r"^(?:编号|号|号码)$|(?:项目|参数|产品|对象|类别).*编号", Meaning("serial")),
    )
)


def meaning_of(header: str) -> Meaning | None:
    """The meaning of a header text (all its lines joined), ``None`` for words that say nothing about a column."""
    text = re.sub(r"\s+", "", fold(header)) if _CHINESE.search(header) else re.sub(r"\s+", " ", fold(header)).strip()
    if not text:
        return None
    chinese = "".join(re.findall(r"[\u3400-\u9fff/、()\[\]]+", text))
    return _chinese_meaning(chinese) if _CHINESE.search(text) else _english_meaning(text.lower())


def _chinese_meaning(text: str) -> Meaning | None:
    for pattern, meaning in _RULES:
        if pattern.search(text):
            return _standard_part(text) if meaning.role == "standard" else meaning
    if re.match(r"(?:领域|专业|行业)", text) or text.endswith("领域"):
        return Meaning("parent", 10)
    level = next((depth for pattern, depth in _LEVELS if pattern.match(text)), None)
    if level:
        return Meaning("parent", level)
    has_parameter, has_item = "参数" in text, re.search(r"项目|指标|内容|能测什么|做什么", text) is not None
    words = [part for part in re.split(r"[/、()\[\]]|或|及|和", text) if part]
    if _ONLY_CATEGORY.search(text) and not has_parameter:
        is_product = any(_PRODUCT.search(word) and not _ONLY_CATEGORY.search(word) for word in words)
        depth = 50 if is_product else 25 if "大类" in text else 35 if "小类" in text or "子类" in text else 30
        return Meaning("parent", depth)
    if has_parameter:
        return Meaning("parameter")
    if has_item:
        return Meaning("item")
    if _PRODUCT.search(text):
        return Meaning("parent", 50)
    if re.fullmatch(r"(?:检测|检验|测试|试验)?名称", text):
        return Meaning("item")
    return Meaning("other") if _WORDS.search(text) else None


def _standard_part(text: str) -> Meaning:
    """Whether a standard column holds the name, the number, or both."""
    has_name = "名称" in text
    bare = re.sub(r"[(\[].*?[)\]]", "", text)
    has_number = re.search(r"编号|代号|标准号|方法号|号码|编码|[准法]号", text) is not None
    if has_name and not has_number:
        return Meaning("standard_name")
    if has_number and not has_name:
        return Meaning("standard_number")
    if not has_number and re.search(r"年代?号|年代|年份|版本", bare) and not has_name:
        return Meaning("standard_year")
    return Meaning("standard")


def _english_meaning(text: str) -> Meaning | None:
    words = set(_LATIN.findall(text))
    for role, keys in (
        ("restriction", {"limitation", "limitations", "restriction", "limited", "limit", "limits"}),
        ("valid_until", {"expiry", "expiration", "until"}),
        ("other", {"date", "status", "uncertainty", "equipment"}),
        ("field_code", {"code"} if words & {"field", "area"} and not words & {"standard", "method"} else set()),
        ("standard", {"standard", "standards", "method", "methods", "specification", "specifications", "reference"}),
        ("method_range", {"range", "scope"}),
        ("note", {"note", "notes", "remark", "remarks", "explanation", "description"}),
        ("site", {"site", "location", "address"}),
        ("institution", {"laboratory", "institution", "organization"}),
        ("parameter", {"parameter", "parameters", "characteristic", "property", "properties", "measurand"}),
        ("item", {"item", "items", "test", "tests"} if not words & {"object", "objects", "product"} else set()),
    ):
        if words & keys:
            return Meaning(role)  # type: ignore[arg-type]
    if words & {"object", "objects", "product", "products", "material", "materials", "sample"}:
        return Meaning("parent", 50)
    if words & {"category", "categories", "class", "type"}:
        return Meaning("parent", 30)
    if words & {"field", "area"}:
        return Meaning("parent", 10)
    if words & {"no", "serial", "s", "number"}:
        return Meaning("serial")
    return None


def is_header_text(text: str) -> bool:
    """Whether a cell is made of header words: at least three quarters of it."""
    if not text or len(text) > _LONGEST:
        return False
    folded = fold(text)
    if _DIGITS.search(folded):
        return False
    bare = _NOT_TEXT.sub("", folded)
    if not bare:
        return False
    if _CHINESE.search(bare):
        chinese = "".join(_CHINESE.findall(bare))
        left = _WORDS.sub("", chinese)
        return len(left) <= len(chinese) // 4
    words = [word.lower() for word in _LATIN.findall(folded)]
    return bool(words) and sum(word not in _ENGLISH_WORDS for word in words) <= len(words) // 4


def is_english(headers: list[str]) -> bool:
    """Whether a header row has no Chinese at all."""
    return not any(_CHINESE.search(header) for header in headers)
