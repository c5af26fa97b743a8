"""Train: whole trainings of rising length until time is over or a longer one brings nothing; the best is delivered."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from model.judging.learning_curve import Rung
from model.protocol.events import Stage
from model.protocol.timebox import StageWindow
from model.session.benchmark_stage import FittedBenchmark
from model.session.checkpoints import Reporter
from model.session.context import Context
from model.session.elsewhere import Nowhere
from model.session.further_stage import train_further, wants_further
from model.session.proofs import Proofs
from model.session.resume import Standing
from model.session.smoke_stage import Trial
from model.session.train_stages import PlannedTraining, ends_now_s
from model.session.training_runs import Looked, Looks, TrainingRuns
from model.training.ladder import SHARED, RungDone, RungLength, first_rung, is_enough, next_rung, with_further
from model.training.lately import Way
from model.training.plan import MOST_EPOCHS, check_every_share
from model.training.progress import Progress, TrainingOutcome
from model.training.schedule import PEAK_LEARNING_RATE
from model.training.training_set import TrainingTime
from model.training.vectors_pair import VectorsPair, begins_without, without_loser

LEAST_SHARE_HERE = 0.05  # of a training that a dead worker began: below it, its pace cannot be told
LATE = 2.0  # times its predicted seconds, a training ends by the clock: the machine is much slower than it was
CONTINUED_PEAK_RATE = PEAK_LEARNING_RATE / 2  # weights that are good already are shaken less


def run_train(
    context: Context,
    fitted: FittedBenchmark,
    trial: Trial,
    schedule: PlannedTraining,
    *,
    proofs: Proofs,
    standing: Standing | None = None,
    points_wanted: int = 0,
    elsewhere: Nowhere | None = None,
) -> TrainingRuns:
    """Train until the planned end, a short decay after stop and keep was asked for, or until longer brings nothing.

    `standing` is where a worker that died, or the session that is continued, had come to; `points_wanted` is how many
    trainings the learning curve needs. What hands `elsewhere` train meanwhile is weighed with what is trained here.
    """
    with context.log.stage(Stage.TRAIN) as stage:
        ladder = _Ladder(
            context,
            fitted,
            trial,
            schedule,
            proofs=proofs,
            standing=standing,
            points_wanted=points_wanted,
            elsewhere=elsewhere,
        )
        runs = ladder.climb()
        ladder.train_further()
        stage.summary = _summary(context, trial, runs)
        return runs


class _Ladder:
    """One session's trainings, each from new weights to a learning rate of zero."""

    def __init__(
        self,
        context: Context,
        fitted: FittedBenchmark,
        trial: Trial,
        schedule: PlannedTraining,
        *,
        proofs: Proofs,
        standing: Standing | None,
        points_wanted: int,
        elsewhere: Nowhere | None = None,
    ) -> None:
        self._points_wanted, self._elsewhere = points_wanted, elsewhere or Nowhere()
        self._context, self._trial, self._schedule = context, trial, schedule
        self._decision = fitted.model.decision
        self._has_file = trial.encoded.given is not None and (standing is None or not standing.is_continued)
        self._standing = standing or Standing(self._first_length())
        epoch_s = schedule.measured.epoch_s * schedule.plan.rows / schedule.measured.rows
        self._reporter = Reporter(context, fitted, trial, proofs, ends_s=lambda: ends_now_s(context), epoch_s=epoch_s)
        self._runs = TrainingRuns(list(self._standing.done), further=self._elsewhere.further)

    def _first_length(self) -> RungLength:
        epochs = self._schedule.plan.epochs
        if self._context.choices.epochs is not None:
            return RungLength(epochs, is_last=True)
        return first_rung(epochs, first_twice=self._has_file)

    def climb(self) -> TrainingRuns:
        """Train rung after rung."""
        standing = self._standing
        if standing.is_over:
            self._runs.is_enough = is_enough(self._runs.done, self._trial.learner.benchmark_loss)
            return self._runs
        while True:
            self._train(standing)
            following = self._following(standing)
            if following is None:
                return self._runs
            self._standing = standing = following
            self._start_over(standing)

    def _start_over(self, standing: Standing) -> None:
        """New weights; the pair that weighs vectors of a file begins from the same ones, but for these."""
        without_file = self._has_file and begins_without(standing.done)
        is_pair = self._has_file and len(standing.done) == 1
        self._trial.learner.start_over(0 if is_pair else standing.number, without_file=without_file)

    def train_further(self) -> None:
        """Further trainings of the best length, in the time that is left."""
        reporter, standing, elsewhere = self._reporter, self._standing, self._elsewhere
        train_further(
            self._context,
            self._trial,
            self._schedule,
            self._runs,
            reporter=reporter,
            standing=standing,
            elsewhere=elsewhere,
        )
        elsewhere.finish(lambda: False)  # where none were to follow

    def _following(self, standing: Standing) -> Standing | None:
        """The next training, longer than this one; None where there is none, or it would bring nothing."""
        runs = self._runs
        if standing.length.is_last or runs.is_enough or self._context.should_stop():
            return None
        if self._has_file and len(runs.done) == 1:
            return Standing(standing.length, standing.number + 1, done=tuple(runs.done))
        points_wanted = self._points_wanted - len(runs.rungs)
        length = next_rung(runs.done[-1].epochs, self._epochs_left(), points_wanted=points_wanted)
        runs.no_longer_fits = length is None
        if length is not None and length.is_last and self._shares:
            length = with_further(runs.done[-1].epochs, length, points_wanted=points_wanted)
        return None if length is None else Standing(length, standing.number + 1, done=tuple(runs.done))

    def _epochs_left(self) -> float:
        """Passes that still fit, at the pace of the last training; fewer where so many have been done already."""
        last = self._runs.done[-1]
        left_s = self._latest_s() - self._context.box.elapsed_s()
        return min(left_s * last.epochs / max(1e-9, last.train_s), MOST_EPOCHS - self._runs.passes)

    @property
    def _shares(self) -> bool:
        """Whether further trainings are to follow the last one."""
        return wants_further(self._context) and not self._standing.is_continued

    def _ends_s(self, standing: Standing, begun_s: float) -> float:
        """Elapsed seconds at which this training's last step is to be done; a first one that is the last has it all."""
        latest_s = self._latest_s()
        if standing.length.is_last and standing.number > 0 and self._shares:
            return begun_s + SHARED * (latest_s - begun_s)
        return latest_s

    def _latest_s(self) -> float:
        """Elapsed seconds at which the last step is to be done, by what the machine has been doing lately."""
        return ends_now_s(self._context) - self._context.lately.now_s(Way.SCORE)

    def _train(self, standing: Standing) -> None:
        begun_s, begun_awake_s = self._context.box.elapsed_s(), self._context.box.awake_s()
        members, lately = self._trial.members, self._context.lately
        if members is not None:  # the shorter ones may be averaged with it
            lately.networks = max(lately.networks, min(members.most, len(self._runs.looked) + 1))
        self._reporter.begin(standing)
        looks = Looks(self._reporter.validation)
        outcome = self._trial.learner.train(
            self._time(standing, begun_s),
            should_stop=self._context.should_stop,
            ends_when_stalled=standing.length.is_last and self._context.choices.epochs is None,
            on_progress=self._progress,
            on_validation=looks.note,
        )
        self._runs.looked.append(Looked(outcome.epochs, outcome.best, tuple(looks.trace)))
        here_s = self._context.box.awake_s() - begun_awake_s
        self._note(outcome, here_s / max(LEAST_SHARE_HERE, 1 - standing.share_done))

    def _progress(self, progress: Progress) -> None:
        self._reporter.progress(progress)
        self._elsewhere.look()

    def _time(self, standing: Standing, begun_s: float) -> TrainingTime:
        """Its passes, with the clock as the later end; the last one goes by the clock alone if time is what ends it."""
        plan, measured = self._schedule.plan, self._schedule.measured
        epochs = standing.length.epochs
        predicted_s = (1 - standing.share_done) * epochs * measured.epoch_s * plan.rows / measured.rows
        asked, is_last = self._context.choices.epochs, standing.length.is_last
        by_clock = is_last and asked is None and not plan.is_capped
        late_s = math.inf if is_last else begun_s + LATE * predicted_s + measured.score_s

        def share_elapsed() -> float:
            ends_s = min(late_s, self._ends_s(standing, begun_s))
            return StageWindow(self._context.box.clock, begun_s, ends_s).share_elapsed()

        return TrainingTime(
            rows=plan.rows,
            share_elapsed=_from(standing.share_done, share_elapsed),
            epochs=None if by_clock else asked or epochs,
            rows_done=standing.rows_done,
            peak_rate=CONTINUED_PEAK_RATE if standing.is_continued else PEAK_LEARNING_RATE,
            validate_every_share=check_every_share(
                min(late_s, self._ends_s(standing, begun_s)) - begun_s, measured.score_s
            ),
        )

    def _note(self, outcome: TrainingOutcome, train_s: float) -> None:
        """A training that was cut off is no point of the curve, though its best moment may be what is delivered."""
        runs, best = self._runs, outcome.best
        runs.done.append(RungDone(outcome.epochs, train_s, best.validation.log_loss, outcome.loss))
        runs.stalled = outcome.stalled
        runs.steps_s += outcome.steps_s
        if not outcome.stopped:
            self._weigh_vectors()
        compared = without_loser(runs.done) if self._has_file else runs.done
        runs.is_enough = is_enough(compared, self._trial.learner.benchmark_loss)
        if not outcome.stopped and not self._loses_pair():
            probabilities = self._decision.probabilities(best.logits)
            runs.rungs.append(Rung(train_s, self._schedule.plan.rows, outcome.epochs, probabilities))

    def _loses_pair(self) -> bool:
        """Whether the last training is no point of the curve: of two as long, only the better one is."""
        if not self._has_file or len(self._runs.done) != 2:
            return False
        if begins_without(self._runs.done):
            self._runs.rungs.clear()
            return False
        return True

    def _weigh_vectors(self) -> None:
        """Say what the vectors of the file brought, once both trainings of the pair are done."""
        pair, given, facts = VectorsPair.of(self._runs.done), self._trial.encoded.given, self._context.word_vectors
        if pair is None or given is None or facts is None or not self._has_file:
            return
        self._runs.vectors = pair.words(given.source)
        self._context.word_vectors = replace(facts, taken=pair.file_is_better, note=self._runs.vectors)


def _from(share_done: float, share_elapsed: Callable[[], float]) -> Callable[[], float]:
    """The share of a whole training, of which `share_done` was over when this worker began."""
    return lambda: share_done + (1 - share_done) * share_elapsed()


def _summary(context: Context, trial: Trial, runs: TrainingRuns) -> str:
    lengths = ", ".join(f"{rung.epochs:.1f}" for rung in runs.done)
    words = f"{lengths} epochs" if len(runs.done) < 2 else f"whole trainings of {lengths} epochs"
    more = f", and {len(runs.further)} more of {runs.further[0].epochs:.1f}" if runs.further else ""
    networks = len(trial.best.networks) if trial.best is not None else 0
    average = f"; {networks} networks averaged" if networks > 1 else ""
    given = f"; {runs.vectors}" if runs.vectors else ""
    return words + more + average + (", stopped as asked" if context.should_stop() else "") + given
