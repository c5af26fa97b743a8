"""What others make of the same minutes: this project's session, the LSTM example of Keras, and the story's own project.

    CALLIT_DATASETS=... python -m benchmarks.equal_minutes [--timebox 2] [--only airline_tweets]

Each set is split once, a tenth of each class as held-out texts (5,000 at most), without texts that are there twice; all
three learn on the rest and are scored on the same held-out texts when the minutes are over. Clocks begin when a process
starts: imports, reading and scoring count. Prints a Markdown table of macro-F1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.shared_sets import SETS, TextSet
from benchmarks.stock_keras import KINDS
from data.reading.read import read_table
from model.protocol.result import SessionResult

CALLIT = Path(sys.executable).parent / "callit"
MOST_HELD_OUT, SEED = 5_000, 7


def main() -> None:
    """Run the three one after the other on each set, and print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--timebox", type=float, default=2, help="minutes of each")
    parser.add_argument("--only", action="append", choices=[one.name for one in SETS])
    asked = parser.parse_args()
    print("| texts | n-gram | delivered | difference (95 %) | standing | " + " | ".join(KINDS.values()) + " |")
    print("|---|---|---|---|---|" + "---|" * len(KINDS), flush=True)
    for one in SETS:
        if not asked.only or one.name in asked.only:
            print(row(one, asked.timebox), flush=True)


def row(one: TextSet, minutes: float) -> str:
    """One set: what the session delivers and what it had to beat, then the networks of stock Keras."""
    with tempfile.TemporaryDirectory() as folder:
        frame = read_table(one.path).frame
        training, held_out = split(pd.DataFrame({"text": frame[one.text], "label": frame[one.label]}))
        training.to_csv(f"{folder}/training.csv", index=False)
        held_out.to_csv(f"{folder}/held_out.csv", index=False)
        ours = session(Path(folder), minutes)
        others = [stock(Path(folder), kind, minutes) for kind in KINDS]
    return f"| {' | '.join([one.name, *ours, *others])} |"


def split(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training and held-out rows (columns text and label): a tenth of each class, no text in both."""
    once = table.dropna().astype("str").drop_duplicates("text")
    share = min(0.1, MOST_HELD_OUT / len(once))
    held_out = once.groupby("label").sample(frac=share, random_state=SEED)
    return once.drop(held_out.index), held_out


def session(folder: Path, minutes: float) -> tuple[str, ...]:
    """macro-F1 of the n-gram model and of the delivered one, their difference, and how they stand."""
    words = [
        "train",
        f"{folder}/training.csv",
        "--test",
        f"{folder}/held_out.csv",
        "--text",
        "text",
        "--label",
        "label",
    ]
    box = ["--timebox", f"{minutes:g}m", "--json", "--out", f"{folder}/model"]
    ran = subprocess.run([str(CALLIT), *words, *box], capture_output=True, text=True, check=True)
    result = SessionResult.parse(ran.stdout)
    both = (result.scores.benchmark.held_out, result.scores.delivered.held_out)
    found = result.against_benchmark
    apart = (f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f})", found.standing) if found else ("-", "same")
    return *(f"{scores['macro_f1'].value:.3f}" for scores in both), *apart


def stock(folder: Path, kind: str, minutes: float) -> str:
    """macro-F1 of a network of stock Keras, with the epochs that fitted into the minutes."""
    words = [kind, f"{folder}/training.csv", f"{folder}/held_out.csv", f"{minutes * 60:g}"]
    command = [sys.executable, "-m", "benchmarks.stock_keras", *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout.splitlines()[-1])
    return f"{told['macro_f1']:.3f} ({told['epochs']:.2g} epochs)"


if __name__ == "__main__":
    main()
