"""What a new session takes over from an earlier one: choices of the command line that the start form does not draw."""

from __future__ import annotations

from dataclasses import replace

from model.protocol.config import SessionConfig
from model.protocol.metrics import metric_words
from model.protocol.order import TrainingChoices, TrainingOrder
from planner.domain.training import TrainingSession
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number

_USUAL = TrainingChoices()


def order_of(session: TrainingSession) -> TrainingOrder | None:
    """What a session was asked to do; None where its folder is gone."""
    try:
        return SessionConfig.load(session.run_folder).order
    except (OSError, ValueError):
        return None


def taken_over(order: TrainingOrder) -> TrainingChoices:
    """The choices of an earlier order, but for those that a form draws, and what was free then."""
    return replace(
        order.choices,
        metric=_USUAL.metric,
        cleaning_rules_off=_USUAL.cleaning_rules_off,
        one_network=_USUAL.one_network,
        memory_limit_bytes=_USUAL.memory_limit_bytes,
        vectors=_USUAL.vectors,
        hands=_USUAL.hands,
    )


def unusual_words(choices: TrainingChoices) -> str:
    """What differs from a usual session, of what no form draws; empty where nothing does.

    >>> unusual_words(TrainingChoices(epochs=6, seed=11))
    '6 epochs and seed 11'
    """
    outside = [
        f"{metric_words(metric)} {score_number(value)} from elsewhere"
        for metric, value in sorted(choices.outside_scores.items())
    ]
    epochs = [count_words(choices.epochs, "epoch")] if choices.epochs else []
    units = [count_words(choices.units, "unit")] if choices.units != _USUAL.units else []
    test = [f"test file {choices.test_file.name}"] if choices.test_file else []
    seed = [f"seed {choices.seed}"] if choices.seed != _USUAL.seed else []
    return list_words([*epochs, *units, *test, *outside, *seed])
