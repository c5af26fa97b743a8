"""A session that ended, as its folder keeps it: a table with some wrong labels, its parts, and a fitted n-gram model.

No network was trained: nothing here needs one. The labels that were made wrong are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
import pandas as pd

from model.judging.intervals import score_with_intervals
from model.network.bilstm import BilstmShape
from model.ngram.benchmark import fit_benchmark
from model.protocol.label_answers import LabelAnswer
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import SessionData, load_data
from model.session.resume import keep_session
from model.session.smoke_stage import Encoded, Trial
from model.session.stage_log import StageLog
from model.training.plan import ProofTimes
from model.training.training_set import TrainingSet
from tests.made_orders import made_config
from tests.unit.made_models import made_vocabulary

WORDS = {
    "tea": ["kettle", "leaf", "cup", "brew", "steep", "saucer"],
    "rain": ["cloud", "puddle", "umbrella", "drizzle", "thunder", "gutter"],
    "train": ["platform", "ticket", "carriage", "whistle", "signal", "track"],
}
FILLING = ["the", "old", "one", "near", "a", "small", "town", "was", "there", "again", "before", "noon", "with", "us"]


@dataclass(frozen=True)
class KeptDesk:
    """Where the session lies, its table, its parts, and text -> true class of labels that were made wrong."""

    folder: Path
    table: Path
    fitted: FittedBenchmark
    wrong: dict[str, str]

    @property
    def data(self) -> SessionData:
        """Its parts."""
        return self.fitted.data

    @property
    def wrong_in_training(self) -> dict[str, str]:
        """Those among the training texts."""
        return {text: self.wrong[text] for text in self.data.train.texts if text in self.wrong}

    def answers(self, count: int) -> tuple[LabelAnswer, ...]:
        """The truth about so many wrong labels of training, six seconds an answer."""
        label_of = dict(zip(self.data.train.texts, self.data.train.labels.tolist(), strict=True))
        found = list(self.wrong_in_training.items())[:count]
        return tuple(
            LabelAnswer(text, self.data.classes[label_of[text]], true, true, 0.9, 6.0 * at)
            for at, (text, true) in enumerate(found)
        )


def made_table(path: Path, rows: int = 600, wrong_share: float = 0.1, seed: int = 3) -> dict[str, str]:
    """Write texts of three classes with some labels changed; text -> its true class where it was."""
    random, wrong = Random(seed), dict[str, str]()
    lines = []
    for number in range(rows):
        true = random.choice(list(WORDS))
        text = " ".join([*random.sample(WORDS[true], 3), *random.sample(FILLING, 5), f"n{number}"])
        label = true
        if random.random() < wrong_share:
            label = random.choice([name for name in WORDS if name != true])
            wrong[text] = true
        lines.append((number, text, label))
    pd.DataFrame(lines, columns=["id", "text", "label"]).to_csv(path, index=False)
    return wrong


def kept_desk(place: Path) -> KeptDesk:
    """Read, clean, fit and keep: a second of work."""
    folder, table = place / "run", place / "made.csv"
    place.mkdir(parents=True, exist_ok=True)
    wrong = made_table(table)
    return KeptDesk(folder, table, kept_run(folder, table), wrong)


def kept_run(folder: Path, table: Path, **order: Any) -> FittedBenchmark:
    """The session of a table, kept in a folder as its test run would have."""
    folder.mkdir(parents=True)
    config = made_config(data_file=table, **order)
    config.save(folder)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    data = load_data(config.order, box, StageLog(folder, box))
    fitted = _fitted(data)
    keep_session(folder, fitted, _trial(fitted), {})
    return fitted


def _fitted(data: SessionData) -> FittedBenchmark:
    train, validation = data.train, data.validation
    fit = fit_benchmark(train.texts, train.labels, len(data.classes), seed=7, time_left_s=lambda: 600.0)
    scores = score_with_intervals(fit.model.probabilities(validation.texts), validation.labels, data.classes)
    return FittedBenchmark(data, fit.model, fit.out_of_fold_logits, scores)


def _trial(fitted: FittedBenchmark) -> Trial:
    """What a test run would have encoded; nobody looks at it here."""
    vocabulary, data = made_vocabulary(), fitted.data
    logits = (fitted.out_of_fold_logits, np.asarray(fitted.model.logits(data.validation.texts)))
    sets = (
        TrainingSet(vocabulary.encode(part.texts, max_tokens=9), part.labels, shown)
        for part, shown in zip((data.train, data.validation), logits, strict=True)
    )
    shape = BilstmShape(len(vocabulary), len(data.classes), embedding=8, units=6)
    return Trial(cast(Any, None), Encoded(vocabulary, 9, shape, *sets), ProofTimes(0.5, 3.0))
