"""How a demand speaks of standards without a number: 按国标, 最新版, 或等效标准.

A national standard that must be used is not any row's; who takes an equal one leaves a person to say what is equal.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_SAID: dict[str, tuple[str, str]] = {
    "GB": (
        r"(?<![中美英德日韩法俄各本他])国标|(?<![美英德法俄]国)国家(?:推荐性?|强制性?)?标准",
        r"gb|ws|jj[fg]",
    ),
    "JB/HG/…": (r"行标|行业标准", r"(?!gb|gjb|db|iso|iec|ieee|itu|icao)[a-z]{2,3}(?:/[tz])?\d"),
    "ASTM/ASME/…": (
        r"美标|美国(?:的)?标准|(?<![a-z])(?:astm|asme|ansi)标准",
        r"astm|asme|ansi|ul|aatcc|aashto|aoac|api|sae|aws|ieee",
    ),
    "EN": (r"欧标|欧盟(?:的)?标准|欧洲(?:的)?标准|(?<![a-z])en标准", r"(?:din|bs|nf)?en"),
    "DIN": (r"德标|德国(?:的)?标准|(?<![a-z])din标准", r"din|vdi|vda"),
    "BS": (r"英标|英国(?:的)?标准|(?<![a-z])bs标准", r"bs"),
    "JIS": (r"日标|日本(?:的)?标准|(?<![a-z])jis标准", r"jis"),
    "ISO/IEC": (r"国际标准|(?<![a-z])(?:iso|iec)标准", r"iso|iec|cispr|itu|oiml|(?:din|bs|nf)?en(?:iso|iec)"),
    "GJB": (r"国军标|(?<![a-z])军标|国家军用标准", r"gjb"),
}
"""Series of standards by their letters: how a demand speaks of one, and how the keys of its standards begin."""
CHINESE = ("GB", "JB/HG/…", "GJB")
"""Series of China: who asks for one may take another."""
_SERIES = tuple((name, re.compile(said), re.compile(keys)) for name, (said, keys) in _SAID.items())
_LATEST = re.compile(
    r"(?:最新|现行)(?:有效|实施|发布)?(?:的)?(?:版|标准|国标|行标|年版|规范|方法)"
    r"|(?:最新|现行)(?:有效)?(?:的)?(?:$|[,，。;；!！的那])|新版(?:本)?(?:标准|的)"
)
_EQUAL = re.compile(
    r"等效|等同|相当(?:的)?标准|同等(?:的)?标准|类似(?:的)?标准|替代(?:它|其|该)?(?:的)?(?:新)?标准|代替(?:它|其)?的(?:新)?标准|其[它他]标准(?:也|都)?(?:行|可)"
)
_AMENDED = re.compile(r"\+a\d{1,2}(?!\d)|amd\.?\d|xg\d|修改单")
_NO_EQUAL = re.compile(r"不(?:接受|认|要|能用|可以用|得用|允许|采用)[^,，。;；]{0,6}(?:等效|等同|相当|替代|类似)")
_MUST = re.compile(r"(?:按照?|依照?|依据|根据|采用|执行|使用|用|照|符合|满足|遵循|走|要|必须|得)[^,，。;；]{0,4}$")
_REFUSED = re.compile(r"(?:不(?:接受|认|要|能?用|按|走|承认|采用|是|算|适用)|别[按用]|没有?|无|除了?)[^,，。;；]{0,3}$")
_IN_DOUBT = re.compile(r"^[^,，。;；]{0,4}(?:吗|么|不行|有没有|是什么|怎么)")


class Manner(NamedTuple):
    """``series`` are the names of the series of which one must be used, ``refused`` those that must not;
    ``is_latest``: the newest edition is asked for; ``takes_equal``: a standard equal to that demanded will do."""

    series: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    is_latest: bool = False
    takes_equal: bool = False
    amendments: tuple[str, ...] = ()
    """``+a1``, ``xg1``: amendments that the standard is asked for with."""

    def is_of_a_series(self, key: str) -> bool:
        """Whether a standard's key is of one of the series that must be used; all are where none must."""
        return not self.series or any(_keys(name).match(key) for name in self.series)

    def is_refused(self, key: str) -> bool:
        """Whether a standard's key is of a series that must not be used."""
        return any(_keys(name).match(key) for name in self.refused)


PLAIN = Manner()


@lru_cache(maxsize=1_024)
def manner_of(text: str) -> Manner:
    """What a squeezed text says of standards at large."""
    series, refused = [], []
    for name, said, _ in _SERIES:
        for found in said.finditer(text):
            before = text[: found.start()]
            if _REFUSED.search(before):
                refused.append(name)
            elif _MUST.search(before) and not _IN_DOUBT.match(text[found.end() :]):
                series.append(name)
    is_equal = _EQUAL.search(text) is not None and not _NO_EQUAL.search(text)
    return Manner(
        tuple(dict.fromkeys(series)),
        tuple(dict.fromkeys(refused)),
        _LATEST.search(text) is not None,
        is_equal,
        tuple(dict.fromkeys(_AMENDED.findall(text))),
    )


def _keys(name: str) -> re.Pattern[str]:
    return next(keys for one, _, keys in _SERIES if one == name)
