"""What is asked of a training session: filled in by page and command, and handed to the worker as it is.

A new thing to ask for is one field here, with the option and the widget that fill it in: supervisor, run folder,
worker, *Run again* and *Continue* hand the whole order on. What only a run knows of itself is in `SessionConfig`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.labels.reading import AS_WRITTEN, LabelReading
from model.protocol.label_columns import label_columns_words, told_label
from model.protocol.metrics import DEFAULT_METRIC

DEFAULT_SEED = 7
DEFAULT_UNITS = 64


@dataclass(frozen=True, slots=True)
class TableOrder:
    """What to learn from: the file, the name that screens use for it, its columns, and how its labels are read.

    Texts may stand in several columns, such as a title and a body: they are joined in the order of `text_columns`.
    `split_column` says of each row whether it is for training, validation or held out; None: parts are split off.
    A row may have several labels: a column of 0 and 1 for each, `label_column` and `further_label_columns`, or one
    column whose cells hold tags with a `tag_separator` between them.
    """

    data_file: Path
    source_name: str
    text_column: str
    label_column: str
    reading: LabelReading = AS_WRITTEN
    further_text_columns: tuple[str, ...] = ()
    split_column: str | None = None
    further_label_columns: tuple[str, ...] = ()
    tag_separator: str | None = None

    @property
    def has_several_labels(self) -> bool:
        """Whether a row may have several labels, or none."""
        return bool(self.further_label_columns) or self.tag_separator is not None

    @property
    def label_columns(self) -> tuple[str, ...]:
        """All columns that labels are read from."""
        return (self.label_column, *self.further_label_columns)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """All columns of texts, in the order in which they are joined."""
        return (self.text_column, *self.further_text_columns)

    @property
    def label_words(self) -> str:
        """What the label is: its column, what is made of its numbers (`target >= 0.5`), or several labels' columns."""
        if not self.has_several_labels:
            return self.reading.label_words(self.label_column)
        line = self.reading.threshold
        condition = line.condition("").strip() if line else ""
        return label_columns_words(self.label_columns, are_tags=self.tag_separator is not None, condition=condition)

    @property
    def label_told(self) -> str:
        """The same as a part of a line: `label: target >= 0.5`, `labels toxic and rude`."""
        return told_label(self.label_words, "label: ")

    @property
    def label_made(self) -> str:
        """The same where classes are made of numbers, or a row may have several labels; else empty."""
        return self.label_words if self.reading.groups or self.has_several_labels else ""


@dataclass(frozen=True, slots=True)
class TrainingChoices:
    """All that may be chosen besides the table and the time; each has a value that is usual.

    `outside_scores` are scores from elsewhere, metric -> score: `--benchmark roc_auc=0.884`. `epochs` None: as many as
    fit into the box. `units`: of the LSTM, each way. `memory_limit_bytes`, of all its processes together, None: most of
    what is free when it starts. `vectors`: a file of word vectors that the network begins with, or `english`.
    `one_network`: no average of several is wanted, though it would be better. `hands`: so many further processes on
    this machine train at the same time.
    """

    metric: str = DEFAULT_METRIC
    seed: int = DEFAULT_SEED
    epochs: int | None = None
    units: int = DEFAULT_UNITS
    test_file: Path | None = None
    outside_scores: Mapping[str, float] = field(default_factory=dict)
    cleaning_rules_off: tuple[str, ...] = ()
    memory_limit_bytes: int | None = None
    vectors: str | None = None
    one_network: bool = False
    hands: int = 0


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """One training session as it is asked for. `timebox_s`: seconds from the click to the end.

    `continue_from` is the folder of an ended session whose texts and weights are taken over; None begins from the file.
    """

    table: TableOrder
    timebox_s: float
    choices: TrainingChoices = field(default_factory=TrainingChoices)
    continue_from: Path | None = None
