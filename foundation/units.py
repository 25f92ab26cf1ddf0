"""Units as the trade writes them: Chinese and Latin names, prefixes, compounds (``kJ/m²``, ``N·m``, ``万吨/年``).

A unit is written as atoms with powers. Each atom has a canonical symbol, a dimension and, where a conversion exists, its
name in pint; reading needs only this table, pint is loaded when something is converted. Scales that no formula joins
(hardness, mesh, pH, decibels) and things that are counted (件, 次) have dimensions of their own, so that nothing
converts between them by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Powers = tuple[tuple[str, int], ...]
"""A product of base dimensions, sorted: ``(("L", -1), ("M", 1), ("T", -2))`` is a pressure."""

_LATIN_PREFIXES = {"p": "pico", "n": "nano", "μ": "micro", "u": "micro", "m": "milli", "c": "centi", "d": "deci"} | {
    "h": "hecto",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
}
_CHINESE_PREFIXES = {"p": "皮", "n": "纳", "μ": "微", "m": "毫", "c": "厘", "d": "分", "k": "千", "M": "兆", "G": "吉"}
_MULTIPLIERS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}

# symbol | pint name ("-": own dimension) | dimension | prefixes | other ways of writing, those after ";" take prefixes.
# "安!全装" means: 安, but not before 全 or 装.
_TABLE = """
m    | meter        | L            | pnμcdk  | 公里=km 丝=10μm ㎜=mm ㎝=cm ㎞=km ㎛=μm ㎚=nm ; 米!粉线饭制
in   | inch         | L            |         | 英寸
g    | gram         | M            | pnμmk   | 公斤=kg ㎏=kg ㎎=mg KG=kg Kg=kg ㎍=μg ; 克!服隆拉
t    | metric_ton   | M            |         | 吨 公吨
s    | second       | T            | pnμm    | sec ; 秒
min  | minute       | T            |         | 分钟 mins
h    | hour         | T            |         | 小时 个小时 hr hrs 钟头
d    | day          | T            |         | 天!然津平线 日历天 days
wk   | week         | T            |         | 周!期边长围转 星期
月   | -            | month        |         | 个月 个自然月
季度 | 3*月         | month        |         | 个季度
年   | 12*月        | month        |         | 年!级代轻度货均产初底末检会 周年 a!uto
工作日 | -          | workday      |         | 个工作日
A    | ampere       | I            | nμmk    | ; 安!全装排徽阳静 安培
K    | kelvin       | Θ            |         | 开尔文
℃    | degree_Celsius | Θ          |         | °C ºC 摄氏度 ˚C oC
℉    | degree_Fahrenheit | Θ       |         | °F 华氏度
mol  | mole         | N            | nμmk    | 摩尔
cd   | candela      | J            | mk      | 坎德拉
lm   | lumen        | J            | k       | 流明
lx   | lux          | J L-2        | k       | lux Lux 勒克斯
nit  | candela/meter**2 | J L-2    |         | 尼特
L    | liter        | L3           | μmk     | l!x ml=mL ㎖=mL ; 升!级温高降压华
㎡   | meter**2     | L2           |         | 平方米 平米
m3   | meter**3     | L3           |         | 立方米 m³ ㎥ Nm3 Nm³ 方!式法案面向
亩   | 10000/15*meter**2 | L2      |         |
公顷 | hectare      | L2           |         | hm2 hm²
N    | newton       | L M T-2      | μmkM    | ; 牛!肉奶皮顿 牛顿
kgf  | kilogram_force | L M T-2    |         | 公斤力
Pa   | pascal       | L-1 M T-2    | mhkMG   | MPA=MPa Mpa=MPa mpa=MPa KPa=kPa Kpa=kPa ; 帕 帕斯卡
bar  | bar          | L-1 M T-2    | m       | 巴!西士
psi  | pound_force_per_square_inch | L-1 M T-2 |  |
mmHg | millimeter_Hg | L-1 M T-2   |         | 毫米汞柱
atm  | atmosphere   | L-1 M T-2    |         | 大气压 个大气压
J    | joule        | L2 M T-2     | mkMG    | ; 焦!炭化点油煤作 焦耳
cal  | calorie      | L2 M T-2     | k       | 卡路里 大卡=kcal
eV   | electron_volt | L2 M T-2    | kM      | 电子伏
Wh   | watt_hour    | L2 M T-2     | kMG     | 度电=kWh kW·h=kWh kw·h=kWh kwh=kWh KWh=kWh 千瓦时=kWh
W    | watt         | L2 M T-3     | nμmkMG  | KW=kW kw=kW ; 瓦!斯楞片房 瓦特
VA   | volt_ampere  | L2 M T-3     | kM      | KVA=kVA ; 伏安
V    | volt         | I-1 L2 M T-3 | nμmk    | KV=kV kv=kV VDC VAC ; 伏!安特 伏特
Ω    | ohm          | I-2 L2 M T-3 | μmkMG   | ohm 欧姆 ; 欧!洲盟元美
S    | siemens      | I2 L-2 M-1 T3 | nμm    | 西门子
F    | farad        | I2 L-2 M-1 T4 | pnμm   | 法拉
H    | henry        | I-2 L2 M T-2 | nμm     | 亨利
T    | tesla        | I-1 M T-2    | nμm     | 特斯拉
Gs   | gauss        | I-1 M T-2    | km      | 高斯
C    | coulomb      | I T          | pnμm    | 库仑
Ah   | ampere_hour  | I T          | m       | mah=mAh A·h=Ah mA·h=mAh ; 安时
Hz   | hertz        | T-1          | kMGT    | HZ=Hz KHz=kHz ; 赫 赫兹
rpm  | revolution/minute | T-1     |         | r/min 转/分 转/分钟 转每分
r    | revolution   | 1            |         | 转!化换移动型产向变
Bq   | becquerel    | T-1          | kMG     | 贝克勒尔 贝可
Gy   | gray         | L2 T-2       | μmk     | 戈瑞
Sv   | sievert      | L2 T-2       | nμm     | 希沃特 希!望
cP   | centipoise   | L-1 M T-1    |         |
cSt  | centistokes  | L2 T-1       |         |
rad  | radian       | 1            | mμ      | 弧度
°    | degree       | 1            |         | º ˚
%    | percent      | 1            |         | ％ wt% 百分点 个百分点
‰    | permille     | 1            |         |
ppm  | ppm          | 1            |         | PPM
ppb  | 1e-9         | 1            |         | PPB
vol% | -            | volume share |         | %vol v%
%RH  | -            | relative humidity |    | RH%
pH   | -            | pH           |         |
dB   | -            | level dB     |         | 分贝
dB(A) | -           | level dB(A)  |         | dBA db(A)
dBm  | -            | level dBm    |         |
dBi  | -            | level dBi    |         |
HV   | -            | hardness HV  |         | 维氏硬度
HB   | -            | hardness HB  |         | HBW HBS
HRA  | -            | hardness HRA |         |
HRB  | -            | hardness HRB |         |
HRC  | -            | hardness HRC |         | °HRC
HL   | -            | hardness HL  |         | HLD
HK   | -            | hardness HK  |         |
HA   | -            | hardness HA  |         | 邵A 邵氏A ShoreA Shore_A
HD   | -            | hardness HD  |         | 邵D 邵氏D ShoreD Shore_D
目   | -            | mesh         |         | 目!前标的录光测
NTU  | -            | turbidity NTU |        |
IU   | -            | activity IU  |         | 国际单位
U    | -            | activity U   |         |
CFU  | -            | count CFU    |         | cfu
tex  | tex          | L-1 M        | d       | 特克斯
D    | denier       | L-1 M        |         | 旦
元   | -            | CNY          |         | 元!素件器宵旦 人民币 元人民币 RMB CNY
美元 | -            | USD          |         | USD 美金
欧元 | -            | EUR          |         | EUR
次   | -            | count 次     |         | 次!品数序级要氯氧
件   | -            | count 件     |         |
套   | -            | count 套     |         | 套!管筒餐件
台   | -            | count 台     |         | 台!阶湾风面架 台套 台（套）
只   | -            | count 只     |         | 只!能有是要需
片   | -            | count 片     |         | 片!状材区面
支   | -            | count 支     |         | 支!持撑付路架
组   | -            | count 组     |         | 组!成织分件合装
批   | -            | count 批     |         | 批次 批!量准复
"""

DIMENSIONS: dict[str, str] = {
    "": "ratio",
    "L": "length",
    "L2": "area",
    "L3": "volume",
    "M": "mass",
    "T": "time",
    "month": "calendar time",
    "workday": "working time",
    "I": "current",
    "Θ": "temperature",
    "N": "amount of substance",
    "J": "luminous intensity",
    "J L-2": "illuminance",
    "L T-1": "velocity",
    "L T-2": "acceleration",
    "L M T-2": "force",
    "L-1 M T-2": "pressure",
    "L2 M T-2": "energy",
    "L2 M T-3": "power",
    "M T-2": "energy per area",
    "I-1 L2 M T-3": "voltage",
    "I-2 L2 M T-3": "resistance",
    "I-2 L3 M T-3": "resistivity",
    "I2 L-3 M-1 T3": "conductivity",
    "I T": "charge",
    "T-1": "frequency",
    "L-3 M": "density",
    "L-1 M": "linear density",
    "L-2 M": "area density",
    "L-3 N": "concentration",
    "L-1 M T-1": "viscosity",
    "L2 T-1": "kinematic viscosity",
    "L3 T-1": "flow",
    "M T-1": "mass flow",
    "L M T-3 Θ-1": "thermal conductivity",
    "T-1 Θ": "heating rate",
    "I L-2": "current density",
    "CNY": "money",
    "USD": "money (USD)",
    "EUR": "money (EUR)",
}
"""English names of the dimensions met most; others go by their powers, own dimensions by their own name."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit without powers. ``pint`` is empty where no conversion exists; ``exponent`` is the 万 in 万吨 (10⁴)."""

    symbol: str
    pint: str
    powers: Powers
    not_before: str = ""
    exponent: int = 0

    @property
    def own_dimension(self) -> str | None:
        """The name of the atom's own dimension, where pint knows none."""
        return self.powers[0][0] if not self.pint else None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as read: canonical form (``kJ/m²``), dimension, atoms with powers. ``is_scale``: nothing converts to it."""

    canonical: str
    dimension: str
    powers: Powers
    atoms: tuple[tuple[Atom, int], ...]

    @property
    def is_scale(self) -> bool:
        """A scale such as HRC, pH, 目 or dB: comparable with itself only."""
        return len(self.atoms) == 1 and self.dimension.split(" ")[0] in _SCALES


_SCALES = {"hardness", "mesh", "pH", "level", "turbidity", "activity"}


def parse_powers(text: str) -> Powers:
    """``"L-1 M T-2"`` → (("L", -1), ("M", 1), ("T", -2)); ``"1"`` → ()."""
    if text == "1":
        return ()
    found = [re.fullmatch(r"(\D+?)(-?\d)?", part) for part in text.split(" ")]
    return tuple(sorted((m[1], int(m[2] or 1)) for m in found if m))


def combine(parts: tuple[tuple[Powers, int], ...]) -> Powers:
    """The product of dimensions, each raised to a power."""
    total: dict[str, int] = {}
    for powers, power in parts:
        for base, exponent in powers:
            total[base] = total.get(base, 0) + exponent * power
    return tuple(sorted((base, exponent) for base, exponent in total.items() if exponent))


def dimension_name(powers: Powers) -> str:
    """The English name, or the powers written out (``CNY M-1``)."""
    written = " ".join(base if exponent == 1 else f"{base}{exponent}" for base, exponent in powers)
    return DIMENSIONS.get(written, written)


@cache
def atoms() -> dict[str, Atom]:
    """Every way of writing an atom → the atom."""
    known: dict[str, Atom] = {}
    late: list[tuple[str, str]] = []
    for line in _TABLE.strip().splitlines():
        symbol, pint, dimension, prefixes, names = (cell.strip() for cell in line.split("|"))
        own = pint == "-"
        powers = ((dimension, 1),) if own or dimension == "month" else parse_powers(dimension)
        plain = Atom(symbol, "" if own else pint, powers)
        fixed, _, prefixed = names.partition(";")
        for spelling, atom in _spellings(plain, prefixes, [symbol], prefixed.split()):
            known.setdefault(spelling, atom)
        for name in fixed.split():
            written, is_alias, meaning = name.partition("=")
            if is_alias:
                late.append((written, meaning))
            else:
                written, _, not_before = name.replace("_", " ").partition("!")
                guarded = Atom(symbol, plain.pint, powers, not_before)
                known[written] = guarded
    for written, meaning in late:
        known[written] = known[meaning] if meaning in known else Atom("10μm", "10*micrometer", parse_powers("L"))
    known.update(_multiplied(known))
    return known


def _spellings(plain: Atom, prefixes: str, latin: list[str], chinese: list[str]) -> Iterator[tuple[str, Atom]]:
    for name in latin:
        yield name, plain
        for prefix in prefixes:
            scaled = Atom(prefix + plain.symbol, f"{_LATIN_PREFIXES[prefix]}{plain.pint}", plain.powers)
            yield prefix + name, scaled
            if prefix == "μ":
                yield "u" + name, scaled
    for entry in chinese:
        name, _, not_before = entry.partition("!")
        yield name, Atom(plain.symbol, plain.pint, plain.powers, not_before)
        for prefix in prefixes:
            if prefix in _CHINESE_PREFIXES:
                scaled = f"{_LATIN_PREFIXES[prefix]}{plain.pint}"
                yield _CHINESE_PREFIXES[prefix] + name, Atom(prefix + plain.symbol, scaled, plain.powers, not_before)


def _multiplied(known: dict[str, Atom]) -> dict[str, Atom]:
    """万元, 亿元, 万吨, 万次: what is paid, weighed and counted in large numbers."""
    found = {}
    for written, atom in known.items():
        is_counted = atom.powers[:1] and atom.powers[0][0].startswith(("count", "CNY", "USD", "EUR"))
        if is_counted or written in ("吨", "公里", "平方米", "立方米", "千瓦", "千瓦时", "小时", "亩", "公斤"):
            for multiplier, exponent in _MULTIPLIERS.items():
                symbol = multiplier + atom.symbol
                found[multiplier + written] = Atom(symbol, atom.pint, atom.powers, atom.not_before, exponent)
    return found
