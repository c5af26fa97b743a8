"""What this machine can do: the least box that makes sense here, and the lock that allows one session at a time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

SESSION_LOCK = "session.lock"
MACHINE_FILE = "machine.json"
UNMEASURED_LEAST_S = 25.0  # two cores of a laptop; where they are slow, the benchmark alone comes of the first box
SHORTEST_LEAST_S = 20.0
LONGEST_LEAST_S = 60.0  # a minute works everywhere: where it is tight, the benchmark is what is delivered
BENCHMARK_LEAST_S = 6.0  # with reading and cleaning
TRAINING_LEAST_S = 4.0  # with measuring how fast it is


@dataclass(frozen=True, slots=True)
class MachineFigures:
    """Seconds measured in the last session: starting TensorFlow, saving a model, reloading it in a fresh process.

    `compiled` is whether the compiled LSTM was quicker than TensorFlow's operation, None before it was measured.
    `fresh_start_s` of `reload_s` went by while that process started.
    """

    start_s: float
    save_s: float
    reload_s: float
    compiled: bool | None = None
    fresh_start_s: float = 0.0

    @property
    def least_timebox_s(self) -> float:
        """The least box with room for a benchmark beside both starts, two saves with their reloads, some training."""
        beginning_s = max(self.start_s, self.fresh_start_s, BENCHMARK_LEAST_S)
        proof_s = self.save_s + self.reload_s - self.fresh_start_s
        fixed_s = beginning_s + 2 * proof_s + TRAINING_LEAST_S
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
    """The shortest timebox, in seconds, that this machine takes; whole fives, so that it reads well."""
    figures = measured_figures(home)
    least_s = UNMEASURED_LEAST_S if figures is None else figures.least_timebox_s
    return min(LONGEST_LEAST_S, 5.0 * -(-least_s // 5))
