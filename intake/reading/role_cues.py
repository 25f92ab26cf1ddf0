"""Groups of words that tell what a sum, a time, a place or a standard is about; learned weights say how much."""

from __future__ import annotations

import re

_GROUPS = {
    "spend": (
        r"预算|经费|投入|出资|拟投|愿意?|承受|拨|批了|费用?|资金|凑|拿出|budget|spend|pay\b|invest|fund|afford"
        r"|set aside|cost (?:cap|ceiling)"
    ),
    "most": r"不超过|以内|之内|封顶|上限|最多|控制|限价|够|up to|at most|max|under|within|no more|ceiling|cap\b",
    "fee": r"(?:测试|检测|检验|服务|开发|研发|咨询|评估|代理|设计|编制|鉴定|整改|培训|改造|技术)费|test fee",
    "past": (
        r"去年|前年|上次|以前|之前[^,]{0,3}[花投做买]|曾|已(?!批)|过去|原来|花了|买的|了$|累计|20[01]\d|last year"
        r"|ago|already|since|bought|spent|was\b|were\b|previous"
    ),
    "loss": r"赔|罚|扣|损失|亏|退货|退单|报废|浪费|召回|货值|滞港|loss|claim|deduct|penalt|reject|return",
    "trade": (
        r"产值|营业|销售|营收|产能|年产|利润|毛利|零售|售价|卖|订单|采购|合同额|出口额|turnover|sales|revenue|sell"
        r"|sold|order|worth|price"
    ),
    "wealth": (
        r"注册|固定资产|融资|贷款|授信|总投资|市值|作价|底价|转让|许可|入股|薪|工资|奖励|补贴|拨款|capital|asset"
        r"|loan|investors?|salary"
    ),
    "each": r"单价|单[只台件套支]|每|一[个只台件套吨支平公瓶片条次批样点天]|人工|电费|运费|/|per\b|each|apiece|unit",
    "part": r"其中|本次|这次|这回|本项目|首期|先|另|再|this time|left",
    "wish": (
        r"请|求|想|希望|委托|需要?|要求|拟|计划|争取|务必|必须|最好|need|want|please|must|would like|looking for"
        r"|require"
    ),
    "done": (
        r"完成|交付|交货|出(?:报告|结果|数据|证|样|初步)|拿(?:到|出|证|报告|结果)|给(?:结果|结论|出)|验收|上线"
        r"|投[产运用]|结题|发布|提交|搞定|弄好|解决|见效|装机|到位|取证|落实|report|deliver|complete|finish|ready"
        r"|solved?|result|submit|done"
    ),
    "due": (
        r"期限|时限|工期|交期|交货期|周期|截止|时间|前$|内$|赶在|最迟|deadline|due|lead time|latest|turnaround|by$"
        r"|before$"
    ),
    "test": (
        r"盐雾|老化|试验|循环|浸泡|恒温|烘|养护|放置|静置|保压|养护|存放|仓库|储存|运行|跑|连续|寿命|装机|使用"
        r"|salt|exposure|stor|cycles?|life|runs?\b"
    ),
    "keep": r"质保|保质|保修|三包|有效期|货架|备件|账期|月结|合同期|免维护|warranty|shelf|valid|payment",
    "fault": r"裂|漏|锈|断|坏|烧|鼓|起泡|发[黄黑白霉粘]|变|掉|磨|失效|停|crack|leak|rust|fail|broke|swell|peel|worn?",
    "born": (
        r"成立|创立|建厂|投产|购入|购于|生产日期|批号|编号|授权|注册|从事|经验|历史|起|出厂|founded|established"
        r"|experience|batch|installed|started"
    ),
    "our": (
        r"我们?|我司|我厂|本公司|本厂|本企业|本单位|咱|俺|公司|企业|坐标|we\b|our\b|we're|i\b|us\b|company|factory"
        r"|plant|based|located"
    ),
    "their": (
        r"客户|供应商|厂家|对方|甲方|业主|同行|竞品|他们|人家|电镀厂|经销商|买家|用户|竞争|进口|外商|合作过"
        r"|customer|supplier|buyer|competitor|retailer|importer|client"
    ),
    "sent": (
        r"发[往到去给]|运[到往去]|送到|销往|卖到|出口|寄|装在|项目在|工程|现场|港口|展会|广交会|ship|export"
        r"|deliver|send|port|fair|exhibition"
    ),
    "at": r"位于|坐落|地处|地址|所在|总部|基地|厂[区房]?在|工厂在|在$|from$|in$|near$",
    "maker": r"企业|厂|公司|作坊|合作社|户|这边|做[^,]{1,6}的|搞[^,]{1,6}的|种植|养殖|maker|manufacturer|producer",
    "follow": r"按|依据|执行标准|满足|符合|做|测|过|考核|补|缺|要求|per\b|according|need|require|acc\.|to\b|against",
    "has": (
        r"已(?:经)?(?:通过|取得|满足|符合|低于|有)|现有|有了|做过|测过|拿了|认证证书|certified|already|passed"
        r"|complie[sd]|meets?"
    ),
    "mere": (
        r"参考|参照|引用|类似|没有规定|只测|只讲|只作|比如|例如|目前执行|现在用|不做|不用|不需要|吵"
        r"|only for reference|honestly|ask if"
    ),
    "question": r"吗|呢|多少|几|谁|能不能|行不行|\?|how much|quote",
}
CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _GROUPS.items()}


def cues(mark: str, text: str) -> list[str]:
    """The groups of which a word stands in ``text``, each as ``mark group``."""
    return [f"{mark} {name}" for name, pattern in CUES.items() if pattern.search(text)]
