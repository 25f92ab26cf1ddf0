"""Which rows count as what everybody says."""

from __future__ import annotations

import numpy as np

from kb.embedding import open_embedder
from kb.snapshot.views import prose_rows
from kb.trade.compiling import compile_trade
from kb.trade.reading import read_knowledge

HONOURS = "三十年从业经历，多次获得荣誉，竭诚为广大客户提供优质服务。"


def test_a_centre_may_speak_prose_but_no_expert_and_no_row_with_a_product() -> None:
    trade = compile_trade(read_knowledge(), open_embedder("embedded"))
    experts = np.array([False, True, False])
    rows = [{"body": HONOURS}, {"body": HONOURS}, {"product": "螺栓", "body": HONOURS}]
    assert prose_rows(trade, experts, rows).tolist() == [True, False, False]
