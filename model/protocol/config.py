"""`config.json`: a session's order with what only its run adds, as the supervisor hands it to the worker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from model.protocol.elsewhere import Elsewhere
from model.protocol.order import TrainingOrder

CONFIG_FILE = "config.json"
STOP_FILE = "stop-and-keep"  # its presence in the run folder asks the worker to stop and keep
LOCK_FILE = "worker.lock"  # held (flock) by a live worker; the kernel drops it at kill -9

CONFIG_VERSION = 1  # 0 are the files that tell none; one that only adds fields needs no new one

BATCH_SIZE = 64  # rows of a training step, until memory says otherwise

LEAST_CURVE_BOX_S = 300.0  # below it, the short trainings of a learning curve are too short to say anything


class ConfigUnreadable(ValueError):
    """The file holds no order, or that of a newer version; one sentence says what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionConfig:
    """One run: the order, and what was found out when it was opened.

    `started_unix` is the click (or process start) in wall-clock seconds: everything counts from there. `compiled`:
    whether the compiled LSTM is the quicker one on this machine, None where that is not measured yet.
    `memory_limit_bytes` is what the session's processes may take together; None: a share of what is free.
    `vectors_folder` is where vectors that were read from a file are kept for the next session. `elsewhere` names the
    cluster that it is sent to, None: it runs here. `kept_s` seconds at the end of the box are no worker's: by then the
    model is on its way to another machine.
    """

    version: int = CONFIG_VERSION
    session_id: str
    started_unix: float
    order: TrainingOrder
    compiled: bool | None = None
    memory_limit_bytes: int | None = None
    vectors_folder: Path | None = None
    elsewhere: Elsewhere | None = None
    kept_s: float = 0.0

    @property
    def deadline_unix(self) -> float:
        """The wall instant, in seconds, at which the session has ended."""
        return self.started_unix + self.order.timebox_s

    def save(self, run_folder: Path) -> None:
        """Write it into the run folder."""
        text = json.dumps(asdict(self), indent=1, default=str)  # `default`: paths
        (run_folder / CONFIG_FILE).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, run_folder: Path) -> SessionConfig:
        """Read what `save` wrote, or an earlier version did; keys that are not known are ignored.

        Raises
        ------
        ConfigUnreadable
            It holds no order, or that of a newer version.
        OSError
            There is no such file, or it cannot be read.
        """
        try:
            told = _object(json.loads((run_folder / CONFIG_FILE).read_text(encoding="utf-8")))
            return msgspec.convert(told, cls, dec_hook=_path)
        except (ValueError, RecursionError, msgspec.ValidationError) as error:
            reason = str(error).rstrip(".")
            raise ConfigUnreadable(f"The order in {run_folder} cannot be read: {reason}.") from error


def _object(told: object) -> dict[str, Any]:
    """The JSON object as today's version has it."""
    if not isinstance(told, dict):
        raise ConfigUnreadable("a JSON object was expected.")
    version = told.get("version", 0)
    if not isinstance(version, int) or version > CONFIG_VERSION:
        raise ConfigUnreadable(f"it has version {version}, and versions up to {CONFIG_VERSION} are known.")
    return told if version else _from_flat(told)


def _from_flat(told: Mapping[str, Any]) -> dict[str, Any]:
    """Version 0 had all fields beside each other, and null for what was not said."""
    said = {name: value for name, value in told.items() if value is not None}
    names = {"blank": "blank_label", "kept": "kept_labels"}
    reading = {name: said[former] for name, former in names.items() if former in said}
    choices = {name: value for name, value in said.items() if name != "memory_limit_bytes"}  # it was the run's own
    return {**said, "order": {**said, "table": {**said, "reading": reading}, "choices": choices}}


def _path(kind: type, told: object) -> Path:
    """The one type of an order that JSON has not."""
    if kind is not Path or not isinstance(told, str):
        raise ValueError(f"a path was expected, and {told!r} was found.")
    return Path(told)
