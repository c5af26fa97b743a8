"""What the folder of a box tells: what was asked for, what is kept, and how it ended. `callit` writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from planner.domain.training import Score, SessionState
from planner.domain.wording.durations import length_words
from planner.domain.wording.scores import score_words

LOCK_FILE = "worker.lock"  # as sessions have it; its place there loads what reads tables
BOX_FILE, RESULT_FILE, MANIFEST_FILE = "box.json", "result.json", "manifest.json"
_STATES = {
    "finished": SessionState.FINISHED,
    "box over": SessionState.FINISHED,
    "stopped": SessionState.STOPPED,
    "interrupted": SessionState.STOPPED,
}
_Facts = TypeVar("_Facts")
_UNSCORED = "training "
_HELD_OUT = ("test_", "held_out_", "heldout_")
_TRAINING = ("train_", "training_")


@dataclass(frozen=True, slots=True)
class BoxOrder:
    """What a box was opened for. `phase` and `project` are names, None where none was said."""

    folder: str
    timebox_s: float
    started_unix: float
    phase: str | None = None
    project: str | None = None
    data_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The best that lies in the folder: its score, the second of the box at which it came, the hash of its weights."""

    metric: str
    value: float
    at_s: float
    weights_sha256: str = ""
    data_sha256: str = ""
    proof: dict[str, Any] | None = None

    @property
    def is_of_training(self) -> bool:
        """Whether training measured it on what it learns from: by its name, or as Keras names it, without `val_`."""
        is_of_keras = "metric" in (self.proof or {})
        return self.metric.startswith(_TRAINING) or (is_of_keras and not self.metric.startswith("val_"))

    @property
    def is_scored(self) -> bool:
        """False of weights that were kept before they were validated: what training measured is no result."""
        return not self.metric.startswith(_UNSCORED)

    @property
    def is_result(self) -> bool:
        """Whether it can be compared with others: it was measured on what the network did not learn from."""
        return self.is_scored and not self.is_of_training

    @property
    def score(self) -> Score:
        """As the store has scores: `val_auc` is the AUC on validation."""
        part = "held-out" if self.metric.startswith(_HELD_OUT) else "validation"
        name = self.metric
        for beginning in ("val_", *_HELD_OUT):
            name = name.removeprefix(beginning)
        hashes = self.weights_sha256 or None, self.data_sha256 or None
        return Score("delivered", part, name or self.metric, self.value, None, None, *hashes)

    @property
    def words(self) -> str:
        """The best in a sentence's middle."""
        score, at = f"{self.metric} {score_words(self.value)}", length_words(self.at_s)
        if not self.is_scored:
            return f"the weights at {at} are kept, not validated yet ({score})"
        if self.is_of_training:
            return f"best {score} at {at} is kept, a score of training"
        return f"best {score} at {at} is kept"


@dataclass(frozen=True, slots=True)
class BoxEnd:
    """How a box ended, and when after its start."""

    state: SessionState
    used_s: float
    message: str


def read_order(folder: Path) -> BoxOrder | None:
    """What was asked for; None where no box was opened in that folder."""
    return _read(folder / BOX_FILE, BoxOrder)


def read_kept(folder: Path) -> Kept | None:
    """What is kept; None where nothing was."""
    return _read(folder / MANIFEST_FILE, Kept)


def read_end(folder: Path, order: BoxOrder) -> BoxEnd:
    """How it ended: as it said itself, else as it was found."""
    kept, result = read_kept(folder), _read(folder / RESULT_FILE, dict[str, Any])
    if result is not None and isinstance(result.get("used_s"), int | float):
        return BoxEnd(_state(result, kept), _used_s(result, order), str(result.get("sentence", "")))
    used_s = max(0.0, _last_sign_unix(folder, order) - order.started_unix)
    state = SessionState.FAILED if kept is None else SessionState.CUT_SHORT
    left = kept.words if kept else "nothing had been scored and saved yet"
    return BoxEnd(state, used_s, f"The kernel died after {length_words(used_s)}; {left}.")


def _used_s(result: Mapping[str, Any], order: BoxOrder) -> float:
    """Of this run alone: a box that was opened again has used more."""
    ended_unix = result.get("ended_unix")
    used_s = float(result["used_s"])
    return used_s if not isinstance(ended_unix, int | float) else min(used_s, max(0.0, ended_unix - order.started_unix))


def _state(result: Mapping[str, Any], kept: Kept | None) -> SessionState:
    if kept is None:
        return SessionState.FAILED
    return _STATES.get(str(result.get("ending")), SessionState.CUT_SHORT)


def _last_sign_unix(folder: Path, order: BoxOrder) -> float:
    try:
        return (folder / LOCK_FILE).stat().st_mtime
    except OSError:
        return order.started_unix


def _read(path: Path, kind: type[_Facts]) -> _Facts | None:
    try:
        return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), kind, strict=False)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return None
