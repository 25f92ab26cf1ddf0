"""The figures of ``docking bench matching`` as tables a person can read."""

from __future__ import annotations

from collections.abc import Sequence

from api.bench.intake import ReadingReport
from api.bench.measures import Interval
from api.bench.report import BenchReport, Quality
from api.bench.tasks import as_rows
from api.cli.printing import console, say, words


def show(report: BenchReport) -> None:
    """Quality, industries, ablation, probes."""
    say(
        "评分集：{demands} 条需求 × {targets} 个目标；策略 {policy}。括号内为按需求重抽样的 95% 区间",
        demands=report.demands,
        targets=report.targets,
        policy=report.policy,
    )
    _quality(words("匹配质量"), report.quality)
    if report.english:
        _quality(words("英文需求 → 中文能力"), report.english)
    _table(
        words("去掉一部分之后（dev）"),
        (words("去掉"), "nDCG@10", "Recall@50"),
        [(part, f"{ndcg:.3f}", f"{recall:.3f}") for part, (ndcg, recall) in report.ablation.items()],
    )
    _table(
        words("分行业"),
        (words("行业"), words("需求"), "nDCG@10", words("最好的文本检索"), words("倍数"), "dev"),
        [
            (
                one.industry,
                str(one.demands),
                f"{one.ndcg:.3f}",
                f"{one.floor:.3f}",
                f"{one.ratio:.2f}",
                f"{one.dev_ratio:.2f}",
            )
            for one in sorted(report.industries, key=lambda one: one.ratio)
        ],
    )
    _table(
        words("探针"),
        (words("探针"), words("正确"), words("份额"), words("错在")),
        [
            (name, f"{one.right}/{one.asked}", f"{one.share:.1%}", " ".join(one.wrong[:6]))
            for name, one in report.probes.items()
        ],
    )
    if report.tasks is not None:
        rows = as_rows(report.tasks)
        names = ("micro_f1", "macro_f1", "exact", "order", "pairs")
        _table(
            words("任务分解"),
            ("", *names),
            [(split, *(f"{rows[split][name]:.3f}" for name in names)) for split in rows],
        )


def show_reading(report: ReadingReport) -> None:
    """Shares by field, and the demands that were read otherwise."""
    say(
        "{demands} 条需求（{split}）；没有原话依据的值：{count} 个",
        demands=report.demands,
        split=report.split,
        count=len(report.ungrounded),
    )
    _table(
        words("按字段"),
        (words("字段"), words("正确"), words("份额"), words("没说却读出"), words("错在")),
        [
            (one.field, f"{one.right}/{one.asked}", f"{one.share:.1%}", str(one.beyond), " ".join(one.wrong[:6]))
            for one in report.fields
        ],
    )


def _quality(title: str, rows: Sequence[Quality]) -> None:
    _table(
        title,
        ("", words("方法"), "nDCG@10", "Recall@50", words("与最好的文本检索之比")),
        [(one.split, one.method, _span(one.ndcg), _span(one.recall), _span(one.ratio, 2)) for one in rows],
    )


def _span(value: Interval, decimals: int = 3) -> str:
    return f"{value.mean:.{decimals}f} ({value.low:.{decimals}f}–{value.high:.{decimals}f})"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console().print(table)
