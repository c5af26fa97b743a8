"""What tests of proofs share: a session on a clock set by hand, and a fresh process that says what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from model.folder.artifact import Delivered, save_model
from model.folder.predictor import load_model
from model.folder.reload import Reloaded, WarmProcess
from model.judging.intervals import score_with_intervals
from model.protocol.errors import ReloadTimedOut
from model.protocol.events import EventReader
from model.protocol.result import DataFacts
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.data_stages import Part, SessionData
from model.session.proofs import Proofs, ToProve, predictions
from model.session.stage_log import StageLog
from tests.made_orders import made_config
from tests.unit.made_models import (
    CLASSES,
    LABELS,
    PROVENANCE,
    labels_with_network,
    made_benchmark,
    made_label_benchmark,
    made_label_texts,
    made_labels,
    made_texts,
    with_network,
)

_Told = TypeVar("_Told")
STARTED_UNIX = 1_800_000_000.0


@dataclass
class Hands:
    """A clock that is set by hand."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class MadeFresh:
    """Stands for the fresh process: loads the model as that would, and is `late`, `wrong` or honest, as it is told."""

    says: str = "the truth"
    is_ready: bool = True
    is_allowed: bool = True
    takes_s: float = 1.0
    asked: list[Path] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # that it was asked about last
    passes: Callable[[float], None] = lambda seconds: None

    def start(self) -> None:
        """It waits already."""

    def give_up(self) -> None:
        """It has answered already."""

    def label_with_each(self, folders: Sequence[Path], texts: list[str], **_: Any) -> list[Reloaded]:
        """One answer a folder."""
        self.asked, self.texts = [*self.asked, *folders], texts
        if self.says == "late":
            raise ReloadTimedOut("a fresh process did not load it in the time that was left")
        self.passes(self.takes_s)
        return [self._answer(folder, texts) for folder in folders]

    def _answer(self, folder: Path, texts: list[str]) -> Reloaded:
        predictor = load_model(folder)
        found = predictor.probabilities(texts, normalised=True)
        wrong = 1e-3 if self.says == "wrong" else 0.0
        return Reloaded(predictor.weights_sha256, found + wrong, 4.0, self.takes_s)


def made_fitted() -> FittedBenchmark:
    """Made texts in three parts, below the made benchmark."""
    texts, labels = list(made_texts(90)), np.arange(90) % 3
    parts = [Part(texts[rows], labels[rows]) for rows in (slice(0, 50), slice(50, 70), slice(70, 90))]
    data = SessionData(CLASSES, *parts, sha256="ff", facts=DataFacts())
    model = made_benchmark()
    validation = score_with_intervals(model.probabilities(parts[1].texts), parts[1].labels, CLASSES)
    return FittedBenchmark(data, model, model.logits(parts[0].texts), validation)


@dataclass
class MadeSession:
    """A session whose benchmark is saved: its folder, its clock, and who proves its models."""

    folder: Path
    timebox_s: float = 120.0
    hands: Hands = field(default_factory=Hands)
    fresh: MadeFresh = field(default_factory=MadeFresh)
    fitted: FittedBenchmark = field(default_factory=made_fitted)
    order: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clock = Clock(STARTED_UNIX, ticks=self.hands, wall=lambda: STARTED_UNIX, awake=self.hands)
        box = Timebox(clock, self.timebox_s)
        config = made_config(started_unix=STARTED_UNIX, data_file="r.csv", timebox_s=self.timebox_s, **self.order)
        fresh = cast(WarmProcess, self.fresh)
        self.context = Context(config, self.folder, box, StageLog(self.folder, box), cast(Any, None), fresh=fresh)
        save_model(self.folder, self.fitted.delivered(), scores={}, provenance=PROVENANCE)
        self.proofs = Proofs(self.context, self.fitted)

    def said(self, kind: type[_Told]) -> list[_Told]:
        """What was told of one kind."""
        return [event.body for event in EventReader(self.folder).read_new() if isinstance(event.body, kind)]

    def to_prove(self, seed: int, what: str = "checkpoint") -> ToProve:
        """A model with a network, and what it says here."""
        several = self.fitted.model.several_labels
        return made_to_prove(self.fitted, (labels_with_network if several else with_network)(seed), what)


def made_to_prove(fitted: FittedBenchmark, delivered: Delivered, what: str) -> ToProve:
    """A model as a training would have chosen it."""
    return ToProve(delivered, predictions(delivered, fitted.data.validation.texts), what, 0.75)


def made_label_fitted() -> FittedBenchmark:
    """Made texts with several labels in three parts, below the made benchmark of labels."""
    texts, labels = list(made_label_texts(90)), made_labels(90)
    parts = [Part(texts[rows], labels[rows]) for rows in (slice(0, 50), slice(50, 70), slice(70, 90))]
    data = SessionData(LABELS, *parts, sha256="ff", facts=DataFacts())
    model = made_label_benchmark()
    thresholds = model.decision.thresholds
    validation = score_with_intervals(
        model.probabilities(parts[1].texts), parts[1].labels, LABELS, thresholds=thresholds
    )
    return FittedBenchmark(data, model, model.logits(parts[0].texts), validation)
