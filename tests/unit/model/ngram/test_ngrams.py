"""Texts as hashed counts and as TF-IDF, against a slow reference that works on strings."""

import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from model.ngram.ngrams import BINS, USUAL_FAMILIES, Families, count_ngrams, find_space
from model.text import tokens
from model.text.tokens import chunks, hash_words, mix, spelled

FAMILIES = [
    *(Families(), Families(3, (0, 0)), Families(1, (3, 4)), Families(3, (2, 6)), Families(2, (0, 0))),
    *(Families(signs=False), Families(2, (0, 0), signs=False)),
]
TEXTS = st.lists(st.text(st.sampled_from("abcdeA' \n.!$中文かな😀é"), max_size=25), max_size=6)
_WHOLE = 2**64
_BASE = 0x9E3779B97F4A7C15 | 1


def _mix(value: int) -> int:
    return int(mix(np.array([value % _WHOLE], np.uint64))[0])


def _hash(run: str) -> int:
    """The polynomial of the characters, every blank being the same."""
    codes = [0 if unicodedata.category(character)[0] in "CZ" else ord(character) for character in run]
    return _mix(sum(_mix(code + _BASE) * pow(_BASE, place, _WHOLE) for place, code in enumerate(codes)))


def _words(text: str) -> list[str]:
    return [spelled(chunk, *span) for chunk in chunks([text]) for span in zip(*chunk.words(), strict=True)]


def _slow_counts(text: str, families: Families = USUAL_FAMILIES) -> Counter[int]:
    """Words, neighbouring words, and runs of characters with a blank at one end at most, and none inside."""
    if not families.signs:
        text = "".join(" " if character in ".!$" else character for character in text)
    hashes = [int(value) for value in hash_words(_words(text))]
    side_by_side, counts = list(hashes), Counter[int]()
    for count in range(families.most_words):
        counts.update(value % BINS for value in side_by_side)
        side_by_side = [
            _mix(one * 0xD1342543DE82EF95 + other)
            for one, other in zip(side_by_side[:-1], hashes[count + 1 :], strict=True)
        ]
    padded = f" {text.lower()} "
    blank = [unicodedata.category(character)[0] in "CZ" for character in padded]
    for length in range(families.runs[0], families.runs[1] + 1) if families.runs[1] else ():
        for start in range(len(padded) - length + 1):
            inside = blank[start : start + length]
            if not any(inside[1:-1]) and not (inside[0] and inside[-1]):
                counts[BINS + _hash(padded[start : start + length]) % BINS] += 1
    return counts


def _as_dictionaries(counts: sparse.csr_matrix) -> list[dict[int, float]]:
    ends = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    return [dict(zip(counts.indices[a:b].tolist(), counts.data[a:b].tolist(), strict=True)) for a, b in ends]


@settings(max_examples=60)
@given(TEXTS)
def test_counts_equal_those_of_a_slow_reference(texts: list[str]) -> None:
    """Every word, pair and character run is counted as often as it occurs in its text, and nothing else is."""
    assert _as_dictionaries(count_ngrams(texts)) == [_slow_counts(text) for text in texts]


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(FAMILIES), st.booleans())
def test_any_families_are_counted_alike_by_compiled_code_and_by_arrays(
    texts: list[str], families: Families, compiled: bool
) -> None:
    """Both ways find what the slow reference finds, whichever n-grams are asked for."""
    counts = count_ngrams(texts, families, compiled=compiled)
    assert _as_dictionaries(counts) == [_slow_counts(text, families) for text in texts]


@pytest.mark.slow
@given(TEXTS)
def test_weights_are_the_same_by_compiled_code_and_by_arrays(texts: list[str]) -> None:
    """Rows, columns and order are equal; values as far as float32 goes."""
    counts = count_ngrams(texts)
    space = find_space(counts, most_columns=50, least_rows=1)
    compiled, arrays = (space.weigh(counts, compiled=way) for way in (True, False))
    np.testing.assert_array_equal(compiled.indptr, arrays.indptr)
    np.testing.assert_array_equal(compiled.indices, arrays.indices)
    np.testing.assert_allclose(compiled.data, arrays.data, rtol=1e-6)


