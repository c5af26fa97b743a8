"""What hands do for a session besides training networks to be averaged: points of the learning curve, and folds.

They are ordered and answered by the same files as trainings are (`model.protocol.hands`), but for what stands in them:

    NNN.order.json    `PointOrder` or `FoldOrder`
    folds.npz         the table that folds are fitted on, from the session, before the first of their orders
    NNN.done.npz      the answer, from the hand: `facts` (`SideFacts` as JSON) and `scores`

A fold needs nothing prepared: a hand that has loaded its libraries (`Beat.is_up`) takes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from model.protocol.hands import HANDS_VERSION, HandOrder, order_path, read_order

FOLD_TABLE = "folds.npz"  # in a hand's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOrder:
    """A point of the learning curve: a new network with its own `seed`, from the first step to a rate of zero.

    It learns from the first `rows` training rows, `epochs` times, with a benchmark fitted on no more of them: `recipe`
    is how that is made. It ends after `seconds` at the latest, by the hand's own ticks. Answered are probabilities on
    validation, (rows, classes) float64.
    """

    kind: Literal["point"] = "point"
    version: int = HANDS_VERSION
    number: int
    metric: str
    session_seed: int
    seed: int
    rows: int
    epochs: float
    batch_size: int
    seconds: float
    compiled: bool | None = None
    recipe: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldOrder:
    """A fold of the benchmark: the n-gram model is fitted on all rows of the table but those of `fold`.

    `seed` says which rows these are, `cost` and `by_ratio` how it is fitted. Answered are its scores of the rows that
    it has not seen, in their order, (rows, classes) float32.
    """

    kind: Literal["fold"] = "fold"
    version: int = HANDS_VERSION
    number: int
    fold: int
    folds: int
    classes: int
    seed: int
    cost: float
    by_ratio: bool
    seconds: float


SideOrder = PointOrder | FoldOrder
AnyOrder = HandOrder | PointOrder | FoldOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFacts:
    """How it went: passes done, none where no network is trained, and seconds inside the training or the fit.

    `taken_s` are the seconds from reading the order to writing the answer.
    """

    version: int = HANDS_VERSION
    number: int
    epochs: float = 0.0
    train_s: float
    taken_s: float


def read_side_order(folder: Path, number: int) -> SideOrder | None:
    """The order of that number; None where there is none, it is a training, or of another version."""
    with suppress(OSError, ValueError, RecursionError, AttributeError, msgspec.ValidationError):
        told = json.loads(order_path(folder, number).read_bytes())
        kind = {"point": PointOrder, "fold": FoldOrder}.get(str(told.get("kind")))
        order: SideOrder | None = None if kind is None else msgspec.convert(told, kind)
        return order if order is not None and order.version == HANDS_VERSION else None
    return None


def read_any_order(folder: Path, number: int) -> AnyOrder | None:
    """The order of that number, whatever it is about."""
    return read_side_order(folder, number) or read_order(folder, number)
