"""Trainings done elsewhere, by hands beside this process: what they are given, and what comes of it.

The ladder finds here how long a training is to be. Before that is known, hands begin with trainings of the lengths that
the longer rungs will have, the longest first; afterwards all are of the best length, from other seeds and with other
choices, as the further trainings here are. Each is weighed as those are: by validation, as a part of an average.
Where short trainings are to tell the learning curve, those come first, and are trained here where a hand is too late.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from model.judging.learning_curve import Rung
from model.network.bilstm import BilstmShape
from model.ngram.recipe import USUAL_RECIPE, Recipe
from model.protocol import result
from model.protocol.events import FOLD, POINT, EventReader, HandBegun, HandDone, HandLost, HandReady
from model.protocol.hands import AnswerFacts, Hand, HandOrder
from model.protocol.result import HandWork
from model.protocol.side_orders import AnyOrder, FoldOrder, PointOrder
from model.session.context import Context
from model.session.further_queue import (
    LATE,
    LEAST_TRAINING_S,
    NEW_SIZE_S,
    FurtherQueue,
    Wanted,
    ladder_lengths,
    times_slower,
)
from model.session.hand_answers import Answer, read_answer
from model.session.hands_at_work import Came, HandsAtWork, Happening, Lost
from model.session.point_desk import PointDesk, WantedPoint
from model.session.resume import keep_average
from model.session.side_answers import AnswerUnreadable, SideAnswer, read_side_answer
from model.session.smoke_stage import Trial, vector_tokens
from model.session.train_stages import PlannedTraining, ends_now_s
from model.training.average import averaged
from model.training.lately import Way
from model.training.members import LEAST_SHARE, SETTINGS, FurtherTraining, Members, Setting
from model.training.plan import check_every_share

LOOK_EVERY_S = 0.5
FIRST_WAY_S = 1.0  # of an order and its answer, before one came back
WEIGH_S = 0.5  # taking in what came
POINT_LATE = 4.0  # times the seconds of a point here, one elsewhere ends by the clock
LEAST_POINT_SHARE = 0.9  # of its passes: a shorter one would stand at another place of the curve
LAST_CALL_S = 4.0  # before the end, whatever is still under way is asked for the best that it has
ON_TIME_SHARE = 0.9  # of what is left, an order may take: the end of a session comes nearer where a machine gets slower
STOPPED_WITHIN_S = 3.0  # answers are waited for so long at most, once all were asked to stop
APART = 1_000  # numbers of trainings elsewhere are so far from those here: they draw other weights


class Nowhere:
    """There are no hands: all is done here.

    `further` are the trainings that came back from elsewhere, and those that are done here may be told there too.
    """

    def __init__(self) -> None:
        self.queue = FurtherQueue()
        self.further: list[FurtherTraining] = []
        self.points = PointDesk()

    def next_point(self, ends_s: float) -> WantedPoint | None:
        """A point of the learning curve to train here now; None where all that were wanted are done, or no more is.

        Those that are trained elsewhere are waited for, no longer than training them here would take, nor beyond
        `ends_s` elapsed seconds.
        """
        return self.points.for_here(is_helped=False)

    def leave_points(self) -> None:
        """No more points of the curve are wanted."""
        self.points.want([])

    @property
    def are_at_work(self) -> bool:
        """Whether a network may come from elsewhere at any moment."""
        return False

    def best_is(self, length: float) -> None:
        """The ladder is done: from now on trainings are of so many passes."""

    def look(self) -> None:
        """Take in what came, and give out more; a few times a second at most. Nothing is waited for."""

    def finish(self, goes_on: Callable[[], bool]) -> None:
        """Take in what is under way, until its planned end at most, and while `goes_on`; what comes later is left."""

    def work(self, further: Sequence[result.FurtherTraining]) -> tuple[HandWork, ...]:
        """What each hand did of these."""
        return ()


class Elsewhere(Nowhere):
    """Gives trainings to the hands of a session, and takes in what comes of them.

    `recipe` is how the session's benchmark was made. Without a `schedule` there is no time for any training: only what
    lies there from a worker before this one is taken in.
    """

    def __init__(
        self,
        context: Context,
        trial: Trial,
        members: Members,
        schedule: PlannedTraining | None,
        *,
        recipe: Recipe = USUAL_RECIPE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__()
        self._recipe = recipe
        self._context, self._trial, self._members = context, trial, members
        self._schedule, self._sleep = schedule, sleep
        self._hands = HandsAtWork(context.folder, self._read)
        self._lengths = deque(() if schedule is None else ladder_lengths(schedule.plan.epochs))
        self._best_length: float | None = None
        self._pace_s: dict[tuple[str, int], float] = {}  # seconds of a pass, by hand and units
        self._way_s = FIRST_WAY_S
        self._looked_s = -LOOK_EVERY_S
        self._stopped_s: float | None = None
        self._is_over = self._has_given = False

    def next_point(self, ends_s: float) -> WantedPoint | None:
        """The longest first where there are hands, which are at the others meanwhile."""
        self.look()
        point = self.points.for_here(is_helped=bool(self._hands.known))
        if point is not None or not self.points.under_way:
            return point
        box = self._context.box
        until_s = self._points_until_s(ends_s)
        while self.points.under_way and not self.points.lost and not self._context.should_stop():
            if box.elapsed_s() >= until_s:
                self._leave_late_points()
            else:
                self._sleep(LOOK_EVERY_S)
                self.look()
        return self.points.for_here(is_helped=True)

    def _points_until_s(self, ends_s: float) -> float:
        """Elapsed seconds until which points elsewhere are waited for: there is time left then to train them here.

        Where there is none for any of them now, nothing is lost by waiting.
        """
        now_s, costs_s = self._context.box.elapsed_s(), [point.cost_s for _, point in self.points.under_way]
        latest_s = ends_s if ends_s - now_s < min(costs_s) else ends_s - sum(costs_s)
        return min(latest_s, now_s + max(costs_s))

    def leave_points(self) -> None:
        """What is under way is taken back: its hand is free for something else."""
        super().leave_points()
        self._leave_late_points()
        self.points.lost.clear()

    def _leave_late_points(self) -> None:
        for order, _ in list(self.points.under_way):
            hand = self._hands.leave(order)
            self.points.was_lost(order)
            if hand is not None:
                self._context.log.emit(HandReady(hand.name, hand.node, hand.cores))

    @property
    def are_at_work(self) -> bool:
        """Whether an answer is still to come."""
        return self._hands.are_busy

    def best_is(self, length: float) -> None:
        """Orders are of so many passes from now on, or fewer."""
        self._best_length = length

    def look(self) -> None:
        """A few files are read, twice a second."""
        now_s = self._context.box.elapsed_s()
        if self._is_over or now_s - self._looked_s < LOOK_EVERY_S:
            return
        self._looked_s = now_s
        for happening in self._hands.look(now_s, self._way_s):
            self._note(happening)
        if self._context.should_stop():
            self._stop(now_s)
        elif self._schedule is not None and self._left_s() > LAST_CALL_S + self._way_s:
            self._give_out(self._schedule)
        elif self._schedule is not None:  # the machine is slower than it was: better its best so far than nothing
            self._hands.stop()

    def finish(self, goes_on: Callable[[], bool]) -> None:
        """Once stopped, hands have a few seconds for the best that they have."""
        self._wait(lambda: goes_on() and not self._context.should_stop())
        if self._context.should_stop():
            self._wait(self._may_still_answer)
        self._is_over = True
        self._hands.drop()
        self._context.lately.networks = max(1, len(self._members.chosen))

    def work(self, further: Sequence[result.FurtherTraining]) -> tuple[HandWork, ...]:
        """Of all hands that were ever ready, or gone."""
        brought = [event.body for event in EventReader(self._context.folder).read_new()]
        done = [told for told in brought if isinstance(told, HandDone)]
        return tuple(_work_of(hand, further, done) for hand in self._hands.known)

    def _wait(self, is_worth_it: Callable[[], bool]) -> None:
        self.look()
        while self._hands.are_busy and self._left_s() > 0 and is_worth_it() and not self._is_over:
            self._sleep(LOOK_EVERY_S)
            self.look()

    def _may_still_answer(self) -> bool:
        now_s = self._context.box.elapsed_s()
        return self._stopped_s is None or now_s < self._stopped_s + STOPPED_WITHIN_S

    def _left_s(self) -> float:
        """Seconds in which a network may still come from elsewhere, by what the machine has been doing lately."""
        latest_s = ends_now_s(self._context) - self._context.lately.now_s(Way.SCORE) - WEIGH_S
        return latest_s - self._context.box.elapsed_s()

    def _stop(self, now_s: float) -> None:
        if self._stopped_s is None:
            self._stopped_s = now_s
            self._hands.stop()

    def _give_out(self, schedule: PlannedTraining) -> None:
        """A training to each hand that has none, where one fits."""
        idle = self._hands.idle()
        if idle:
            self._context.lately.networks = self._members.most  # what comes may be chosen beside others
        for hand in idle:
            if (point := self.points.for_hand()) is not None:
                self._give_point(hand, point)
                continue
            if not self._has_given and self._best_length is None:
                self.queue.begin_with_usual()  # it stands for the longest rung
            self._has_given = True
            self._give(hand, schedule)

    def _give(self, hand: Hand, schedule: PlannedTraining) -> None:
        for _ in SETTINGS:
            wanted = self.queue.take()
            shape = wanted.setting.shape(self._trial.learner.shape)
            order = self._order(hand, wanted, shape, schedule)
            if order is not None:
                self._hand_out(hand, wanted, order)
                return
            if shape.units <= self._trial.learner.shape.units:
                self.queue.put_back(wanted)  # here there may be room for it
                return

    def _give_point(self, hand: Hand, point: WantedPoint) -> None:
        order = self._point_order(point)
        if not self._hands.give(hand, order, self._context.box.elapsed_s()):
            self.points.lost.append(point)
            return
        self.points.was_begun(order, point)
        told = HandBegun(
            hand=hand.name,
            node=hand.node,
            order=order.number,
            change=point.change,
            epochs=order.epochs,
            most_s=order.seconds,
        )
        self._context.log.emit(told)

    def _point_order(self, point: WantedPoint) -> PointOrder:
        choices = self._context.choices
        return PointOrder(
            number=self._hands.orders + 1,
            metric=choices.metric,
            session_seed=choices.seed,
            seed=point.seed,
            rows=point.plan.rows,
            epochs=point.plan.epochs,
            batch_size=point.plan.batch_size,
            seconds=max(0.0, min(POINT_LATE * point.cost_s, self._left_s())),  # its passes end it, and not the clock
            compiled=self._context.compiled,
            recipe=asdict(self._recipe),
        )

    def _hand_out(self, hand: Hand, wanted: Wanted, order: HandOrder) -> None:
        now_s = self._context.box.elapsed_s()
        if not self._hands.give(hand, order, now_s):
            self.queue.put_back(wanted)
            return
        self._lengths.rotate(-1)
        told = HandBegun(
            hand=hand.name,
            node=hand.node,
            order=order.number,
            change=wanted.setting.said(order.units),
            epochs=order.epochs,
            most_s=order.seconds,
        )
        self._context.log.emit(told)

    def _order(self, hand: Hand, wanted: Wanted, shape: BilstmShape, schedule: PlannedTraining) -> HandOrder | None:
        """The training as this hand gets it; None where too little of it fits."""
        usual = self._lengths[0] if self._best_length is None else self._best_length
        pass_s, most_s = self._pass_s(hand, shape.units, schedule), ON_TIME_SHARE * self._left_s() - self._way_s
        epochs = min(wanted.setting.length * usual, (most_s - NEW_SIZE_S) / pass_s)
        predicted_s, measured = epochs * pass_s, schedule.measured
        if epochs < LEAST_SHARE * usual or predicted_s < LEAST_TRAINING_S:
            return None
        number, choices = self._hands.orders + 1, self._context.choices
        return HandOrder(
            number=number,
            metric=choices.metric,
            seed=choices.seed,
            drawn=APART + number,
            units=shape.units,
            dropout=shape.dropout,
            spatial_dropout=shape.spatial_dropout,
            epochs=epochs,
            rows=schedule.plan.rows,
            batch_size=self._trial.learner.batch_size,
            peak_rate=wanted.setting.peak_rate,
            seconds=min(most_s, LATE * predicted_s + measured.score_s + NEW_SIZE_S),
            validate_every_share=check_every_share(predicted_s, measured.score_s),
            alone=wanted.setting.alone,
            compiled=self._context.compiled,
            vector_tokens=vector_tokens(self._context),
            note={"setting": asdict(wanted.setting), "tries": wanted.tries},
        )

    def _pass_s(self, hand: Hand, units: int, schedule: PlannedTraining) -> float:
        """Seconds of one pass there: as it was last, else as it is here."""
        usual, plan, measured = self._trial.learner.shape.units, schedule.plan, schedule.measured
        here_s = measured.epoch_s * plan.rows / measured.rows
        guess_s = self._pace_s.get((hand.name, usual), here_s) * times_slower(units, usual)
        return max(1e-9, self._pace_s.get((hand.name, units), guess_s))

    def _note(self, happening: Happening) -> None:
        hand, log = happening.hand, self._context.log
        if isinstance(happening, Came):
            self._take_in(happening)
        elif isinstance(happening, Lost):
            number = None if happening.order is None else happening.order.number
            log.emit(HandLost(hand.name, hand.node, happening.why, number))
            self._give_up(happening)
        else:
            log.emit(HandReady(hand.name, hand.node, hand.cores))

    def _read(self, folder: Path, order: AnyOrder) -> Answer | SideAnswer | None:
        if isinstance(order, HandOrder):
            return read_answer(folder, order, self._trial.encoded)
        if isinstance(order, FoldOrder):
            raise AnswerUnreadable("It was at a part of the benchmark, which is over.")
        return read_side_answer(folder, order, self._trial.encoded.validation.benchmark.shape, are_probabilities=True)

    def _take_in(self, came: Came) -> None:
        self._way_s = max(self._way_s, came.way_s or 0.0)
        order, answer = came.order, came.answer
        if isinstance(order, HandOrder) and isinstance(answer, Answer):
            self._weigh(came.hand, order, answer)
        elif isinstance(order, PointOrder) and isinstance(answer, SideAnswer):
            self._note_point(came.hand, order, answer)

    def _note_point(self, hand: Hand, order: PointOrder, answer: SideAnswer) -> None:
        """Its time is what so many passes take here: another machine's would bend the curve."""
        facts = answer.facts
        if facts.epochs < LEAST_POINT_SHARE * order.epochs:  # a machine too slow for it: that is no such training
            self.points.was_lost(order)
            self._context.log.emit(HandReady(hand.name, hand.node, hand.cores))
            return
        point = self.points.has_come(order)
        here_s = point.plan.train_s * facts.epochs / point.plan.epochs
        self.points.came[point.place] = Rung(here_s, order.rows, facts.epochs, answer.scores)
        told = HandDone(
            hand=hand.name,
            node=hand.node,
            order=order.number,
            change=point.change,
            epochs=facts.epochs,
            train_s=facts.train_s,
            work=POINT,
        )
        self._context.log.emit(told)

    def _weigh(self, hand: Hand, order: HandOrder, answer: Answer) -> None:
        """One more network to choose from."""
        facts, trained = answer.facts, answer.trained
        self._pace_s[hand.name, order.units] = facts.train_s / max(0.1, facts.epochs)
        alone = averaged(self._trial.learner.aim, [trained]).validation
        done = FurtherTraining(
            APART + order.number,
            _wanted(order).setting,
            order.units,
            order.seed + order.drawn,
            facts.epochs,
            facts.train_s,
            alone.log_loss,
            hand=hand.name,
            node=hand.node,
        )
        self.further.append(done)
        is_better = self._members.add(done.number, trained)
        if is_better:
            keep_average(self._context.folder, self._members.chosen)
        score = alone.scores.get(self._context.choices.metric)
        self._tell(hand, order, facts, score, is_better=is_better)

    def _tell(self, hand: Hand, order: HandOrder, facts: AnswerFacts, score: float | None, *, is_better: bool) -> None:
        told = HandDone(
            hand=hand.name,
            node=hand.node,
            order=order.number,
            change=_wanted(order).setting.said(order.units),
            epochs=facts.epochs,
            train_s=facts.train_s,
            score=score,
            is_better=is_better,
        )
        self._context.log.emit(told)

    def _give_up(self, lost: Lost) -> None:
        """What it was at is for another, or for this process."""
        after = ""
        if isinstance(lost.order, HandOrder):
            self.queue.was_lost(_wanted(lost.order))
        if isinstance(lost.order, PointOrder):
            self.points.was_lost(lost.order)
        if lost.order is not None:
            after = " What it was training is given to another, or done here."
        message = f"A process that trained on {lost.hand.node} is gone: {_as_clause(lost.why)}{after}"
        if message not in self._context.log.warnings:  # a worker before this one may have said so
            self._context.log.warn(message)


def _work_of(hand: Hand, further: Sequence[result.FurtherTraining], told: Sequence[HandDone]) -> HandWork:
    done = [one for one in further if one.hand == hand.name]
    beside = [one.work for one in told if one.hand == hand.name]
    return HandWork(
        hand.name,
        hand.node,
        hand.cores,
        len(done),
        round(sum(one.train_s for one in done), 3),
        sum(one.is_taken for one in done),
        hand.lost,
        points=beside.count(POINT),
        folds=beside.count(FOLD),
    )


def _wanted(order: HandOrder) -> Wanted:
    """What the session wanted when it gave the order."""
    return Wanted(Setting(**order.note["setting"]), int(order.note["tries"]))


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
