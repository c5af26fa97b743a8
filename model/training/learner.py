"""Trains the network on top of the benchmark's logits, by a clock that it is given, and keeps the best it has seen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from itertools import count, islice

import numpy as np

from model.arrays import Floats
from model.judging.decision import Decision, has_several_labels
from model.network.bilstm import BilstmShape, build_bilstm
from model.network.fastest_steps import make_steps
from model.network.forward import corrections
from model.network.network_weights import NetworkWeights, get_arrays, set_arrays
from model.network.steps import Steps, Tokens
from model.protocol.config import BATCH_SIZE
from model.text.buckets import Batch, padded_lengths, shuffled_batches
from model.text.encode import PADDING, UNKNOWN, TokenRows
from model.text.word_vectors import with_word_vectors
from model.training.average import averaged
from model.training.correction import Aim, Correction
from model.training.ladder import has_learned
from model.training.progress import Candidate, Progress, Trained, TrainingOutcome
from model.training.schedule import PEAK_LEARNING_RATE, LearningRateSchedule
from model.training.speed import Speed, time_steps
from model.training.training_set import Snapshot, TrainingSet, TrainingTime
from model.training.training_state import TrainingState

WORD_DROPOUT = 0.2
MOST_PACED_STEPS, MOST_PACED_S = 200, 2.0
_MOST_SCORED = 512  # rows of validation, to know how long all of it takes
_STEPS_APART = 10_000_000  # between the step numbers of two trainings, as they draw the dropout
_MOST_APART = 200  # trainings: a step number has 32 bits


class Learner:
    """A network in training.

    Parameters
    ----------
    training
        Its benchmark logits are out of fold: what a model that has not seen the row says.
    validation
        Steers; its benchmark logits are the benchmark's own.
    decision
        From logits to probabilities and labels, as the delivered model does it.
    word_vectors
        (words, features) that the embedding begins with; rows of zeros begin as drawn. None: all are drawn.
    vectors_without_file
        The same without what came from a file, for a training that begins without it.
    word_dropout
        Share of the words of a training text that are made unknown, others at each step.
    """

    def __init__(
        self,
        shape: BilstmShape,
        training: TrainingSet,
        validation: TrainingSet,
        *,
        metric: str,
        decision: Decision,
        seed: int,
        batch_size: int = BATCH_SIZE,
        fast: bool | None = None,
        compiled: bool | None = None,
        word_vectors: Floats | None = None,
        vectors_without_file: Floats | None = None,
        word_dropout: float = WORD_DROPOUT,
    ) -> None:
        self.word_dropout = word_dropout
        self.is_alone = False  # else the benchmark's logits are what it builds on
        self.batch_size = min(batch_size, len(training))
        self._shape, self._seed = shape, seed
        self.word_vectors, self._without_file = word_vectors, vectors_without_file
        self._several_labels = has_several_labels(training.labels)
        self._steps: Steps = make_steps(
            build_bilstm(shape, seed=seed),
            seed=seed,
            fast=fast,
            compiled=compiled,
            several_labels=self._several_labels,
        )
        set_arrays(self._steps.network, with_word_vectors(get_arrays(self._steps.network), word_vectors))
        self._training, self._validation = training, validation
        self.aim = Aim(validation.benchmark, validation.labels, metric, decision)
        self._buckets = padded_lengths(training.tokens.lengths, most=self._steps.most_lengths)
        self._random = np.random.default_rng(seed)
        self.best: Candidate | None = None
        self.best_snapshot: Snapshot | None = None
        self._new_optimiser = self._steps.optimiser_state()

    def snapshot(self) -> Snapshot:
        """Where the network and its optimiser stand."""
        return Snapshot(get_arrays(self._steps.network), self._steps.optimiser_state())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back; what was found best on the way is forgotten."""
        self.go_to(snapshot)
        self.best = self.best_snapshot = None

    def go_to(self, snapshot: Snapshot) -> None:
        """Take a snapshot's weights and optimiser; what was found best before stays so."""
        set_arrays(self._steps.network, snapshot.weights)
        self._steps.restore_optimiser(snapshot.optimiser)

    def begin_from(self, snapshot: Snapshot) -> None:
        """Take weights of an earlier training; nothing worse than they are is delivered from here on."""
        self.go_to(snapshot)
        self.best, self.best_snapshot = self.candidate(), snapshot

    def start_over(
        self, number: int, *, without_file: bool = False, alone: bool = False, own_batches: bool = False
    ) -> None:
        """New weights and a new optimiser for training `number` (1, 2 ...); what was found best before stays so.

        `without_file` begins with the vectors made from the table only. `alone`: it learns without the benchmark's
        logits, a model by itself: wrong in quite other places. `own_batches`: the number alone draws them, whatever
        was trained before.
        """
        self.is_alone = alone
        if own_batches:
            self._random = np.random.default_rng(self._seed + number)
        drawn = get_arrays(build_bilstm(self._shape, seed=self._seed + number))
        if alone:  # and stays so: what is nothing times the scale moves no scale
            drawn["benchmark_scale.kernel"] = np.zeros_like(drawn["benchmark_scale.kernel"])
        optimiser = dict(self._new_optimiser)
        if "step" in optimiser:
            optimiser["step"] = np.array(number % _MOST_APART * _STEPS_APART)
        vectors = self._without_file if without_file else self.word_vectors
        self.go_to(Snapshot(with_word_vectors(drawn, vectors), optimiser))

    def another(self, shape: BilstmShape, number: int) -> Learner:
        """A learner of the same texts with a network of another shape, for training `number`."""
        return Learner(
            shape,
            self._training,
            self._validation,
            metric=self.aim.metric,
            decision=self.aim.decision,
            seed=self._seed + number,
            batch_size=self.batch_size,
            compiled=getattr(self._steps, "compiled", None),
            word_vectors=self.word_vectors,
            word_dropout=self.word_dropout,
        )

    @property
    def shape(self) -> BilstmShape:
        """The sizes of its network."""
        return self._shape

    def take_quicker_steps(self) -> bool | None:
        """Time the compiled LSTM against TensorFlow's operation, and take the quicker one; whether that is compiled.

        None where there is only one way here. The network is afterwards as it was.
        """
        if not getattr(self._steps, "compiled", False):
            return None
        compiled, several = self._steps, self._several_labels
        with self._as_it_was():
            compiled_s = self._middle_step_s()
            self._steps = make_steps(compiled.network, seed=self._seed, compiled=False, several_labels=several)
            is_quicker = compiled_s <= self._middle_step_s()
            self._steps = compiled if is_quicker else self._steps
        return is_quicker

    @contextmanager
    def _as_it_was(self) -> Iterator[None]:
        """What is timed inside changes neither the network nor the batches to come: a machine's pace draws nothing."""
        before, random = self.snapshot(), deepcopy(self._random)
        yield
        self.go_to(before)
        self._random = random

    def _middle_step_s(self) -> float:
        """Seconds of a step on texts of middling length."""
        length = self._buckets[len(self._buckets) // 2]
        seconds, _ = time_steps(self._step_of_length, (length,), lambda: 0.0)
        return seconds[length]

    def word_s(self) -> float:
        """Seconds of training that a word of a text takes; the network is afterwards as it was."""
        with self._as_it_was():
            seconds = self._middle_step_s()
        return seconds / (self.batch_size * self._buckets[len(self._buckets) // 2])

    def take_texts(self, training: TokenRows, validation: TokenRows) -> None:
        """Go on with the same texts, cut otherwise."""
        self._training = replace(self._training, tokens=training)
        self._validation = replace(self._validation, tokens=validation)
        self._buckets = padded_lengths(training.lengths, most=self._steps.most_lengths)

    def longest_step_s(self, batch_size: int) -> float:
        """Seconds of a step on so many texts of the longest length; the network is afterwards as it was."""
        usual, self.batch_size = self.batch_size, batch_size
        with self._as_it_was():
            seconds, _ = time_steps(self._step_of_length, self._buckets[-1:], lambda: 0.0)
        self.batch_size = usual
        return seconds[self._buckets[-1]]

    def measure_speed(self, time_left_s: Callable[[], float]) -> Speed:
        """Time steps on real rows of each length; the network is afterwards as it was."""
        with self._as_it_was():
            step_s, trace_s = time_steps(self._step_of_length, self._buckets, time_left_s)
            speed = Speed(step_s, trace_s, self._score_s())
            pace = self._pace(speed, time_left_s)
        return replace(speed, pace=pace)

    def _score_s(self) -> float:
        """Seconds of one look at validation, told by some rows of it."""
        tokens = self._validation.tokens
        some = tokens.take(np.linspace(0, len(tokens) - 1, min(len(tokens), _MOST_SCORED)).round().astype(np.int64))
        corrections(self._steps, some.take(np.arange(1)))  # the first one is traced
        started = time.perf_counter()
        corrections(self._steps, some)
        return (time.perf_counter() - started) * len(tokens.ids) / len(some.ids)

    def _pace(self, speed: Speed, time_left_s: Callable[[], float]) -> float:
        """Real steps for a while: beside other programs a single step says little."""
        batches, begun = Counter[int](), time.perf_counter()
        for batch in self._endless_batches(len(self._training)):
            self._step(batch, 0.0)
            batches[batch.length] += 1
            taken_s = time.perf_counter() - begun
            if batches.total() >= MOST_PACED_STEPS or taken_s >= MOST_PACED_S or time_left_s() <= 0:
                return max(1.0, taken_s / speed.epoch_s(batches))
        return 1.0

    def epoch_s(self, speed: Speed) -> float:
        """Predicted seconds of one pass over all training rows."""
        random = np.random.default_rng(0)  # any order has nearly the same batches
        batches = shuffled_batches(self._training.tokens.lengths, self._buckets, self.batch_size, random)
        return speed.epoch_s(Counter(batch.length for batch in batches))

    def take_steps(self, steps: int, rate: float = PEAK_LEARNING_RATE) -> None:
        """So many steps of training, and no look at validation."""
        for batch in islice(self._endless_batches(len(self._training)), steps):
            self._step(batch, rate)

    def train(
        self,
        length: TrainingTime,
        *,
        should_stop: Callable[[], bool] = lambda: False,
        ends_when_stalled: bool = False,
        on_progress: Callable[[Progress], None] = lambda progress: None,
        on_validation: Callable[[TrainingState, Candidate], None] = lambda state, candidate: None,
    ) -> TrainingOutcome:
        """Train from the weights as they stand to a learning rate of zero.

        `should_stop` turning true means a short decay of the learning rate, then the end. With `ends_when_stalled` it
        ends where validation has not got better for half of it, and training texts are learned by heart.
        """
        state = self._new_state(length, should_stop)
        for batch in self._endless_batches(state.rows):
            rate = state.next_rate()
            if rate is None:
                break
            started = time.perf_counter()
            loss = self._step(batch, rate)
            state.note(loss, len(batch.rows), time.perf_counter() - started)
            on_progress(state.progress(rate))
            if state.is_time_to_check():
                on_validation(state, self._validate(state))
                if ends_when_stalled and state.has_stalled() and has_learned(state.loss(), self.benchmark_loss):
                    state.stalled = True
                    break
        on_validation(state, self._validate(state))
        return state.outcome()

    @cached_property
    def benchmark_loss(self) -> float:
        """The benchmark's log loss on training texts that it has not seen."""
        return self._training.benchmark_loss()

    def deliver(self) -> Correction:
        """The best network that validation has seen, as strong as it helps; None where it never did."""
        if self.best is None or self.best.network is None:
            return Correction(None, 0.0, "The network did not help on validation: the benchmark is delivered.")
        strength = self.best.validation.strength
        return Correction(
            self.best.network, strength, f"{round(100 * strength)} % of the network's correction is taken."
        )

    def current(self) -> NetworkWeights:
        """The network as it stands, whatever validation says."""
        return NetworkWeights(self._shape, get_arrays(self._steps.network))

    def _new_state(self, length: TrainingTime, should_stop: Callable[[], bool]) -> TrainingState:
        within = min(length.rows, len(self._training))
        schedule = LearningRateSchedule(length.share_elapsed, should_stop, peak=length.peak_rate)
        share_elapsed, every = length.share_elapsed, length.validate_every_share
        return TrainingState(
            schedule, share_elapsed, within, self.batch_size, length.epochs, every, rows_done=length.rows_done
        )

    def _validate(self, state: TrainingState) -> Candidate:
        candidate = self.candidate(state.epochs_done, state.steps_done)
        state.note_validation(candidate)
        if self.best is None or candidate.validation.log_loss < self.best.validation.log_loss:
            self.best, self.best_snapshot = candidate, self.snapshot()
        return candidate

    def candidate(self, epoch: float = 0.0, step: int = 0) -> Candidate:
        """The network as it stands, as it would be delivered."""
        logits = self._network_logits()
        return averaged(self.aim, [Trained(self.current(), logits)], epoch, step)

    def _network_logits(self) -> Floats:
        """The network's logits on validation (rows, classes)."""
        arrays = self._steps.network.get_layer("benchmark_scale")
        scale, shift = np.asarray(arrays.kernel), np.asarray(arrays.bias)
        logits = scale * self._validation.benchmark + shift + corrections(self._steps, self._validation.tokens)
        return np.asarray(logits, np.float32)

    def _step(self, batch: Batch, rate: float) -> float:
        data, rows = self._training, batch.rows
        tokens = self._without_some_words(data.tokens.padded(rows, batch.length))
        benchmark = data.benchmark[rows]
        return self._steps.train(tokens, 0 * benchmark if self.is_alone else benchmark, data.labels[rows], rate)

    def _without_some_words(self, tokens: Tokens) -> Tokens:
        """Some words made unknown, others each time: a text cannot be learned by heart from one rare word of it.

        (Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods", word dropout.)
        """
        dropped = (self._random.random(tokens.shape, np.float32) < self.word_dropout) & (tokens != PADDING)
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
