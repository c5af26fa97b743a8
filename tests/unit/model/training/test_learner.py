"""A learner on a tiny task that single words cannot solve, with time handed out by the test."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.judging.decision import Decision
from model.network.bilstm import BilstmShape
from model.network.forward import corrections
from model.text.cut import TextCut
from model.text.encode import Vocabulary
from model.training import learner as learner_module
from model.training.learner import Learner
from model.training.progress import Candidate, Progress, Validation
from model.training.schedule import PEAK_LEARNING_RATE
from model.training.training_set import TrainingSet, TrainingTime
from model.training.training_state import TrainingState
from tests.unit.made_models import made_weights

pytestmark = pytest.mark.slow

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
        **{
            "metric": "accuracy",
            "decision": Decision(np.zeros(2)),
            "seed": 3,
            "batch_size": 32,
            "fast": fast,
            **options,
        },
    )


def _epochs(epochs: float, rows: int = 320) -> TrainingTime:
    """So many passes, however long they take."""
    return TrainingTime(rows, lambda: 0.0, epochs=epochs)


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


class _Told:
    """The validations that a learner told of."""

    def __init__(self) -> None:
        self.told: list[Validation] = []

    def __call__(self, state: TrainingState, candidate: Candidate) -> None:
        self.told.append(candidate.validation)


@pytest.fixture(scope="module")
def learned() -> tuple[Learner, _Time, list[Validation]]:
    """A learner that has come to the end of its time, and what it told on the way."""
    learner, time, validations = _learner(), _Time(1 / 300), _Told()
    learner.train(TrainingTime(320, time), on_progress=time.step, on_validation=validations)
    return learner, time, validations.told


def test_it_learns_what_no_single_word_says(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """'not good' against 'good': nearly every validation text is right, where the benchmark is right in half."""
    learner, _, validations = learned
    assert validations[-1].scores["accuracy"] > 0.97
    assert learner.deliver().network is not None
    assert learner.deliver().strength > 0


def test_plain_keras_learns_it_too() -> None:
    """The slow way, which every backend has, comes to the same end."""
    learner, time = _learner(fast=False), _Time(1 / 250)
    outcome = learner.train(TrainingTime(320, time), on_progress=time.step)
    assert outcome.best.validation.scores["accuracy"] > 0.97


def test_steps_of_a_test_run_change_the_network_and_look_at_no_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Afterwards it can be put back as it was."""
    learner = _learner()
    monkeypatch.setattr(learner, "candidate", lambda *_: pytest.fail("validation was looked at"))
    before = learner.snapshot()
    learner.take_steps(2)
    after = learner.snapshot()
    assert int(after.optimiser["step"]) == 2
    assert any(not np.array_equal(before.weights[name], after.weights[name]) for name in before.weights)
    learner.restore(before)
    again = learner.snapshot()
    assert all(np.array_equal(before.weights[name], again.weights[name]) for name in before.weights)


