"""A session that is about to train, whose hands are made up by the test: it writes their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from model.judging.decision import Decision
from model.network.bilstm import BilstmShape
from model.protocol.hands import (
    AnswerFacts,
    Beat,
    Hand,
    HandOrder,
    hand_folder,
    order_numbers,
    read_hands,
    read_order,
    with_lost,
    write_beat,
    write_hands,
)
from model.protocol.result import FurtherTraining, HandWork
from model.session.elsewhere import LOOK_EVERY_S, Elsewhere
from model.session.hand_answers import Answer, write_answer
from model.session.smoke_stage import Encoded, Trial
from model.session.train_stages import PlannedTraining
from model.text.encode import Vocabulary
from model.training.correction import Aim
from model.training.lately import Way
from model.training.members import Members
from model.training.plan import Measured, ProofTimes, TrainingPlan
from model.training.progress import Trained
from model.training.training_set import TrainingSet
from tests.unit.made_models import made_texts, made_weights
from tests.unit.proven_sessions import MadeSession

ROWS, EPOCH_S = 60, 2.0
EPOCHS = 26.0  # of the ladder: 2, 6 and 18


@dataclass
class SessionWithHands:
    """A session that is about to train, with so many hands that are ready."""

    folder: Path
    hands: int = 1
    timebox_s: float = 300.0
    meanwhile: Callable[[], None] = lambda: None
    slept_s: float = 0.0
    order: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session = MadeSession(self.folder, self.timebox_s, order=self.order)
        self.context, self.clock = self.session.context, self.session.hands
        words = Vocabulary.build(made_texts())
        labels = np.arange(ROWS) % 3
        rows = TrainingSet(words.encode(list(made_texts(ROWS, seed=3))), labels, np.zeros((ROWS, 3), np.float32))
        self.shape = BilstmShape(len(words), 3, embedding=8, units=16)
        self.aim = Aim(rows.benchmark, labels, self.context.choices.metric, Decision(np.zeros(3)))
        self.encoded = Encoded(words, 9, self.shape, rows, rows)
        learner = SimpleNamespace(shape=self.shape, aim=self.aim, batch_size=16, best=None)
        self.trial = Trial(cast(Any, learner), self.encoded, ProofTimes(0.5, 1.0))
        self.members = Members(self.aim)
        for way, seconds in ((Way.START, 4.0), (Way.SAVE, 0.5), (Way.LABEL, 1.0), (Way.SCORE, 0.01), (Way.JUDGE, 1.0)):
            self.context.lately.note(way, seconds)
        self.clock.now_s = 40.0
        if self.hands:
            write_hands(self.folder, [Hand(f"hand-{n}", f"lab-{n}", cores=4) for n in range(1, self.hands + 1)])
        for number in range(1, self.hands + 1):
            self.beat(number, 1)
        self.elsewhere = self.another_worker()

    def another_worker(self) -> Elsewhere:
        plan = TrainingPlan(ROWS, EPOCHS, 16, 60.0)
        schedule = PlannedTraining(plan, 200.0, Measured(ROWS, 16, EPOCH_S, 0.01), 5.0)
        return Elsewhere(self.context, self.trial, self.members, schedule, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.clock.now_s += seconds
        self.slept_s += seconds
        self.meanwhile()

    def look(self, after_s: float = LOOK_EVERY_S) -> None:
        self.clock.now_s += after_s
        self.elsewhere.look()

    def at(self, hand: int) -> Path:
        return hand_folder(self.folder, f"hand-{hand}")

    def beat(self, hand: int, count: int) -> None:
        self.at(hand).mkdir(parents=True, exist_ok=True)
        write_beat(self.at(hand), Beat(count, is_ready=True))

    def given(self, hand: int = 1) -> HandOrder:
        """The one order that lies there."""
        (number,) = order_numbers(self.at(hand))
        order = read_order(self.at(hand), number)
        assert order is not None
        return order

    def trained(self, seed: int, units: int = 16, error: float = 2.0) -> Trained:
        random = np.random.default_rng(seed)
        truth = 2 * np.eye(3)[self.aim.labels]
        logits = (truth + random.normal(0, error, truth.shape)).astype(np.float32)
        made = made_weights(seed, vocabulary=self.shape.vocabulary, units=units)
        return Trained(made, logits)

    def answers(self, hand: int = 1, *, error: float = 2.0, taken_s: float = 20.0, epochs: float | None = None) -> None:
        """The hand has done what it was given."""
        order = self.given(hand)
        trained = self.trained(order.drawn, order.units, error)
        facts = AnswerFacts(
            number=order.number,
            epochs=epochs or order.epochs,
            steps=9,
            train_s=taken_s,
            steps_s=taken_s / 2,
            taken_s=taken_s,
            best_epoch=1.0,
            best_step=4,
        )
        write_answer(self.at(hand), Answer(facts, trained))

    def is_gone(self, hand: int, why: str = "Its machine is gone.") -> None:
        write_hands(self.folder, with_lost(read_hands(self.folder), f"hand-{hand}", why))

    def finish(self, goes_on: bool = True) -> None:
        self.elsewhere.finish(lambda: goes_on)

    def work(self) -> tuple[HandWork, ...]:
        """What the result would say."""
        taken = self.members.is_chosen
        told = [
            FurtherTraining("", 7, one.units, one.epochs, one.train_s, is_taken=taken(one.number), hand=one.hand)
            for one in self.elsewhere.further
        ]
        return self.elsewhere.work(told)

    def said(self, kind: type[Any]) -> list[Any]:
        return self.session.said(kind)
