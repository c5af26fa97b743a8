"""What is told and kept while training: progress, proven models that `predict` can use, and where to go on from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import psutil

from model.protocol.events import TrainingProgress
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.proofs import Proofs
from model.session.proving import ProvingOnTheWay
from model.session.resume import Standing, keep_best, keep_current
from model.session.smoke_stage import Trial
from model.training.lately import Pace, Way
from model.training.progress import Candidate, Progress
from model.training.training_state import TrainingState

LEAST_BETWEEN_SAVES_S = 5.0
SAVES_SHARE = 0.05  # of the training time at most
MOST_REPORTS = 600


class Reporter:
    """Tells how training goes, and saves on the way. A failed save costs the checkpoint, not the session.

    `ends_s` tells when training will end, in elapsed seconds; `epoch_s` are the calibrated seconds of one pass.
    """

    def __init__(
        self,
        context: Context,
        fitted: FittedBenchmark,
        trial: Trial,
        proofs: Proofs,
        *,
        ends_s: Callable[[], float],
        epoch_s: float,
    ) -> None:
        self._context, self._trial = context, trial
        self._proving = ProvingOnTheWay(context, fitted, trial, proofs, ends_s)
        self._pace = Pace(epoch_s)
        self._process = psutil.Process()
        self._every_s = max(0.5, (ends_s() - context.box.elapsed_s()) / MOST_REPORTS)
        self._stepped_s = context.box.awake_s()
        self._save_every_s = max(LEAST_BETWEEN_SAVES_S, trial.times.save_s / SAVES_SHARE)
        self._said_s = self._saved_s = context.box.elapsed_s()
        self._has_failed = False
        self._standing: Standing | None = None
        self._saved: Candidate | None = None
        self._last: Progress | None = None

    def begin(self, standing: Standing) -> None:
        """Another training begins."""
        self._standing = standing
        self._pace.begin()

    def progress(self, progress: Progress) -> None:
        """Tell of a step, a few times a second at most."""
        self._last = progress
        self._stepped_s = self._context.box.awake_s()
        pace = self._pace.now(progress.epoch, progress.steps_s)
        if pace is not None:
            self._context.lately.pace = pace
        if self._context.box.elapsed_s() - self._said_s >= self._every_s:
            self._say(progress, None)

    def validation(self, state: TrainingState, candidate: Candidate) -> None:
        """Tell the score of the network as it would be delivered now, and save when some time has passed."""
        self._context.lately.note(Way.SCORE, self._context.box.awake_s() - self._stepped_s)  # since the last step
        if self._last is not None:
            self._say(self._last, candidate.validation.scores.get(self._context.choices.metric))
        is_time = self._context.box.elapsed_s() - self._saved_s >= self._save_every_s
        is_over = state.share() >= 1 or state.schedule.stopped  # what follows saves anyway
        if is_time and not is_over:
            self._save(state)

    def _say(self, progress: Progress, score: float | None) -> None:
        self._said_s = self._context.box.elapsed_s()
        self._proving.look_after()
        with suppress(OSError):  # a line less on a full disk ends no training
            self._context.log.emit(self._told(progress, score))

    def _told(self, progress: Progress, score: float | None) -> TrainingProgress:
        standing = self._standing
        return TrainingProgress(
            training=1 if standing is None else standing.number + 1,
            epoch=progress.epoch,
            epochs=progress.epochs if standing is None else standing.length.epochs,
            step=progress.step,
            steps=progress.steps,
            loss=progress.loss,
            score=score,
            learning_rate=progress.learning_rate,
            examples_per_s=progress.examples_per_s,
            memory_mb=self._process.memory_info().rss / 2**20,
        )

    def _save(self, state: TrainingState) -> None:
        """On a slow disk, so much more seldom that saving keeps its share of the time."""
        began_s = self._context.box.awake_s()
        try:
            self._keep_best()
            self._keep(state)
        except OSError as error:
            if not self._has_failed:
                self._context.log.warn(f"A checkpoint could not be saved ({error.strerror}); training goes on.")
            self._has_failed = True
        self._saved_s = self._context.box.elapsed_s()
        took_s = self._context.box.awake_s() - began_s
        self._save_every_s = max(LEAST_BETWEEN_SAVES_S, took_s / SAVES_SHARE)

    def _keep_best(self) -> None:
        """Where it is another than the one kept last."""
        learner = self._trial.learner
        if learner.best is self._saved or learner.best_snapshot is None:
            return
        keep_best(self._context.folder, learner.best_snapshot)
        self._saved = learner.best

    def _keep(self, state: TrainingState) -> None:
        if self._standing is not None and not self._standing.is_over:  # a further training is begun anew
            standing = replace(self._standing, share_done=state.share(), rows_done=state.rows_done)
            keep_current(self._context.folder, self._trial.learner.snapshot(), standing)