def test_the_seconds_of_a_look_at_validation_are_told_by_some_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On long texts a whole look would take longer than all else that is measured."""
    labelled: list[int] = []

    def noted(steps: Any, tokens: Any) -> Any:
        labelled.append(len(tokens))
        return corrections(steps, tokens)

    monkeypatch.setattr(learner_module, "corrections", noted)
    monkeypatch.setattr(learner_module, "_MOST_SCORED", 40)
    speed = _learner().measure_speed(lambda: 0.0)
    assert labelled == [1, 40]
    assert speed.score_s > 0


def test_the_rate_follows_the_clock(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """It rises, then falls to nearly zero at the last step; every step is told."""
    _, time, _ = learned
    rates = [progress.learning_rate for progress in time.told]
    assert [progress.step for progress in time.told] == list(range(1, len(rates) + 1))
    assert max(rates) <= PEAK_LEARNING_RATE
    assert rates[-1] < 0.02 * PEAK_LEARNING_RATE
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_validation_comes_about_every_tenth_and_at_the_end(learned: tuple[Learner, _Time, list[Validation]]) -> None:
    """The last one comes after the last step, and the best of them is what is delivered."""
    learner, time, validations = learned
    assert 8 <= len(validations) <= 11
    assert validations[-1].step == time.told[-1].step
    assert learner.best is not None
    assert learner.best.validation == min(validations, key=lambda validation: validation.log_loss)


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
    best = min(validations, key=lambda validation: validation.log_loss).scores["accuracy"]
    assert np.mean(np.argmax(logits, axis=1) == labels) == pytest.approx(best)


def test_restoring_brings_back_weights_and_optimiser_exactly() -> None:
    """After other steps, to the last bit; what was found best on the way is forgotten."""
    learner = _learner()
    learner.train(_epochs(1))
    before = learner.snapshot()
    learner.train(_epochs(1))
    changed = learner.snapshot()
    assert not np.array_equal(changed.weights["forward.kernel"], before.weights["forward.kernel"])
    learner.restore(before)
    after = learner.snapshot()
    for found, expected in ((after.weights, before.weights), (after.optimiser, before.optimiser)):
        assert found.keys() == expected.keys()
        for name, array in found.items():
            np.testing.assert_array_equal(array, expected[name])
    assert learner.deliver().network is None


def test_how_long_was_measured_draws_no_other_batches() -> None:
    """The same seed trains the same network, whatever the pace of the machine."""
    learners = [_learner() for _ in range(2)]
    for learner, seconds in zip(learners, (0.0, 1.0), strict=True):
        learner.longest_step_s(16)
        learner.measure_speed(lambda seconds=seconds: seconds)  # type: ignore[misc]
        learner.take_steps(6)
    one, other = (learner.snapshot().weights for learner in learners)
    for name, array in one.items():
        np.testing.assert_allclose(array, other[name], atol=1e-5, err_msg=name)


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
    validations = _Told()
    outcome = _learner().train(TrainingTime(320, lambda: 1.0), on_validation=validations)
    assert (outcome.steps, outcome.epochs, outcome.stopped) == (0, 0.0, False)
    assert [validation.strength for validation in validations.told] == [0.0]


def test_stop_and_keep_means_a_short_decay_then_the_end() -> None:
    """Asked at 0.4 of the time: about a twentieth of it later training is over, its last rate nearly zero."""
    learner, time = _learner(), _Time(0.005)
    outcome = learner.train(TrainingTime(320, time), on_progress=time.step, should_stop=lambda: time.share >= 0.4)
    assert outcome.stopped
    assert 0.4 < time.share <= 0.46
    assert time.told[-1].learning_rate < 0.15 * PEAK_LEARNING_RATE


def test_a_training_that_learns_by_heart_ends_when_validation_has_not_got_better_for_half_of_it() -> None:
    """Few texts with labels by lot, seen again and again: training texts get better, validation does not."""
    learner, time = _learner(64, noise=True), _Time(1 / 600)
    outcome = learner.train(TrainingTime(64, time), on_progress=time.step, ends_when_stalled=True)
    assert outcome.loss < 0.9 * learner.benchmark_loss
    assert outcome.stalled
    assert not outcome.stopped
    assert 0.5 < time.share < 0.95
    assert outcome.best.validation.step < outcome.steps


def test_a_training_that_stands_still_goes_on() -> None:
    """With a rate of zero neither training texts nor validation get better: it may only be slow to begin."""
    learner, time = _learner(), _Time(1 / 100)
    outcome = learner.train(TrainingTime(320, time, peak_rate=0.0), on_progress=time.step, ends_when_stalled=True)
    assert not outcome.stalled
    assert time.share >= 1


def test_starting_over_is_another_training_and_the_best_stays() -> None:
    """Other weights, an optimiser that has seen nothing, and what was best before is still delivered."""
    learner = _learner()
    first = learner.snapshot()
    learner.train(_epochs(8))
    best = learner.best
    learner.start_over(1)
    second = learner.snapshot()
    assert not np.array_equal(first.weights["forward.kernel"], second.weights["forward.kernel"])
    assert not second.optimiser["table_updates"].any()
    assert learner.best is best is not None


def test_a_training_of_its_own_batches_is_the_same_whatever_was_trained_before() -> None:
    """Its number alone draws it, however large: so it is the same training in another process."""
    fresh, used = _learner(), _learner()
    used.train(_epochs(3))
    for learner in (fresh, used):
        learner.start_over(1_001, own_batches=True)
        learner.train(_epochs(2))
    other = used.snapshot().weights
    for name, array in fresh.snapshot().weights.items():
        np.testing.assert_array_equal(array, other[name])
    used.start_over(1_002, own_batches=True)
    used.train(_epochs(2))
    assert not np.array_equal(used.snapshot().weights["forward.kernel"], other["forward.kernel"])


def test_a_network_that_learns_by_itself_takes_nothing_of_the_benchmark() -> None:
    """Whatever the benchmark says of the training texts, it learns the same; the next one builds on it again."""
    telling, misled = _learner(), _learner()
    logits = 5 * np.eye(2, dtype=np.float32)[misled._training.labels]
    misled._training = replace(misled._training, benchmark=logits)
    for learner in (telling, misled):
        learner.start_over(1, alone=True)
        learner.train(_epochs(2))
    one, other = telling.snapshot().weights, misled.snapshot().weights
    for name, array in one.items():
        np.testing.assert_array_equal(array, other[name])
    assert not one["benchmark_scale.kernel"].any()
    misled.start_over(2)
    assert (misled.snapshot().weights["benchmark_scale.kernel"] == 1).all()


def test_beginning_from_good_weights_never_delivers_worse_ones() -> None:
    """A new learner that begins from what another has learned has its score before the first step."""
    teacher = _learner()
    taught = teacher.train(TrainingTime(320, _Time(0.0), epochs=25)).best.validation
    assert teacher.best_snapshot is not None
    learner = _learner()
    learner.begin_from(teacher.best_snapshot)
    assert learner.best is not None
    assert learner.best.validation.log_loss == pytest.approx(taught.log_loss, rel=1e-5)
    learner.train(_epochs(0.5))
    assert learner.best.validation.log_loss <= taught.log_loss * (1 + 1e-5)


def test_a_training_goes_on_where_a_dead_worker_left_it() -> None:
    """Four of ten passes were done: six are left, and the rate is as far down as it was."""
    time = _Time(0.0)
    outcome = _learner().train(TrainingTime(320, time, epochs=10, rows_done=4 * 320), on_progress=time.step)
    assert outcome.steps == 60
    assert outcome.epochs == pytest.approx(10)
    assert time.told[0].learning_rate == pytest.approx(0.6 * PEAK_LEARNING_RATE, rel=0.05)


def test_the_quicker_way_of_a_step_is_taken() -> None:
    """Whichever that is here, it learns on, and not one weight was moved by the comparison."""
    learner = _learner()
    before = learner.snapshot()
    assert learner.take_quicker_steps() in {True, False}
    np.testing.assert_array_equal(learner.snapshot().weights["forward.kernel"], before.weights["forward.kernel"])
    assert learner.train(TrainingTime(320, _Time(0.0), epochs=25)).best.validation.scores["accuracy"] > 0.9


def test_where_there_is_one_way_it_stays() -> None:
    """Plain Keras, and TensorFlow's operation where nothing is compiled, have no other way beside them."""
    assert _learner(fast=False).take_quicker_steps() is None
    assert _learner(compiled=False).take_quicker_steps() is None


