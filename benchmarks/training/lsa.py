"""Starting vectors: latent semantic analysis of the training texts (Deerwester et al., 1990)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from kb.embedded_model.bag import Bags

Floats = npt.NDArray[np.float32]


def idf(bags: Bags, size: int) -> Floats:
    """Inverse document frequency per token: ln((1 + n) / (1 + df)) + 1."""
    texts = len(bags.counts)
    matrix = _counts(bags, size)
    frequency = np.bincount(matrix.indices, minlength=size)
    return np.asarray(np.log((1 + texts) / (1 + frequency)) + 1, dtype=np.float32)


def starting_vectors(bags: Bags, size: int, dimension: int, seed: int) -> Floats:
    """Token vectors (size, dimension): unit directions from a truncated SVD of sublinear TF-IDF, times idf.

    Row 0, the unknown token, is zero; a token that occurs nowhere is zero too.
    """
    weights = idf(bags, size)
    matrix = _counts(bags, size)
    matrix.data = (1 + np.log(matrix.data)) * weights[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    matrix.data /= lengths[rows]
    start = np.random.default_rng(seed).standard_normal(min(matrix.shape)).astype(np.float32)
    _, strengths, directions = svds(matrix, k=dimension, v0=start, random_state=seed)
    order = np.argsort(-strengths)
    vectors = (directions[order].T * strengths[order]).astype(np.float32)
    vectors *= np.where(
        vectors[np.abs(vectors).argmax(axis=0), np.arange(dimension)] < 0, -1, 1
    )  # SVD leaves the sign open
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9) * weights[:, None]
    vectors[0] = 0
    return np.ascontiguousarray(vectors, dtype=np.float32)  # a token's numbers side by side


def _counts(bags: Bags, size: int) -> csr_array:
    offsets = np.concatenate(([0], np.cumsum(bags.counts)))
    matrix = csr_array((np.ones(len(bags.ids), dtype=np.float32), bags.ids, offsets), shape=(len(bags.counts), size))
    matrix.sum_duplicates()
    return matrix
