"""Vectors from a file as the beginning of an embedding: their size, scale, coverage, and words that the file lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from data.word_vectors.wanted import FoundVectors
from model.text.encode import FIRST_WORD, TokenRows
from model.text.given_vectors import GivenVectors, embedding_start, given_vectors, load_given, save_given
from model.text.word_vectors import VECTOR_LENGTH

WORDS = 400
RANDOM = np.random.default_rng(0)


def found(dimensions: int, missing: slice = slice(0, 0)) -> FoundVectors:
    vectors = RANDOM.normal(3.0, 1.0, size=(WORDS, dimensions)).astype(np.float32)
    vectors[missing] = 0
    return FoundVectors(vectors, "made.vec")


def given(dimensions: int, features: int = 32, missing: slice = slice(0, 0)) -> GivenVectors:
    every_word = TokenRows(np.arange(FIRST_WORD, FIRST_WORD + WORDS, dtype=np.int32), np.array([0, WORDS]))
    return given_vectors(found(dimensions, missing), every_word, features)


def own(features: int = 32) -> NDArray[np.float32]:
    vectors = RANDOM.normal(size=(WORDS + FIRST_WORD, features)).astype(np.float32)
    vectors[:FIRST_WORD] = 0
    return vectors


@pytest.mark.parametrize("dimensions", [2, 31, 32, 50, 300])
@pytest.mark.parametrize("has_own", [True, False])
def test_any_number_of_dimensions_becomes_the_size_and_scale_of_the_embedding(dimensions: int, has_own: bool) -> None:
    """Every word is as long as those made from the table; padding and unknown begin as drawn."""
    start = embedding_start(own() if has_own else None, given(dimensions), 32)
    assert start.shape == (WORDS + FIRST_WORD, 32)
    assert start.dtype == np.float32
    assert not start[:FIRST_WORD].any()
    np.testing.assert_allclose(np.linalg.norm(start[FIRST_WORD:], axis=1), VECTOR_LENGTH, rtol=1e-4)


def test_words_alike_in_the_file_are_alike_in_the_embedding() -> None:
    """Projected from 300 numbers to 32: two copies of a word stay one direction, strangers do not."""
    read = found(300)
    read.vectors[1] = read.vectors[0]
    tokens = TokenRows(np.arange(FIRST_WORD, FIRST_WORD + WORDS, dtype=np.int32), np.array([0, WORDS]))
    start = embedding_start(None, given_vectors(read, tokens, 32), 32)[FIRST_WORD:] / VECTOR_LENGTH
    assert start[0] @ start[1] == pytest.approx(1.0, abs=1e-4)
    assert abs(start[0] @ start[2]) < 0.8


def test_a_word_that_the_file_lacks_begins_beside_its_likes() -> None:
    """Where the table's vectors are those of the file turned around, the map finds the place of a missing word."""
    true = given(32).vectors
    turned = np.linalg.qr(RANDOM.normal(size=(32, 32)))[0]
    table = (true @ turned).astype(np.float32)
    lacking = GivenVectors(np.where(np.arange(len(true))[:, None] == 40, 0, true), "made.vec", 32, 0.9, 0.9)
    start = embedding_start(table, lacking, 32)
    cosine = start[40] @ true[40] / np.linalg.norm(start[40]) / np.linalg.norm(true[40])
    assert cosine > 0.98


def test_a_few_words_found_keep_their_vectors() -> None:
    """The mean of one word is that word."""
    start = embedding_start(None, given(50, missing=slice(1, None)), 32)
    assert np.flatnonzero(start.any(axis=1)).tolist() == [FIRST_WORD]


def test_coverage_counts_words_of_the_texts_and_different_ones() -> None:
    """Nine of ten words of the texts are the first one, which is the only one found."""
    tokens = TokenRows(np.array([2] * 9 + [3], np.int32), np.array([0, 10]))
    read = FoundVectors(np.array([[1.0, 2], [0, 0]], np.float32), "made.vec")
    covered = given_vectors(read, tokens, 32)
    assert (covered.text_share, covered.word_share) == (0.9, 0.5)
    assert covered.words == "word vectors of made.vec (90 % of the words of the texts, 50 % of the different words)"


def test_what_is_kept_for_another_worker_comes_back(tmp_path: Path) -> None:
    """A file that is gone by then is not needed."""
    before = given(50)
    save_given(tmp_path / "given.npz", before)
    after = load_given(tmp_path / "given.npz")
    np.testing.assert_array_equal(after.vectors, before.vectors)
    assert (after.source, after.dimensions, after.is_whole) == ("made.vec", 50, True)
    assert (after.text_share, after.word_share) == (before.text_share, before.word_share)
