"""Compiled knowledge kept as bytes, and the texts of centres that say nothing of their own."""

from __future__ import annotations

import pytest

from kb.embedding import Embedder
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.understanding import understand
from tests import shipped
from tests.kb.trade.examples import knowledge

TEXTS = ("螺栓装好一两天自己断", "bolts snap a day after tightening", "我公司成立于1998年。电池隔膜加热后收缩", "")


@pytest.fixture(scope="module")
def trade(embedder: Embedder) -> Trade:
    """The shipped knowledge as it comes from its files, and not as it was kept before."""
    return compile_trade(shipped.knowledge(), embedder)


@pytest.fixture(scope="module")
def kept(trade: Trade) -> Trade:
    """The shipped knowledge, written and read again."""
    return from_bytes(to_bytes(trade))


class TestKeptAsBytes:
    @pytest.mark.parametrize("text", TEXTS)
    def test_it_understands_the_same(self, trade: Trade, kept: Trade, embedder: Embedder, text: str) -> None:
        assert understand(text, kept, embedder.encode_queries) == understand(text, trade, embedder.encode_queries)
        assert understand(text, kept) == understand(text, trade)

    def test_it_translates_the_same_and_knows_its_digest(self, trade: Trade, kept: Trade) -> None:
        english = "hydrogen embrittlement of bolts, thermal shrinkage of separators"
        assert kept.translator.to_chinese(english) == trade.translator.to_chinese(english) != ()
        assert kept.digest == trade.digest != ""

    def test_it_gives_the_same_bytes_again(self, trade: Trade, kept: Trade) -> None:
        assert to_bytes(kept) == to_bytes(trade)

    def test_it_may_know_nothing_and_need_no_sentence_model(self) -> None:
        assert understand("断了", from_bytes(to_bytes(EMPTY_TRADE))).tests == {}
        small = compile_trade(knowledge())
        again = from_bytes(to_bytes(small))
        assert again.situations.vectors is None
        assert understand("过夜断了", again) == understand("过夜断了", small)


def test_equal_knowledge_gives_equal_bytes(embedder: Embedder) -> None:
    assert to_bytes(compile_trade(knowledge(), embedder)) == to_bytes(compile_trade(knowledge(), embedder))


class TestTheProseOfCentres:
    @pytest.mark.parametrize(
        "text",
        [
            "本中心拥有先进的仪器设备和一流的技术团队，竭诚为广大客户提供优质高效的服务。",
            "拥有万能试验机、扫描电镜、直读光谱仪等设备120台套，是国家认可的第三方检验机构。",
            "中心坚持科学、公正、准确、高效的质量方针，为企业提供一站式检测服务，欢迎来电咨询。",
        ],
    )
    def test_is_recognised(self, trade: Trade, text: str) -> None:
        assert trade.prose.holds(text)

    @pytest.mark.parametrize(
        "text",
        [
            "可做螺栓氢脆试验和断口分析，配有扫描电镜",
            "锂离子电池隔膜的热收缩率、穿刺强度、透气度测试",
            "面粉中呕吐毒素的测定，液相色谱法",
            "面粉中呕吐毒素的测定",
            "螺栓 洛氏硬度",
            "锑铋靶材溅射速率",
            "洗护膏霜类产品流变曲线、耐热耐寒与离心稳定性、批次差异比对",
            "玻璃自爆原因鉴定：碎片拼合找起爆源、硫化镍夹杂能谱分析、表面应力现场测量",
            "带电检测：开关柜暂态地电压、GIS特高频、超声波、红外紫外成像",
            "",
            "，，",
        ],
    )
    def test_is_not_what_names_a_capability(self, trade: Trade, text: str) -> None:
        assert not trade.prose.holds(text)

    def test_is_unknown_where_no_generic_clause_is_known(self) -> None:
        assert not compile_trade(knowledge()).prose.holds("本中心竭诚为广大客户提供优质高效的服务")
        assert not EMPTY_TRADE.prose.holds("本中心竭诚为广大客户提供优质高效的服务")
