"""Long texts are cut to what their labels need and the time allows, and it is said; short ones stay as they are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pytest

from model.network.bilstm import BilstmShape
from model.protocol.result import TextsRead
from model.session.smoke_stage import Encoded, Trial
from model.session.text_cut import WIDEST, cut_words, fit_to_time, with_needed_cut
from model.text.cut import TextCut
from model.text.encode import TokenRows, encode_for_training
from model.training.plan import ProofTimes
from model.training.training_set import TrainingSet
from tests.unit.made_long_texts import made_long_texts


@dataclass
class _Learner:
    """Says how long a word takes, and keeps what it is given."""

    seconds: float
    taken: list[TokenRows] = field(default_factory=list)

    def word_s(self) -> float:
        return self.seconds

    def take_texts(self, training: TokenRows, validation: TokenRows) -> None:
        self.taken += [training, validation]


def _encoded(texts: list[str], labels: np.ndarray, learned: int = 800, left_s: float = math.inf) -> Encoded:
    found = encode_for_training(texts[:learned], widest=WIDEST)
    vocabulary, cut = found.vocabulary, found.cut
    steering = vocabulary.encode(texts[learned:], max_tokens=cut.most, tail_tokens=cut.tail)
    logits = np.zeros((len(texts), 2), np.float32)
    sets = (
        TrainingSet(found.rows, labels[:learned], logits[:learned]),
        TrainingSet(steering, labels[learned:], logits[learned:]),
    )
    shape = BilstmShape(len(vocabulary), 2, embedding=8, units=6)
    encoded = Encoded(vocabulary, cut.most, shape, *sets, tail_tokens=cut.tail)
    return with_needed_cut(encoded, found.words, seed=1, time_left_s=lambda: left_s)


def _trial(encoded: Encoded, word_s: float = 0.0) -> tuple[Trial, _Learner]:
    learner = _Learner(word_s)
    return Trial(cast(Any, learner), encoded, ProofTimes(0.0, 0.0)), learner


def _with_whole(texts: list[str]) -> list[str]:
    """As given, but every fourth is short: it is read whole."""
    return [" ".join(text.split()[:40]) if row % 4 == 1 else text for row, text in enumerate(texts)]


def test_a_label_said_at_the_end_keeps_the_end_and_it_is_told() -> None:
    """In the words of the stage, and in the facts of the result."""
    texts, labels = made_long_texts(1.0)
    encoded = _encoded([*_with_whole(texts)], labels)
    assert (encoded.max_tokens, encoded.tail_tokens) == (64, 32)
    assert set(encoded.training.tokens.lengths) == set(encoded.validation.tokens.lengths) == {40, 64}
    note = (
        "of texts of more than 64 words (75 %) the first 31 and the last 32 are read: "
        "more words say nothing more of the labels"
    )
    assert encoded.read == TextsRead(64, 31, 32, 0.25, note)
    assert cut_words(encoded) == f"; {note}"


def test_where_nobody_can_tell_the_beginning_and_the_end_are_kept() -> None:
    """Labels by lot: 400 words are not too many to be read whole, and nothing is cut on a guess."""
    texts, labels = made_long_texts(0.5)
    lots = np.random.default_rng(1).integers(2, size=len(labels))
    encoded = _encoded(texts, lots)
    assert (encoded.max_tokens, encoded.tail_tokens) == (512, 256)
    assert set(encoded.training.tokens.lengths) == {400}
    assert encoded.read is not None
    assert (encoded.read.whole_share, encoded.read.note) == (1, "")
    assert [cut.most for cut in encoded.shorter] == [400, 256, 128, 64]


@pytest.mark.parametrize(("word_s", "most"), [(1e-5, 512), (4e-5, 256), (8e-5, 128), (1.0, 64)])
def test_a_short_box_takes_a_cut_of_which_one_pass_fits(word_s: float, most: int) -> None:
    """800 texts of 400 words in ten seconds; the shortest where even that is too long."""
    texts, labels = made_long_texts(0.5)
    lots = np.random.default_rng(1).integers(2, size=len(labels))
    trial, learner = _trial(_encoded(texts, lots), word_s)
    fit_to_time(trial, 10.0)
    encoded = trial.encoded
    assert (encoded.max_tokens, encoded.tail_tokens) == (most, most // 2)
    if most == 512:
        assert learner.taken == []
        return
    assert learner.taken == [encoded.training.tokens, encoded.validation.tokens]
    assert set(encoded.training.tokens.lengths) == {most}
    assert encoded.read is not None
    assert encoded.read.note.endswith("with more words there would be no time to read every text once")
    assert encoded.read.whole_share == 0


def test_what_the_labels_need_is_not_cut_away_for_the_sake_of_time() -> None:
    """A word in the middle tells all: half of the text says nothing."""
    trial, learner = _trial(_encoded(*made_long_texts(0.4)), 1.0)
    assert (trial.encoded.max_tokens, trial.encoded.tail_tokens) == (256, 0)
    fit_to_time(trial, 1.0)
    assert (trial.encoded.max_tokens, learner.taken) == (256, [])


def test_short_texts_stay_as_they_are() -> None:
    """As they were read before anything was chosen; nobody asks how long a word takes, and nothing is said."""
    texts, labels = made_long_texts(0.1)
    short = [" ".join(text.split()[: 100 + row % 50]) for row, text in enumerate(texts)]
    encoded = _encoded(short, labels)
    before = encode_for_training(short[:800])
    np.testing.assert_array_equal(encoded.training.tokens.ids, before.rows.ids)
    assert TextCut(encoded.max_tokens, encoded.tail_tokens) == before.cut
    assert encoded.vocabulary.words == before.vocabulary.words
    trial, learner = _trial(encoded, math.nan)
    fit_to_time(trial, 0.0)
    assert trial.encoded is encoded
    assert (learner.taken, cut_words(encoded), encoded.shorter) == ([], "", ())
    assert encoded.read is not None
    assert encoded.read.whole_share >= 0.98
