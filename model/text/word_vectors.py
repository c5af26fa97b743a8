"""Word vectors from the training texts themselves, in a second or two: what the embedding begins with.

Words that stand beside the same words get vectors in the same direction, so the network knows from the start that
"awful" and "dreadful" are alike, also where one of them is rare. They are the leading singular vectors of the matrix of
positive pointwise mutual information between words and their neighbours, contexts smoothed to the power of .75 (Levy,
Goldberg & Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings").
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from model.arrays import FloatArrays, Floats
from model.text.encode import UNKNOWN, TokenRows

WINDOW = 4  # words to each side; the nearer counts more
VECTOR_LENGTH = 1.7  # several times that of drawn vectors: measured better than theirs, and no worse than twice it
CONTEXT_POWER = 0.75
LEAST_WORDS = 300  # below it, singular vectors of a small matrix say nothing

Matrix = Any  # a sparse one (rows, columns): SciPy carries no types


def word_vectors(tokens: TokenRows, words: int, features: int, *, most_tokens: int = 1_000_000) -> Floats | None:
    """Vectors (words, features) of the words in the first rows of `tokens`; rows of zeros for words without neighbours.

    None where there are too few words for so many features.
    """
    if words < max(LEAST_WORDS, 2 * features):
        return None
    association = _association(_neighbours(_first(tokens, most_tokens), words))
    return _directions(association, features)


def with_word_vectors(arrays: FloatArrays, vectors: Floats | None) -> FloatArrays:
    """A network's arrays with the vectors in its embedding; words without one keep theirs."""
    if vectors is None:
        return arrays
    has_one = np.abs(vectors).sum(axis=1) > 0
    table = np.where(has_one[:, None], vectors, arrays["embedding.embeddings"])
    return {**arrays, "embedding.embeddings": table.astype(np.float32)}


def _first(tokens: TokenRows, most_tokens: int) -> TokenRows:
    rows = max(1, int(np.searchsorted(tokens.offsets, most_tokens, side="right")) - 1)
    return tokens.take(np.arange(min(rows, len(tokens))))


def _neighbours(tokens: TokenRows, words: int) -> Matrix:
    """How often, and how near, two words stand beside each other: (words, words), both ways."""
    row_of = np.repeat(np.arange(len(tokens)), tokens.lengths)
    nearness = sparse.csr_matrix((words, words), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = tokens.ids[:-distance], tokens.ids[distance:]
        counts = (row_of[:-distance] == row_of[distance:]) & (left > UNKNOWN) & (right > UNKNOWN)
        weights = np.full(np.count_nonzero(counts), 1 / distance, np.float32)
        nearness = nearness + sparse.csr_matrix((weights, (left[counts], right[counts])), shape=(words, words))
    return nearness + nearness.T


def _association(neighbours: Matrix) -> Matrix:
    """Positive pointwise mutual information (words, words)."""
    pairs = neighbours.tocoo()
    totals = np.asarray(neighbours.sum(axis=1)).ravel()
    contexts = totals**CONTEXT_POWER / max(1e-9, (totals**CONTEXT_POWER).sum())
    information = np.log(pairs.data / (totals[pairs.row] * contexts[pairs.col]))
    positive = information > 0
    return sparse.csr_matrix(
        (information[positive], (pairs.row[positive], pairs.col[positive])), shape=neighbours.shape
    )


def _directions(association: Matrix, features: int) -> NDArray[np.float32]:
    from sklearn.utils.extmath import randomized_svd

    with threadpool_limits(1):  # it is small: threads would wait for each other, for seconds where a core is busy
        left, values, _ = randomized_svd(association, features, n_iter=2, random_state=0)
    vectors = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    has_direction = (np.diff(association.indptr) > 0)[:, None] & (lengths > 0)
    return np.where(has_direction, VECTOR_LENGTH * vectors / np.where(has_direction, lengths, 1), 0).astype(np.float32)
