"""Long texts are cut to their first and last words, the same while training and while predicting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import encode, tokens
from model.text.cut import MIDDLE, TextCut
from model.text.encode import MOST_TOKENS, UNKNOWN, TokenRows, Vocabulary, encode_for_training

WORDS = st.lists(st.sampled_from(["sun", "rain", "fog", "hail"]), max_size=14)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


@st.composite
def cuts(draw: st.DrawFn, most: int = 12) -> TextCut:
    length = draw(st.integers(1, most))
    return TextCut(length, draw(st.integers(0, length)))


def _lists(rows: TokenRows) -> list[list[int]]:
    return [rows.ids[a:b].tolist() for a, b in zip(rows.offsets[:-1], rows.offsets[1:], strict=True)]


def _by_hand(words: list[str], cut: TextCut) -> list[str | None]:
    """The words that are read, None for the middle."""
    if len(words) <= cut.most:
        return list(words)
    if cut.tail == 0:
        return list(words[: cut.most])
    last = list(words[len(words) - cut.tail :])
    return last if cut.tail == cut.most else [*words[: cut.most - cut.tail - 1], None, *last]


@given(TEXTS, cuts())
def test_a_text_is_read_whole_up_to_the_limit_and_by_its_first_and_last_words_beyond(
    texts: list[str], cut: TextCut
) -> None:
    """An empty text is one unknown word, and an unknown word stands for the middle."""
    vocabulary = Vocabulary(["sun", "rain", "fog", "hail"])
    number = {word: place + 2 for place, word in enumerate(vocabulary.words)}
    found = _lists(vocabulary.encode(texts, max_tokens=cut.most, tail_tokens=cut.tail))
    expected = [
        [number.get(word or "", UNKNOWN) for word in _by_hand(text.split(), cut)] or [UNKNOWN] for text in texts
    ]
    assert found == expected
    assert all(len(row) <= cut.most for row in found)


@given(TEXTS, cuts(), cuts(), st.integers(1, 30))
def test_cutting_again_is_cutting_at_once(texts: list[str], wide: TextCut, narrow: TextCut, limit: int) -> None:
    """What is chosen after the texts were encoded is what a fresh process reads, however it looks at the texts."""
    vocabulary = Vocabulary(["sun", "rain"])
    once = vocabulary.encode(texts, max_tokens=narrow.most, tail_tokens=narrow.tail)
    wider = vocabulary.encode(texts, max_tokens=wide.most, tail_tokens=wide.tail)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK_CHARACTERS", limit)
        patch.setattr(encode, "_CUT_AT_ONCE", limit)
        again = vocabulary.encode(texts, max_tokens=narrow.most, tail_tokens=narrow.tail)
        cut_again = wider.cut(narrow)
    assert _lists(again) == _lists(once)
    if wide.holds(narrow):
        assert _lists(cut_again) == _lists(once)


def test_a_cut_that_keeps_more_is_never_held() -> None:
    """Neither of the beginning, nor of the end, nor of the whole."""
    assert TextCut(8, 4).holds(TextCut(8, 4))
    assert TextCut(8, 4).holds(TextCut(4, 4))
    for wider in (TextCut(5, 5), TextCut(4, 0), TextCut(8, 0), TextCut(9, 4)):
        assert not TextCut(8, 4).holds(wider)


@pytest.mark.parametrize("length", [0, 1, 6, 7, 8])
def test_texts_at_the_limit_are_whole(length: int) -> None:
    """Seven words may stand: the eighth costs two, as one place says that something is missing."""
    places, read = TextCut(7, 3).places(np.array([length]))
    assert places.tolist() == (list(range(length)) if length <= 7 else [0, 1, 2, MIDDLE, 5, 6, 7])
    assert read.tolist() == [min(length, 7)]


@pytest.mark.parametrize(("most", "tail"), [(0, 0), (4, 5), (4, -1)])
def test_a_cut_that_makes_no_sense_is_refused(most: int, tail: int) -> None:
    """A manifest may say anything."""
    with pytest.raises(ValueError, match="No text can be cut so"):
        TextCut(most, tail)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_only_where_many_texts_are_long_is_there_anything_to_choose(lengths: list[int]) -> None:
    """What is short stays as it is read today: the first words, up to the length that 98 % of the texts have."""
    texts = ["sun " * length for length in lengths]
    usual, wide = encode_for_training(texts), encode_for_training(texts, widest=TextCut(1_024, 512))
    if np.quantile(lengths, 0.98, method="higher") <= MOST_TOKENS:
        assert (wide.cut, _lists(wide.rows)) == (usual.cut, _lists(usual.rows))
        assert wide.cut.tail == 0
    else:
        assert usual.cut == TextCut(MOST_TOKENS)
        assert wide.cut == TextCut(1_024, 512)
        assert wide.rows.lengths.tolist() == [max(1, length) for length in lengths]
