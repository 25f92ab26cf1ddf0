"""The atoms of units as the trade writes them: Chinese and Latin names, prefixes, 万 and 亿.

Each atom has a canonical symbol, a dimension and its name in pint. Reading needs only this table; pint is loaded when
something is converted. Scales that no formula joins (hardness, mesh, pH, decibels), calendar time (a month has no fixed
number of days), money and things that are counted have dimensions of their own, and so have angle, dose and luminous
flux, which share powers with something else: nothing converts by accident, and 3000 r/min never becomes 314 Hz.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

Powers = tuple[tuple[str, int], ...]
"""A product of base dimensions, sorted: ``(("L", -1), ("M", 1), ("T", -2))`` is a pressure."""

_PREFIXES = {
    "p": ("pico", "皮"),
    "n": ("nano", "纳"),
    "μ": ("micro", "微"),
    "m": ("milli", "毫"),
    "c": ("centi", "厘"),
    "d": ("deci", "分"),
    "h": ("hecto", ""),
    "k": ("kilo", "千"),
    "M": ("mega", "兆"),
    "G": ("giga", "吉"),
    "T": ("tera", ""),
}
MULTIPLIERS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}

# symbol | factor and pint name ("-": unknown to pint) | dimension | prefixes | other spellings; behind ";" those that
# take Chinese prefixes. "安!全装": 安, but not before 全 or 装. "a/": inside a compound only. "公里=km": another line.
_TABLE = """
m    | meter        | L            | pnμmcdk  | 公里=km Km=km ㎜=mm ㎝=cm ㎞=km ㎛=μm ㎚=nm ; 米!粉线饭制
丝   | 10 micrometer | L           |          | 丝!印线杆网绸绵织
inch | inch         | L            |          | 英寸
g    | gram         | M            | pnμmk    | 公斤=kg ㎏=kg ㎎=mg KG=kg Kg=kg ㎍=μg ; 克!服隆拉
t    | metric_ton   | M            |          | 吨 公吨
s    | second       | T            | pnμm     | sec ; 秒
min  | minute       | T            |          | 分钟 mins 分/
h    | hour         | T            |          | 小时 个小时 hr hrs 时/
d    | day          | T            |          | 天!然津平线 日历天 days 日/
周   | week         | T            |          | 周!期边长围转年 星期
月/  | calendar_month | month      |          | 个月 个自然月
季度/ | 3 calendar_month | month    |          | 个季度
年   | 12 calendar_month | month   |          | 年!级代轻度货均产初底末检会 周年 a/
工作日 | -          | workday      |          | 个工作日
A    | ampere       | I            | nμmk     | A!级类 ; 安!全装排徽阳静 安培
K/   | kelvin       | Θ            |          | 开尔文
℃    | degree_Celsius | Θ          |          | °C ºC ˚C 摄氏度
℉    | degree_Fahrenheit | Θ       |          | °F 华氏度
mol  | mole         | N            | nμmk     | ; 摩尔
cd   | candela      | J            | mk       | 坎德拉
lm   | lumen        | luminous_flux | k        | 流明
lx   | lux          | L-2 luminous_flux | k        | lux Lux 勒克斯
nit  | candela/meter**2 | J L-2    |          | nits 尼特
L    | liter        | L3           | μmk      | l/ ml=mL ㎖=mL ; 升!级温高降压华
m²   | meter**2     | L2           |          | m2 ㎡ 平方米 平米
cm²  | centimeter**2 | L2          |          | 平方厘米
mm²  | millimeter**2 | L2          |          | 平方毫米
km²  | kilometer**2 | L2           |          | 平方公里 平方千米
m³   | meter**3     | L3           |          | 立方米 m3 ㎥ Nm3 Nm³
cm³  | centimeter**3 | L3          |          | 立方厘米 cc
mm³  | millimeter**3 | L3          |          | 立方毫米
亩   | 666.6666666666666666666666667 meter**2 | L2 |          |
公顷 | hectare      | L2           |          | hm2 hm²
N    | newton       | L M T-2      | μmkM     | N!级纯 ; 牛!肉奶皮顿 牛顿
kgf  | kilogram_force | L M T-2    |          | 公斤力
Pa   | pascal       | L-1 M T-2    | mhkMG    | MPA=MPa Mpa=MPa mpa=MPa KPa=kPa Kpa=kPa ; 帕 帕斯卡
bar  | bar          | L-1 M T-2    | m        |
psi  | pound_force_per_square_inch | L-1 M T-2 | |
mmHg | millimeter_Hg | L-1 M T-2   |          | 毫米汞柱
mmH2O | 9.80665 pascal | L-1 M T-2   |          | mmH₂O 毫米水柱
atm  | atmosphere   | L-1 M T-2    |          | 大气压 个大气压
J    | joule        | L2 M T-2     | mkMG     | ; 焦!炭化点油煤作 焦耳
cal  | calorie      | L2 M T-2     | k        | 大卡=kcal
eV   | electron_volt | L2 M T-2    | kM       | 电子伏
Wh   | watt_hour    | L2 M T-2     | kMG      | 度电=kWh kW·h=kWh kw·h=kWh kwh=kWh KWh=kWh 千瓦时=kWh
W    | watt         | L2 M T-3     | nμmkMG   | KW=kW kw=kW ; 瓦!斯楞片房 瓦特
VA   | volt_ampere  | apparent_power | kM       | KVA=kVA ; 伏安
V    | volt         | I-1 L2 M T-3 | nμmk     | KV=kV kv=kV VDC VAC ; 伏!安特 伏特
Ω    | ohm          | I-2 L2 M T-3 | μmkMG    | ohm ; 欧!洲盟元美 欧姆
S/   | siemens      | I2 L-2 M-1 T3 | nμm     | 西门子
F/   | farad        | I2 L-2 M-1 T4 | pnμm    | 法拉
H/   | henry        | I-2 L2 M T-2 | nμm      | 亨利
T/   | tesla        | I-1 M T-2    | nμm      | 特斯拉
Gs   | 1e-4 tesla   | I-1 M T-2    | km       | 高斯
C/   | coulomb      | I T          | pnμm     | 库仑
Ah   | ampere_hour  | I T          | m        | mah=mAh A·h=Ah mA·h=mAh ; 安时
Hz   | hertz        | T-1          | kMGT     | HZ=Hz KHz=kHz ; 赫 赫兹
r/min | revolutions_per_minute | T-1 angle |          | rpm 转/分 转/分钟 转每分
r/   | revolution   | angle        |          | 转!化换移动型产向变
Bq   | becquerel    | radioactivity | kMG      | 贝克勒尔 贝可
Gy   | gray         | absorbed_dose | μmk      | 戈瑞
Sv   | sievert      | dose_equivalent | nμm      | 希沃特
cP   | centipoise   | L-1 M T-1    |          |
cSt  | centistokes  | L2 T-1       |          |
rad  | radian       | angle        | mμ       | 弧度
°    | degree       | angle        |          | º ˚
%    | percent      | 1            |          | wt% 个百分点
‰    | permille     | 1            |          |
ppm  | ppm          | 1            |          | PPM
ppb  | 1e-9 dimensionless | 1            |          | PPB
vol% | -            | volume_share |          | %vol v%
%RH  | -            | relative_humidity |     | RH%
pH   | -            | pH           |          |
dB   | -            | level_dB     |          | 分贝
dB(A) | -           | level_dB(A)  |          | dBA db(A)
dBm  | -            | level_dBm    |          |
dBi  | -            | level_dBi    |          |
HV   | -            | hardness_HV  |          |
HB   | -            | hardness_HB  |          | HBW HBS
HRA  | -            | hardness_HRA |          |
HRB  | -            | hardness_HRB |          |
HRC  | -            | hardness_HRC |          |
HL   | -            | hardness_HL  |          | HLD
HK   | -            | hardness_HK  |          |
HA   | -            | hardness_Shore_A |      | 邵A 邵氏A ShoreA Shore_A 度邵A
HD/  | -            | hardness_Shore_D |      | 邵D 邵氏D ShoreD Shore_D
目   | -            | mesh         |          | 目!前标的录光测
NTU  | -            | turbidity    |          |
IU   | -            | activity_IU  |          | 国际单位
U/   | -            | activity_U   |          |
CFU  | -            | count_CFU    |          | cfu
tex  | tex          | L-1 M        | d        | 特克斯
denier | denier     | L-1 M        |          | 旦
元   | -            | CNY          |          | 元!素件器宵旦 元人民币 RMB CNY
美元 | -            | USD          |          | USD 美金
欧元 | -            | EUR          |          | EUR
个/  | -            | count_个     |          |
次   | -            | count_次     |          | 次!品数序级要氯氧
件   | -            | count_件     |          |
套   | -            | count_套     |          | 套!管筒餐件
台   | -            | count_台     |          | 台!阶湾风面架 台套 台(套)
只   | -            | count_只     |          | 只!能有是要需
片   | -            | count_片     |          | 片!状材区面
支   | -            | count_支     |          | 支!持撑付路架
组   | -            | count_组     |          | 组!成织分件合装
批   | -            | count_批     |          | 批次 批!量准复
"""


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit without powers: ``factor`` times the unit that pint calls ``pint``. ``multiplier`` is the 万 in 万吨."""

    symbol: str
    pint: str
    powers: Powers
    factor: Decimal = Decimal(1)
    not_before: str = ""
    inside_only: bool = False
    multiplier: str = ""


