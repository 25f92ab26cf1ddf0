"""What a demand demands of a scope, worked out once and held against every row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from foundation.numbers import find_numbers
from foundation.quantities import Quantity, find_quantities
from foundation.text import normalise
from foundation.unit_reading import fold
from matcher.legal.implied import implied
from matcher.legal.kin import Kin, squeezed
from matcher.legal.manner import Manner, manner_of
from matcher.legal.marks import AskedMarks, asked_marks
from matcher.legal.methods import MethodName, methods_in
from matcher.legal.standards import Edition, editions_asked
from matcher.legal.tens import in_digits

if TYPE_CHECKING:
    from matcher.query import Wanted

_REFUSED = re.compile(
    r"(?:不(?:用|做|是|要|需要?|必|测|检测?|考虑|涉及|含|包括|包含|采用|使用)|无需|不再|除了?|非)(?:做|测|检测?)?$"
)
_WAIVED = re.compile(
    r"(?:k|吗|呢|么|[?？])*(?:我们|咱们|咱|这边|就|也|都|先|暂时?|这次|另外|已经?)*(?:不用|不需要?|不要|不做|不测|不检|不必|免了?|另找|另行?|另做|做过|测过|别家)"
    r"(?:做|测|检|了|的|啦|吧|过)*(?:$|[,，。;；、！!])"
)
"""Behind a name: it is not asked for (耐火极限另找)."""
_OPEN = re.compile(r"[不没](?:弄|搞)?清楚?|不知道|说不清|不确定|不详|没定|没有定|未定|待定|犹豫|纠结|拿不准|没想好")
_NAMED = re.compile(r"[\u4e00-\u9fffa-z-]{2,12}法(?![律规人国院定则])")
_NO_METHOD = re.compile(
    r"(?:办|方|做|无|用|语|手|想|说|看|写|玩|立|合|非|违|依|设|算|司|执|书|魔|叫|该|何种|什么|哪种|第[一二三四五六七八九十\d]+|[^a-z][a-z])法$"
)
_TECHNIQUE = re.compile(
    r"(?<![使利作费服食专通民商家军车船适可])(?:用|采用|使用|走)(?!户|于|途|人|料|的|在|来)[\u4e00-\u9fffa-z-]{2,10}?(?:来?做|来?测|来?检|来?打|来?看|来?拍|来?照)"
    r"|(?<![a-z\d/.-])(?!(?:gb|gbt|iso|iec|astm|cma|cnas|pvc|abs|ppr?|pet?|pcb?a?|pc|pa|led|lcd|ok|ai|app|iq|oem|odm)(?![a-z]))"
    r"[a-z]{3,}(?:-[a-z]{2,})?(?![a-z\d/])(?=$|[^\s\d:：-])"
)
_HOW = re.compile(
    r"气相|液相|液质|气质|质谱|色谱|光谱|原子吸收|原子荧光|火焰|石墨炉|滴定|比色|分光|酶标|酶联|胶体金|快[速]?[筛检测]|平板|涂布|倾注|[数计]菌|菌落计|膜过滤|试纸"
    r"|培养|显微|镜检|红外|紫外|荧光|电位|电极|极谱|库仑|离心|灼烧|马弗|烘箱|干燥器|气候箱|测序|扩增|电泳|免疫|比重瓶|密度计|超声|射线|磁粉|渗透|涡流"
)
"""How tests are done, in the words of whoever orders one; said or refused, it speaks of the method."""
_MULTIPLIED = re.compile(r"系数|[\d一二两三四五六七八九十几半][\d.]*\s?倍")
"""A value that a factor multiplies is not the value that is tested."""
_COUNTED = re.compile(
    r"\s?[来几多余]?(?:[个种项类台组只支根片块批份家张件套袋瓶箱包桶盒条把辆双对面卷颗粒枚副本页层间处点号楼期月年天日周岁人名位万元成]|个?(?:月|星期|小时|工作日)|[多余](?!度))(?!g(?![a-z]))"
    r"|(?<=个)g(?![a-z])"
)
"""What is behind a number that counts things, days or money."""
_SHORTENED = frozenset(["mass"])
"""Values that stand for others in talk: 八十毫克 is said of milligrams in a cubic metre."""
_MARKED = re.compile(r"[a-z/#-]\s?$")
"""What is before a number of a name (PVC-U 110, GB 4806)."""
_SIZES = re.compile(r"(?<![a-z])(m|dn|[φøф∅])\s?(\d{1,4}(?:\.\d+)?)(?![\d.]*(?:\s?法|[a-z²³]))")


@dataclass(frozen=True, eq=False)
class Asked:
    """``text`` is the demand's own words, squeezed, and what they imply; ``marks`` what the report must carry."""

    wanted: Wanted
    kin: Kin

    @property
    def day(self) -> date:
        """The planned day, counted in China."""
        return self.wanted.planned_on

    @property
    def words(self) -> str:
        """All that the demand says, also where one task of it is looked for."""
        return self.wanted.said or self.wanted.whole

    @cached_property
    def text(self) -> str:
        """All its words, squeezed, and behind them what they imply (:mod:`matcher.legal.implied`)."""
        said = squeezed(self.words)
        return said + implied(said, self.quantities)

    @cached_property
    def marks(self) -> AskedMarks:
        """The mark that was asked for."""
        return asked_marks(self.wanted.marks, normalise(self.words))

    @cached_property
    def standards(self) -> tuple[Edition, ...]:
        """The demanded standards."""
        return editions_asked(self.wanted.cited or self.wanted.standards)

    @cached_property
    def manner(self) -> Manner:
        """What it says of standards without a number."""
        return manner_of(squeezed(self.words))

    @cached_property
    def is_open(self) -> bool:
        """Whether it says that something of it is not settled or not known."""
        return _OPEN.search(self.text) is not None

    @cached_property
    def methods(self) -> tuple[MethodName, ...]:
        """Methods by number or letter, without those that are refused."""
        return methods_in(self.text)

    @cached_property
    def named_methods(self) -> tuple[str, ...]:
        """Methods by name (气候箱法); longer than the name where words run on before it."""
        return tuple(
            found[0]
            for found in _NAMED.finditer(self.text)
            if not _NO_METHOD.search(found[0]) and not _REFUSED.search(self.text[: found.start()][-6:])
        )

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        """What it wants the work done with, though it calls it no method: 用显微镜看, XRF."""
        return tuple(found[0] for pattern in (_TECHNIQUE, _HOW) for found in pattern.finditer(self.text))

    @cached_property
    def is_multiplied(self) -> bool:
        """Whether it names a factor of some value: a load of 5 t with a safety factor of 7 is tested at 35 t."""
        return _MULTIPLIED.search(self.text) is not None

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every value with a unit."""
        return find_quantities(self._folded)

    @cached_property
    def has_bare_number(self) -> bool:
        """Whether it names a number that is read as no value and counts nothing: 100度, 6个G, 925银, 八十毫克 of a
        concentration."""
        text = f"{self._folded}\n{fold(self.wanted.product or '')}"
        read = [(one.start, one.end) for one in find_quantities(text) if one.dimension not in _SHORTENED]
        return any(
            not any(start <= one.start < end for start, end in read)
            and not _COUNTED.match(text.lower(), one.end)
            and not _MARKED.search(text.lower()[: one.start][-2:])
            for one in find_numbers(text)
            if not (one.is_chinese and one.value <= 2)  # 一下, 两种
        )

    @cached_property
    def _folded(self) -> str:
        """Its words as values are read from them."""
        return fold(in_digits(self.words))

    @cached_property
    def sizes(self) -> tuple[tuple[str, float], ...]:
        """Threads and pipes: M12, DN50."""
        return tuple((letters, float(number)) for letters, number in _SIZES.findall(normalise(self.words)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The demanded parameters and the product, squeezed."""
        values = (*self.wanted.parameters, self.wanted.product or "")
        return tuple(squeezed(value) for value in values if value)

    def mentions(self, item: str) -> bool:
        """Whether the demand speaks of a thing, and not only to refuse it (不用做低温冲击)."""
        if any(item in name for name in self.names):
            return True
        at = self.text.find(item)
        while at >= 0:
            behind = self.text[at + len(item) : at + len(item) + 12]
            if not _REFUSED.search(self.text[max(0, at - 8) : at]) and not _WAIVED.match(behind):
                return True
            at = self.text.find(item, at + 1)
        return False

    def words_around(self, quantity: Quantity) -> str:
        """The clause in which a value stands, squeezed."""
        text = self._folded
        start = max(text.rfind(mark, 0, quantity.start) for mark in "，,。；;！？\n") + 1
        ends = [at for mark in "，,。；;！？\n" if (at := text.find(mark, quantity.end)) >= 0]
        return squeezed(text[start : min(ends, default=len(text))])
