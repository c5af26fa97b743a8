"""Word vectors from a file, as the beginning of an embedding: brought to its size and scale, beside the table's own.

The embedding keeps its size, so that a step takes as long with vectors as without. A file of more numbers a word is
projected on its main directions (principal components, which lose little: Raunak, Gupta & Metze 2019, "Effective
Dimensionality Reduction for Word Embeddings"); of fewer, the table's own vectors fill the rest (Yin & Schütze 2016,
"Learning Word Meta-Embeddings", concatenation). A word that the file lacks begins where a linear map from the table's
vectors to the file's, learned on the words that have both, would put it (Kiros et al. 2015, "Skip-Thought Vectors",
vocabulary expansion). Every word's vector is as long as those made from the table are.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.word_vectors.wanted import FoundVectors
from model.arrays import Floats, save_arrays
from model.text.encode import FIRST_WORD, TokenRows
from model.text.word_vectors import VECTOR_LENGTH

_RIDGE = 1e-2  # of the mean square of what the map is learned from
_LEAST_SHARED = 2  # words with both vectors for each number of the table's, else no map is learned


@dataclass(frozen=True, slots=True, eq=False)
class GivenVectors:
    """What a file gives the words of a vocabulary: (words, numbers), padding and unknown among them; zeros: nothing.

    `dimensions` are those of the file. `text_share` of the words of the training texts have a vector, `word_share` of
    the different ones. The file was read to its end where it `is_whole`.
    """

    vectors: Floats
    source: str
    dimensions: int
    text_share: float
    word_share: float
    is_whole: bool = True

    @property
    def words(self) -> str:
        """The source with its coverage, as the end of a sentence."""
        shares = f"{_percent(self.text_share)} of the words of the texts, {_percent(self.word_share)} of the different"
        partly = "" if self.is_whole else "; read in part, as its time was over"
        return f"word vectors of {self.source} ({shares} words{partly})"


def given_vectors(found: FoundVectors, tokens: TokenRows, features: int) -> GivenVectors:
    """What was found, for an embedding of `features` numbers a word; `tokens` are the training texts."""
    is_found = found.is_found
    counts = np.bincount(tokens.ids, minlength=len(is_found) + FIRST_WORD)[FIRST_WORD:]
    table = np.zeros((len(is_found) + FIRST_WORD, min(features, found.vectors.shape[1])), np.float32)
    if is_found.any():
        table[FIRST_WORD:][is_found] = _main_directions(found.vectors[is_found], features)
    return GivenVectors(
        table,
        found.source,
        found.vectors.shape[1],
        text_share=float(counts[is_found].sum() / max(1, counts.sum())),
        word_share=float(is_found.mean()) if len(is_found) else 0.0,
        is_whole=found.is_whole,
    )


def save_given(path: Path, given: GivenVectors) -> None:
    """Write them as `.npz`, for another worker or box."""
    facts = {field.name: np.array(getattr(given, field.name)) for field in fields(given)}
    save_arrays(path, facts)


def load_given(path: Path) -> GivenVectors:
    """Read what `save_given` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        facts = {name: arrays[name].item() for name in arrays.files if name != "vectors"}
        return GivenVectors(arrays["vectors"], **facts)


def embedding_start(own: Floats | None, given: GivenVectors, features: int) -> Floats:
    """What an embedding (words, features) begins with; rows of zeros where neither the file nor the table says any.

    `own` (words, features) are the vectors made from the table; None where it has too few words for them.
    """
    table = _as_long(given.vectors)
    left = features - table.shape[1]
    if own is None:
        return np.asarray(np.pad(table, ((0, 0), (0, left))) * VECTOR_LENGTH, np.float32)
    table = _filled(table, own)
    parts = (table * np.sqrt(1 - left / features), _as_long(own[:, :left]) * np.sqrt(left / features))
    return np.asarray(_as_long(np.concatenate(parts, axis=1)) * VECTOR_LENGTH, np.float32)


def _main_directions(vectors: Floats, features: int) -> Floats:
    """The vectors (words, up to `features`) around their mean, in the directions in which they differ most.

    The mean of a few words is no more than these words: it is left in.
    """
    is_many = len(vectors) > vectors.shape[1]
    centred: Floats = vectors - vectors.mean(axis=0) if is_many else vectors
    if vectors.shape[1] <= features:
        return centred
    _, directions = np.linalg.eigh(centred.T @ centred)  # rising
    return np.asarray(centred @ directions[:, ::-1][:, :features], np.float32)


def _filled(table: Floats, own: Floats) -> Floats:
    """The table with rows for the words that only `own` has a vector of."""
    has_given, has_own = table.any(axis=1), own.any(axis=1)
    shared, missing = has_given & has_own, has_own & ~has_given
    if shared.sum() < _LEAST_SHARED * own.shape[1] or not missing.any():
        return table
    known = own[shared].astype(np.float64)
    square = known.T @ known
    square += np.eye(len(square)) * _RIDGE * np.trace(square) / len(square)
    mapped = own[missing] @ np.linalg.solve(square, known.T @ table[shared])
    filled = table.copy()
    filled[missing] = _as_long(mapped)
    return filled


def _as_long(vectors: NDArray[np.floating]) -> Floats:
    """Every row of length 1, but for those of zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def _percent(share: float) -> str:
    """A share in whole percent; only what is all of it is said to be.

    >>> _percent(0.872), _percent(0.9999), _percent(1.0)
    ('87 %', '99 %', '100 %')
    """
    return f"{min(99, round(100 * share)) if share < 1 else 100} %"
