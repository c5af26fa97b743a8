"""What a session costs before and after it trains: seconds of each stage by MB of text and by rows.

    CALLIT_DATASETS=... python -m benchmarks.fixed_costs [--session 2m] [--only long_texts] [--rows 25000]

Without `--session`, the functions of the stages in this process: reading, cleaning, counting n-grams; processor seconds
(other people may use the machine) and wall seconds, the best of up to three rounds. With it, whole sessions in a box of
that length: of each stage the wall seconds as the session says them, the processor seconds of the worker meanwhile, and
behind the plus those of the processes beside it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from benchmarks.long_texts import ROWS, make_long_texts
from benchmarks.shared_sets import SETS, named
from data.cleaning.clean import clean, normalise
from data.reading.read import read_table
from model.ngram.ngrams import count_ngrams
from model.protocol.events import EventReader, SessionFinished, Stage, StageEnded

CALLIT = Path(sys.executable).parent / "callit"
SHARED = ("yelp10k", "airline_tweets")
MADE = "long_texts"
WORKER = ["-P", "-m", "model"]
LOOKED_S = 0.05  # between two looks at a session
ROUNDS, ENOUGH_S = 3, 10


@dataclass(frozen=True)
class Table:
    """A file of texts, the names of its two columns, and what is in them: MB of text (UTF-8) and rows."""

    name: str
    path: Path
    text: str
    label: str
    mb: float
    rows: int

    @classmethod
    def of(cls, name: str, path: Path, text: str, label: str) -> Table:
        """A file as it is read."""
        texts = read_table(path).frame[text].fillna("")
        return cls(name, path, text, label, sum(len(cell.encode()) for cell in texts) / 1e6, len(texts))


def main() -> None:
    """Measure the tables one after the other, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--session", metavar="TIMEBOX", help="whole sessions in a box of this length, such as 2m")
    parser.add_argument("--only", action="append", choices=(*(one.name for one in SETS), MADE))
    parser.add_argument("--rows", type=int, default=ROWS, help="of the made table")
    asked = parser.parse_args()
    if asked.session:
        stages = " | ".join(stage.screen_name.lower() for stage in Stage)
        print(f"| table | MB | rows | {stages} | whole | outcome |\n|---|{'---|' * (len(Stage) + 4)}", flush=True)
    else:
        print("| table | MB | rows | work | processor s | wall s | MB/s | rows/s |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only or (*SHARED, MADE):
            table = table_named(name, Path(folder), asked.rows)
            print(session(table, asked.session) if asked.session else functions(table), flush=True)


def table_named(name: str, folder: Path, rows: int) -> Table:
    """One of the shared sets, or the made table, written into a folder."""
    if name == MADE:
        return Table.of(name, make_long_texts(rows).write(folder / "long_texts.csv"), "text", "label")
    one = named(name)
    return Table.of(name, one.path, one.text, one.label)


def functions(table: Table) -> str:
    """Rows of the table: what the work of the first stages takes, in this process."""
    frame = read_table(table.path).frame
    texts, labels = frame[table.text], frame[table.label]
    cleaned = clean(texts, labels).frame["text"].tolist()
    work: dict[str, Callable[[], object]] = {
        "read": partial(read_table, table.path),
        "clean": partial(clean, texts, labels),
        "mend new texts": partial(normalise, texts.fillna("").tolist()),
        "count n-grams": partial(count_ngrams, cleaned),
    }
    return "\n".join(_row(table, name, *_seconds(of_it)) for name, of_it in work.items())


def _row(table: Table, work: str, processor_s: float, wall_s: float) -> str:
    rates = f"{table.mb / processor_s:.1f} | {table.rows / processor_s:,.0f}"
    return f"| {table.name} | {table.mb:.1f} | {table.rows:,} | {work} | {processor_s:.2f} | {wall_s:.2f} | {rates} |"


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Least processor seconds (of all threads) and wall seconds of up to three rounds, of one where that is long."""
    rounds: list[tuple[float, float]] = []
    while len(rounds) < ROUNDS and sum(wall for _, wall in rounds) < ENOUGH_S:
        processor, wall = time.process_time(), time.perf_counter()
        work()
        rounds.append((time.process_time() - processor, time.perf_counter() - wall))
    processors, walls = zip(*rounds, strict=True)
    return min(processors), min(walls)


@dataclass(frozen=True)
class ProcessorSeconds:
    """What the worker has used so far, and what the processes that it started have."""

    worker: float = 0.0
    beside: float = 0.0

    def __sub__(self, former: ProcessorSeconds) -> ProcessorSeconds:
        return ProcessorSeconds(self.worker - former.worker, self.beside - former.beside)


def session(table: Table, timebox: str) -> str:
    """One session, as a row of the table; `whole` is from the start of the process to its exit."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        run_folder = Path(folder) / "model"
        words = ["train", str(table.path), "--text", table.text, "--label", table.label, "--timebox", timebox]
        began = time.perf_counter()
        callit = subprocess.Popen([str(CALLIT), *words, "--out", str(run_folder)], stdout=said, stderr=said)
        ended, outcome = _follow(callit, run_folder)
        whole_s = time.perf_counter() - began
        said.seek(0)
        if not ended:
            return f"| {table.name} | failed: {said.read().decode().strip()} |"
    stages = " | ".join(ended.get(stage, "") for stage in Stage)
    return f"| {table.name} | {table.mb:.1f} | {table.rows:,} | {stages} | {whole_s:.1f} | {outcome} |"


def _follow(callit: subprocess.Popen[bytes], run_folder: Path) -> tuple[dict[Stage, str], str]:
    """Of each stage of a session at work what it took, until the command ends; and the session's outcome."""
    reader, ended, outcome = EventReader(run_folder), dict[Stage, str](), "not ended in the box"
    used, former, is_over = ProcessorSeconds(), ProcessorSeconds(), False
    while not is_over:
        is_over = callit.poll() is not None
        used = _used(callit.pid) or used
        for body in (event.body for event in reader.read_new()):
            if isinstance(body, StageEnded):
                spent, former = used - former, used
                ended[body.stage] = f"{body.used_s:.1f} ({spent.worker:.1f}+{spent.beside:.1f})"
            elif isinstance(body, SessionFinished):
                outcome = body.outcome
        time.sleep(LOOKED_S)
    return ended, outcome


def _used(callit: int) -> ProcessorSeconds | None:
    """Processor seconds of the worker and of those that it started; None where there is no worker."""
    try:
        (worker,) = (
            process for process in psutil.Process(callit).children(recursive=True) if process.cmdline()[1:4] == WORKER
        )
        own = worker.cpu_times()
        beside = [child.cpu_times() for child in worker.children(recursive=True)]
    except (psutil.Error, ValueError):
        return None
    gone = own.children_user + own.children_system
    return ProcessorSeconds(own.user + own.system, gone + sum(map(sum, beside)))


if __name__ == "__main__":
    main()