def test_a_step_on_the_longest_texts_can_be_timed() -> None:
    """For any batch, and not one weight moves."""
    learner = _learner()
    before = learner.snapshot()
    assert learner.longest_step_s(64) > 0
    assert learner.batch_size == 32
    np.testing.assert_array_equal(learner.snapshot().weights["forward.kernel"], before.weights["forward.kernel"])


def test_the_epochs_asked_for_end_it_before_the_time_does() -> None:
    """Two passes over all rows, counted in rows; the rate has fallen to nearly zero by then."""
    time = _Time(0.0)
    outcome = _learner().train(TrainingTime(320, time, epochs=2), on_progress=time.step)
    assert outcome.epochs == pytest.approx(2)
    assert outcome.steps == time.told[-1].steps == 20
    assert not outcome.stopped
    assert time.told[-1].learning_rate < 0.1 * PEAK_LEARNING_RATE


def test_only_the_first_rows_are_trained_on() -> None:
    """A plan that fits fewer rows takes the first ones; an epoch is a pass over those."""
    outcome = _learner().train(_epochs(3, rows=64))
    assert (outcome.steps, outcome.epochs) == (6, pytest.approx(3))


def test_a_network_that_never_helps_is_not_delivered() -> None:
    """Trained on labels drawn by lot beside a benchmark that is right: None, and a sentence why."""
    learner = _learner(noise=True)
    labels = learner._validation.labels
    learner.aim = type(learner.aim)(40 * np.eye(2, dtype=np.float32)[labels], labels, "accuracy", Decision(np.zeros(2)))
    learner._validation = TrainingSet(learner._validation.tokens, labels, learner.aim.benchmark)
    learner.train(_epochs(2))
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
        learner.train(_epochs(1))
        return learner.current().arrays["embedding.embeddings"]

    np.testing.assert_array_equal(weights(), weights())


