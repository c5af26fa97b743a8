"""What a session says while it works, and how long each stage took."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.protocol.events import Event, EventBody, EventWriter, Stage, StageEnded, StageStarted, WarningSaid
from model.protocol.timebox import Timebox


@dataclass(slots=True)
class StageUse:
    """Planned and used seconds of one stage, and its summary: one sentence for a person."""

    stage: Stage
    planned_s: float | None = None
    used_s: float = 0.0
    summary: str = ""


class StageLog:
    """Says events with numbers as plain JSON has them, and keeps the times of the stages."""

    def __init__(self, run_folder: Path, box: Timebox) -> None:
        self._box = box
        self._events = EventWriter(run_folder, now=box.clock.unix, plain=plain)
        self._planned_s: dict[Stage, float] = {}
        self.stages: list[StageUse] = []
        self.warnings: list[str] = []

    def emit(self, body: EventBody) -> None:
        """Append one event; numbers that are not finite become null."""
        self._events.emit(body)

    def warn(self, message: str) -> None:
        """Tell the person something that does not end the session."""
        self.warnings.append(message)
        self.emit(WarningSaid(message))

    def plan(self, stages_s: Mapping[Stage, float]) -> None:
        """Remember what was planned for the stages to come."""
        self._planned_s.update(stages_s)

    def recall(self, events: Sequence[Event]) -> None:
        """Take over the stages that an earlier worker of this session was through, and what it warned of."""
        begun: dict[Stage, float] = {}
        for event in events:
            match event.body:
                case StageStarted(stage=stage):
                    begun[stage] = event.unix_s
                case StageEnded() as ended:
                    begun.pop(ended.stage, None)
                    self._remember(ended)
                case WarningSaid(message=message):
                    self.warnings.append(message)
        for stage, unix_s in begun.items():  # in which it died
            self._add_seconds(stage, events[-1].unix_s - unix_s)

    def _remember(self, ended: StageEnded) -> None:
        use = self._use_of(ended.stage)
        use.planned_s, use.summary = ended.planned_s, ended.summary
        self._add_seconds(ended.stage, ended.used_s or 0.0)

    def _add_seconds(self, stage: Stage, used_s: float) -> None:
        use = self._use_of(stage)
        use.used_s = round(use.used_s + used_s, 3)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[StageUse]:
        """Say that a stage starts and ends; its `summary` is filled in meanwhile. A dead worker's seconds count too."""
        use = self._use_of(stage)
        use.planned_s = self._planned_s.get(stage, use.planned_s)
        started_s = self._box.elapsed_s()
        self.emit(StageStarted(stage, use.planned_s))
        yield use
        used_s = round(self._box.elapsed_s() - started_s, 3)
        use.used_s = round(use.used_s + used_s, 3)
        self.emit(StageEnded(stage, use.planned_s, used_s, use.summary))

    def _use_of(self, stage: Stage) -> StageUse:
        """The line of a stage, made where it is the first time."""
        line = next((use for use in self.stages if use.stage is stage), None)
        if line is None:
            line = StageUse(stage)
            self.stages.append(line)
        return line


def plain(value: Any) -> Any:
    """The value as JSON has it: NumPy numbers and arrays turned into Python's, not-a-number into None."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
