"""What a person asks of a training session, before it has an id, a folder and a start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.protocol.config import DEFAULT_UNITS
from model.protocol.metrics import DEFAULT_METRIC


@dataclass(frozen=True, slots=True)
class SessionOrder:
    """The order for one training session, as the page or the command line places it.

    `phase_id` is the phase on which the session's time is logged; None logs none. `out` is the run folder to make;
    None puts it under the home folder. `started_unix` is the click (or process start): the box counts from there.
    """

    data_file: Path
    text_column: str
    label_column: str
    timebox_s: float
    source_name: str
    project_id: int | None = None
    phase_id: int | None = None
    attended: bool = False
    metric: str = DEFAULT_METRIC
    seed: int = 7
    test_file: Path | None = None
    outside_scores: Mapping[str, float] | None = None
    cleaning_rules_off: tuple[str, ...] = ()
    blank_label: str | None = None  # the class that a blank label means; None: such rows are left out
    kept_labels: tuple[str, ...] = ()  # words that are classes although they look like no label
    out: Path | None = None
    epochs: int | None = None  # None: as many as fit into the box
    units: int = DEFAULT_UNITS  # of the LSTM, each way
    memory_limit_bytes: int | None = None  # None: most of what is free
    started_unix: float | None = None  # None: now
    continue_from: Path | None = None  # an ended session's run folder: its texts and weights are taken over
