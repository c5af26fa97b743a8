"""What a session says while it works: one versioned JSON object a line in `events.jsonl`, a type for each kind.

The worker writes them, supervisors and pages read them, all through here. A field with a default may be missing from a
line: earlier versions did not write every one. Names and units are those of `result.json`. A line is flushed as it is
written, so a killed worker leaves every line it said but perhaps the last, and a reader skips a half line until it is
whole.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, TextIO, get_args

import msgspec

from model.protocol.result import Curve, Interval, NumberLabels, Unlabelled
from model.protocol.run_folder import EVENTS_FILE

EVENTS_VERSION = 1


class Stage(StrEnum):
    """The stages of a session, in order; `screen_name` is what screens say."""

    READ = "read"
    CLEAN = "clean"
    BENCHMARK = "benchmark"
    SMOKE = "smoke"
    FIT_BATCH = "fit the batch"
    CALIBRATE = "calibrate"
    LEARNING_CURVE = "learning curve"
    TRAIN = "train"
    PROVE = "prove"

    @property
    def screen_name(self) -> str:
        """The stage's name on screens."""
        return _SCREEN_NAMES[self]


_SCREEN_NAMES = {
    Stage.READ: "Read",
    Stage.CLEAN: "Clean",
    Stage.BENCHMARK: "Benchmark",
    Stage.SMOKE: "Test run",
    Stage.FIT_BATCH: "Try batch sizes",
    Stage.CALIBRATE: "Measure speed",
    Stage.LEARNING_CURVE: "Learning curve",
    Stage.TRAIN: "Train",
    Stage.PROVE: "Final check",
}


class Kind(StrEnum):
    """The kinds of event; each has a type of its own, which says what it tells."""

    SESSION_STARTED = "session_started"
    STAGE_STARTED = "stage_started"
    STAGE_ENDED = "stage_ended"
    READ = "read"
    CLEANED = "cleaned"
    PLANNED = "planned"
    PROGRESS = "progress"
    SCORED = "scored"
    CURVE = "curve"
    SAVED = "saved"
    PROVEN = "proven"
    HAND_READY = "hand_ready"
    HAND_BEGUN = "hand_begun"
    HAND_DONE = "hand_done"
    HAND_LOST = "hand_lost"
    WARNING = "warning"
    FAILED = "failed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    """A worker is at it. `continued`: the folder of the session that this one goes on from.

    `node` is the node of a cluster that it is at; None: this machine.
    """

    kind: ClassVar[Kind] = Kind.SESSION_STARTED

    session_id: str
    source_name: str
    text_column: str
    label_column: str
    metric: str
    timebox_s: float
    started_unix: float
    deadline_unix: float
    seed: int
    continued: str | None = None
    further_text_columns: tuple[str, ...] = ()
    further_label_columns: tuple[str, ...] = ()
    tag_separator: str | None = None
    node: str | None = None


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage begins. `planned_s` is None before the machine was measured."""

    kind: ClassVar[Kind] = Kind.STAGE_STARTED

    stage: Stage
    planned_s: float | None = None


@dataclass(frozen=True, slots=True)
class StageEnded:
    """A stage is over: seconds planned and used, and one sentence for a person."""

    kind: ClassVar[Kind] = Kind.STAGE_ENDED

    stage: Stage
    planned_s: float | None = None
    used_s: float | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows that could not be read, and why."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsRead:
    """What was read: rows, the form of the file, what was skipped, how rows were chosen, and how much of the file."""

    kind: ClassVar[Kind] = Kind.READ

    rows: int
    columns: tuple[str, ...]
    encoding: str
    delimiter: str | None = None
    skipped: tuple[SkippedRows, ...] = ()
    sampling: str
    share_read: float


@dataclass(frozen=True, slots=True)
class RuleApplied:
    """A cleaning rule, the rows that it touched, and an example before and after.

    `left_off` says why a rule was not applied although it was not switched off.
    """

    rule: str
    title: str
    rows: int
    before: str = ""
    after: str = ""
    left_off: str = ""


