"""Texts as words, and their hashes: what counts as a word in any script."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.text import tokens
from model.text.tokens import chunks, hash_words, spelled

WRITTEN = st.text(st.sampled_from("abZ09_ \t\n'’.,!-éßİΣς中文かなไทย😀\u0301\u200d\xa0\0"), max_size=30)
ANY_TEXT = WRITTEN | st.text(max_size=30)


def _words(text: str) -> list[str]:
    """The words of one text as the chunked reading finds them."""
    return [spelled(chunk, start, end) for chunk in chunks([text]) for start, end in zip(*chunk.words(), strict=True)]


def _kind(character: str) -> str:
    """The plain rule: blank, apostrophe, alone (signs, and scripts without blanks), or word."""
    if character in "'’":
        return "apostrophe"
    category, name = unicodedata.category(character), unicodedata.name(character, "")
    if category[0] in "CZ":
        return "blank"
    if category[0] == "L" and name.startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")):
        return "alone"
    return "word" if category[0] in "LNM" or character == "_" else "alone"


def _slow_words(text: str) -> list[str]:
    """A reference that walks from character to character."""
    text = text.replace("\0", " ").lower()
    kinds = ["blank", *(_kind(character) for character in text), "blank"]
    words, current = [], ""
    for place, character in enumerate(text, start=1):
        is_inner = kinds[place] == "apostrophe" and kinds[place - 1] == kinds[place + 1] == "word"
        if kinds[place] == "word" or is_inner:
            current += character
            continue
        words += [current] * bool(current) + [character] * (kinds[place] == "alone")
        current = ""
    return words + [current] * bool(current)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not good, at all!", ["not", "good", ",", "at", "all", "!"]),
        ("I don't, it’s 'so' so'", ["i", "don't", ",", "it’s", "so", "so"]),
        ("O'Neill's rock'n'roll", ["o'neill's", "rock'n'roll"]),
        ("price_1 costs 3.50€", ["price_1", "costs", "3", ".", "50", "€"]),
        ("很好。不好", ["很", "好", "。", "不", "好"]),
        ("カメラは良い", ["カ", "メ", "ラ", "は", "良", "い"]),
        ("ดีมาก", ["ด", "ี", "ม", "า", "ก"]),
        ("한국어 좋다", ["한국어", "좋다"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("good😀😀 day", ["good", "😀", "😀", "day"]),
        ("na\u0308iv", ["na\u0308iv"]),
        ("ΟΔΟΣ", ["οδος"]),
        ("", []),
        (" \n\t\xa0", []),
        ("'", []),
        ("a\0b", ["a", "b"]),
    ],
)
def test_words_of_every_script(text: str, expected: list[str]) -> None:
    """Blanks part words; apostrophes inside stay; signs and letters of scripts without blanks stand alone."""
    assert _words(text) == expected


@given(st.text(st.sampled_from("abZ09_ \t\n'’.,!-éßİΣςά中文かなไทย😀\u0301\xa0\0"), max_size=40))
def test_words_are_those_of_a_plain_walk_through_the_text(text: str) -> None:
    """Array arithmetic finds the same words as a loop over characters."""
    assert _words(text) == _slow_words(text)


@given(st.lists(ANY_TEXT, max_size=6))
@example(["ΑΣ", "Β"])
def test_a_text_has_the_same_words_whatever_stands_beside_it(texts: list[str]) -> None:
    """Reading many texts at once mixes nothing up between neighbours."""
    together: list[list[str]] = [[] for _ in texts]
    for chunk in chunks(texts):
        for start, end in zip(*chunk.words(), strict=True):
            together[chunk.first_row + int(chunk.row_of[start])].append(spelled(chunk, start, end))
    assert together == [_words(text) for text in texts]


@given(st.lists(ANY_TEXT, max_size=6))
def test_a_word_has_one_hash_wherever_it_stands(texts: list[str]) -> None:
    """The hash of a word inside any text is the hash of the word by itself: vocabularies survive saving."""
    for chunk in chunks(texts):
        starts, ends = chunk.words()
        words = [spelled(chunk, start, end) for start, end in zip(starts, ends, strict=True)]
        np.testing.assert_array_equal(chunk.hash_spans(starts, ends), hash_words(words))


def test_different_words_have_different_hashes() -> None:
    """Fifty thousand distinct words share no hash, and their low bits are spread evenly over bins."""
    hashes = hash_words([f"word{number}" for number in range(50_000)])
    assert len(np.unique(hashes)) == 50_000
    in_bins = np.bincount((hashes % np.uint64(64)).astype(int), minlength=64)
    assert in_bins.min() > 0.8 * 50_000 / 64
    assert in_bins.max() < 1.2 * 50_000 / 64


def test_order_of_characters_matters_to_a_hash() -> None:
    """Words made of the same letters are told apart."""
    assert len(set(hash_words(["stop", "post", "spot", "tops"]).tolist())) == 4


@given(st.lists(ANY_TEXT, max_size=8), st.integers(1, 40))
def test_chunks_hold_every_text_once_and_stay_small(texts: list[str], limit: int) -> None:
    """Texts come in order, and a chunk ends with the text that fills it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK_CHARACTERS", limit)
        found = list(chunks(texts))
    assert sum(chunk.rows for chunk in found) == len(texts)
    assert [chunk.first_row for chunk in found] == list(np.cumsum([0, *(chunk.rows for chunk in found)])[: len(found)])
    for chunk in found:
        inside = texts[chunk.first_row : chunk.first_row + chunk.rows]
        assert sum(len(text) + 1 for text in inside[:-1]) < limit


def test_a_surrogate_without_its_partner_is_no_error() -> None:
    """Half an emoji, cut off by a sloppy export, is a blank like any control character."""
    assert _words("good\ud83d day") == ["good", "day"]
