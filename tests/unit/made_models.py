"""Small models for tests: a real n-gram model, and networks with weights drawn by lot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.folder.artifact import Delivered, SavedModel, save_model
from model.network.bilstm import BilstmShape
from model.network.network_weights import NetworkWeights, array_shapes
from model.ngram.benchmark import Benchmark, fit_benchmark
from model.ngram.linear import LinearModel
from model.protocol.manifest import Provenance
from model.text.encode import Vocabulary

CLASSES = ("bad", "good", "so so")
PROVENANCE = Provenance(text_column="review", label_column="stars")
_TELLING = (("awful", "gloomy"), ("lovely", "sunny"), ("average", "usual"))
_PLAIN = ("the", "room", "was", "and", "staff", "food", "we", "had")


@cache
def made_texts(rows: int = 240, seed: int = 0) -> tuple[str, ...]:
    """Short texts; row r tells class r % 3."""
    random = np.random.default_rng(seed)
    return tuple(
        " ".join([*random.choice(_PLAIN, random.integers(2, 9)), random.choice(_TELLING[row % 3])])
        for row in range(rows)
    )


@cache
def made_benchmark() -> Benchmark:
    """An n-gram model of three classes that knows the telling words, with a decision shift as rare classes have it."""
    texts = made_texts()
    labels = np.arange(len(texts)) % 3
    fitted = fit_benchmark(texts, labels, 3, seed=7, time_left_s=lambda: 60.0).model
    return replace(fitted, decision_shift=np.array([0.8, -0.5, 0.2]))


TWO_LABELS = ("bad", "good")
THRESHOLDS = (0.5, 0.25)


@cache
def made_two_labels_benchmark() -> Benchmark:
    """An n-gram model of two labels, of which a text may have both or none; each is said from a threshold of its own.

    Every third text has the first label, the one behind it the second, and the one behind that none.
    """
    texts = made_texts()
    rows = np.arange(len(texts)) % 3
    labels = np.stack([rows == 0, rows == 1], axis=1).astype(np.int8)
    fitted = fit_benchmark(texts, labels, 2, seed=7, time_left_s=lambda: 60.0).model
    shift = -np.log(np.array(THRESHOLDS) / (1 - np.array(THRESHOLDS)))
    return replace(fitted, decision_shift=shift)


def made_vocabulary() -> Vocabulary:
    """The words of the made texts."""
    return Vocabulary.build(made_texts())


def made_weights(seed: int = 0, *, vocabulary: int | None = None, classes: int = 3, units: int = 6) -> NetworkWeights:
    """A tiny network with weights drawn by lot: its correction is far from zero."""
    words = len(made_vocabulary()) if vocabulary is None else vocabulary
    shape = BilstmShape(vocabulary=words, classes=classes, embedding=8, units=units)
    random = np.random.default_rng(seed)
    arrays = {name: random.normal(0, 0.5, size).astype(dtype) for name, (dtype, size) in array_shapes(shape).items()}
    return NetworkWeights(shape, arrays)


def benchmark_alone(seed: int = 0) -> Delivered:
    """A model without a network; another seed is another model."""
    benchmark = made_benchmark()
    shifted = benchmark.linear.intercepts + np.float32(0.01 * seed)
    linear = LinearModel(benchmark.linear.coefficients, shifted)
    return Delivered(CLASSES, replace(benchmark, linear=linear))


def with_network(seed: int = 0) -> Delivered:
    """A model with a network on top of the n-gram model."""
    return Delivered(CLASSES, made_benchmark(), made_vocabulary(), made_weights(seed), max_tokens=12)


def with_networks(seed: int = 0) -> Delivered:
    """A model with three networks on top of the n-gram model, one of them of another size."""
    return replace(with_network(seed), further=(made_weights(seed + 10), made_weights(seed + 20, units=4)))


def with_tail(seed: int = 0) -> Delivered:
    """A model that reads the first seven and the last four words of a text of more than twelve."""
    return replace(with_network(seed), tail_tokens=4)


def save(folder: Path, delivered: Delivered) -> SavedModel:
    """Save a model as a session does."""
    return save_model(folder, delivered, scores={"validation": {}}, provenance=PROVENANCE)


LABELS = ("rude", "cold", "far")


@cache
def made_label_texts(rows: int = 240, seed: int = 0) -> tuple[str, ...]:
    """Short texts that say each of three labels by a word of its own; see `made_labels`."""
    random = np.random.default_rng(seed)
    return tuple(
        " ".join([*random.choice(_PLAIN, random.integers(2, 9)), *(LABELS[place] for place in np.flatnonzero(has))])
        for has in made_labels(rows, seed)
    )


def made_labels(rows: int = 240, seed: int = 0) -> NDArray[np.int8]:
    """Labels (rows, 3) of 0 and 1, from frequent to rare; some rows have none, some several."""
    return (np.random.default_rng(1_000 + seed).random((rows, 3)) < (0.5, 0.3, 0.15)).astype(np.int8)


@cache
def made_label_benchmark() -> Benchmark:
    """An n-gram model of three labels, with thresholds far from one half."""
    fitted = fit_benchmark(made_label_texts(), made_labels(), 3, seed=7, time_left_s=lambda: 60.0).model
    return replace(fitted, decision_shift=np.array([0.8, -0.5, 0.2]))


def labels_alone() -> Delivered:
    """A model of several labels without a network."""
    return Delivered(LABELS, made_label_benchmark())


def labels_with_network(seed: int = 0) -> Delivered:
    """A model of several labels with a network."""
    words = Vocabulary.build(made_label_texts())
    return Delivered(LABELS, made_label_benchmark(), words, made_weights(seed, vocabulary=len(words)), max_tokens=12)
