"""What is left of the box becomes quality: further trainings of the best length, averaged where validation says so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count

from model.protocol.timebox import StageWindow
from model.session.checkpoints import Reporter
from model.session.context import Context
from model.session.elsewhere import Nowhere
from model.session.further_queue import LATE, LEAST_TRAINING_S, NEW_SIZE_S, times_slower
from model.session.resume import Standing, keep_average, keep_current
from model.session.smoke_stage import Trial
from model.session.train_stages import PlannedTraining, ends_now_s
from model.session.training_runs import Looks, TrainingRuns
from model.training.ladder import RungLength
from model.training.lately import Way
from model.training.learner import Learner
from model.training.members import (
    LABELLED,
    LEAST_SHARE,
    FurtherTraining,
    Members,
    Setting,
    Trace,
    is_behind,
    is_enough,
    most_networks,
    tried_words,
)
from model.training.plan import check_every_share
from model.training.progress import Candidate, Progress, Trained, TrainingOutcome
from model.training.training_set import TrainingTime
from model.training.training_state import TrainingState


def begin_members(context: Context, trial: Trial, former: tuple[Trained, ...]) -> None:
    """From here on networks are averaged where that helps; `former`: those that an earlier worker or box averaged."""
    trial.members = Members(trial.learner.aim, most=1 if context.choices.one_network else _most(context, trial))
    best = trial.learner.best
    known = former if best is None or best.whole is None else (*former, best.whole)
    for number, trained in enumerate(known, start=1):
        trial.members.add(-number, trained)
    context.lately.networks = max(1, len(trial.members.chosen))


def _most(context: Context, trial: Trial) -> int:
    """How many networks to average at most, by what labelling takes on this machine."""
    lately, rows = context.lately, max(1, len(trial.encoded.validation))
    further_s = lately.now_s(Way.SCORE) * LABELLED / rows
    return most_networks(lately.now_s(Way.START) + lately.now_s(Way.LABEL) + further_s, further_s)


def train_further(
    context: Context,
    trial: Trial,
    schedule: PlannedTraining,
    runs: TrainingRuns,
    *,
    reporter: Reporter,
    standing: Standing,
    elsewhere: Nowhere | None = None,
) -> None:
    """Train on in the time that is left, until several trainings in a row have brought nothing; tell `runs` of it.

    Trainings come from the same queue as those of hands `elsewhere`, and what these bring is weighed here too.
    """
    if trial.members is None or not runs.done or not wants_further(context) or context.should_stop():
        return
    elsewhere = elsewhere or Nowhere()
    further = _Further(context, trial, schedule, reporter, standing, runs, trial.members, elsewhere)
    further.begin()
    for number in count(1):
        wanted = elsewhere.queue.take()
        if not further.goes_on():
            break
        if not further.train(number, wanted.setting):
            elsewhere.queue.put_back(wanted)
            runs.no_further_fits = True
            break
    elsewhere.finish(further.goes_on)
    further.end()


def wants_further(context: Context) -> bool:
    """A person who names the passes, or wants one network, gets what was asked for."""
    return context.choices.epochs is None and not context.choices.one_network


@dataclass(slots=True)
class _Further:
    context: Context
    trial: Trial
    schedule: PlannedTraining
    reporter: Reporter
    standing: Standing
    runs: TrainingRuns
    members: Members
    elsewhere: Nowhere
    traces: dict[bool, list[Trace]] = field(default_factory=lambda: {False: [], True: []})  # whole ones; alone or not
    pace_s: dict[int, float] = field(default_factory=dict)  # seconds of a pass, by units
    length: float = 0.0  # passes of each

    def begin(self) -> None:
        """The ladder's own trainings are the first to choose from."""
        runs = self.runs
        best = min(runs.done, key=lambda rung: rung.log_loss)
        self.length = best.epochs
        for number, looked in enumerate(runs.looked):
            if looked.best.whole is not None:
                self.members.add(-100 - number, looked.best.whole)
            if looked.epochs == best.epochs:
                self.length = _length(looked.epochs, looked.best)
                self.traces[False].append(looked.trace)
        self.members.useless = 0
        self.elsewhere.best_is(self.length)
        self.pace_s[self.trial.learner.shape.units] = best.train_s / max(1e-9, best.epochs)
        ladder = replace(self.standing, share_done=1.0, done=tuple(runs.done), is_over=True)
        with suppress(OSError):  # a worker that follows this one would train the last rung again
            keep_current(self.context.folder, self.trial.learner.snapshot(), ladder)

    def goes_on(self) -> bool:
        """Whether another training could help, and is wanted."""
        box, useless = self.context.box, self.members.useless
        if is_enough(useless, box.elapsed_s(), box.timebox_s):
            self.runs.nothing_more = tried_words(self.runs.further[-useless:])
            return False
        return not self.context.should_stop()

    def end(self) -> None:
        """What is saved from now on is what was chosen."""
        self.context.lately.networks = max(1, len(self.members.chosen))

    def train(self, number: int, setting: Setting) -> bool:
        """One more training, where it fits; False where none of the usual size does."""
        shape = setting.shape(self.trial.learner.shape)
        is_same = shape == self.trial.learner.shape
        self.context.lately.networks = self._most_networks()
        room_s = self._latest_s() - self.context.box.elapsed_s() - (0.0 if is_same else NEW_SIZE_S)
        length = setting.length * self.length
        epochs = min(length, room_s / self._pass_s(shape.units))
        if epochs < LEAST_SHARE * self.length or epochs * self._pass_s(shape.units) < LEAST_TRAINING_S:
            return not is_same  # the next one may be quicker
        learner = self._learner(number, setting)
        self._learn(learner, number, setting, epochs)
        return True

    def _most_networks(self) -> int:
        """How many may be averaged when this training is over."""
        most = self.members.most
        return most if self.elsewhere.are_at_work else min(most, len(self.members.chosen) + 1)

    def _learner(self, number: int, setting: Setting) -> Learner:
        usual, drawn = self.trial.learner, self.standing.number + number
        if setting.shape(usual.shape) != usual.shape:
            return usual.another(setting.shape(usual.shape), drawn)
        usual.start_over(drawn, alone=setting.alone)
        return usual

    def _learn(self, learner: Learner, number: int, setting: Setting, epochs: float) -> None:
        box, units = self.context.box, learner.shape.units
        standing = Standing(RungLength(epochs, is_last=False), self.standing.number + number, is_over=True)
        self.reporter.begin(standing)
        watch = _Watch(self, self.traces[setting.alone], learner.aim.log_loss(learner.aim.benchmark))
        begun_s, begun_awake_s = box.elapsed_s(), box.awake_s()
        outcome = learner.train(
            self._time(setting, epochs, begun_s, units, watch),
            should_stop=self.context.should_stop,
            on_progress=self._progress,
            on_validation=watch.looks.note,
        )
        train_s = box.awake_s() - begun_awake_s
        self.pace_s[units] = train_s / max(0.1, outcome.epochs)
        self._note(
            outcome,
            watch,
            FurtherTraining(
                number,
                setting,
                units,
                self.context.choices.seed + standing.number,
                outcome.epochs,
                train_s,
                outcome.best.validation.log_loss,
                watch.was_behind,
            ),
        )

    def _progress(self, progress: Progress) -> None:
        self.reporter.progress(progress)
        self.elsewhere.look()

    def _note(self, outcome: TrainingOutcome, watch: _Watch, done: FurtherTraining) -> None:
        self.runs.further.append(done)
        self.runs.steps_s += outcome.steps_s
        if not watch.was_behind and not outcome.stopped:
            self.traces[done.setting.alone].append(tuple(watch.looks.trace))
        if outcome.best.whole is not None and self.members.add(done.number, outcome.best.whole):
            keep_average(self.context.folder, self.members.chosen)

    def _pass_s(self, units: int) -> float:
        usual = self.trial.learner.shape.units
        guess = self.pace_s[usual] * times_slower(units, usual)
        return max(1e-9, self.pace_s.get(units, guess))

    def _latest_s(self) -> float:
        return ends_now_s(self.context) - self.context.lately.now_s(Way.SCORE)

    def _time(self, setting: Setting, epochs: float, begun_s: float, units: int, watch: _Watch) -> TrainingTime:
        """Its passes, with the clock as the later end; a training that is behind is over."""
        predicted_s = epochs * self._pass_s(units)
        late_s = begun_s + LATE * predicted_s + self.schedule.measured.score_s

        def share_elapsed() -> float:
            if watch.was_behind:
                return 1.0
            return StageWindow(self.context.box.clock, begun_s, min(late_s, self._latest_s())).share_elapsed()

        return TrainingTime(
            rows=self.schedule.plan.rows,
            share_elapsed=share_elapsed,
            epochs=epochs,
            peak_rate=setting.peak_rate,
            validate_every_share=check_every_share(predicted_s, self.schedule.measured.score_s),
        )


class _Watch:
    """Sees at each look at validation whether a training is behind those before it."""

    def __init__(self, further: _Further, others: Sequence[Trace], benchmark_loss: float) -> None:
        self.was_behind = False
        self.looks = Looks(self._look)
        self._further, self._others, self._benchmark_loss = further, tuple(others), benchmark_loss

    def _look(self, state: TrainingState, candidate: Candidate) -> None:
        self._further.reporter.validation(state, candidate)
        if is_behind(self.looks.trace, self._others, self._benchmark_loss):
            self.was_behind = True


def _length(epochs: float, best: Candidate) -> float:
    """Passes of a further training: as many as the best one had, and fewer where its best moment was long before."""
    return min(epochs, max(1.0, 2 * best.validation.epoch))
