"""The words a session says while it works: one versioned JSON object a line in `events.jsonl`.

The worker writes them, supervisors and pages read them. A line is flushed as it is written, so a killed
worker leaves every line it said but perhaps the last, and a reader skips a half line until it is whole.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

EVENTS_FILE = "events.jsonl"
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
    """The kinds of event, each with the keys of its `body`."""

    # session_id, source_name, text_column, label_column, metric, timebox_s, started_unix, deadline_unix, seed,
    # continued: the session that this one goes on from, or None
    SESSION_STARTED = "session_started"
    STAGE_STARTED = "stage_started"  # stage, planned_s (None before calibration)
    STAGE_ENDED = "stage_ended"  # stage, planned_s, used_s, summary: one sentence for a person
    READ = "read"  # rows, columns, encoding, delimiter, skipped: [{reason, rows}], sampling, share_read
    # rows_before, rows_after, rules: [{rule, title, rows, before, after, left_off}], classes: {label: rows},
    # unlabelled: {words: {word: rows}, blank, labelled}
    CLEANED = "cleaned"
    PLANNED = "planned"  # rows, epochs, batch_size, predicted_end_unix, stages: {stage: planned_s}
    # training (the one at work: 1, 2 ...), epoch (a fraction), epochs (of this training), step, steps,
    # loss, score (aimed metric on validation, None between checks),
    # learning_rate, examples_per_s, memory_mb
    PROGRESS = "progress"
    # model ("benchmark" | "delivered"), part, scores: {metric: {value, low, high}}, weights_sha256, elapsed_s
    SCORED = "scored"
    # points: [{train_s, rows, epochs, value}], band: [{train_s, value, low, high}], gain, low, high (None where they
    # could not be told), standing, verdict: one sentence
    CURVE = "curve"
    # what ("benchmark" | "checkpoint" | "delivered"), weights_sha256, score (of a checkpoint: the aimed metric on
    # validation)
    SAVED = "saved"
    # what (as of `saved`), weights_sha256, texts: the model in the folder was reloaded in a fresh process, and says the
    # same of so many texts
    PROVEN = "proven"
    WARNING = "warning"  # message
    FAILED = "failed"  # message: one sentence for a person; expected: False when details lie in worker.log
    # outcome (see `model.protocol.result.Outcome`), message, verdict, used_s
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of `events.jsonl`: what was said (`kind`, `body`) and when (`unix_s`, wall clock)."""

    kind: str
    unix_s: float
    body: Mapping[str, Any] = field(default_factory=dict)

    def to_line(self) -> str:
        """The event as one line of JSON, newline included."""
        record = {"v": EVENTS_VERSION, "kind": self.kind, "unix_s": round(self.unix_s, 3), **self.body}
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=str) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Event | None:
        """The event in a line; None for a half line, one from a newer version, or none of ours."""
        try:
            record = json.loads(line)
            if record.pop("v") != EVENTS_VERSION:
                return None
            return cls(kind=str(record.pop("kind")), unix_s=float(record.pop("unix_s")), body=record)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None


class EventWriter:
    """Appends events to `events.jsonl` in a run folder; every line is flushed."""

    def __init__(self, run_folder: Path, now: Callable[[], float] = time.time) -> None:
        path = run_folder / EVENTS_FILE
        ends_in_half_line = path.exists() and not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0
        self._file: TextIO = path.open("a", encoding="utf-8", errors="backslashreplace")
        self._now = now
        if ends_in_half_line:  # a killed worker's last words: they must not swallow the first of the next
            self._file.write("\n")

    def emit(self, kind: Kind, **body: Any) -> None:
        """Append one event."""
        self._file.write(Event(kind, self._now(), body).to_line())
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
