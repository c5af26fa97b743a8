"""What a session keeps for another worker, or another box, to go on from."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from model.folder.predictor import load_model
from model.judging.intervals import IntervalEstimate
from model.network.bilstm import BilstmShape
from model.protocol.errors import ModelFolderError
from model.protocol.hands import Hand, write_hands
from model.protocol.result import DataFacts, Sample, TextsRead
from model.protocol.run_folder import PREPARED_FACTS, PREPARED_FOLDER, RESUME_FOLDER
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import Part, SessionData
from model.session.resume import (
    Standing,
    forget_current,
    keep_best,
    keep_current,
    keep_held_out,
    keep_session,
    load_beginning,
    load_best,
    load_current,
    load_held_out,
    load_prepared,
    load_session,
    make_room,
)
from model.session.smoke_stage import Encoded, Trial
from model.text.given_vectors import GivenVectors
from model.training.ladder import RungDone, RungLength
from model.training.plan import ProofTimes
from model.training.training_set import Snapshot, TrainingSet
from tests.unit.made_models import (
    CLASSES,
    LABELS,
    made_benchmark,
    made_label_benchmark,
    made_labels,
    made_texts,
    made_vocabulary,
)


def _session() -> tuple[FittedBenchmark, Trial]:
    texts, labels = [*made_texts(60), "Größe 東京 \ud800"], np.arange(61) % 3
    parts = [Part(texts[rows], labels[rows]) for rows in (slice(0, 41), slice(41, 51), slice(51, 61))]
    model, vocabulary = made_benchmark(), made_vocabulary()
    logits = np.random.default_rng(0).normal(size=(41, 3)).astype(np.float32)
    scores = {"accuracy": IntervalEstimate(0.9, 0.8, 0.95), "roc_auc": IntervalEstimate(np.nan, np.nan, np.nan)}
    data = SessionData(CLASSES, *parts, sha256="ff", facts=DataFacts(Sample(61, 61, "all rows")))
    fitted = FittedBenchmark(data, model, logits, scores, "fewer rows")
    shape = BilstmShape(len(vocabulary), 3, embedding=8, units=6)
    sets = (
        TrainingSet(vocabulary.encode(part.texts, max_tokens=9), part.labels, shown)
        for part, shown in zip(parts[:2], (logits, model.logits(parts[1].texts)), strict=True)
    )
    return fitted, Trial(cast(Any, None), Encoded(vocabulary, 9, shape, *sets), ProofTimes(0.5, 3.0))


def test_vectors_of_a_file_and_further_texts_come_back(tmp_path: Path) -> None:
    """The file may be gone by then; folders of earlier versions have neither."""
    fitted, trial = _session()
    keep_session(tmp_path, fitted, trial, {})
    kept = load_session(tmp_path)
    assert kept is not None
    assert (kept.encoded.given, len(kept.encoded.further)) == (None, 0)
    (tmp_path / PREPARED_FACTS).with_name("further-tokens.npz").unlink()
    assert load_session(tmp_path) is not None
    encoded = trial.encoded
    given = GivenVectors(np.ones((len(encoded.vocabulary), 4), np.float32), "wiki.vec", 300, 0.9, 0.6)
    trial.encoded = replace(encoded, given=given, further=encoded.validation.tokens)
    keep_session(tmp_path, fitted, trial, {})
    kept = load_session(tmp_path)
    assert kept is not None
    assert kept.encoded.given is not None
    assert kept.encoded.given.words == given.words
    np.testing.assert_array_equal(kept.encoded.given.vectors, given.vectors)
    np.testing.assert_array_equal(kept.encoded.further.ids, encoded.validation.tokens.ids)


def test_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    """Texts of any language, labels, token numbers, logits, scores, the benchmark, and what the test run took."""
    fitted, trial = _session()
    keep_session(tmp_path, fitted, trial, {"start_s": 4.0})
    kept = load_session(tmp_path)
    assert kept is not None
    for name in ("train", "validation", "held_out"):
        before, after = getattr(fitted.data, name), getattr(kept.fitted.data, name)
        assert after.texts == before.texts
        np.testing.assert_array_equal(after.labels, before.labels)
    assert (kept.fitted.data.classes, kept.fitted.data.sha256) == (CLASSES, "ff")
    assert kept.fitted.data.facts == fitted.data.facts
    assert kept.fitted.validation["accuracy"] == fitted.validation["accuracy"]
    assert np.isnan(kept.fitted.validation["roc_auc"].value)
    assert kept.fitted.note == "fewer rows"
    np.testing.assert_array_equal(kept.fitted.out_of_fold_logits, fitted.out_of_fold_logits)
    texts = fitted.data.held_out.texts
    np.testing.assert_array_equal(kept.fitted.model.logits(texts), fitted.model.logits(texts))
    np.testing.assert_array_equal(kept.encoded.training.tokens.ids, trial.encoded.training.tokens.ids)
    assert kept.encoded.shape == trial.encoded.shape
    assert kept.encoded.vocabulary.words == trial.encoded.vocabulary.words
    assert (kept.times, kept.measured) == (trial.times, {"start_s": 4.0})


def test_the_cut_of_long_texts_comes_back(tmp_path: Path) -> None:
    """What a worker that follows delivers reads the same words; earlier versions read the first ones."""
    fitted, trial = _session()
    read = TextsRead(9, 4, 4, 0.7, "of texts of more than 9 words the first 4 and the last 4 are read")
    trial.encoded = replace(trial.encoded, tail_tokens=4, read=read)
    keep_session(tmp_path, fitted, trial, {})
    kept = load_session(tmp_path)
    assert kept is not None
    assert (kept.encoded.max_tokens, kept.encoded.tail_tokens, kept.encoded.read) == (9, 4, read)
    path = tmp_path / PREPARED_FACTS
    facts = json.loads(path.read_text(encoding="utf-8"))
    del facts["tail_tokens"], facts["texts_read"]
    path.write_text(json.dumps(facts), encoding="utf-8")
    kept = load_session(tmp_path)
    assert kept is not None
    assert (kept.encoded.max_tokens, kept.encoded.tail_tokens, kept.encoded.read) == (9, 0, None)


def test_several_labels_come_back_as_they_were(tmp_path: Path) -> None:
    """The matrix of each part, and the benchmark with its thresholds."""
    fitted, trial = _session()
    parts = {
        name: Part(part.texts, made_labels(len(part.texts)))
        for name, part in (("train", fitted.data.train), ("validation", fitted.data.validation))
    }
    labelled = replace(fitted, data=replace(fitted.data, classes=LABELS, **parts), model=made_label_benchmark())
    keep_session(tmp_path, labelled, trial, {})
    kept = load_session(tmp_path)
    assert kept is not None
    for name, part in parts.items():
        found = getattr(kept.fitted.data, name).labels
        np.testing.assert_array_equal(found, part.labels)
        assert (found.dtype, found.ndim) == (np.int8, 2)
    np.testing.assert_array_equal(kept.encoded.training.labels, parts["train"].labels)
    assert kept.fitted.model.several_labels
    np.testing.assert_array_equal(kept.fitted.model.decision.thresholds, made_label_benchmark().decision.thresholds)


def test_what_is_kept_is_no_model(tmp_path: Path) -> None:
    """`predict` refuses the folder, as long as nothing else lies in it."""
    fitted, trial = _session()
    keep_session(tmp_path, fitted, trial, {})
    with pytest.raises(ModelFolderError, match="holds no model"):
        load_model(tmp_path)


def test_a_half_written_or_damaged_one_is_none(tmp_path: Path) -> None:
    """Another worker then reads the file again."""
    assert load_session(tmp_path) is None
    fitted, trial = _session()
    keep_session(tmp_path, fitted, trial, {})
    facts = tmp_path / PREPARED_FACTS
    whole = facts.read_bytes()
    facts.write_bytes(whole[: len(whole) // 2])
    assert load_session(tmp_path) is None
    facts.write_bytes(whole)
    (facts.parent / "logits.npz").write_bytes(b"PK")
    assert load_session(tmp_path) is None


def _snapshot(seed: int) -> Snapshot:
    random = np.random.default_rng(seed)
    return Snapshot(
        {"forward.kernel": random.normal(size=(3, 4)).astype(np.float32)},
        {"updates": np.array(7.0, np.float32), "step": np.array(12)},
    )


def test_the_standing_comes_back_with_its_weights(tmp_path: Path) -> None:
    """To the last bit, scalars as scalars; and the best weights apart from it."""
    standing = Standing(RungLength(9.0, is_last=True), 2, 0.4, 1234, (RungDone(1.0, 2.5, 0.5, float("nan")),))
    keep_current(tmp_path, _snapshot(1), standing)
    keep_best(tmp_path, _snapshot(2))
    found = load_current(tmp_path)
    assert found is not None
    assert found[1].length == standing.length
    assert (found[1].number, found[1].share_done, found[1].rows_done) == (2, 0.4, 1234)
    assert np.isnan(found[1].done[0].training_loss)
    for kept, seed in ((found[0], 1), (load_best(tmp_path), 2)):
        assert kept is not None
        expected = _snapshot(seed)
        np.testing.assert_array_equal(kept.weights["forward.kernel"], expected.weights["forward.kernel"])
        assert kept.optimiser["updates"].shape == ()
        assert int(kept.optimiser["step"]) == 12


def test_a_training_that_ended_leaves_its_best_only(tmp_path: Path) -> None:
    """Nobody goes on in the middle of what is done."""
    keep_current(tmp_path, _snapshot(1), Standing(RungLength(9.0, is_last=True)))
    keep_best(tmp_path, _snapshot(2))
    forget_current(tmp_path)
    assert load_current(tmp_path) is None
    assert load_best(tmp_path) is not None


def test_without_room_or_with_half_a_file_there_is_nothing(tmp_path: Path) -> None:
    """Half a snapshot is none."""
    assert load_best(tmp_path) is None
    keep_best(tmp_path, _snapshot(2))
    path = tmp_path / RESUME_FOLDER / "best.npz"
    path.write_bytes(path.read_bytes()[:100])
    assert load_best(tmp_path) is None


def test_held_out_predictions_are_kept_for_comparison(tmp_path: Path) -> None:
    """As they were."""
    assert load_held_out(tmp_path) is None
    keep_held_out(tmp_path, np.full((4, 3), 1 / 3))
    np.testing.assert_array_equal(load_held_out(tmp_path), np.full((4, 3), 1 / 3))


def test_where_it_has_no_room_nothing_half_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What room there is belongs to the model."""

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("model.session.resume._write_facts", full)
    fitted, trial = _session()
    with pytest.raises(OSError, match="No space"):
        keep_session(tmp_path, fitted, trial, {})
    assert not list((tmp_path / RESUME_FOLDER).iterdir())