def test_a_batch_is_no_larger_than_the_rows_there_are() -> None:
    """Forty rows in batches of at most forty."""
    learner = _learner(rows=40, batch_size=64)
    assert learner.batch_size == 40
    assert learner.train(_epochs(1, rows=40)).steps == 1


def test_the_network_as_it_stands_can_be_had() -> None:
    """Whatever validation says: the test run saves it."""
    found = _learner().current()
    assert found.arrays.keys() == made_weights().arrays.keys()


def _label_learner(fast: bool | None = None) -> Learner:
    """Two labels: that it is good; and that it is very much so, which the benchmark knows."""

    def labelled(rows: int, seed: int) -> tuple[list[str], NDArray[np.int8]]:
        texts, good = _negations(rows, seed)
        return texts, np.stack((good, ["very" in text for text in texts]), axis=1).astype(np.int8)

    def known(vocabulary: Vocabulary, texts: list[str], labels: NDArray[np.int8]) -> TrainingSet:
        benchmark = 4.0 * (2 * labels - 1) * (0, 1)
        return TrainingSet(vocabulary.encode(texts), labels, benchmark.astype(np.float32))

    texts, labels = labelled(320, seed=0)
    vocabulary = Vocabulary.build(texts)
    return Learner(
        BilstmShape(vocabulary=len(vocabulary), classes=2, **_SHAPE),  # type: ignore[arg-type]
        known(vocabulary, texts, labels),
        known(vocabulary, *labelled(200, seed=1)),
        metric="macro_f1",
        decision=Decision(np.zeros(2), several_labels=True),
        seed=3,
        batch_size=32,
        fast=fast,
    )


@pytest.mark.parametrize("fast", [True, False])
def test_several_labels_are_learned_side_by_side(fast: bool) -> None:
    """A row may have both or none; what is delivered is what validation scored."""
    learner = _label_learner(fast)
    assert learner.benchmark_loss == pytest.approx((np.log(2) + np.log1p(np.exp(-4))) / 2)
    outcome = learner.train(_epochs(30))
    best = outcome.best.validation
    assert best.scores["macro_f1"] > 0.95
    assert outcome.loss < learner.benchmark_loss
    assert 0 < best.strength <= 1
    assert outcome.best.network is not None
    delivered = learner.deliver()
    assert delivered.network is outcome.best.network
    assert 0 < delivered.strength <= 1


def test_the_quicker_way_of_a_step_is_taken_for_several_labels_too() -> None:
    """Both ways train on labels that do not exclude each other."""
    learner = _label_learner()
    learner.take_quicker_steps()
    assert learner.train(_epochs(2)).steps == 20


def test_a_training_may_begin_without_the_vectors_of_a_file() -> None:
    """Two that differ in nothing else; words of which neither says anything begin as drawn."""
    words = len(Vocabulary.build(_negations(320, seed=0)[0]))
    of_file, of_table = np.full((words, 32), 2.0, np.float32), np.full((words, 32), 3.0, np.float32)
    of_file[0] = of_table[0] = 0
    learner = _learner(word_vectors=of_file, vectors_without_file=of_table)
    begun = [learner.snapshot().weights["embedding.embeddings"]]
    for without_file in (True, False):
        learner.start_over(1, without_file=without_file)
        begun.append(learner.snapshot().weights["embedding.embeddings"])
    assert [float(table[1, 0]) for table in begun] == [2.0, 3.0, 2.0]
    np.testing.assert_array_equal(begun[1][0], begun[2][0])


def test_texts_may_be_cut_before_the_training_begins() -> None:
    """The network is as new after the look at its speed, and learns from what is left of the texts."""
    learner = _learner()
    before, texts = learner.snapshot(), learner._training.tokens
    assert learner.word_s() > 0
    for name, array in before.weights.items():
        np.testing.assert_array_equal(learner.snapshot().weights[name], array)
    learner.take_texts(texts.cut(TextCut(3, 1)), learner._validation.tokens.cut(TextCut(3, 1)))
    assert learner._buckets == (4,)
    assert learner.train(_epochs(1)).steps == 10