def test_an_empty_text_and_a_very_long_one_stand_in_one_chunk() -> None:
    """The table of a text is as large as the longest of its chunk needs."""
    texts = ["", "ab " * 40_000, "x"]
    assert _as_dictionaries(count_ngrams(texts, compiled=True)) == _as_dictionaries(count_ngrams(texts, compiled=False))


@given(TEXTS, st.integers(1, 30))
def test_counts_do_not_depend_on_how_texts_are_cut_into_chunks(texts: list[str], limit: int) -> None:
    """A small chunk gives what a large one gives: memory is bounded, results are not touched."""
    whole = count_ngrams(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK_CHARACTERS", limit)
        cut = count_ngrams(texts)
    assert cut.shape == whole.shape == (len(texts), 2 * BINS)
    assert _as_dictionaries(cut) == _as_dictionaries(whole)


def test_capitals_and_kinds_of_blank_do_not_matter() -> None:
    """A tab or a no-break space parts words as a blank does, and 'Good' is 'good'."""
    one, other = count_ngrams(["Good\tDAY now", "good day\xa0now"])
    assert (one != other).nnz == 0


def test_text_without_blanks_has_runs_through_the_whole_sentence() -> None:
    """Chinese sentences that share a word of two characters share a column for it."""
    counts = count_ngrams(["我很高兴", "他不高兴吗"])
    shared = set(counts[0].indices) & set(counts[1].indices)
    assert BINS + _hash("高兴") % BINS in shared


def _dense(texts: list[str], **options: int) -> tuple[NDArray[np.float32], int]:
    space = find_space(count_ngrams(texts), **{"most_columns": 10_000, **options})
    return space.table(texts).toarray(), space.word_columns


def test_words_and_characters_each_have_length_one() -> None:
    """Neither part outweighs the other, however long a text is; a text of unknown words is a row of zeros."""
    texts = ["good day", "good day and good night", "day and night and day", "good and good"]
    space = find_space(count_ngrams(texts), most_columns=10_000)
    table = space.table([*texts, "xyz", ""]).toarray()
    for part in (table[:, : space.word_columns], table[:, space.word_columns :]):
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), [1, 1, 1, 1, 0, 0], atol=1e-6)


def test_weights_are_those_of_a_plain_formula() -> None:
    """1 + log(count), times 1 + log((1 + texts) / (1 + texts with it)): the word columns of a small example."""
    texts = ["a a b", "a c", "b", "a b c"]
    table, word_columns = _dense(texts, least_rows=1)
    texts_with = {"a": 3, "b": 3, "c": 2, "a a": 1, "a b": 2, "a c": 1, "b c": 1}
    weight = {gram: 1 + np.log(5 / (1 + rows)) for gram, rows in texts_with.items()}
    expected = [
        [(1 + np.log(2)) * weight["a"], weight["b"], weight["a a"], weight["a b"]],
        [weight["a"], weight["c"], weight["a c"]],
        [weight["b"]],
        [weight["a"], weight["b"], weight["c"], weight["a b"], weight["b c"]],
    ]
    for row, values in zip(table[:, :word_columns], expected, strict=True):
        np.testing.assert_allclose(np.sort(row[row > 0]), np.sort(values) / np.linalg.norm(values), rtol=1e-5)


def test_what_one_text_alone_holds_is_no_column() -> None:
    """An n-gram needs two texts; one text that repeats it is not enough."""
    assert find_space(count_ngrams(["zzz zzz zzz", "good", "good"]), most_columns=100).word_columns == 1


def test_of_too_many_columns_the_frequent_stay() -> None:
    """With room for a few columns, those of most texts are kept."""
    texts = ["good", "good", "good", "xyz", "xyz"]
    space = find_space(count_ngrams(texts), most_columns=1)
    assert space.table(["xyz"]).nnz == 0
    assert space.table(["good"]).nnz == 1


def test_no_texts_and_no_columns_are_no_error() -> None:
    """Empty input gives empty tables of the right shape."""
    assert count_ngrams([]).shape == (0, 2 * BINS)
    space = find_space(count_ngrams(["only once"]), most_columns=10)
    assert space.table(["only once", ""]).shape == (2, 0)
    assert space.table([]).shape == (0, 0)
