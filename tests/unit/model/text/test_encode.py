"""Texts as token numbers: the vocabulary, rows of numbers, padding."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import tokens
from model.text.cut import TextCut
from model.text.encode import PADDING, UNKNOWN, TokenRows, Vocabulary, encode_for_training, tokens_to_cover
from model.text.tokens import chunks, spelled

TEXTS = st.lists(st.text(st.sampled_from("abcA' \n.!中文😀"), max_size=20), max_size=8)
ODD_TEXTS = st.lists(st.text(st.sampled_from("abİΣςA' \n\0.!中😀\ud83d\u0301"), max_size=20), max_size=8)
ROWS = st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=9), min_size=1, max_size=8)


def _words(text: str) -> list[str]:
    return [spelled(chunk, *span) for chunk in chunks([text]) for span in zip(*chunk.words(), strict=True)]


def _token_rows(rows: list[list[int]]) -> TokenRows:
    ids = np.array([token for row in rows for token in row], np.int32)
    return TokenRows(ids, np.cumsum([0, *map(len, rows)]))


def _lists(rows: TokenRows) -> list[list[int]]:
    return [rows.ids[a:b].tolist() for a, b in zip(rows.offsets[:-1], rows.offsets[1:], strict=True)]


@given(TEXTS)
def test_the_vocabulary_holds_the_words_that_occur_twice_the_frequent_first(texts: list[str]) -> None:
    """As a plain counter has it, in falling order of frequency."""
    counts = Counter(word for text in texts for word in _words(text))
    words = Vocabulary.build(texts).words
    assert set(words) == {word for word, count in counts.items() if count >= 2}
    assert [counts[word] for word in words] == sorted((counts[word] for word in words), reverse=True)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_same_texts_give_the_same_vocabulary(texts: list[str], random: object) -> None:
    """In any order of the texts every word has the same number: a session can be repeated."""
    shuffled = list(texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Vocabulary.build(shuffled).words == Vocabulary.build(texts).words


def test_a_small_vocabulary_keeps_the_most_frequent_words() -> None:
    """With room for two words, the two most frequent ones stay."""
    assert set(Vocabulary.build(["a a a b b b c c d d"], size=2).words) == {"a", "b"}


@given(TEXTS, TEXTS, st.integers(1, 6))
def test_encoding_equals_a_look_up_word_by_word(known: list[str], texts: list[str], most: int) -> None:
    """Each word has its place plus two; unknown words are 1; a text without words is one unknown word."""
    vocabulary = Vocabulary.build(known)
    number = {word: place + 2 for place, word in enumerate(vocabulary.words)}
    expected = [[number.get(word, UNKNOWN) for word in _words(text)[:most]] or [UNKNOWN] for text in texts]
    assert _lists(vocabulary.encode(texts, max_tokens=most)) == expected


@given(TEXTS, st.integers(1, 25))
def test_encoding_does_not_depend_on_how_texts_are_cut_into_chunks(texts: list[str], limit: int) -> None:
    """Vocabulary and rows are the same in small chunks and in large ones."""
    vocabulary = Vocabulary.build(texts)
    whole = _lists(vocabulary.encode(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK_CHARACTERS", limit)
        assert Vocabulary.build(texts).words == vocabulary.words
        assert _lists(vocabulary.encode(texts)) == whole


@given(ODD_TEXTS, st.integers(1, 25), st.integers(1, 4))
def test_training_texts_are_encoded_in_one_go_as_step_by_step(texts: list[str], limit: int, size: int) -> None:
    """The same words, numbers and length of a row, however the texts are cut into chunks."""
    vocabulary = Vocabulary.build(texts, size=size)
    max_tokens = tokens_to_cover(vocabulary.encode(texts).lengths)
    rows = _lists(vocabulary.encode(texts, max_tokens=max_tokens))
    counts = Counter(word for text in texts for word in _words(text))
    assert set(vocabulary.words) <= {word for word, count in counts.items() if count >= 2}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK_CHARACTERS", limit)
        again = encode_for_training(texts, size=size)
    assert (again.vocabulary.words, _lists(again.rows)) == (vocabulary.words, rows)
    assert again.cut == TextCut(max_tokens)
    assert again.words.tolist() == [len(_words(text)) for text in texts]


def test_a_long_text_is_cut_where_most_are_whole() -> None:
    """One of a hundred loses its end."""
    texts = ["a b c d e f g h i j k l"] * 99 + ["a " * 300]
    found = encode_for_training(texts)
    assert found.cut == TextCut(12)
    assert set(found.rows.lengths) == {12}
    assert len(found.vocabulary) == 14


def test_texts_in_capitals_have_the_numbers_of_small_letters() -> None:
    """Nobody should need to shout in the same way to be understood."""
    vocabulary = Vocabulary.build(["Good day", "good DAY"])
    assert _lists(vocabulary.encode(["GOOD Day"])) == _lists(vocabulary.encode(["good day"]))
    assert UNKNOWN not in vocabulary.encode(["GOOD Day"]).ids


def test_a_vocabulary_made_again_from_its_words_encodes_alike() -> None:
    """The saved list of words is all that is needed."""
    texts = ["don't 很 好 😀 ας", "don't 很 好 😀 ας new"]
    built = Vocabulary.build(texts)
    assert _lists(Vocabulary(built.words).encode(texts)) == _lists(built.encode(texts))
    assert len(built) == len(built.words) + 2


def test_an_empty_vocabulary_knows_no_word() -> None:
    """Texts without a repeated word still have rows."""
    assert _lists(Vocabulary.build(["one two three"]).encode(["one two", ""])) == [[UNKNOWN, UNKNOWN], [UNKNOWN]]
    assert len(Vocabulary([]).encode([])) == 0


@given(ROWS, st.data())
def test_take_gives_the_rows_asked_for_in_that_order(rows: list[list[int]], data: st.DataObject) -> None:
    """Rows may be left out and repeated."""
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=10))
    taken = _token_rows(rows).take(np.array(chosen, np.int64))
    assert _lists(taken) == [rows[place] for place in chosen]
    assert len(taken) == len(chosen)


@given(ROWS, st.integers(1, 12), st.data())
def test_padded_rows_have_zeros_behind_and_lose_only_what_is_too_long(
    rows: list[list[int]], length: int, data: st.DataObject
) -> None:
    """Each row begins with its tokens; the last row of all reads nothing past the end."""
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=10))
    padded = _token_rows(rows).padded(np.array(chosen), length)
    assert padded.dtype == np.int32
    assert padded.tolist() == [(rows[place] + [PADDING] * length)[:length] for place in chosen]


def test_rows_are_the_same_after_saving(tmp_path: Path) -> None:
    """A restarted session goes on with the rows that it encoded."""
    rows = _token_rows([[1, 2, 3], [4], [5, 6]])
    rows.save(tmp_path / "rows.npz")
    assert _lists(TokenRows.load(tmp_path / "rows.npz")) == [[1, 2, 3], [4], [5, 6]]


@given(st.lists(st.integers(1, 600), min_size=1, max_size=300))
def test_the_tokens_kept_leave_98_percent_of_rows_whole(lengths: list[int]) -> None:
    """Unless the limit cuts in; and never fewer than eight."""
    found = tokens_to_cover(np.array(lengths), most=256)
    assert 8 <= found <= 256
    assert found == 256 or np.mean(np.array(lengths) <= found) >= 0.98
