"""How many words of a text its label needs is told by what a cut loses on texts that were not learned from."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.ngram.words_needed import CutTried, LabelledRows, WordsNeeded, _needed, cuts_to_try, words_needed
from model.text.cut import TextCut
from model.text.encode import Vocabulary, encode_for_training
from tests.unit.made_long_texts import made_long_texts

WIDEST = TextCut(1_024, 512)
CUTS = cuts_to_try(WIDEST, 400)


def _found(texts: list[str], labels: np.ndarray, left_s: float = math.inf) -> WordsNeeded | None:
    rows = encode_for_training(texts, widest=WIDEST).rows
    return words_needed(LabelledRows(rows, labels), CUTS, 2, seed=1, time_left_s=lambda: left_s)


@pytest.mark.parametrize(
    ("place", "needed"),
    [(0.0, TextCut(64, 32)), (1.0, TextCut(64, 32)), (0.12, TextCut(64, 0)), (0.88, TextCut(64, 64)),
     (0.4, TextCut(256, 0)), (0.65, TextCut(256, 256))],
)  # fmt: skip
def test_the_shortest_cut_that_keeps_the_telling_word_is_taken(place: float, needed: TextCut) -> None:
    """At the beginning, the end, near them, and in the middle; no shorter one would tell a thing."""
    found = _found(*made_long_texts(place))
    assert found is not None
    assert found.cut == needed
    assert found.shorter == ()


def test_where_nothing_tells_no_cut_is_chosen() -> None:
    """Labels by lot; too few texts; no time."""
    texts, labels = made_long_texts(0.5)
    lots = np.random.default_rng(1).integers(2, size=len(labels))
    assert _found(texts, lots) is None
    assert _found(texts[:590], labels[:590]) is None
    assert _found(texts, labels, left_s=0.0) is None


def test_several_labels_are_judged_one_by_one() -> None:
    """Columns of 0 and 1 in place of a class."""
    texts, labels = made_long_texts(0.0)
    found = _found(texts, np.stack([labels, 1 - labels], axis=1))
    assert found is not None
    assert found.cut == TextCut(64, 32)


def test_a_shorter_cut_for_the_sake_of_time_loses_a_quarter_of_what_words_tell_at_most() -> None:
    """And can be made of what the longer one left."""
    spread = np.tile([-0.01, 0.01], 200)
    losses = {TextCut(512, 256): 0.5, TextCut(256): 0.51, TextCut(256, 128): 0.56, TextCut(128, 64): 0.62,
              TextCut(128): 0.61, TextCut(64, 32): 0.63}  # fmt: skip
    tried = [CutTried(cut, loss + spread) for cut, loss in losses.items()]
    found = _needed(tried, np.full(400, 1.0))
    assert found == WordsNeeded(TextCut(512, 256), (TextCut(256, 128), TextCut(128)))


def test_words_that_training_never_saw_are_passed_over() -> None:
    """Numbers past those of the texts learned from, and texts without words."""
    texts, labels = made_long_texts(0.0)
    vocabulary = Vocabulary([*{word for text in texts for word in text.split()}, "never"])
    rows = vocabulary.encode([*texts[:600], "never " * 300, *texts[601:-1], ""])
    found = words_needed(LabelledRows(rows, labels), [TextCut(64)], 2, seed=1, time_left_s=lambda: math.inf)
    assert found == WordsNeeded(TextCut(64))
