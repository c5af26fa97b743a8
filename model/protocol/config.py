"""What a session is asked to do, as plain data: the only thing that crosses from the supervisor to the worker."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from model.protocol.metrics import DEFAULT_METRIC

CONFIG_FILE = "config.json"
STOP_FILE = "stop-and-keep"  # its presence in the run folder asks the worker to stop and keep
LOCK_FILE = "worker.lock"  # held (flock) by a live worker; the kernel drops it at kill -9

BATCH_SIZE = 64  # rows of a training step, until memory says otherwise

DEFAULT_UNITS = 64

LEAST_CURVE_BOX_S = 300.0  # below it, the short trainings of a learning curve are too short to say anything


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """The order for one training session.

    `started_unix` is the click (or process start) in wall-clock seconds: everything counts from there.
    """

    session_id: str
    data_file: str
    text_column: str
    label_column: str
    timebox_s: float
    started_unix: float
    source_name: str
    metric: str = DEFAULT_METRIC
    seed: int = 7
    test_file: str | None = None
    outside_scores: dict[str, float] | None = None  # --benchmark roc_auc=0.884
    cleaning_rules_off: tuple[str, ...] = ()
    blank_label: str | None = None  # the class that a blank label means; None: such rows are left out
    kept_labels: tuple[str, ...] = ()  # words that are classes although they look like no label
    epochs: int | None = None  # None: as many as fit
    units: int = DEFAULT_UNITS  # of the LSTM, each way
    compiled: bool | None = None  # whether the compiled LSTM is the quicker one here; None: not measured yet
    memory_limit_bytes: int | None = None  # of the session's processes together; None: a share of what is free
    continue_from: str | None = None  # the folder of an ended session, whose texts and weights are taken over

    @property
    def deadline_unix(self) -> float:
        """The wall instant, in seconds, at which the session has ended."""
        return self.started_unix + self.timebox_s

    def save(self, run_folder: Path) -> None:
        """Write the order into the run folder."""
        (run_folder / CONFIG_FILE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, run_folder: Path) -> SessionConfig:
        """Read the order from the run folder."""
        fields = json.loads((run_folder / CONFIG_FILE).read_text(encoding="utf-8"))
        for name in ("cleaning_rules_off", "kept_labels"):
            fields[name] = tuple(fields.get(name, ()))
        return cls(**fields)
