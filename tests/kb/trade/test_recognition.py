"""To which trades rows of centres belong."""

from __future__ import annotations

import numpy as np

from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.recognition import ROW_WEIGHTS


def first(trade: Trade, fields: dict[str, str]) -> str:
    """The trade with the largest share."""
    (shares,) = trade.fields.of_rows([fields])
    assert shares.max() == 255
    return trade.fields.names[int(shares.argmax())]


class TestARowOfACentre:
    def test_belongs_to_the_trade_of_its_product_whatever_its_parameter(self, trade: Trade) -> None:
        assert first(trade, {"product": "小麦粉", "parameter": "灰分"}) in {"food", "agri_products"}
        assert first(trade, {"product": "柴油", "parameter": "灰分"}) == "petroleum"
        assert first(trade, {"product": "螺栓", "parameter": "断裂"}) == "fasteners"

    def test_is_told_the_same_alone_and_among_others(self, trade: Trade) -> None:
        rows = [{"product": "螺栓", "parameter": "硬度"}, {"field": "电缆绝缘"}, {"body": "面粉中呕吐毒素的测定"}]
        together = trade.fields.of_rows(rows)
        assert np.array_equal(together, np.concatenate([trade.fields.of_rows([row]) for row in rows]))

    def test_of_which_nothing_telling_is_said_belongs_to_none(self, trade: Trade) -> None:
        assert not trade.fields.of_rows([{"limit": "只做常温"}, {}]).any()
        assert "limit" not in ROW_WEIGHTS

    def test_belongs_to_no_trade_where_none_is_known(self) -> None:
        assert EMPTY_TRADE.fields.of_rows([{"product": "螺栓"}]).shape == (1, 0)
