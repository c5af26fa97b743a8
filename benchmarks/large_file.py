"""A large file in a ten-minute box: how soon training begins, and how much memory the session takes.

    python -m benchmarks.large_file [--rows 1800000] [--timebox 10m]

Makes a CSV of about 800 MB from the sample's own reviews (seeded, in a temporary folder), starts a session on it,
follows it until its training has begun, stops and keeps, and prints the seconds of each stage, rows, and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from data.sample.corpus import make_sample_corpus
from model.protocol.events import Event, EventReader, Stage, StageStarted
from model.protocol.result import Sample, SessionResult
from model.protocol.run_folder import RESULT_FILE
from planner.sessions.memory import tree_bytes

CALLIT = Path(sys.executable).parent / "callit"
REVIEWS_A_ROW = 4  # of about 100 characters each
TRAINING = (Stage.LEARNING_CURVE, Stage.TRAIN)  # the stages that train in earnest


def main() -> None:
    """Make the file, run the session, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_800_000)
    parser.add_argument("--timebox", default="10m")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = make_table(Path(folder) / "large.csv", asked.rows)
        print(f"{table.stat().st_size / 1e6:.0f} MB, {asked.rows:,} rows", flush=True)
        print(measure(table, Path(folder) / "model", asked.timebox))


def make_table(path: Path, rows: int, seed: int = 7) -> Path:
    """Rows of four reviews each, with the label of the first."""
    chance = random.Random(seed)
    corpus = make_sample_corpus()
    reviews, labels = corpus["review"].tolist(), corpus["sentiment"].tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["review", "sentiment"])
        for number in range(rows):
            chosen = [chance.randrange(len(reviews)) for _ in range(REVIEWS_A_ROW)]
            writer.writerow([f"{' '.join(reviews[place] for place in chosen)} No. {number}.", labels[chosen[0]]])
    return path


def measure(table: Path, out: Path, timebox: str) -> str:
    """Seconds until training had begun, and until all was over after stop and keep; peak memory of the processes."""
    began = time.perf_counter()
    words = ["train", str(table), "--text", "review", "--label", "sentiment", "--timebox", timebox, "--out", str(out)]
    session = subprocess.Popen([str(CALLIT), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, training_s, said = 0, None, EventReader(out)
    while session.poll() is None:
        peak = max(peak, tree_bytes(session.pid))
        if training_s is None and any(map(begins_training, said.read_new())):
            training_s = time.perf_counter() - began
            session.send_signal(signal.SIGINT)
        time.sleep(0.25)
    found = SessionResult.parse((out / RESULT_FILE).read_text(encoding="utf-8"))
    stages = ", ".join(f"{stage.stage} {stage.used_s:.0f} s" for stage in found.stages)
    return "\n".join(
        (
            _rows(found.sample),
            f"first training step after {training_s or 0:.0f} s; all over after {time.perf_counter() - began:.0f} s",
            f"peak memory {peak / 1e9:.2f} GB; {stages}",
        )
    )


def _rows(sample: Sample | None) -> str:
    return f"read {sample.rows_read:,} rows ({sample.sampling}), used {sample.rows_used:,}" if sample else "no rows"


def begins_training(event: Event) -> bool:
    """Whether the session trains from here on: the test run is behind it, and speed is measured."""
    return isinstance(event.body, StageStarted) and event.body.stage in TRAINING


if __name__ == "__main__":
    main()
