"""Markings of state secrets (GB/T 9704-2012, 7.2.2): whoever bears one must not come in here at all.

Seen are 绝密, 机密 and 秘密 with a star or a period, a filled-in 密级 and the words 国家秘密 themselves, also
spaced, full-width, traditional, with invisible or stray marks between, and as a scan spells them. Words *about*
secrecy (商业秘密, 保密协议, 不涉及国家秘密, 国家秘密载体) are no markings. One pass, for text of any length.
"""

from __future__ import annotations

import re
import unicodedata

_NOTHING = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff·.,_|丨\-]"
"""What may stand between the characters of a marking without making it another word."""
_GAP = rf"{_NOTHING}{{0,4}}"
_DENSE = "[密蜜宓宻]"
_PERIOD = (
    rf"(?:[\dOoIl]{{1,3}}{_GAP}(?:年|个{_GAP}月)(?![以之内后前份度级来间底初末中])|长{_GAP}期(?![以来间合])"
    rf"|(?:启{_GAP}用|公{_GAP}布){_GAP}前)"
)
_STAR = "[★☆⭐✭✮✯✩✪⋆✦✶✷✸✹]"
_STARS = re.compile(_STAR)
_MARKED = re.compile(
    rf"(?P<class>[绝絕機机秘祕]{_GAP}{_DENSE}){_GAP}(?:"
    rf"{_STAR}{_GAP}(?P<starred>{_PERIOD})?"
    rf"|[*∗✱✲×xX大女火]{_GAP}(?P<asterisk>{_PERIOD})"
    rf"|(?P<bare>[:：]?{_GAP}{_PERIOD}))"
)
_HEADED = re.compile(rf"(?:^|\n)[\s【\[(]{{0,3}}(?P<class>[绝絕機机秘祕]{_GAP}{_DENSE}){_GAP}[】\])]?[*∗✱](?![*\w])")
_FILLED_IN = re.compile(
    rf"(?:密{_GAP}级|保密等级|等级){_GAP}[:：为是]{_GAP}[【\[(]?{_GAP}(?P<class>[绝絕機机秘祕]{_GAP}{_DENSE})"
    rf"|(?P<graded>[绝絕機机秘祕]{_GAP}{_DENSE}){_GAP}级{_GAP}(?:文件|资料|材料|项目|信息|事项|图纸|装备|任务)"
)
_STATE = re.compile(
    rf"[国國]{_GAP}家{_GAP}(?P<class>[秘祕机機絕绝]{_GAP}{_DENSE})(?!{_GAP}(?:法|载体|載體|保护|保密|测评|资质|的?范围规定))"
)
_DENIED = re.compile(
    "(?:不|未|无|無|非|没有?|沒有?|勿|严禁|禁止|不得|不能|不会|杜绝)"
    "[^,。;!?\n]{0,12}(?:涉及|属于|屬於|包含|含有?|携带|带有|存储|处理|传输|传递|上传|发布|谈论|任何|是|有|为)?[^,。;!?\n]{0,4}$"
    "|(?:保守|保护|遵守|防止|泄露|了解)[^,。;!?\n]{0,4}$"
)
_STRAY = re.compile(rf"{_NOTHING}+")
_OTHER_SECRETS = ("商业", "商務", "商务", "技术", "经营", "工作")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SIMPLIFIED = str.maketrans("絕機祕蜜宓宻OoIl", "绝机秘密密密0011")


def state_secret_marking(text: str) -> str | None:
    """The first marking of a state secret in ``text`` (``机密★10年``), or ``None``."""
    folded = unicodedata.normalize("NFKC", text)
    for found in _MARKED.finditer(folded):
        before = _before(folded, found)
        is_inside_a_word = not _STARS.search(found[0]) and _CHINESE.match(before[-1:]) is not None
        if is_inside_a_word or before.endswith(_OTHER_SECRETS):
            continue
        period = (found["starred"] or found["asterisk"] or found["bare"] or "").lstrip(":")
        return _plain(f"{found['class']}★{period}")
    for pattern in (_HEADED, _FILLED_IN):
        for found in pattern.finditer(folded):
            if not _before(folded, found).endswith(_OTHER_SECRETS):
                return _plain(found.group(found.lastgroup or "class"))
    for found in _STATE.finditer(folded):
        if not _DENIED.search(folded[max(0, found.start() - 24) : found.start()]):
            return "国家" + _plain(found["class"])
    return None


def _before(text: str, found: re.Match[str]) -> str:
    """The words just before, on the same line, without what is stray."""
    return _STRAY.sub("", text[max(0, found.start() - 12) : found.start()].rpartition("\n")[2])


def _plain(marking: str) -> str:
    return _STRAY.sub("", marking).translate(_SIMPLIFIED)
