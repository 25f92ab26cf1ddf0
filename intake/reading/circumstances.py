"""What happened, to how many, under which conditions, and what can be looked at: the facts a failure analysis needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.fields import FieldName
from intake.reading.negation import is_denied
from intake.reading.numerals import NUMERAL
from intake.reading.statement import Clause, Statement, reading
from kb.segmenter import word_spans

_N = rf"(?:(?<![\d.])\d{{1,9}}(?:\.\d{{1,4}})?|[{NUMERAL}]{{1,6}}|几|多)"
_PATTERNS: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    (
        "occurrence",
        re.compile(
            rf"{_N}(?:多|余)?(?:个|件|台|只|支|套|批|条|根|块|片|颗|箱|瓶|辆)?(?:里|中|里面)(?:面"
            rf"|头)?(?:有|就有|大概有|约有|坏了?|裂了?)+ ?{_N}(?:多|来|余|几)?(?:个|件|台|只|支|套|条|根|块|片|颗)?"
        ),
    ),
    (
        "occurrence",
        re.compile(
            rf"(?:不良率|不合格率|破损率|报废率|废品率|失效率|返修率|退货率|缺陷率)(?:达到|达|为|约"
            rf"|大概|在|高达|是|有)* ?{_N}(?: ?[-~到] ?{_N})? ?%?"
        ),
    ),
    (
        "occurrence",
        re.compile(
            r"(?:最近|这|上|近|前|某|其中)(?:一|两|几|二|三)?批(?:次)?(?:货|料|产品)?|(?:从"
            r"|自)?(?:上|这|本)?个?(?:月|周|年)(?:开始|以来)|(?:换|更换|改)了?(?:新的?)?(?:供应商"
            r"|材料|原料|工艺|设备|厂家|配方|模具|牌号)(?:之?后|以后)?|供应商(?:换|改)过|(?:使用"
            r"|用了?|装机|运行|存放|放置|放了?)(?:不到|大概|约|仅|才|只)? ?"
            + _N
            + r" ?(?:多|几)?(?:个月|年|天|小时|周|公里|万公里|次)(?:左右|后|就|以后|之后)?"
        ),
    ),
    (
        "conditions",
        re.compile(
            r"(?:在|处于|用于|放在|安装在|经过|长期在?|工作在)[^,。;\n]{0,12}?(?:户外|室外|海边"
            r"|沿海|高温|低温|潮湿|高湿|酸性|碱性|腐蚀性?|盐雾|振动|高压|水下|地下|井下|寒冷|零下"
            r"|露天|车间|真空|油中|水中|冬天|夏天)[^,。;\n]{0,8}?(?:环境|条件|工况|地区|下|里|中"
            r"|使用|工作|运行|场合)?|(?:冬天|夏天|常年|一直|长期)?(?:在|放)?(?:室外|户外|室内|露天"
            r"|海边|水下|井下|地下室)(?:使用|用|存放|安装|运行)?|(?:使用|工作|运行|环境|服役"
            r"|储存)(?:温度|环境|压力|介质|条件|工况|载荷)(?:是|为|在|:|约|大概)?[^,。;\n]{1,16}"
            r"|(?:冬天|夏天|雨季|梅雨季|低温|高温|潮湿)(?:时|下|的时候|条件下|环境下|天"
            r"|季节)?(?=[^,。;\n]{0,8}(?:就|会|容易|更|才|出现|裂|断|生锈|起泡))"
        ),
    ),
    (
        "samples",
        re.compile(
            rf"(?:好件|坏件|样品|样件|断口|留样)[^,。;\n]{{0,4}}(?:都|还)?有|(?:可以?|能|可以马上"
            rf"|愿意)(?:提供|寄|送|带|给)(?:[^,。;\n]{{0,6}})?(?:样品|样件|试样|样块|样机|样|断口"
            rf"|残骸|失效件|好件|对比件)|(?:有|留有|保留了?|还留着|备有"
            rf"|提供)(?:[^,。;\n]{{0,8}})?(?:样品|样件|试样|断口|残骸|失效件|坏件|好件|对比件|留样)"
            rf"|(?:样品|样件|试样) ?{_N} ?(?:个|件|套|份|只|片|块|根|瓶)|{_N} ?(?:个|件|套|份|只|片"
            rf"|块|根|瓶|kg|公斤|克)(?:的)?(?:样品|样件|试样|失效件|坏件|好件)|(?:没有|无"
            rf"|缺)(?:[^,。;\n]{{0,4}})?(?:样品|样件|留样)"
        ),
    ),
    (
        "market",
        re.compile(
            r"(?:出口|销往|卖到|出|发往|销售到|投放)(?:到|至|去)?(?:欧盟|欧洲|美国|北美|日本|韩国"
            r"|东南亚|中东|非洲|英国|德国|法国|俄罗斯|澳大利亚|澳洲|加拿大|印度|巴西|国外|海外"
            r"|香港|台湾|越南|泰国|墨西哥|国内)|(?:欧盟|美国|日本|英国|德国|中国|国内|海外|欧洲"
            r"|北美)(?:市场|客户|标准|认证)|CE认证|FDA|UL认证|REACH|RoHS|CCC认证|3C认证",
            re.IGNORECASE,
        ),
    ),
    (
        "wish",
        re.compile(
            r"(?:需要|想要|想|希望|要求|(?<![主重必只])要|(?<![申邀聘])请|(?<![需要追征谋力])求|帮(?:我们?|忙)|能否|能不能"
            r"|可否|麻烦|寻求|急需|亟需|(?<![模虚])拟)(?:[^,。;:\n]{0,14})?(?:报告|检测|测试|检验|化验|鉴定|分析|查|找(?:出"
            r"|到)?原因|原因|改进|改善|解决|整改|开发|研发|研制|合作|攻关|评价|评估|认证|申请|申报"
            r"|制定|起草|方案|指导|转让|引进|优化|验证|仲裁|专利|标准)[^,。;:\n]{0,60}"
        ),
    ),
    (
        "contact",
        re.compile(
            r"(?:联系人|联系方式|联系电话|电话|手机|微信|邮箱|QQ)[:是为]? ?[^,。;\n]{2,30}"
            r"|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
            r"|[A-Za-z0-9._%+-]{1,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z]{2,10}){1,3}"
        ),
    ),
)
_UNWILLING = re.compile(r"(?:不想|不打算|不愿意?|不准备|不能|不可以?|没法|不同意)(?:再|去|马上|现在)?$")
"""What somebody will not do did not happen (``不想改配方``)."""
_WISHED = re.compile(
    r"(?:帮(?:我们?|忙|着)?|[请想]|希望|能否|能不能|可否|可以|怎么|如何|准备|打算|计划|需要|建议)(?:您|你们|我们?|一起|再)?$"
)
_CHANGE = re.compile(r"更?[换改](?!了)")
"""What somebody wishes to have changed has not been changed yet (``帮我们改配方``)."""
_LONGEST_WISH = 30
_HEADING = re.compile(
    r"(?:问题|内容|要求|需求|目标|方案)?(?:有|如下|包括|包含|分为|是|为)$|^.{0,4}(?:的)?(?:问题|内容)(?:有|是)?$"
)
"""What only announces a list tells no wish (``希望解决的问题有:``)."""
_JOINING = frozenset(["的", "和", "与", "及", "或", "对", "在", "将", "把", "了", "并"])
_MANY: frozenset[FieldName] = frozenset({"occurrence", "samples"})


def read_circumstances(statement: Statement) -> Iterator[Reading]:
    """Occurrence, conditions, samples, market, wish and contact, in the words of the demand."""
    seen: set[tuple[FieldName, str]] = set()
    done: set[FieldName] = set()
    for clause in statement.own:
        if clause.role == "title":
            continue
        for field, pattern in _PATTERNS:
            if field in done:
                continue
            found = pattern.search(clause.text)
            if found is None or (field, found[0]) in seen or _is_refused(field, clause, found.start()):
                continue
            end = found.end() if field != "wish" else _whole_words(clause.text, *found.span())
            if end is None:
                continue
            seen.add((field, found[0]))
            if field not in _MANY:
                done.add(field)
            span = clause.start + found.start(), clause.start + end
            yield reading(statement, field, None, clause.utterance, *span, field)


def _whole_words(text: str, start: int, end: int) -> int | None:
    """Where a wish ends: with its clause, or with a word before it grows too long; None for a mere heading."""
    if _HEADING.search(text[start:end]) is not None:
        return None
    while text[end - 1] in "、(" or (text[end - 1] == ")" and text[start:end].count("(") < text[start:end].count(")")):
        end -= 1
    if end - start <= _LONGEST_WISH:
        return end
    ends = [start + to for _, to, word in word_spans(text[start:end]) if to <= _LONGEST_WISH and word not in _JOINING]
    return max(ends, default=end)


def _is_refused(field: FieldName, clause: Clause, start: int) -> bool:
    if field != "occurrence":
        return False
    before = clause.before(start)
    is_wished = _CHANGE.match(clause.text, start) is not None and _WISHED.search(before) is not None
    return is_wished or _UNWILLING.search(before) is not None or is_denied(clause.text, start)
