"""Which rows count as what everybody says."""

from __future__ import annotations

import numpy as np

from kb.snapshot.views import prose_rows
from tests import shipped

HONOURS = "三十年从业经历，多次获得荣誉，竭诚为广大客户提供优质服务。"


def test_a_centre_may_speak_prose_but_no_expert_and_no_row_with_a_product() -> None:
    trade = shipped.trade()
    experts = np.array([False, True, False])
    rows = [{"body": HONOURS}, {"body": HONOURS}, {"product": "螺栓", "body": HONOURS}]
    assert prose_rows(trade, experts, rows).tolist() == [True, False, False]
