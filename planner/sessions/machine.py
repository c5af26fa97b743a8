"""What this machine can do: the least box that makes sense here, and the lock that allows one session at a time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

SESSION_LOCK = "session.lock"
MACHINE_FILE = "machine.json"
CAUTIOUS_LEAST_S = 40.0  # before anything was measured here: two cores of a laptop, TensorFlow not in the disk cache
SHORTEST_LEAST_S = 20.0
LONGEST_LEAST_S = 60.0  # a minute works everywhere: where it is tight, the benchmark is what is delivered
BENCHMARK_LEAST_S = 6.0


@dataclass(frozen=True, slots=True)
class MachineFigures:
    """Seconds measured in the last session: starting TensorFlow, saving a model, reloading it in a fresh process.

    `compiled` is whether the compiled LSTM was quicker than TensorFlow's operation, None before it was measured.
    """

    start_s: float
    save_s: float
    reload_s: float
    compiled: bool | None = None

    @property
    def least_timebox_s(self) -> float:
        """The least box with room for a start, two saves with their reloads, a benchmark and some training."""
        fixed_s = self.start_s + 2 * (self.save_s + self.reload_s) + BENCHMARK_LEAST_S
        return min(LONGEST_LEAST_S, max(SHORTEST_LEAST_S, 1.5 * fixed_s))


def measured_figures(home: Path) -> MachineFigures | None:
    """The machine's figures, or None before the first session (or where they cannot be read)."""
    try:
        return MachineFigures(**json.loads((home / MACHINE_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep_figures(home: Path, figures: MachineFigures) -> None:
    """Remember the figures of a session that has just measured them."""
    draft = home / (MACHINE_FILE + ".new")
    draft.write_text(json.dumps(asdict(figures), indent=1), encoding="utf-8")
    draft.replace(home / MACHINE_FILE)


def least_timebox_s(home: Path) -> float:
    """The shortest timebox, in seconds, that this machine takes; whole tens, so that it reads well."""
    figures = measured_figures(home)
    least_s = CAUTIOUS_LEAST_S if figures is None else figures.least_timebox_s
    return min(LONGEST_LEAST_S, 10.0 * -(-least_s // 10))
