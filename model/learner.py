"""Trains the network on top of the benchmark's logits, by a clock that it is given, and keeps the best it has seen."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.bilstm import BilstmShape, build_bilstm
from model.buckets import Batch, count_batches, padded_lengths, shuffled_batches
from model.correction import Aim, Correction, choose_strength, scaled_arrays
from model.encode import TokenRows
from model.forward import corrections
from model.network_weights import FloatArrays, NetworkWeights, get_arrays, set_arrays
from model.progress import Progress, TrainingOutcome, Validation
from model.schedule import Schedule
from model.scores import better
from model.speed import Speed, time_steps
from model.steps import Floats, Steps, make_steps

BATCH_SIZE = 64
_LOSSES_SHOWN = 50  # batches that the loss told is the mean of


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

    def snapshot(self) -> Snapshot:
        """Where the network and its optimiser stand."""
        return Snapshot(get_arrays(self._steps.network), self._steps.optimiser_state())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back; what was found best on the way is forgotten."""
        set_arrays(self._steps.network, snapshot.weights)
        self._steps.restore_optimiser(snapshot.optimiser)
        self._best = self._best_network = None

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
        on_progress: Callable[[Progress], None] = lambda progress: None,
        on_validation: Callable[[Validation], None] = lambda validation: None,
        validate_every_share: float = 0.1,
    ) -> TrainingOutcome:
        """Train on the first `rows` rows until the share elapsed is 1, or `epochs` passes are done.

        `should_stop` turning true means a short decay of the learning rate, then the end.
        """
        course = _Course(Schedule(share_elapsed, should_stop), share_elapsed, min(rows, len(self._training)), epochs)
        losses: deque[float] = deque(maxlen=_LOSSES_SHOWN)
        next_check = validate_every_share
        for batch in self._endless_batches(course.rows):
            rate = course.schedule.next_rate(course.share_done())
            if rate is None:
                break
            losses.append(self._step(batch, rate))
            course.rows_done += len(batch.rows)
            course.steps_done += 1
            on_progress(course.progress(self.batch_size, float(np.mean(losses)), rate))
            if course.share() >= next_check and course.share() + validate_every_share / 2 < 1:
                on_validation(self._validate(course))
                next_check = course.share() + validate_every_share
        on_validation(self._validate(course))
        loss = float(np.mean(losses)) if losses else float("nan")
        return TrainingOutcome(course.epochs_done, course.steps_done, loss, course.schedule.stopped, self._best)

    def deliver(self) -> Correction:
        """The best network that validation has seen, as strong as it helps; None where it never did."""
        if self._best is None or self._best_network is None:
            return Correction(None, 0.0, "The network did not help on validation: the benchmark is delivered.")
        share = round(100 * self._best.strength)
        return Correction(self._best_network, self._best.strength, f"{share} % of the network's correction is taken.")

    def current(self) -> NetworkWeights:
        """The network as it stands, whatever validation says."""
        return NetworkWeights(self._shape, get_arrays(self._steps.network))

    def _validate(self, course: _Course) -> Validation:
        strength, value = choose_strength(self._aim, self._network_logits())
        metric = self._aim.metric
        is_best = self._best is None or better(metric, value) >= better(metric, self._best.scores[metric])
        found = Validation(course.epochs_done, course.steps_done, {metric: value}, strength, is_best)
        if is_best:
            self._best = found
            self._best_network = self._scaled(strength) if strength > 0 else None
        return found

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
        return self._steps.train(data.tokens.padded(rows, batch.length), data.benchmark[rows], data.labels[rows], rate)

    def _step_of_length(self, length: int) -> None:
        """One step on a batch as it comes at this padded length; which rows it holds does not matter for its time."""
        rows = self._random.integers(0, len(self._training), self.batch_size)
        tokens = self._training.tokens.padded(rows, length)
        full = np.where(tokens == 0, 1, tokens)  # rows of a bucket are nearly as long as its padding
        self._steps.train(full, self._training.benchmark[rows], self._training.labels[rows], 0.0)

    def _endless_batches(self, rows: int) -> Iterator[Batch]:
        lengths = self._training.tokens.lengths[:rows]
        for _ in count():
            yield from shuffled_batches(lengths, self._buckets, self.batch_size, self._random)


@dataclass(slots=True)
class _Course:
    """How far a training has come."""

    schedule: Schedule
    share_elapsed: Callable[[], float]
    rows: int
    epochs: float | None
    rows_done: int = 0
    steps_done: int = 0
    begun: float = field(default_factory=time.perf_counter)

    @property
    def epochs_done(self) -> float:
        return self.rows_done / self.rows

    def share_done(self) -> float:
        """Share of the planned passes that are done; 0 where their number is open."""
        return 0.0 if self.epochs is None else self.epochs_done / self.epochs

    def share(self) -> float:
        """Share of the training that is over: the later of time and passes."""
        return max(self.share_elapsed(), self.share_done())

    def progress(self, batch_size: int, loss: float, rate: float) -> Progress:
        steps = None if self.epochs is None else round(self.epochs * count_batches(self.rows, batch_size))
        examples_per_s = self.rows_done / max(1e-9, time.perf_counter() - self.begun)
        return Progress(self.epochs_done, self.epochs, self.steps_done, steps, loss, rate, examples_per_s)
