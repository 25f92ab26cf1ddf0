"""What a scheme may say beside its tree: overlaps, how weights are found, vetoes, and the cycle of years."""

from __future__ import annotations

from pydantic import Field

from evaluation.exact import ExactNumber
from evaluation.grades import Mark
from foundation.values import Value


class Overlap(Value):
    """Indicators that use the same data, so that weighting them means counting something twice."""

    indicators: tuple[str, ...]
    note: str


class Weighting(Value):
    """The method by which the scheme wants its weights, and whose judgements (``respondents``) it takes them from."""

    method: str
    respondents: tuple[str, ...] = ()
    clause: str
    mark: Mark


class Veto(Value):
    """Something that decides whatever the score is: ``outcome`` is what the subject then gets (撤销, 整改通道)."""

    id: str
    name: str
    english: str
    outcome: str
    measures: tuple[str, ...] = ()
    clause: str
    mark: Mark


class Cycle(Value):
    """How many ``years`` one ruling covers; the yearly totals are averaged, equally or by ``year_weights``.

    ``year_weights`` run from the first year to the last and sum to one. With fewer years than the cycle has, the
    ruling is ``incomplete`` (周期未满) and gives no grade.
    """

    years: int = Field(ge=1, le=10)
    year_weights: tuple[ExactNumber, ...] = ()
    incomplete: str = "周期未满"
    clause: str
    mark: Mark
