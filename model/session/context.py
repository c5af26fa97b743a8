"""What every stage of a session has at hand: the order, the run folder, the clock, and somebody to tell."""

from __future__ import annotations

import platform
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from model.folder.reload import WarmProcess
from model.network.backend import start_backend
from model.protocol.config import SessionConfig
from model.protocol.manifest import Provenance
from model.protocol.order import TrainingChoices, TrainingOrder
from model.protocol.result import TextsRead, WordVectors
from model.protocol.run_folder import WORK_FOLDER, wants_to_keep
from model.protocol.timebox import Timebox
from model.session.stage_log import StageLog
from model.training.lately import Lately

_PACKAGES = ("callit", "tensorflow", "keras", "scikit-learn", "numpy")


class BackendStart:
    """Starts TensorFlow beside the reading and cleaning; `started_s` is how long that took."""

    def __init__(self, box: Timebox) -> None:
        self._box = box
        self._error: BaseException | None = None
        self.started_s = 0.0
        self._thread = threading.Thread(target=self._start, name="start TensorFlow", daemon=True)
        self._thread.start()

    def _start(self) -> None:
        begun_s = self._box.awake_s()
        try:
            start_backend()
        except BaseException as error:  # told to whoever waits for it
            self._error = error
        self.started_s = self._box.awake_s() - begun_s

    def wait(self, timeout_s: float) -> bool:
        """Whether it has started within so many seconds; raises what went wrong while it started."""
        self._thread.join(max(0.0, timeout_s))
        if self._error is not None:
            raise self._error
        return not self._thread.is_alive()


@dataclass(slots=True)
class Context:
    """One session at work. `measured` collects what it finds out about the machine, in seconds.

    `word_vectors` are those that a network began with, `texts_read` is how much of a text it reads, for the result.
    """

    config: SessionConfig
    folder: Path
    box: Timebox
    log: StageLog
    backend: BackendStart
    measured: dict[str, float] = field(default_factory=dict)
    word_vectors: WordVectors | None = None
    texts_read: TextsRead | None = None
    lately: Lately = field(default_factory=Lately)
    fresh: WarmProcess = field(default_factory=lambda: WarmProcess(has_memory=False))

    @property
    def order(self) -> TrainingOrder:
        """What was asked for."""
        return self.config.order

    @property
    def choices(self) -> TrainingChoices:
        """What was chosen besides the table and the time."""
        return self.order.choices

    @property
    def work(self) -> Path:
        """The scratch folder of this session, made if need be."""
        path = self.folder / WORK_FOLDER
        path.mkdir(exist_ok=True)
        return path

    @property
    def compiled(self) -> bool | None:
        """Whether the compiled LSTM is the quicker one here; None where nobody knows."""
        return bool(self.measured["compiled"]) if "compiled" in self.measured else self.config.compiled

    def should_stop(self) -> bool:
        """Whether the person asked to stop and keep."""
        return wants_to_keep(self.folder)


def versions() -> dict[str, str]:
    """The versions that made a model."""
    version_of = {"python": platform.python_version(), "platform": platform.platform(terse=True)}
    for package in _PACKAGES:
        try:
            version_of[package] = version(package)
        except PackageNotFoundError:
            continue
    return version_of


def provenance(context: Context, data_sha256: str, left_off: Sequence[str] = ()) -> Provenance:
    """Where a saved model comes from: kept in its manifest. `left_off` are cleaning rules that were not applied."""
    table, choices = context.order.table, context.choices
    return Provenance(
        session_id=context.config.session_id,
        source=table.source_name,
        text_column=table.text_column,
        label_column=table.label_column,
        label_made=table.label_made,
        positive_label=table.reading.positive,
        metric=choices.metric,
        seed=choices.seed,
        timebox_s=context.order.timebox_s,
        cleaning_rules_off=(*choices.cleaning_rules_off, *left_off),
        data_sha256=data_sha256,
        versions=versions(),
        further_text_columns=table.further_text_columns,
        tag_separator=table.tag_separator,
    )
