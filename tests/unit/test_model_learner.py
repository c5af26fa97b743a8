"""A learner on a tiny task that single words cannot solve, with time handed out by the test."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.bilstm import BilstmShape
from model.encode import Vocabulary
from model.learner import Learner, TrainingSet
from model.progress import Progress, Validation
from model.schedule import PEAK_LEARNING_RATE
from tests.unit.made_models import made_weights

_BETWEEN = ("at", "all", "really", "so", "very")
_SHAPE = {"embedding": 32, "units": 32, "spatial_dropout": 0.1, "dropout": 0.1}


def _negations(rows: int, seed: int) -> tuple[list[str], NDArray[np.int64]]:
    """'good' and 'bad' with or without a 'not' before them: each word alone says nothing of the label."""
    random = np.random.default_rng(seed)
    good, negated = random.integers(0, 2, rows), random.integers(0, 2, rows)
    texts = []
    for is_good, is_negated in zip(good, negated, strict=True):
        words = ["not"] * is_negated + list(random.choice(_BETWEEN, random.integers(0, 3)))
        texts.append(" ".join([*words, ("bad", "good")[is_good], "food"]))
    return texts, good ^ negated


def _set(vocabulary: Vocabulary, texts: list[str], labels: NDArray[np.int64]) -> TrainingSet:
    """A benchmark that knows nothing: all its logits are zero."""
    return TrainingSet(vocabulary.encode(texts), labels, np.zeros((len(texts), 2), np.float32))


def _learner(rows: int = 320, *, noise: bool = False, fast: bool | None = None, **options: Any) -> Learner:
    (texts, labels), (new_texts, new_labels) = _negations(rows, seed=0), _negations(200, seed=1)
    if noise:
        labels = np.random.default_rng(2).integers(0, 2, rows)
    vocabulary = Vocabulary.build(texts)
    return Learner(
        BilstmShape(vocabulary=len(vocabulary), classes=2, **_SHAPE),  # type: ignore[arg-type]
        _set(vocabulary, texts, labels),
        _set(vocabulary, new_texts, new_labels),
        **{"metric": "accuracy", "decision_shift": np.zeros(2), "seed": 3, "batch_size": 32, "fast": fast, **options},
    )


class _Time:
    """The share elapsed, moved on by a fixed part at each step that is told."""

    def __init__(self, each_step: float) -> None:
        self.share = 0.0
        self.told: list[Progress] = []
        self._each_step = each_step

    def __call__(self) -> float:
        return self.share

    def step(self, progress: Progress) -> None:
        self.told.append(progress)
        self.share += self._each_step


@pytest.fixture(scope="module")
def learned() -> tuple[Learner, _Time, list[Validation]]:
    """A learner that has come to the end of its time, and what it told on the way."""
    learner, time, validations = _learner(), _Time(1 / 300), []
    learner.train(rows=320, share_elapsed=time, on_progress=time.step, on_validation=validations.append)
    return learner, time, validations


def test_it_learns_what_no_single_word_says(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """'not good' against 'good': nearly every validation text is right, where the benchmark is right in half."""
    learner, _, validations = learned
    assert validations[-1].scores["accuracy"] > 0.97
    assert learner.deliver().network is not None
    assert learner.deliver().strength > 0


def test_plain_keras_learns_it_too() -> None:
    """The slow way, which every backend has, comes to the same end."""
    learner, time = _learner(fast=False), _Time(1 / 250)
    outcome = learner.train(rows=320, share_elapsed=time, on_progress=time.step)
    assert outcome.best is not None
    assert outcome.best.scores["accuracy"] > 0.97


def test_the_rate_follows_the_clock(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """It rises, then falls to nearly zero at the last step; every step is told."""
    _, time, _ = learned
    rates = [progress.learning_rate for progress in time.told]
    assert [progress.step for progress in time.told] == list(range(1, len(rates) + 1))
    assert max(rates) <= PEAK_LEARNING_RATE
    assert rates[-1] < 0.02 * PEAK_LEARNING_RATE
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_validation_comes_about_every_tenth_and_at_the_end(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """Each says whether it is the best so far; the last one comes after the last step."""
    _, time, validations = learned
    assert 8 <= len(validations) <= 11
    assert validations[-1].step == time.told[-1].step
    bests = [validation.scores["accuracy"] for validation in validations if validation.is_best]
    assert bests == sorted(bests)
    assert validations[0].is_best


def test_the_loss_told_falls(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """From that of guessing to little, though one word in five is hidden from it."""
    _, time, _ = learned
    assert time.told[0].loss == pytest.approx(np.log(2), abs=0.05)
    assert time.told[-1].loss < 0.4


def test_what_is_delivered_is_what_validation_scored(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """The arrays of the best check, as a plain Keras network, give the score that was told."""
    learner, _, validations = learned
    network = learner.deliver().network
    assert network is not None
    texts, labels = _negations(200, seed=1)
    rows = Vocabulary.build(_negations(320, seed=0)[0]).encode(texts)
    logits = network.build()([rows.padded(np.arange(200), 12), np.zeros((200, 2), np.float32)])
    best = max(validation.scores["accuracy"] for validation in validations)
    assert np.mean(np.argmax(logits, axis=1) == labels) == pytest.approx(best)


def test_restoring_brings_back_weights_and_optimiser_exactly() -> None:
    """After other steps, to the last bit; what was found best on the way is forgotten."""
    learner = _learner()
    learner.train(rows=320, epochs=1, share_elapsed=lambda: 0.0)
    before = learner.snapshot()
    learner.train(rows=320, epochs=1, share_elapsed=lambda: 0.0, ends_when_stalled=False)
    changed = learner.snapshot()
    assert not np.array_equal(changed.weights["forward.kernel"], before.weights["forward.kernel"])
    learner.restore(before)
    after = learner.snapshot()
    for found, expected in ((after.weights, before.weights), (after.optimiser, before.optimiser)):
        assert found.keys() == expected.keys()
        for name, array in found.items():
            np.testing.assert_array_equal(array, expected[name])
    assert learner.deliver().network is None


def test_measuring_speed_leaves_the_network_as_it_was() -> None:
    """Seconds for each length and for a validation, and not one weight moved."""
    learner = _learner()
    before = learner.snapshot()
    speed = learner.measure_speed(lambda: 1.0)
    assert all(seconds > 0 for seconds in speed.step_s.values())
    assert speed.score_s > 0
    assert learner.epoch_s(speed) > 0
    after = learner.snapshot()
    for found, expected in ((after.weights, before.weights), (after.optimiser, before.optimiser)):
        for name, array in found.items():
            np.testing.assert_array_equal(array, expected[name])


def test_no_time_means_no_step() -> None:
    """With the share elapsed at one it ends at once, validated as it stands: level with the benchmark."""
    validations: list[Validation] = []
    outcome = _learner().train(rows=320, share_elapsed=lambda: 1.0, on_validation=validations.append)
    assert (outcome.steps, outcome.epochs, outcome.stopped) == (0, 0.0, False)
    assert [validation.strength for validation in validations] == [0.0]


def test_stop_and_keep_means_a_short_decay_then_the_end() -> None:
    """Asked at 0.4 of the time: about a twentieth of it later training is over, its last rate nearly zero."""
    learner, time = _learner(), _Time(0.005)
    outcome = learner.train(rows=320, share_elapsed=time, on_progress=time.step, should_stop=lambda: time.share >= 0.4)
    assert outcome.stopped
    assert 0.4 < time.share <= 0.46
    assert time.told[-1].learning_rate < 0.15 * PEAK_LEARNING_RATE
    assert outcome.best is not None


def test_a_training_that_has_stopped_helping_goes_back_to_its_best_and_ends() -> None:
    """Labels by lot teach nothing that validation likes: half of the time later the rate falls, and soon it ends."""
    learner, time = _learner(noise=True), _Time(1 / 400)
    outcome = learner.train(rows=320, share_elapsed=time, on_progress=time.step)
    assert outcome.stalled
    assert not outcome.stopped
    assert 0.5 < time.share < 0.85
    assert time.told[-1].learning_rate < 0.1 * PEAK_LEARNING_RATE
    assert outcome.best is not None
    assert outcome.best.step < outcome.steps


def test_the_epochs_asked_for_end_it_before_the_time_does() -> None:
    """Two passes over all rows, counted in rows; the rate has fallen to nearly zero by then."""
    time = _Time(0.0)
    outcome = _learner().train(rows=320, epochs=2, share_elapsed=time, on_progress=time.step)
    assert outcome.epochs == pytest.approx(2)
    assert outcome.steps == time.told[-1].steps == 20
    assert not outcome.stopped
    assert time.told[-1].learning_rate < 0.1 * PEAK_LEARNING_RATE


def test_only_the_first_rows_are_trained_on() -> None:
    """A plan that fits fewer rows takes the first ones; an epoch is a pass over those."""
    outcome = _learner().train(rows=64, epochs=3, share_elapsed=lambda: 0.0)
    assert (outcome.steps, outcome.epochs) == (6, pytest.approx(3))


def test_a_network_that_never_helps_is_not_delivered() -> None:
    """Trained on labels drawn by lot beside a benchmark that is right: None, and a sentence why."""
    learner = _learner(noise=True)
    labels = learner._validation.labels
    learner._aim = type(learner._aim)(40 * np.eye(2, dtype=np.float32)[labels], labels, "accuracy", np.zeros(2))
    learner._validation = TrainingSet(learner._validation.tokens, labels, learner._aim.benchmark)
    learner.train(rows=320, epochs=2, share_elapsed=lambda: 0.0)
    correction = learner.deliver()
    assert correction.network is None
    assert correction.strength == 0
    assert correction.sentence == "The network did not help on validation: the benchmark is delivered."


def test_nothing_validated_means_the_benchmark() -> None:
    """A learner that was never trained delivers none."""
    assert _learner().deliver().network is None


def test_the_same_seed_learns_the_same() -> None:
    """Step by step."""

    def weights() -> NDArray[np.float32]:
        learner = _learner()
        learner.train(rows=320, epochs=1, share_elapsed=lambda: 0.0)
        return learner.current().arrays["embedding.embeddings"]

    np.testing.assert_array_equal(weights(), weights())


def test_a_batch_is_no_larger_than_the_rows_there_are() -> None:
    """Forty rows in batches of at most forty."""
    learner = _learner(rows=40, batch_size=64)
    assert learner.batch_size == 40
    assert learner.train(rows=40, epochs=1, share_elapsed=lambda: 0.0).steps == 1


def test_the_network_as_it_stands_can_be_had() -> None:
    """Whatever validation says: the test run saves it."""
    found = _learner().current()
    assert found.arrays.keys() == made_weights().arrays.keys()
