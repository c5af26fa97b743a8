"""What a session says while it works, and how long each stage took."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.events import Event, EventWriter, Kind, Stage
from model.timebox import Timebox


@dataclass(slots=True)
class StageUse:
    """Planned and used seconds of one stage, and its summary: one sentence for a person."""

    stage: Stage
    planned_s: float | None = None
    used_s: float = 0.0
    summary: str = ""


class Diary:
    """Says events with numbers as plain JSON has them, and keeps the times of the stages."""

    def __init__(self, run_folder: Path, box: Timebox) -> None:
        self._box = box
        self._events = EventWriter(run_folder, now=box.clock.unix)
        self._planned_s: dict[Stage, float] = {}
        self.stages: list[StageUse] = []
        self.warnings: list[str] = []

    def say(self, kind: Kind, **body: Any) -> None:
        """Append one event; numbers that are not finite become null."""
        self._events.say(kind, **plain(body))

    def warn(self, message: str) -> None:
        """Tell the person something that does not end the session."""
        self.warnings.append(message)
        self.say(Kind.WARNING, message=message)

    def plan(self, stages_s: Mapping[Stage, float]) -> None:
        """Remember what was planned for the stages to come."""
        self._planned_s.update(stages_s)

    def recall(self, events: Sequence[Event]) -> None:
        """Take over the stages that an earlier worker of this session has ended, and what it warned of."""
        for event in events:
            body = event.body
            if event.kind == Kind.STAGE_ENDED:
                use = StageUse(Stage(body["stage"]), body.get("planned_s"), body["used_s"], body.get("summary", ""))
                self.stages.append(use)
            elif event.kind == Kind.WARNING:
                self.warnings.append(body["message"])

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[StageUse]:
        """Say that a stage starts and ends; its `summary` is filled in meanwhile."""
        use = StageUse(stage, self._planned_s.get(stage))
        self.stages.append(use)
        started_s = self._box.elapsed_s()
        self.say(Kind.STAGE_STARTED, stage=stage, planned_s=use.planned_s)
        yield use
        use.used_s = round(self._box.elapsed_s() - started_s, 3)
        self.say(Kind.STAGE_ENDED, stage=stage, planned_s=use.planned_s, used_s=use.used_s, summary=use.summary)


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