@dataclass(frozen=True, slots=True)
class RowsCleaned:
    """What cleaning did, the rows of each class left, which labels were taken for none, what was made of numbers.

    Where a row may have several labels, `classes` counts the rows of each label.
    """

    kind: ClassVar[Kind] = Kind.CLEANED

    rows_before: int
    rows_after: int
    rules: tuple[RuleApplied, ...]
    classes: Mapping[str, int]
    unlabelled: Unlabelled = field(default_factory=Unlabelled)
    numbers: NumberLabels | None = None


@dataclass(frozen=True, slots=True)
class TrainingPlanned:
    """What was chosen, so that the training ends in the box: rows x epochs at a batch size, and seconds by stage."""

    kind: ClassVar[Kind] = Kind.PLANNED

    rows: int
    epochs: float
    batch_size: int
    predicted_end_unix: float | None = None
    stages: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingProgress:
    """After a step: `training` is the one at work (1, 2 ...), `epoch` a fraction, `epochs` and `steps` its length.

    `score` is the metric aimed at on validation, None between checks. What is not known is None.
    """

    kind: ClassVar[Kind] = Kind.PROGRESS

    training: int | None = None
    epoch: float | None = None
    epochs: float | None = None
    step: int | None = None
    steps: int | None = None
    loss: float | None = None
    score: float | None = None
    learning_rate: float | None = None
    examples_per_s: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelScored:
    """Scores of a model ("benchmark" or "delivered") on a part ("validation" or "held-out"): metric -> score."""

    kind: ClassVar[Kind] = Kind.SCORED

    model: str
    part: str
    scores: Mapping[str, Interval]
    weights_sha256: str | None = None
    data_sha256: str | None = None
    elapsed_s: float | None = None


@dataclass(frozen=True, slots=True)
class CurveDrawn(Curve):
    """The learning curve, as `result.json` has it."""

    kind: ClassVar[Kind] = Kind.CURVE


@dataclass(frozen=True, slots=True)
class ModelSaved:
    """A model lies in the folder: "benchmark", "checkpoint" or "delivered"; `score`: of a checkpoint, on validation."""

    kind: ClassVar[Kind] = Kind.SAVED

    what: str
    weights_sha256: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ModelProven:
    """A fresh process reloaded the model in the folder, and said the same of so many texts."""

    kind: ClassVar[Kind] = Kind.PROVEN

    what: str = ""
    weights_sha256: str = ""
    texts: int = 0


POINT, FOLD = "point", "fold"  # of the learning curve, of the benchmark


@dataclass(frozen=True, slots=True)
class HandReady:
    """A hand waits for trainings: a process of its own, on that node with so many processor cores."""

    kind: ClassVar[Kind] = Kind.HAND_READY

    hand: str
    node: str = ""
    cores: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBegun:
    """A hand was given training `order` (1, 2 ...): `change` says it behind "a training", `most_s` is its time."""

    kind: ClassVar[Kind] = Kind.HAND_BEGUN

    hand: str
    node: str = ""
    order: int
    change: str = ""
    epochs: float | None = None
    most_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandDone:
    """What a hand brought: its passes and seconds, and its network's score on validation in the metric aimed at.

    `is_better`: with its network the average that would be delivered is better. `work`: where it was none of that kind,
    what it was instead (`POINT`, `FOLD`).
    """

    kind: ClassVar[Kind] = Kind.HAND_DONE

    hand: str
    node: str = ""
    order: int
    change: str = ""
    epochs: float | None = None
    train_s: float | None = None
    score: float | None = None
    is_better: bool = False
    work: str = ""


@dataclass(frozen=True, slots=True)
class HandLost:
    """A hand is gone, and `why` in a sentence; `order` is the training that it was at, None: it was at none."""

    kind: ClassVar[Kind] = Kind.HAND_LOST

    hand: str
    node: str = ""
    why: str = ""
    order: int | None = None