def test_room_can_be_made_for_the_model(tmp_path: Path) -> None:
    """All that a new box would go on from is given up."""
    keep_best(tmp_path, _snapshot(2))
    make_room(tmp_path)
    assert not (tmp_path / RESUME_FOLDER).exists()


def test_hands_begin_with_the_vectors_of_the_session(tmp_path: Path) -> None:
    """They lie there where there are hands, whole; and what is prepared can be read wherever it was copied to."""
    fitted, trial = _session()
    vectors = np.random.default_rng(0).normal(size=(trial.encoded.shape.vocabulary, 8)).astype(np.float32)
    trial.learner = cast(Any, SimpleNamespace(word_vectors=vectors))
    write_hands(tmp_path, [Hand("hand-1", "lab")])
    keep_session(tmp_path, fitted, trial, {})
    copied = shutil.copytree(tmp_path / PREPARED_FOLDER, tmp_path / "elsewhere")
    beginning, kept = load_beginning(copied), load_prepared(copied)
    assert beginning is not None
    assert kept is not None
    np.testing.assert_array_equal(beginning, vectors)
    np.testing.assert_array_equal(kept.encoded.training.tokens.ids, trial.encoded.training.tokens.ids)


def test_without_hands_nothing_more_is_written(tmp_path: Path) -> None:
    fitted, trial = _session()
    keep_session(tmp_path, fitted, trial, {})
    assert not (tmp_path / PREPARED_FOLDER / "beginning.npz").exists()
    assert load_beginning(tmp_path / PREPARED_FOLDER) is None
