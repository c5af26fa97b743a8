"""Trains the network on top of the benchmark's logits, by a clock that it is given, and keeps the best it has seen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.bilstm import BilstmShape, build_bilstm
from model.buckets import Batch, padded_lengths, shuffled_batches
from model.config import BATCH_SIZE
from model.correction import Aim, Correction, choose_strength, scaled_arrays
from model.course import Course
from model.encode import PADDING, UNKNOWN, TokenRows
from model.fastest_steps import make_steps
from model.forward import corrections
from model.network_weights import FloatArrays, NetworkWeights, get_arrays, set_arrays
from model.progress import Progress, TrainingOutcome, Validation
from model.schedule import Schedule
from model.speed import Speed, time_steps
from model.steps import Floats, Steps, Tokens

WORD_DROPOUT = 0.2


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Texts as token numbers, their labels (rows,), and the benchmark's logits for them (rows, classes)."""

    tokens: TokenRows
    labels: NDArray[np.int64]
    benchmark: Floats

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A network's weights and its optimiser's state, to go back to."""

    weights: FloatArrays
    optimiser: dict[str, NDArray[Any]]


class Learner:
    """A network in training.

    Parameters
    ----------
    training
        Its benchmark logits are out of fold: what a model that has not seen the row says.
    validation
        Steers; its benchmark logits are the benchmark's own.
    decision_shift
        (classes,) added to logits before the metric is taken, as the delivered model does.
    """

    def __init__(
        self,
        shape: BilstmShape,
        training: TrainingSet,
        validation: TrainingSet,
        *,
        metric: str,
        decision_shift: NDArray[np.float64],
        seed: int,
        batch_size: int = BATCH_SIZE,
        fast: bool | None = None,
    ) -> None:
        self.batch_size = min(batch_size, len(training))
        self._shape = shape
        self._steps: Steps = make_steps(build_bilstm(shape, seed=seed), seed=seed, fast=fast)
        self._training, self._validation = training, validation
        self._aim = Aim(validation.benchmark, validation.labels, metric, decision_shift)
        self._buckets = padded_lengths(training.tokens.lengths)
        self._random = np.random.default_rng(seed)
        self._best: Validation | None = None
        self._best_network: NetworkWeights | None = None
        self._best_snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Where the network and its optimiser stand."""
        return Snapshot(get_arrays(self._steps.network), self._steps.optimiser_state())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back; what was found best on the way is forgotten."""
        self._go_back(snapshot)
        self._best = self._best_network = self._best_snapshot = None

    def measure_speed(self, time_left_s: Callable[[], float]) -> Speed:
        """Time steps on real rows of each length; the network is afterwards as it was."""
        before = self.snapshot()
        step_s, trace_s = time_steps(self._step_of_length, self._buckets, time_left_s)
        started = time.perf_counter()
        self._network_logits()
        score_s = time.perf_counter() - started
        self.restore(before)
        return Speed(step_s, trace_s, score_s)

    def epoch_s(self, speed: Speed) -> float:
        """Predicted seconds of one pass over all training rows."""
        random = np.random.default_rng(0)  # any order has nearly the same batches
        batches = shuffled_batches(self._training.tokens.lengths, self._buckets, self.batch_size, random)
        return speed.epoch_s(Counter(batch.length for batch in batches))

    def train(
        self,
        *,
        rows: int,
        share_elapsed: Callable[[], float],
        epochs: float | None = None,
        should_stop: Callable[[], bool] = lambda: False,
        ends_when_stalled: bool = True,
        on_progress: Callable[[Progress], None] = lambda progress: None,
        on_validation: Callable[[Validation], None] = lambda validation: None,
        validate_every_share: float = 0.1,
    ) -> TrainingOutcome:
        """Train on the first `rows` rows until the share elapsed is 1, or `epochs` passes are done.

        `should_stop` turning true means a short decay of the learning rate, then the end. So does a validation that has
        not got better for half of the training; the decay then starts from where it was best.
        """
        within = min(rows, len(self._training))
        schedule = Schedule(share_elapsed, should_stop)
        course = Course(schedule, share_elapsed, within, self.batch_size, epochs, validate_every_share)
        for batch in self._endless_batches(within):
            rate = course.next_rate()
            if rate is None:
                break
            started = time.perf_counter()
            loss = self._step(batch, rate)
            course.note(loss, len(batch.rows), time.perf_counter() - started)
            on_progress(course.progress(rate))
            if course.is_time_to_check():
                on_validation(self._validate(course))
                if ends_when_stalled and course.has_stalled():
                    self._settle(course)
        on_validation(self._validate(course))
        return course.outcome(self._best)

    def deliver(self) -> Correction:
        """The best network that validation has seen, as strong as it helps; None where it never did."""
        if self._best is None or self._best_network is None:
            return Correction(None, 0.0, "The network did not help on validation: the benchmark is delivered.")
        share = round(100 * self._best.strength)
        return Correction(self._best_network, self._best.strength, f"{share} % of the network's correction is taken.")

    def current(self) -> NetworkWeights:
        """The network as it stands, whatever validation says."""
        return NetworkWeights(self._shape, get_arrays(self._steps.network))

    def _validate(self, course: Course) -> Validation:
        choice = choose_strength(self._aim, self._network_logits())
        is_best = self._best is None or choice.log_loss < self._best.scores["log_loss"]
        scores = {"log_loss": choice.log_loss, self._aim.metric: choice.value}
        found = Validation(course.epochs_done, course.steps_done, scores, choice.strength, is_best)
        if is_best:
            self._best = found
            self._best_network = self._scaled(choice.strength) if choice.strength > 0 else None
            self._best_snapshot = self.snapshot()
        course.note_validation(found)
        return found

    def _settle(self, course: Course) -> None:
        """Go back to where validation was best, and let the learning rate fall to zero from there."""
        if self._best_snapshot is not None:
            self._go_back(self._best_snapshot)
        course.settle()

    def _go_back(self, snapshot: Snapshot) -> None:
        set_arrays(self._steps.network, snapshot.weights)
        self._steps.restore_optimiser(snapshot.optimiser)

    def _scaled(self, strength: float) -> NetworkWeights:
        return NetworkWeights(self._shape, scaled_arrays(get_arrays(self._steps.network), strength))

    def _network_logits(self) -> Floats:
        """The network's logits on validation (rows, classes)."""
        arrays = self._steps.network.get_layer("benchmark_scale")
        scale, shift = np.asarray(arrays.kernel), np.asarray(arrays.bias)
        found = scale * self._validation.benchmark + shift + corrections(self._steps, self._validation.tokens)
        return np.asarray(found, np.float32)

    def _step(self, batch: Batch, rate: float) -> float:
        data, rows = self._training, batch.rows
        tokens = self._without_some_words(data.tokens.padded(rows, batch.length))
        return self._steps.train(tokens, data.benchmark[rows], data.labels[rows], rate)

    def _without_some_words(self, tokens: Tokens) -> Tokens:
        """Some words made unknown, others each time: a text cannot be learned by heart from one rare word of it.

        (Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods", word dropout.)
        """
        dropped = (self._random.random(tokens.shape, np.float32) < WORD_DROPOUT) & (tokens != PADDING)
        return np.where(dropped, np.int32(UNKNOWN), tokens)

    def _step_of_length(self, length: int) -> None:
        """One step on a batch as it comes at this padded length; which rows it holds does not matter for its time."""
        rows = self._random.integers(0, len(self._training), self.batch_size)
        tokens = self._training.tokens.padded(rows, length)
        full = np.where(tokens == PADDING, np.int32(UNKNOWN), tokens)  # rows of a bucket nearly fill its padding
        self._steps.train(full, self._training.benchmark[rows], self._training.labels[rows], 0.0)

    def _endless_batches(self, rows: int) -> Iterator[Batch]:
        lengths = self._training.tokens.lengths[:rows]
        for _ in count():
            yield from shuffled_batches(lengths, self._buckets, self.batch_size, self._random)
