"""The tables in ``docs/method/engagement.md``, written from the process data so that they cannot rot."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engagement.deadlines import WORKING_DAYS
from engagement.profiles import PROFILES
from engagement.stages import STATES
from foundation import documented
from foundation.documented import table
from foundation.process import to_markdown

GUARD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "contacts_named": "双方联系人已指定",
        "offer_given": "给出完整的方案与报价",
        "confirms_latest_offer": "确认的是最新一版（摘要相同）",
        "confirms_own_side": "本方人员确认；中心不能代替依托单位（S0-02）",
        "same_terms_confirmed": "双方确认同一摘要",
        "host_is_party": "签约方是依托单位法人（S0-02）",
        "secrecy_held": "要求的密级不高于依托单位登记的保密条件；没有登记不通过（S0-27）",
        "inside_scope": "法律关口判定在批准的能力范围之内，判定不了的已由人核对这一版",
        "scope_left_open": "匹配时法律关口没有判定",
        "scope_check_given": "写明谁核对、结论是什么，且已有方案与报价",
        "checks_in_own_capacity": "协调员以协调员身份，中心由质量负责人",
        "criteria_measurable": "验收指标可以测量",
        "contract_review_given": "写明合同评审四项结论",
        "contract_reviewed": "需要时合同评审已通过，且针对最新一版",
        "time_left": "约定的完成日期还没有过去",
        "signatories_named": "双方授权签字人已写明",
        "message_given": "写明要说的话，指向已有的一版方案",
        "speaks_for_own_side": "以本方的名义说话",
        "copy_fits_agreement": "签署件上的摘要就是已签订协议的摘要",
        "no_agreement_in_force": "还没有签订过协议",
        "agreement_in_force": "签订过协议",
        "lead_and_staff_named": "有负责人和成员（S0-06）",
        "staff_qualified": "服务人员符合4.2.2（S0-10）",
        "lead_qualified_or_justified": "负责人符合4.2.1 1)，或写明理由（S0-08）",
        "lead_attested": "部门负责人书面证明4.2.1 2)（S0-09）",
        "plan_complete": "方案、资源、风险、方法状态齐全",
        "reviewers_independent": "评审人员不在项目组，没有利益冲突",
        "own_opinion_given": "评审人员本人的一份意见",
        "panel_concludes": "其他评审人员都写了意见，由评审组第一位（或据纪要）记录",
        "opinions_given": "评审人员已有书面意见，没有人代写",
        "opinion_against": "全体已写意见，有未通过的",
        "no_opinion_against": "全体已写意见，没有未通过的",
        "method_evidenced": "方法的开发、验证、确认按方法状态有记录（6.2）",
        "milestone_reported": "里程碑在方案里、还没有完成；延期写明原因和新日期",
        "outcome_given": "写明产出的种类、名称和日期；新能力写明产品、参数",
        "training_given": "写明培训的内容、日期、学时和人员",
        "deliverable_given": "写明成果的名称、种类和摘要",
        "deliverables_in": "约定的成果已全部交来",
        "documents_issuable": "证书和报告符合签发条件（S4-20）",
        "measurements_fit_criteria": "实测值对应约定的指标和单位",
        "all_criteria_passed": "全部指标合格",
        "criteria_not_passed": "有指标不合格或不能判定",
        "part_acceptable": "先接受的指标合格、成果已交来，且没有接受过",
        "dispute_recorded": "有争议的，写明哪些指标、提出一方的意见",
        "rework_left": "没有超过返工次数上限",
        "pause_agreed": "双方同意，并约定恢复日期",
        "delivered_stated": "写明已交付的内容",
        "ended_by_own_side": "单方终止由这一方提出，协商终止须双方同意",
        "reopening_open": "在规定期限内，且原来是正常完成",
        "evaluated_or_excused": "已评价，或写明不适用的理由",
        "was_agreed": "签订过协议",
        "survey_unanswered": "这次终结以后还没有交过问卷",
        "survey_given": "问卷已填写",
        "effect_given": "写明成效，对应设定的月份（B19）",
        "effect_period_over": "成效的统计期已经过去",
        "effect_grade_earned": "第三方核实由协调员登记，不由报告的一方自己写（B19）",
    }
)
"""What each guard asks for, in Chinese, for the documentation and the pages."""

CODE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "candidate_excluded": "排除这一家，需求继续匹配",
        "not_agreed": "未达成一致",
        "passed": "评审通过",
        "scope": "服务范围问题",
        "price": "价格问题",
        "time": "时间问题",
        "feasibility": "可行性问题",
        "team": "项目组问题",
        "plan": "方案问题",
        "not_feasible": "不可行",
        "change_requested": "一方要求变更",
        "completed": "正常完成",
        "criteria_disputed": "对指标有争议",
        "criteria_to_be_changed": "需要修改指标",
        "terminated_after_acceptance": "验收未通过而终结",
        "closure_defect": "终结材料有缺陷",
        "evaluated": "已评价",
        "evaluation_not_applicable": "不适用评价",
        "withdrawn": "企业撤回",
        "terminated_by_agreement": "协商终止",
        "terminated_by_enterprise": "企业单方终止",
        "terminated_by_host": "依托单位单方终止",
    }
)
"""The reason codes that are more than the name of their event."""


def tables() -> str:
    """The generated part of the method page: the superset, its guards and codes, the days, the profiles."""
    superset = PROFILES["superset"].process
    used = dict.fromkeys(guard for row in superset.transitions for guard in row.guards)
    parts = [
        to_markdown(superset),
        table(("条件", "含义"), [(f"`{guard}`", GUARD_LABELS[guard]) for guard in used]),
        table(
            ("行", "结果代码", "含义"),
            list(
                dict.fromkeys(
                    (row.id.partition("/")[0], f"`{code}`", CODE_LABELS[code])
                    for row in superset.transitions
                    for code in row.codes
                    if code != row.event
                )
            ),
        ),
        table(
            ("步骤", "负责方的工作日（缺省）"),
            [(f"{box} {state.label}", str(WORKING_DAYS[box])) for box, state in STATES if box in WORKING_DAYS],
        ),
        table(("流程", "名称", "看得见的步骤", "行"), [_profile_cells(name) for name in PROFILES]),
    ]
    return "\n".join(parts)


def renewed(page: str) -> str:
    """The page with its generated part written anew; ``ValueError`` when the two marks are not there."""
    return documented.renewed(page, tables())


def _profile_cells(name: str) -> tuple[str, ...]:
    profile = PROFILES[name]
    steps = " → ".join(step.label for step in profile.steps if "退回" not in step.label)
    rows = dict.fromkeys(row.id.partition("/")[0] for row in profile.process.transitions)
    return f"`{name}`", profile.process.label, steps, " ".join(rows)
