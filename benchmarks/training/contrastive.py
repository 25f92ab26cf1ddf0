"""Training by contrast: each text must find its partner among the partners of its whole batch.

Multiple-negatives ranking loss (Henderson et al., 2017) in both directions, at several lengths of the vector at
once (Kusupati et al., 2022, Matryoshka), so that the first 64 or 128 numbers are a usable vector too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, normalize

from kb.embedded_model.bag import Bags


@dataclass(frozen=True)
class Course:
    """The settings of a training run."""

    epochs: int = 3
    batch: int = 1024
    rate: float = 0.1
    scale: float = 20.0
    lengths: tuple[int, ...] = (256, 128, 64)
    longest: int = 400
    """Tokens of one text that are looked at, about 230 characters."""
    seed: int = 20250310


class BagStore:
    """Bags with random access: ``take(rows)`` gives the ids and offsets of an embedding bag."""

    def __init__(self, bags: Bags, longest: int) -> None:
        self._ids = bags.ids
        self._starts = np.concatenate(([0], np.cumsum(bags.counts)[:-1])).astype(np.int64)
        self._counts = np.minimum(bags.counts, longest).astype(np.int64)

    def take(self, rows: npt.NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids (total) and offsets (rows) of the bags of ``rows``."""
        counts = self._counts[rows]
        offsets = np.concatenate(([0], np.cumsum(counts)[:-1]))
        places = np.arange(counts.sum()) - np.repeat(offsets - self._starts[rows], counts)
        return torch.from_numpy(self._ids[places].astype(np.int64)), torch.from_numpy(offsets)


def train(
    vectors: npt.NDArray[np.float32],
    store: BagStore,
    pairs: npt.NDArray[np.int64],
    course: Course,
) -> Iterator[tuple[int, int, float]]:
    """Improve ``vectors`` (tokens, dimension) in place; yields (step, steps, loss) as it goes.

    ``pairs`` (n, 2): rows of ``store`` that belong together. Equal texts in a batch are not counted as negatives.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    order = np.random.default_rng(course.seed)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors), mode="mean", freeze=False)
    optimiser = torch.optim.Adam(bag.parameters(), lr=course.rate)
    steps = course.epochs * (len(pairs) // course.batch)
    warm = max(steps // 10, 1)
    step = 0
    for _ in range(course.epochs):
        shuffled = order.permutation(len(pairs))
        for begin in range(0, len(pairs) - course.batch + 1, course.batch):
            chosen = pairs[shuffled[begin : begin + course.batch]]
            loss = _loss(bag(*store.take(chosen[:, 0])), bag(*store.take(chosen[:, 1])), chosen, course)
            for group in optimiser.param_groups:  # up over the first tenth, then straight down
                group["lr"] = course.rate * min((step + 1) / warm, (steps - step) / max(steps - warm, 1))
            optimiser.zero_grad()
            loss.backward()
            if bag.weight.grad is not None:
                bag.weight.grad[0] = 0  # the unknown token stays zero
            optimiser.step()
            step += 1
            yield step, steps, loss.item()
    vectors[:] = bag.weight.detach().numpy()


def _loss(left: torch.Tensor, right: torch.Tensor, chosen: npt.NDArray[np.int64], course: Course) -> torch.Tensor:
    rows = torch.from_numpy(chosen)
    same = (rows[:, None, 1] == rows[None, :, 1]) | (rows[:, None, 0] == rows[None, :, 0])
    same.fill_diagonal_(False)
    target = torch.arange(len(chosen))
    total = torch.zeros(())
    for length in course.lengths:
        scores = course.scale * normalize(left[:, :length], dim=1) @ normalize(right[:, :length], dim=1).T
        scores = scores.masked_fill(same, -torch.inf)
        total = total + (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2
    return total / len(course.lengths)
