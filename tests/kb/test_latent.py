"""The latent space joins words that live in the same rows, at every size of knowledge base."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from kb.latent import LatentSpace, learn
from kb.lexical_index import LexicalView, build_view
from kb.tokens import Tokeniser
from tests.kb.examples import passages

TOKENS = Tokeniser()


def view(texts: list[str]) -> LexicalView:
    return build_view([{"body": text} for text in texts], TOKENS.mixed, "cosine")


def test_a_word_finds_rows_that_hold_only_its_companions() -> None:
    texts = [
        "隔膜 热收缩",
        "隔膜 孔隙",
        "热收缩 烘箱",
        "孔隙 压汞",
        "鞋底 耐磨",
        "耐磨 磨耗",
        "鞋底 磨耗",
        "鞋底 耐磨 磨耗",
    ]
    built = view(texts)
    space, rows = learn(built, dimensions=2)
    nearness = rows @ space.project(built, TOKENS.mixed("烘箱"))
    # "压汞" shares no word with "烘箱", but both keep company with 隔膜.
    assert nearness[3] > 0.5 > abs(nearness[5])


def test_with_all_dimensions_the_latent_cosine_is_the_tfidf_cosine() -> None:
    built = build_view([p.fields for p in passages(30)], TOKENS.mixed, "cosine")
    space, rows = learn(built, dimensions=10_000)
    query = TOKENS.mixed("电池隔膜 热收缩率 电池隔膜 电线电缆的拉伸强度")
    inside = np.isin(np.arange(len(built.terms)), space.terms)
    known, weights = built.query(query)
    restricted = np.zeros(len(built.terms))
    restricted[known] = weights
    table, restricted = built.table().toarray()[:, inside], restricted[inside]
    exact = table @ restricted / np.linalg.norm(table, axis=1)
    # The query itself loses what lies outside the rows' span, so the two agree up to one factor.
    latent = rows @ space.project(built, query)
    assert np.corrcoef(exact, latent)[0, 1] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_knowledge_bases_work(count: int) -> None:
    built = view(["锂电池隔膜", "运动鞋", "钢丝绳"][:count])
    space, rows = learn(built)
    assert rows.shape == (count, space.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    if count:
        assert int(np.argmax(rows @ space.project(built, TOKENS.mixed("隔膜")))) == 0


def test_rows_without_words_and_foreign_queries_point_nowhere() -> None:
    built = view(["锂电池隔膜", "", "锂电池"])
    space, rows = learn(built)
    assert not rows[1].any()
    assert not space.project(built, ["separator"]).any()
    assert not learn(view(["", ""]))[0].project(view(["", ""]), ["隔膜"]).any()


def test_learning_twice_gives_the_same_bytes() -> None:
    built = build_view([p.fields for p in passages(300)], TOKENS.mixed, "cosine")
    one, two = learn(built), learn(built)
    assert one[0].to_bytes() == two[0].to_bytes()
    assert one[1].tobytes() == two[1].tobytes()
    assert LatentSpace.from_bytes(one[0].to_bytes()).axes.tobytes() == one[0].axes.tobytes()


def test_the_largest_entry_of_every_axis_is_positive() -> None:
    space, _ = learn(build_view([p.fields for p in passages(60)], TOKENS.mixed, "cosine"))
    axes = space.axes
    assert (axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] > 0).all()


def test_the_space_is_the_same_whatever_the_number_of_threads() -> None:
    """With as many threads as a machine has, the axes were others in the last digits, and a replay with them."""
    rows = np.random.default_rng(3).integers(0, 900, (700, 12))
    built = view([" ".join(f"w{word}" for word in row) for row in rows])
    spaces = []
    for threads in (1, 2, 3):
        with threadpool_limits(threads, "blas"):
            spaces.append(learn(built)[0].to_bytes())
    assert spaces[0] == spaces[1] == spaces[2]
