"""What a hand does besides training networks to be averaged: a point of the learning curve, a fold of the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from model.hand.window import Ticks, Window
from model.ngram.fold_table import fold_scores, read_fold_table
from model.ngram.recipe import Recipe
from model.protocol.side_orders import FOLD_TABLE, FoldOrder, PointOrder, SideFacts
from model.protocol.timebox import seconds_counting_sleep
from model.session.curve_point import CHECKS, point_learner, point_sets
from model.session.resume import KeptSession
from model.session.side_answers import SideAnswer
from model.training.training_set import TrainingTime


def train_point(
    kept: KeptSession, order: PointOrder, should_end: Callable[[], bool], ticks: Ticks = seconds_counting_sleep
) -> SideAnswer:
    """Train one, as the session itself would: its benchmark first, where that is another one."""
    read_s = ticks()
    to_s = read_s + order.seconds
    sets = point_sets(
        kept.encoded,
        kept.fitted,
        order.rows,
        seed=order.session_seed,
        metric=order.metric,
        recipe=msgspec.convert(order.recipe, Recipe),
        time_left_s=lambda: to_s - ticks(),
    )
    learner = point_learner(
        kept.encoded,
        sets,
        metric=order.metric,
        seed=order.seed,
        batch_size=order.batch_size,
        compiled=order.compiled,
    )
    begun_s = ticks()
    window = Window(ticks, begun_s, to_s, should_end)
    length = TrainingTime(order.rows, window.share_elapsed, epochs=order.epochs, validate_every_share=1 / CHECKS)
    outcome = learner.train(length)
    ended_s = ticks()
    facts = SideFacts(number=order.number, epochs=outcome.epochs, train_s=ended_s - begun_s, taken_s=ended_s - read_s)
    return SideAnswer(facts, sets[2].decision.probabilities(outcome.best.logits))


def fit_fold(folder: Path, order: FoldOrder, ticks: Ticks = seconds_counting_sleep) -> SideAnswer | None:
    """Fit one on the table that lies in a hand's folder; None where it lies there no more, as nothing is wanted now."""
    read_s = ticks()
    try:
        table, labels = read_fold_table(folder / FOLD_TABLE)
    except FileNotFoundError:
        return None
    begun_s = ticks()
    scores = fold_scores(
        table,
        labels,
        fold=order.fold,
        folds=order.folds,
        classes=order.classes,
        seed=order.seed,
        cost=order.cost,
        by_ratio=order.by_ratio,
        time_left_s=lambda: read_s + order.seconds - ticks(),
    )
    ended_s = ticks()
    facts = SideFacts(number=order.number, train_s=ended_s - begun_s, taken_s=ended_s - read_s)
    return SideAnswer(facts, scores)
