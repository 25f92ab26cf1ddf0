"""A centre for polymers with four rows and an expert, and what its index answers: for the tests that refresh it."""

from __future__ import annotations

from kb import service
from kb.expert import Expert
from kb.snapshot import VIEWS, Snapshot
from tests.conftest import Working
from tests.kb.examples import annex, row, standard
from tests.stand_ins_embedder import FixedEmbedder

ROWS = tuple(row("塑料", f"{kind}强度", standard(f"GB/T {n}00")) for n, kind in enumerate("拉弯压剪", start=1))
EXPERT = Expert(id="exp_1", name="沈工", field="高分子", directions=("开裂",), profile="研究塑料失效")


def polymer_centre(working: Working) -> str:
    """The centre's id."""
    with working() as work:
        kept = service.add_centre(work, name="高分子材料质检中心", host_name="某某质检院")
        service.import_annex(work, annex(*ROWS), kept.id)
        service.put_experts(work, [EXPERT])
    return kept.id


def ranked(snapshot: Snapshot, words: str = "塑料弯曲强度 开裂") -> list[bytes]:
    """Every view's answer, to the byte."""
    (vector,) = FixedEmbedder().encode_queries([words])
    return [part.tobytes() for view in VIEWS for part in snapshot.search(view, words, 9, vector)]