def own_name(dimension: str) -> str:
    """The name under which pint gets to know a dimension of our own."""
    return "own_" + dimension.encode().hex()


def parse_powers(text: str) -> Powers:
    """``"L-1 M T-2"`` → (("L", -1), ("M", 1), ("T", -2)); ``"1"`` → (); an underscore stands for a space in a name."""
    found = [re.fullmatch(r"(\D+?)(-?\d)?", part) for part in text.split(" ")]
    return tuple(sorted((m[1].replace("_", " "), int(m[2] or 1)) for m in found if m))


@cache
def atoms() -> dict[str, Atom]:
    """Every way of writing an atom → the atom."""
    known: dict[str, Atom] = {}
    others: list[tuple[str, str]] = []
    for line in _TABLE.strip().splitlines():
        symbol, pint, dimension, prefixes, names = (cell.strip() for cell in line.split("|"))
        known.update(_row(symbol, pint, dimension, prefixes, names, others))
    known.update({written: known[meaning] for written, meaning in others})
    return known | _multiplied(known)


@cache
def longest_spelling() -> int:
    """Characters in the longest way of writing an atom."""
    return max(map(len, atoms()))


def _row(
    symbol: str, pint: str, dimension: str, prefixes: str, names: str, others: list[tuple[str, str]]
) -> dict[str, Atom]:
    """The spellings of one line of the table; spellings of *other* units are put on the list."""
    is_own = pint == "-"
    powers = ((dimension.replace("_", " "), 1),) if is_own else parse_powers(dimension)
    *factors, pint = [own_name(powers[0][0])] if is_own else pint.split(" ")
    plain = Atom(symbol.rstrip("/"), pint, powers, Decimal(factors[0]) if factors else Decimal(1))
    found = {plain.symbol: replace(plain, inside_only=symbol.endswith("/"))}
    for prefix in prefixes:
        scaled = replace(plain, symbol=prefix + plain.symbol, pint=_PREFIXES[prefix][0] + pint)
        found[scaled.symbol] = scaled
        if prefix == "μ":
            found["u" + plain.symbol] = scaled
    plain_names, _, chinese_names = names.partition(";")
    for name in plain_names.split():
        written, _, meaning = name.partition("=")
        if meaning:
            others.append((written, meaning))
        else:
            written, _, not_before = name.replace("_", " ").partition("!")
            found[written.rstrip("/")] = replace(plain, not_before=not_before, inside_only=written.endswith("/"))
    for name in chinese_names.split():
        written, _, not_before = name.partition("!")
        found[written] = replace(plain, not_before=not_before)
        for prefix in prefixes:
            latin, chinese = _PREFIXES[prefix]
            if chinese:
                scaled = replace(plain, symbol=prefix + plain.symbol, pint=latin + pint)
                found[chinese + written] = replace(scaled, not_before=not_before)
    return found


def _multiplied(known: dict[str, Atom]) -> dict[str, Atom]:
    """万元, 亿元, 万吨, 万次: what is paid, weighed and counted in large numbers."""
    found = {}
    for written, atom in known.items():
        is_counted = bool(atom.powers) and atom.powers[0][0].startswith(("count", "CNY", "USD", "EUR"))
        if is_counted or written in ("吨", "公里", "平方米", "立方米", "千瓦", "千瓦时", "小时", "亩", "公斤", "千克"):
            for multiplier, exponent in MULTIPLIERS.items():
                large = replace(
                    atom,
                    symbol=multiplier + atom.symbol,
                    factor=atom.factor.scaleb(exponent),
                    inside_only=False,
                    multiplier=multiplier,
                )
                found[multiplier + written] = found[large.symbol] = large
    return found