@dataclass(frozen=True, slots=True)
class WarningSaid:
    """Something that a person should know and that does not end the session, in a sentence or two."""

    kind: ClassVar[Kind] = Kind.WARNING

    message: str


@dataclass(frozen=True, slots=True)
class SessionFailed:
    """No model came of it: one sentence for a person. `expected` is False where `worker.log` holds details."""

    kind: ClassVar[Kind] = Kind.FAILED

    message: str
    expected: bool = True


@dataclass(frozen=True, slots=True)
class SessionFinished:
    """How it ended: an `Outcome` of `model.protocol.result`, or that of a later version, and the first verdict."""

    kind: ClassVar[Kind] = Kind.FINISHED

    outcome: str
    message: str
    verdict: str = ""
    used_s: float | None = None


EventBody = (
    SessionStarted
    | StageStarted
    | StageEnded
    | RowsRead
    | RowsCleaned
    | TrainingPlanned
    | TrainingProgress
    | ModelScored
    | CurveDrawn
    | ModelSaved
    | ModelProven
    | HandReady
    | HandBegun
    | HandDone
    | HandLost
    | WarningSaid
    | SessionFailed
    | SessionFinished
)
EVENT_TYPES: Mapping[str, type[EventBody]] = {body.kind: body for body in get_args(EventBody)}

Plain = Callable[[Any], Any]  # plain data as JSON has it


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Event:
    """One line of `events.jsonl`: what is said (`body`), and when (`unix_s`, wall clock)."""

    unix_s: float
    body: EventBody

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return self.body.kind

    def to_line(self, plain: Plain = _as_it_is) -> str:
        """The event as one line of JSON, newline included; `plain` makes JSON's numbers of others.

        Raises
        ------
        ValueError
            A number that JSON does not have.
        """
        record = {"v": EVENTS_VERSION, "kind": self.kind, "unix_s": round(self.unix_s, 3), **plain(asdict(self.body))}
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=str) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Event | None:
        """The event in a line; None for a half line, one that tells something else than its kind does, or not of ours.

        So is a kind or a version that is not known yet; fields that are not known are passed over.

        >>> Event.from_line('{"v": 1, "kind": "warning", "unix_s": 2.5, "message": "Full.", "moon": "new"}')
        Event(unix_s=2.5, body=WarningSaid(message='Full.'))
        """
        try:
            record = json.loads(line)
            if record.pop("v") != EVENTS_VERSION:
                return None
            kind, unix_s = EVENT_TYPES[record.pop("kind")], float(record.pop("unix_s"))
            return cls(unix_s, msgspec.convert(record, kind))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError):
            return None


class EventWriter:
    """Appends events to `events.jsonl` in a run folder; every line is flushed."""

    def __init__(self, run_folder: Path, now: Callable[[], float] = time.time, plain: Plain = _as_it_is) -> None:
        path = run_folder / EVENTS_FILE
        ends_in_half_line = path.exists() and not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0
        self._file: TextIO = path.open("a", encoding="utf-8", errors="backslashreplace")
        self._now, self._plain = now, plain
        if ends_in_half_line:  # a killed worker's last words: they must not swallow the first of the next
            self._file.write("\n")

    def emit(self, body: EventBody) -> None:
        """Append one event."""
        self._file.write(Event(self._now(), body).to_line(self._plain))
        self._file.flush()


class EventReader:
    """Reads only what is new since the last call: a page that refreshes each second stays smooth."""

    def __init__(self, run_folder: Path) -> None:
        self._path = run_folder / EVENTS_FILE
        self._offset = 0

    def read_new(self) -> list[Event]:
        """Whole events appended since the last call; a half line waits for its rest."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._offset)
            chunk = file.read()
        whole, _, _ = chunk.rpartition(b"\n")
        if not whole:
            return []
        self._offset += len(whole) + 1
        events = (Event.from_line(line) for line in whole.decode("utf-8", "replace").split("\n"))
        return [event for event in events if event is not None]
