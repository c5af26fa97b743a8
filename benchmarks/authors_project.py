"""The project that this tool was made for, from reading to the final check: 180,487 comments, six epochs.

    python -m benchmarks.authors_project [--rows 180487] [--epochs 6] [--units 128] [--timebox 60m]

Makes a table of comments (seeded, in a temporary folder; 57 tokens on average, 220 at most, two classes), trains a
BiLSTM of 128 units each way on 128 dimensions with `callit train`, and prints the seconds of each stage. Fewer rows
show in little time what the whole would take: the training's share is printed for the full number of rows, too.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.protocol.result import SessionResult
from model.protocol.run_folder import RESULT_FILE

CALLIT = Path(sys.executable).parent / "callit"
ROWS, MEAN_TOKENS, MOST_TOKENS = 180_487, 57, 220
WORDS, FEELINGS = 30_000, 400  # of the words, so many speak for one class or the other
WRONG_LABELS = 0.05
NOT = "nor"  # turns the word behind it round


def main() -> None:
    """Make the comments, train on them, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--timebox", default="60m")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = make_table(Path(folder) / "comments.csv", asked.rows)
        print(train(table, Path(folder) / "model", asked))


def make_table(path: Path, rows: int, seed: int = 7) -> Path:
    """Comments with a label each: class 1 where words of its side outweigh the others, those behind NOT reversed."""
    random = np.random.default_rng(seed)
    words = np.array(make_words(WORDS, random))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["comment", "label"])
        for tokens in make_lengths(rows, random):
            text, label = make_comment(words, int(tokens), random)
            writer.writerow([text, label])
    return path


def make_words(count: int, random: np.random.Generator) -> list[str]:
    """Distinct made-up words of two to four syllables, the shortest first: they become the most frequent."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < count:
        size = 2 + (len(found) > count // 20) + (len(found) > count // 3)
        found["".join(random.choice(syllables, size))] = None
    return list(found)


def make_lengths(rows: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Tokens of each comment: many short ones and a long tail, as comments have."""
    lengths = random.gamma(1.4, MEAN_TOKENS * 1.006 / 1.4, rows)  # the cut at both ends takes .6 % of the mean
    return np.clip(lengths.round(), 3, MOST_TOKENS).astype(np.int64)


def make_comment(words: NDArray[np.str_], tokens: int, random: np.random.Generator) -> tuple[str, int]:
    """One comment and its label; every eighth word or so has a feeling, every third of those is turned round."""
    places = (len(words) - FEELINGS) ** random.random(tokens)  # Zipf: a word's share is 1 / its rank
    places = places.astype(np.int64)
    felt = random.random(tokens) < 1 / 8
    felt[-1] = True
    side = int(random.random() < 0.5)
    sides = np.where(random.random(tokens) < 0.7, side, 1 - side)
    turned = felt & (random.random(tokens) < 1 / 3)
    turned[0] = False
    shown = np.where(turned, 1 - sides, sides)
    places[felt] = len(words) - FEELINGS + 2 * random.integers(0, FEELINGS // 2, felt.sum()) + shown[felt]
    comment = words[places].tolist()
    for place in np.flatnonzero(turned):
        comment[place - 1] = NOT
    return " ".join(comment), side if random.random() >= WRONG_LABELS else 1 - side


def train(table: Path, out: Path, asked: argparse.Namespace) -> str:
    """Run the session and say how long it took, by stage."""
    began = time.perf_counter()
    order = ["--text", "comment", "--label", "label", "--epochs", str(asked.epochs), "--units", str(asked.units)]
    where = ["--timebox", asked.timebox, "--out", str(out)]
    subprocess.run([str(CALLIT), "train", str(table), *order, *where], check=True, stdout=subprocess.DEVNULL)
    whole_s = time.perf_counter() - began
    found = SessionResult.parse((out / RESULT_FILE).read_text(encoding="utf-8"))
    stages = {stage.stage: stage.used_s for stage in found.stages}
    lines = [f"{name:16}{seconds:8.1f} s" for name, seconds in stages.items()]
    lines.append(f"{'from start to end':16}{whole_s:8.1f} s = {whole_s / 60:.1f} min")
    epochs = found.epochs or asked.epochs
    full_min = stages["train"] / epochs * 6 * ROWS / asked.rows / 60
    lines.append(f"six epochs on {ROWS:,} comments at this speed: {full_min:.1f} min of training")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
