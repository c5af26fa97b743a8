"""A point of the learning curve, wherever it is trained: what its network learns from, and the network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.ngram.benchmark import Benchmark, fit_benchmark
from model.ngram.recipe import Recipe
from model.session.benchmark_stage import FittedBenchmark
from model.session.smoke_stage import Encoded
from model.session.vectors_stage import beginnings
from model.training.learner import Learner
from model.training.training_set import TrainingSet

CHECKS = 4  # looks at validation on the way
_VECTOR_TOKENS = 200_000  # a short training begins with quicker word vectors

Sets = tuple[TrainingSet, TrainingSet, Benchmark]  # to learn from, to steer by, and what both build on


def point_sets(
    encoded: Encoded,
    fitted: FittedBenchmark,
    rows: int,
    *,
    seed: int,
    metric: str,
    recipe: Recipe,
    time_left_s: Callable[[], float],
) -> Sets:
    """What a point learns from: with fewer rows, a benchmark that has seen no more of them either."""
    if rows >= len(encoded.training):
        return encoded.training, encoded.validation, fitted.model
    data = fitted.data
    texts, labels = data.train.texts[:rows], data.train.labels[:rows]
    fit = fit_benchmark(
        texts, labels, len(data.classes), seed=seed, time_left_s=time_left_s, metric=metric, recipe=recipe
    )
    training = TrainingSet(encoded.training.tokens.take(np.arange(rows)), labels, fit.out_of_fold_logits)
    logits = fit.model.logits(data.validation.texts)
    return training, TrainingSet(encoded.validation.tokens, encoded.validation.labels, logits), fit.model


def point_learner(
    encoded: Encoded, sets: Sets, *, metric: str, seed: int, batch_size: int, compiled: bool | None
) -> Learner:
    """A new network with its own seed."""
    training, validation, benchmark = sets
    return Learner(
        encoded.shape,
        training,
        validation,
        metric=metric,
        decision=benchmark.decision,
        seed=seed,
        batch_size=batch_size,
        compiled=compiled,
        word_vectors=beginnings(encoded, training.tokens, most_tokens=_VECTOR_TOKENS).usual,
    )
