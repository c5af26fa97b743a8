"""Where a hand trains: the texts that a session prepared, and a learner for each size of network that was asked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from model.hand.side_bench import train_point
from model.hand.window import Ticks, Window
from model.network.bilstm import BilstmShape
from model.protocol.hands import AnswerFacts, HandOrder
from model.protocol.side_orders import PointOrder
from model.protocol.timebox import seconds_counting_sleep
from model.session.hand_answers import Answer, shape_of
from model.session.resume import load_beginning, load_prepared
from model.session.side_answers import SideAnswer
from model.session.training_runs import Looks
from model.session.vectors_stage import beginnings
from model.training.learner import Learner
from model.training.progress import Candidate, TrainingOutcome
from model.training.training_set import TrainingTime
from model.training.training_state import TrainingState

MOST_LEARNERS = 2  # in memory: the usual size, and another one

Tell = Callable[[float, float], None]  # share of the training that is over, least log loss on validation so far


def tell_nobody(share: float, log_loss: float) -> None:
    """Nobody wants to know how far it is."""


class Bench:
    """Does one order after the other, each from new weights.

    Parameters
    ----------
    prepared
        The folder that the session wrote.
    ticks
        Seconds by this machine's own count: an order tells how many it has.

    Raises
    ------
    ValueError
        It cannot be read.
    """

    def __init__(self, prepared: Path, ticks: Ticks = seconds_counting_sleep) -> None:
        kept = load_prepared(prepared)
        if kept is None:
            raise ValueError(f"{prepared} holds no session that could be trained for.")
        self._kept = kept
        self._encoded, self._decision = kept.encoded, kept.fitted.model.decision
        self._beginning = load_beginning(prepared)
        self._ticks = ticks
        self._learners: dict[BilstmShape, Learner] = {}

    def train(self, order: HandOrder, should_end: Callable[[], bool], tell: Tell = tell_nobody) -> Answer:
        """Do one; `should_end` turning true ends it at once, with the best moment until then."""
        read_s = self._ticks()
        learner = self._learner(order)
        learner.batch_size = order.batch_size
        learner.start_over(order.drawn, alone=order.alone, own_batches=True)
        begun_s = self._ticks()
        window, looks = Window(self._ticks, begun_s, read_s + order.seconds, should_end), Looks(_telling(tell))
        outcome = learner.train(_time(order, window), on_validation=looks.note)
        ended_s = self._ticks()
        facts = _facts(order, outcome, looks, train_s=ended_s - begun_s, taken_s=ended_s - read_s)
        facts = replace(facts, stopped=window.was_ended)
        if outcome.best.whole is None:
            raise ValueError("an average of networks was found where one was trained")
        return Answer(facts, outcome.best.whole)

    def train_point(self, order: PointOrder, should_end: Callable[[], bool]) -> SideAnswer:
        """Do a point of the learning curve; `should_end` turning true ends it at once."""
        return train_point(self._kept, order, should_end, self._ticks)

    def _learner(self, order: HandOrder) -> Learner:
        """The one of that size, made where it is new; the one made longest ago makes room for it."""
        shape = shape_of(order, self._encoded.shape)
        if shape not in self._learners:
            if len(self._learners) >= MOST_LEARNERS:
                del self._learners[next(iter(self._learners))]
            self._learners[shape] = self._new_learner(order, shape)
            self._learners[shape].take_steps(1)  # traced now: it is no part of any training's time
        return self._learners[shape]

    def _new_learner(self, order: HandOrder, shape: BilstmShape) -> Learner:
        encoded = self._encoded
        if self._beginning is None:  # hands joined a session that had not known of them
            self._beginning = beginnings(encoded, encoded.training.tokens, most_tokens=order.vector_tokens).usual
        return Learner(
            shape,
            encoded.training,
            encoded.validation,
            metric=order.metric,
            decision=self._decision,
            seed=order.seed,
            batch_size=order.batch_size,
            compiled=order.compiled,
            word_vectors=self._beginning,
        )


def _time(order: HandOrder, window: Window) -> TrainingTime:
    return TrainingTime(
        order.rows,
        window.share_elapsed,
        epochs=order.epochs,
        peak_rate=order.peak_rate,
        validate_every_share=order.validate_every_share,
    )


def _telling(tell: Tell) -> Callable[[TrainingState, Candidate], None]:
    def looked(state: TrainingState, candidate: Candidate) -> None:
        best = candidate if state.best is None else state.best
        tell(min(1.0, state.share()), best.validation.log_loss)

    return looked


def _facts(order: HandOrder, outcome: TrainingOutcome, looks: Looks, *, train_s: float, taken_s: float) -> AnswerFacts:
    best = outcome.best.validation
    return AnswerFacts(
        number=order.number,
        epochs=outcome.epochs,
        steps=outcome.steps,
        train_s=train_s,
        steps_s=outcome.steps_s,
        taken_s=taken_s,
        best_epoch=best.epoch,
        best_step=best.step,
        trace=tuple((share, loss) for share, loss in looks.trace if math.isfinite(loss)),
        loss=outcome.loss if math.isfinite(outcome.loss) else None,
    )
