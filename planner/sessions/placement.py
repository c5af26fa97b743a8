"""What of a training session concerns this side alone, and no worker: where its time, its folder and its start are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model.protocol.elsewhere import Elsewhere


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a session belongs, as the page or the command line says it.

    `phase_id` is the phase on which its time is logged, as attended or not; None logs none. `out` is the run folder to
    make; None puts it under the home folder. `started_unix` is the click (or process start), from which the box counts;
    None: now. `elsewhere` is the cluster that it is sent to; None: it runs on this machine.
    """

    project_id: int | None = None
    phase_id: int | None = None
    attended: bool = False
    out: Path | None = None
    started_unix: float | None = None
    elsewhere: Elsewhere | None = None
