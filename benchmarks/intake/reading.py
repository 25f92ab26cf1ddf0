"""Reading by rules: beside jieba cutting the same text, how its time grows with the length, and how well it reads."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from benchmarks.intake.texts import KINDS, text
from benchmarks.speed.report import Line, medians

SHORT, LONG = 500, 20_000
GOLD = Path(__file__).resolve().parents[2] / "tests" / "golden" / "intake" / "reading.jsonl"


def against_jieba(rounds: int, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[Line]:
    """Two lines a kind of text: the longest text that is taken against cutting it, and the growth towards it."""
    from intake.reading.rules import RulesReader

    cut, reader = _jieba(), RulesReader()
    for kind in kinds:
        longs = [text(kind, LONG, number) for number in range(rounds)]
        shorts = [text(kind, SHORT, number) for number in range(rounds)]
        long_time, short_time, cutting = medians(
            [
                lambda n: reader.read(longs[n]),  # noqa: B023
                lambda n: reader.read(shorts[n]),  # noqa: B023
                lambda n: cut(longs[n]),  # noqa: B023
            ],
            rounds,
        )
        grown = math.log(long_time / short_time) / math.log(LONG / SHORT)
        yield Line("reading / jieba cutting the same text", long_time / cutting, "≤ 20", f"{kind}; {LONG:,} characters")
        yield Line("exponent of the reading time", grown, "≤ 1.1", f"{kind}; {SHORT} → {LONG:,} characters")


@cache
def _jieba() -> Callable[[str], object]:
    """jieba's usual cutting, its dictionary read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has invalid escapes
        import jieba
    reader = jieba.Tokenizer()
    reader.initialize()
    return reader.lcut


def reading_table() -> str:
    """The table of ``docking bench intake``, for the open and for the held part, as Markdown."""
    from api.bench.intake import measure_reading, read_gold

    gold = read_gold(GOLD, with_held=True)
    reports = [measure_reading([one for one in gold if one.split == part], part) for part in ("dev", "held")]
    rows = [f"| field | {' | '.join(f'{one.split} ({one.demands})' for one in reports)} |", "|---|---|---|"]
    for fields in zip(*(report.fields for report in reports), strict=True):
        cells = (f"{one.right}/{one.asked} = {one.share:.1%}; {one.beyond} beyond" for one in fields)
        rows.append(f"| {fields[0].field} | {' | '.join(cells)} |")
    rows.append(f"| values without words | {' | '.join(str(len(one.ungrounded)) for one in reports)} |")
    return "\n".join(rows)
