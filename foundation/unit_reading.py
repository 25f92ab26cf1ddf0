"""Reading a unit where it stands in a text: compounds with powers, full-width letters, load after a hardness scale."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from foundation.units import Atom, Powers, atoms, longest_spelling

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
    "J L-2": "luminance",
    "luminous flux": "luminous flux",
    "L-2 luminous flux": "illuminance",
    "T-1 angle": "rotational speed",
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
class Unit:
    """A unit as read: canonical form (``kJ/m²``), dimension (``energy per area``), its atoms with their powers."""

    canonical: str
    dimension: str
    powers: Powers
    atoms: tuple[tuple[Atom, int], ...]

    @property
    def is_scale(self) -> bool:
        """A scale such as HRC, pH, 目 or dB: no formula leads to another unit."""
        return self.dimension.split(" ")[0] in _SCALES


_SCALES = {"hardness", "mesh", "pH", "level", "turbidity", "activity", "volume share", "relative humidity"}


def match_unit(text: str, start: int) -> tuple[Unit, int] | None:
    """The unit written at ``start`` and where it ends, or ``None``. ``text`` must be folded (:func:`fold`)."""
    first = _match_atom(text, start, inside=False)
    if first is None:
        return None
    atom, power, end = first
    found, sign, closing = [(atom, power)], 1, 0
    while True:
        step = _SEPARATOR.match(text, end)
        if step is None:
            break
        if step["over"]:
            sign, closing = -1, len(step["open"])
        nxt = _match_atom(text, step.end(), inside=True)
        if nxt is None:
            break
        if step["number"] and nxt[0].powers not in _PER_SO_MANY:
            break
        atom, power, end = nxt
        if step["number"]:
            atom = replace(atom, symbol=step["number"] + atom.symbol, factor=atom.factor * int(step["number"]))
        found.append((atom, sign * power))
        if closing and text.startswith(")", end):
            end, closing, sign = end + 1, 0, 1
        elif not closing:
            sign = 1
    if len(found) == 1 and atom.inside_only and power == 1:
        return None
    return _unit(tuple(found)), end


def parse_unit(written: str) -> Unit | None:
    """The unit that ``written`` is, or ``None``; a single symbol such as ``K`` or ``C`` counts here."""
    text = fold(written.strip())
    matched = match_unit(text, 0)
    if matched is not None and matched[1] == len(text):
        return matched[0]
    atom = atoms().get(text)
    return None if atom is None else _unit(((atom, 1),))


def fold(text: str) -> str:
    """Full-width characters, dashes and look-alike letters in their plain form, character by character.

    The length stays, so a place in the folded text is the same place in the text.
    """
    return text.translate(_FOLDED)


_FOLDED = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
    | dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
    | dict.fromkeys(map(ord, "∙⋅•‧・"), "·")
    | dict.fromkeys(map(ord, "〜∼˜"), "~")
    | {0x3000: " ", 0xA0: " ", 0xB5: "μ", 0x2126: "Ω", 0x2103: "℃", 0x212A: "K", ord("﹪"): "%"}
)
_SEPARATOR = re.compile(r" ?(?:(?P<over>/|每) ?(?P<open>\(?)|[·*]|\.(?=[A-Za-z]))(?P<number>(?:1[05]0*)?)")
_POWER = re.compile(r"\^?\(?(?P<plain>-?[1-4])\)?(?![\d.])|(?P<raised>⁻?[¹²³⁴])")
_PER_SO_MANY = ((("T", 1),), (("L", 1),), (("L", 3),), (("M", 1),))
"""What may stand behind a number in a compound: g/10min, N/15mm, CFU/100mL; 3C/10V are two things."""
_RAISED = str.maketrans("⁻¹²³⁴", "-1234")
_LOAD = re.compile(r"\d{1,5}(?:\.\d{1,3})?(?:/\d{1,5}){0,2}")
_WITH_LOAD = ("HV", "HB", "HBW", "HBS", "HK")


def _match_atom(text: str, start: int, inside: bool) -> tuple[Atom, int, int] | None:
    """The longest atom written at ``start``: atom, power, end."""
    known = atoms()
    for length in range(min(longest_spelling(), len(text) - start), 0, -1):
        written = text[start : start + length]
        atom = known.get(written)
        if atom is None:
            continue
        end, power = start + length, 1
        if written in _WITH_LOAD and (load := _LOAD.match(text, end)):
            end = load.end()
        elif (raised := _POWER.match(text, end)) and _may_be_raised(atom, raised, inside):
            end, power = raised.end(), int((raised["plain"] or raised["raised"]).translate(_RAISED))
        following = text[end : end + 1]
        glued = following.isascii() and following.isalnum() and not (written[-1:] > "\u2fff" and following.isalpha())
        if (glued and written[-1:] not in "%‰") or (following and following in atom.not_before):
            continue
        return atom, power, end
    return None


def _may_be_raised(atom: Atom, raised: re.Match[str], inside: bool) -> bool:
    """``m2`` and ``m²`` are squares, ``s2`` too behind a stroke; ``5 kN 3`` is not, nor ``10 m-3 m``."""
    if raised["raised"] or raised[0].startswith("^"):
        return True
    if raised[0].startswith("-"):
        is_last = not raised.string[raised.end() : raised.end() + 1].isalnum()  # 5000 cm-2; but 10 cm-2 m
        return inside or (is_last and atom.powers == (("L", 1),))
    return atom.powers == (("L", 1),) or (inside and atom.powers == (("T", 1),))


def _unit(found: tuple[tuple[Atom, int], ...]) -> Unit:
    powers = combine(tuple((atom.powers, power) for atom, power in found))
    over = [_raised(atom, -power) for atom, power in found if power < 0]
    canonical = "·".join(_raised(atom, power) for atom, power in found if power > 0) or "1"
    if over:
        canonical += "/" + (over[0] if len(over) == 1 else f"({'·'.join(over)})")
    return Unit(canonical, dimension_name(powers), powers, found)


def _raised(atom: Atom, power: int) -> str:
    symbol = atom.symbol.replace("㎡", "m²")
    return symbol if power == 1 else symbol + {2: "²", 3: "³", 4: "⁴"}[power]


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
