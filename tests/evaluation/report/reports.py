"""A complete evaluation project, invented, as the plain JSON of a report's input."""

from __future__ import annotations

import json
from typing import Any

from evaluation.assessment import Assessment
from tests.evaluation.examples import example


def project() -> dict[str, Any]:
    """The project around ``examples.example``: everything that S1-28 asks for."""
    return {
        "id": "prj_example",
        "title": "省级轻工产品质量检验中心 2024 年度服务质量评价",
        "kind": "third",
        "evaluator": {
            "id": "org_evaluator",
            "name": "东方技术评价院",
            "basics": "独立法人，2009 年成立，从事检验检测机构服务质量评价，与被评价单位没有隶属和投资关系。",
        },
        "subject": {
            "id": "ctr_example",
            "name": "省级轻工产品质量检验中心",
            "basics": "2012 年批准设立，专业技术人员 46 人，覆盖塑料、家具、玩具等领域，具有 CMA、CNAS 资质。",
        },
        "host": {"id": "org_host", "name": "省产品质量检验研究院", "basics": "省属公益二类事业单位。"},
        "commissioned_by": "省市场监督管理局科技处",
        "authorisation": "《关于开展 2024 年度服务质量评价的通知》（委托书 2025-017）",
        "used_by": ["省市场监督管理局", "省级轻工产品质量检验中心"],
        "plan": {
            "goal": "了解中心 2024 年度的服务质量，找出影响企业获得感的薄弱环节，供主管部门考核和中心改进使用。",
            "content": "依据《检验检测公共技术服务平台服务质量评价指南》的四要素：\n"
            "基础条件、运营能力、服务能力、服务结果。共 16 个二级指标、60 个三级指标。",
            "methods": [
                "要素权重：层次分析法（特征向量）",
                "服务能力之下：序关系分析法；客户满意度之下：等权与熵权的几何平均",
                "得分：固定锚点；汇总：加权求和，最后舍入一次",
            ],
            "rules": "未评指标的权重归同级其余各项；投诉数据以热线登记为准。",
            "data_from": "2024-01-01",
            "data_until": "2025-01-01",
            "report_due": "2025-03-31",
        },
        "participants": [
            person("evaluator", "周评", "东方技术评价院", "高级工程师，注册评价师", "项目组长"),
            person("evaluator", "吴量", "东方技术评价院", "工程师", "数据分析"),
            person("expert", "郑专", "东方大学材料学院", "教授，博士", "技术专家"),
            person("expert", "钱行", "省轻工行业协会", "教授级高级工程师", "行业专家"),
            person("project_side", "孙主任", "省级轻工产品质量检验中心", "高级工程师", "中心副主任"),
        ],
        "questionnaires": [
            {"id": "q1", "version": 1, "title": "客户满意度问卷", "sent": 20, "returned": 18},
            {"id": "q1", "version": 2, "title": "客户满意度问卷", "changed": "试调查后把“价格”改为“性价比”",
             "sent": 150, "returned": 98},
        ],
        "pilot_findings": "试调查 20 家，两个问题有歧义，已改写；回收率 90 %。",
        "deviations": [
            {"on": "2025-02-11", "what": "D4.4 没有评", "why": "当年结案的投诉资料不全", "decided_by": "周评"}
        ],
        "evaluated_from": "2025-01-13",
        "evaluated_until": "2025-03-07",
        "opinions": [
            {"by": "expert", "name": "郑专", "text": "技术能力扎实，论文和制标成果偏少，建议与高校共建课题。"},
            {"by": "expert", "name": "钱行", "text": "对行业的引领作用还没有充分发挥，宜定期发布质量分析报告。"},
            {"by": "institution", "name": "东方技术评价院", "text": "服务能力稳定，服务结果是提高星级的关键。"},
        ],
        "conclusion": "总分 80.21，四星。服务能力最强，服务结果相对较弱。",
        "suggestions": ["建立投诉处理的结案档案", "每季度向服务对象发布一次预警", "把高端设备的使用率纳入年度目标"],
        "report_on": "2025-03-10",
    }  # fmt: skip


def person(part: str, name: str, unit: str, qualification: str, identity: str) -> dict[str, str]:
    """One participant."""
    return {"part": part, "name": name, "unit": unit, "qualification": qualification, "identity": identity}


def exported(assessment: Assessment | None = None) -> dict[str, Any]:
    """An assessment as it is exported."""
    made = assessment or example()
    return {"content": made.json_content, "sha256": made.sha256}


def report_input(**other: Any) -> dict[str, Any]:
    """The whole input, through JSON text and back, as from a file."""
    whole: dict[str, Any] = {"project": project(), "assessment": exported(), **other}
    plain: dict[str, Any] = json.loads(json.dumps(whole, ensure_ascii=False))
    return plain
