"""An amount of yuan in Chinese capitals (大写金额), as contracts and vouchers write it. Pure; whole fen only.

The rules are those of the People's Bank for vouchers: one 零 for any run of noughts inside, none at the end of a
group; 整 after yuan and after jiao, not after fen.
"""

from __future__ import annotations

from foundation.errors import InvalidInput

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIAD, _YI = 10**4, 10**8


def is_payable(price: str) -> bool:
    """Whether an amount has no part of a fen."""
    return not price.partition(".")[2][2:].strip("0")


def capitals(price: str) -> str:
    """``48000.50`` → ``肆万捌仟元伍角整``. ``price``: plain decimals, not negative, below 10¹⁸.

    :raises InvalidInput: ``price_below_fen`` when it is not whole fen.
    """
    if not is_payable(price):
        raise InvalidInput("price_below_fen", "价格最多精确到分：{price}", price=price, field="price")
    whole, _, part = price.partition(".")
    yuan, (jiao, fen) = int(whole), (int(one) for one in (part + "00")[:2])
    words = _number(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return (words or "零元") + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif words:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


def _number(value: int) -> str:
    """A number from one up."""
    for size, name in ((_YI, "亿"), (_MYRIAD, "万")):
        if value >= size:
            high, low = divmod(value, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _number(high) + name + gap + (_number(low) if low else "")
    words, gap = "", ""
    for place in (3, 2, 1, 0):
        digit, value = divmod(value, 10**place)
        if digit:
            words += gap + _DIGITS[digit] + _PLACES[place]
            gap = ""
        elif words:
            gap = "零"
    return words
