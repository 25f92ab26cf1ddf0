"""How much each signal counts: versioned data, part of every stored match and of its replay.

Weights are points out of 1,000,000 for a signal at its best. They were learned on the train half of the graded set
(``tests/golden/matching``) by coordinate ascent on nDCG@10 and Recall@50, the mean of four runs on random halves, under
the condition that no industry falls below the best plain text search. What cited standards are worth is set by hand:
demands seldom name one. The shares lost (other trades, prose) were chosen on both halves together.
"""

from __future__ import annotations

import hashlib

from foundation.values import Value

POINTS = 1_000_000
"""The score of a passage that is best in every signal."""


class Signal(Value):
    """One signal: which view of the index is asked, in which voice, for how many points."""

    view: str
    voice: str
    points: int
    finds: bool = False
    """Whether it brings in rows; the others only judge what these brought."""

    @property
    def name(self) -> str:
        """``bm25_bigrams/focus``."""
        return f"{self.view}/{self.voice}"


class MatchPolicy(Value):
    """A version of the weights. ``depth`` is how many passages each finding signal may bring in."""

    version: str
    depth: int
    signals: tuple[Signal, ...]
    product_points: int
    parameter_points: int
    standard_points: int
    expert_points: int = 0
    """What an expert gets where more than a test is asked for (S0-31, S0-34): rows do tests, people give advice."""
    other_trade_share: int = 0
    """Per cent of the score that a row of quite another trade loses; a row of no known trade is no stranger."""
    reranker_points: int = 0
    """What an optional cross-encoder gives to a row it finds perfectly fitting (0 … 1 times these points)."""
    prose_share: int = 0
    """Per cent that a free text loses which says what every centre says: it fits everything and answers nothing."""
    fallen_share: int
    """Per cent of the score that a row outside its legal scope loses when a test is asked for."""

    @property
    def feature_points(self) -> int:
        """The most that the comparisons of product, parameter and standard can add together, and the kind."""
        return self.product_points + self.parameter_points + self.standard_points + self.expert_points

    @property
    def digest(self) -> str:
        """SHA-256 of the policy's JSON: stored with each match."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


DEFAULT_POLICY = MatchPolicy(
    version="2026.12",
    depth=400,
    signals=(
        Signal(view="bm25_bigrams", voice="whole", points=58_000, finds=True),
        Signal(view="bm25_bigrams", voice="trade", points=142_000, finds=True),
        Signal(view="tfidf", voice="whole", points=127_000, finds=True),
        Signal(view="tfidf", voice="trade", points=70_000),
        Signal(view="latent", voice="whole", points=58_000, finds=True),
        Signal(view="latent", voice="trade", points=18_000),
        Signal(view="dense", voice="whole", points=131_000, finds=True),
        Signal(view="dense", voice="focus", points=66_000),
        Signal(view="dense", voice="trade", points=87_000, finds=True),
        Signal(view="trades", voice="whole", points=108_000),
    ),
    product_points=28_000,
    parameter_points=14_000,
    standard_points=22_000,
    expert_points=71_000,
    reranker_points=300_000,
    other_trade_share=50,
    prose_share=95,
    fallen_share=60,
)
