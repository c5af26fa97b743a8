"""A session reads the vectors that were named, says what they cover, and goes on without them where they fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from model.network.bilstm import BilstmShape
from model.protocol.order import TrainingChoices
from model.session.smoke_stage import Encoded
from model.session.vectors_stage import beginnings, encode_further, vector_facts, vector_words, with_given_vectors
from model.text.encode import Vocabulary
from model.training.training_set import TrainingSet
from tests.unit.made_models import made_texts

TEXTS = [f"{text} word{n % 300} word{(n * 7) % 300}" for n, text in enumerate(made_texts(900))]


@pytest.fixture(scope="module")
def encoded() -> Encoded:
    vocabulary = Vocabulary.build(TEXTS)
    tokens = vocabulary.encode(TEXTS)
    one = TrainingSet(tokens, np.zeros(len(TEXTS), np.int64), np.zeros((len(TEXTS), 2), np.float32))
    return Encoded(vocabulary, 64, BilstmShape(len(vocabulary), 2, embedding=16), one, one)


def context(vectors: Path | None, *, left_s: float = 10.0) -> Any:
    warned: list[str] = []
    box = SimpleNamespace(elapsed_s=lambda: 0.0, timebox_s=60.0, until_s=lambda end_s: lambda: left_s)
    choices = TrainingChoices(vectors=None if vectors is None else str(vectors))
    log = SimpleNamespace(warn=warned.append, warnings=warned)
    return SimpleNamespace(choices=choices, box=box, log=log, config=SimpleNamespace(vectors_folder=None))


def written(folder: Path, words: tuple[str, ...]) -> Path:
    path = folder / "made.vec"
    numbers = np.random.default_rng(0).normal(size=(len(words), 20))
    rows = (f"{word} {' '.join(map(str, row))}\n" for word, row in zip(words, numbers, strict=True))
    path.write_text(f"{len(words)} 20\n{''.join(rows)}")
    return path


def test_the_coverage_is_said_and_kept_for_the_result(encoded: Encoded, tmp_path: Path) -> None:
    """In the summary of the stage, and in the facts of the result."""
    half = encoded.vocabulary.words[::2]
    asked = context(written(tmp_path, half))
    got = with_given_vectors(asked, encoded)
    facts = vector_facts(got)
    assert asked.log.warnings == []
    assert (facts.source, facts.dimensions) == ("made.vec", 20)
    assert facts.word_share == pytest.approx(len(half) / len(encoded.vocabulary.words))
    assert "word vectors of made.vec (" in vector_words(got)
    assert f"{round(100 * facts.word_share)} % of the different words" in vector_words(got)


def test_an_embedding_begins_with_them_and_can_begin_without(encoded: Encoded, tmp_path: Path) -> None:
    """Both beginnings are there, for two trainings that differ in nothing else."""
    got = with_given_vectors(context(written(tmp_path, encoded.vocabulary.words)), encoded)
    both = beginnings(got, got.training.tokens, most_tokens=100_000)
    assert both.own is not None
    assert both.usual is both.with_file is not None
    assert both.with_file.shape == both.own.shape == (len(encoded.vocabulary), 16)
    assert not np.allclose(both.with_file, both.own)
    without = beginnings(encoded, encoded.training.tokens, most_tokens=100_000)
    np.testing.assert_array_equal(without.usual, both.own)


def test_a_file_that_turns_out_damaged_costs_only_its_vectors(encoded: Encoded, tmp_path: Path) -> None:
    """It may look whole at the start of the session."""
    path = written(tmp_path, encoded.vocabulary.words)
    path.write_text(path.read_text()[:-200])
    asked = context(path)
    assert with_given_vectors(asked, encoded) is encoded
    assert "damaged or cut off" in asked.log.warnings[0]
    assert asked.log.warnings[0].endswith("The training goes on without them.")
    path.unlink()
    assert with_given_vectors(context(path), encoded) is encoded


def test_a_file_of_another_language_is_said_to_have_no_word(encoded: Encoded, tmp_path: Path) -> None:
    """Nothing is compared then."""
    asked = context(written(tmp_path, ("слово", "язык")))
    assert with_given_vectors(asked, encoded) is encoded
    assert "none of the words of these texts" in asked.log.warnings[0]


def test_texts_without_a_label_lend_their_words(encoded: Encoded) -> None:
    """They change the vectors made from the table, and their number is said; within the number of words allowed."""
    further = replace(encoded, further=encoded.vocabulary.encode(["word1 word2 word1 word2"] * 500))
    plain, more = (beginnings(one, one.training.tokens, most_tokens=100_000).own for one in (encoded, further))
    assert plain is not None
    assert more is not None
    assert not np.allclose(plain, more)
    assert vector_facts(further).further_texts == 500
    assert "500 texts without a label" in vector_words(further)
    few = beginnings(further, further.training.tokens, most_tokens=100).own
    np.testing.assert_array_equal(few, beginnings(encoded, encoded.training.tokens, most_tokens=100).own)


def test_no_more_further_texts_than_there_is_time_for(encoded: Encoded) -> None:
    """Those that are said to lend their words do; where the training texts are enough, there are none."""
    texts = ["word1 word2 word3", "word4"] * 50
    for room, rows in ((-5, 0), (0, 0), (3, 1), (7, 3), (10_000, 100)):
        further = encode_further(encoded.vocabulary, texts, most_tokens=room, row_tokens=64)
        assert len(further) == rows
        assert len(further.ids) <= max(0, room)
    assert len(encode_further(encoded.vocabulary, (), most_tokens=100, row_tokens=64)) == 0
