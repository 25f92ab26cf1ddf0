"""Words that say no more than that somebody does not know, will not say, or leaves it to others. Pure."""

from __future__ import annotations

import re

_UNKNOWN = re.compile(
    r"^(?:这个|那个|我|我们|也|还|都|真|暂时|目前|现在|具体|倒|嗯|呃|哦|啊|,|\s)*(?:不(?:太|是很"
    r"|大)?(?:知道|清楚|了解|懂|明白|确定|记得|晓得|好说)|说不(?:清|好|准|上来)|没(?:有)?(?:数"
    r"|概念|想好|想过|定|了解|注意|留意|统计)|不详|未知|没有|没|无|随便|都行|都可以|跳过|略过"
    r"|先不说|不想说|不方便(?:说|讲)?|不(?:方便|便|想|能)?(?:告诉|透露)(?:你们?)?|保密不说|再说|以后再说|待定|忘了|没法说"
    r")(?:了|呢|啊|吧|哦|的|,|。|!|~|\s|具体|这个|抱歉|不好意思)*$"
    r"|^(?:都|那|就|还是|全)?(?:(?:由|听)?(?:你们?|您|贵方)(?:们)?(?:来)?(?:看着(?:办|来|定|弄)|(?:来)?(?:决定|定|说了算|安排|看)(?:就行|吧|就好)*)"
    r"|听(?:你|您)们?的|看着办|无所谓|怎么(?:都|样都)(?:行|可以|好)|都(?:行|可以|好|无所谓)|没(?:有)?(?:要求|所谓|讲究))"
    r"(?:了|呢|啊|吧|哦|的|,|。|!|~|\s)*$"
    r"|^(?:it'?s )?(?:up to you|you decide|as you (?:like|wish)|whatever|no preference|does(?:n'?t| not) matter)[.! ]*$"
    r"|^(?:sorry[,.! ]*)?(?:i |we )?(?:really )?(?:don'?t|do not) know(?: (?:that|it|yet))?[.! ]*$"
    r"|^(?:no idea|not sure|unknown|n/?a|skip|none|not yet(?: known)?)[.! ]*$",
    re.IGNORECASE,
)


def is_unknown(words: str) -> bool:
    """Whether folded words say no more than that somebody does not know, will not say, or leaves it to others."""
    return _UNKNOWN.match(words) is not None
