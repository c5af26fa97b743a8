"""What the way to a cluster and back costs, and what a session brings there: here, on one node, on two.

    python -m benchmarks.cluster [--timebox 300] [--rows 20000] [--cores 1]

Three boxes of `--timebox` seconds on the made sample, one after the other. The cluster is one of this machine: a head
and two nodes of `--cores` cores each, which share the machine's cores with everything else, so no speed-up can show.
Told are, for each:

- begun: seconds from the start of the command to the first word of the session's worker;
- back: seconds from the last word of its worker to the end of the command, the proof here among them;
- trainings: networks trained to their end, and those of them on another node;
- macro-F1 of the delivered model on held-out texts, and of the benchmark.

The load of the machine stands beside them. A plan of what N nodes would do follows from the measured parts: trainings
of the box here, less what the way takes, times the nodes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.sample.corpus import make_sample_corpus
from model.protocol.events import Event, EventReader, SessionStarted, StageEnded
from model.protocol.result import SessionResult, read_result

COLUMNS = ("--text", "review", "--label", "sentiment")


@dataclass(frozen=True)
class Measured:
    """One session. Seconds; None where nothing was said."""

    where: str
    begun_s: float | None
    back_s: float | None
    took_s: float
    trainings: int
    elsewhere: int
    score: float | None
    benchmark: float | None
    load: float

    def row(self) -> str:
        """A line of the table."""
        cells = [
            self.where,
            *(_seconds(value) for value in (self.begun_s, self.back_s, self.took_s)),
            str(self.trainings),
            str(self.elsewhere),
            *(f"{value:.3f}" if value is not None else "-" for value in (self.score, self.benchmark)),
            f"{self.load:.1f}",
        ]
        return f"| {' | '.join(cells)} |"


HEAD = """| where | begun s | back s | in all s | trainings | of them elsewhere | macro-F1 | benchmark | load |
|---|---|---|---|---|---|---|---|---|"""


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


@contextmanager
def cluster(folder: Path, cores: int) -> Iterator[str]:
    """A head without cores and two nodes, as long as the block runs; its address."""
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for name in ("node1", "node2"):
            home = {"CALLIT_HOME": str(folder / name)}
            made.add_node(num_cpus=cores, node_name=name, env_vars=home)
        yield str(made.address)
    finally:
        made.shutdown()


def session(folder: Path, where: str, timebox_s: int, *words: str) -> Measured:
    """One box, as a person would start it."""
    out = folder / where.replace(" ", "-")
    began = time.time()
    command = [sys.executable, "-P", "-m", "callit", "train", str(folder / "reviews.csv"), *COLUMNS]
    done = subprocess.run(
        [*command, "--timebox", f"{timebox_s}s", "--out", str(out), "--json", *words],
        env={**os.environ, "CALLIT_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    ended = time.time()
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    result = read_result(out)
    (folder / f"{out.name}.json").write_text(json.dumps(result.as_dict() if result else {}, default=str))
    return _measured(where, began, ended, EventReader(out).read_new(), result)


def _measured(where: str, began: float, ended: float, events: list[Event], result: SessionResult | None) -> Measured:
    begun = next((event.unix_s - began for event in events if isinstance(event.body, SessionStarted)), None)
    worked = [event.unix_s for event in events if isinstance(event.body, StageEnded)]
    further = result.further_trainings if result else ()
    scores = result.scores if result else None
    return Measured(
        where,
        begun,
        ended - worked[-1] if worked else None,
        ended - began,
        len(result.trainings) + len(further) if result else 0,
        sum(bool(getattr(one, "hand", "")) for one in further),
        _value(scores.delivered.held_out) if scores else None,
        _value(scores.benchmark.held_out) if scores else None,
        os.getloadavg()[0],
    )


def _value(scores: object) -> float | None:
    found = scores.get("macro_f1") if isinstance(scores, dict) else None
    return None if found is None else float(found.value)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--timebox", type=int, default=300)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--cores", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="callit-cluster-") as place:
        folder = Path(place)
        make_sample_corpus(asked.rows).to_csv(folder / "reviews.csv", index=False)
        print(HEAD, flush=True)
        print(session(folder, "here", asked.timebox).row(), flush=True)
        with cluster(folder, asked.cores) as address:
            for where, hands in (("one node", "0"), ("two nodes", "1")):
                words = ("--on", address, "--hands", hands)
                print(session(folder, where, asked.timebox, *words).row(), flush=True)


if __name__ == "__main__":
    main()
