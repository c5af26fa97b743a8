"""How the delivered model stands against its n-gram benchmark: one real session on each shared text set.

    CALLIT_DATASETS=... python -m benchmarks.against_the_benchmark --timebox 2m [--only yelp10k]

Prints a Markdown table: held-out macro-F1 of both, their difference with its 95 % interval, and how the box was used.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.shared_sets import SETS, TextSet
from model.protocol.result import SessionResult

CALLIT = Path(sys.executable).parent / "callit"


def main() -> None:
    """Run the sessions one after the other, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--timebox", default="2m")
    parser.add_argument("--only", action="append", choices=[one.name for one in SETS])
    asked = parser.parse_args()
    print("| set | n-gram | delivered | difference (95 %) | standing | box, s | used, s | outcome |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for one in SETS:
        if not asked.only or one.name in asked.only:
            print(row(one, asked.timebox), flush=True)


def row(one: TextSet, timebox: str) -> str:
    """One session, as a row of the table; `used` is from the start of the process to its exit."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["train", str(one.path), "--text", one.text, "--label", one.label, "--timebox", timebox, "--json"]
        test = ["--test", str(one.test_path)] if one.test_path else []
        began = time.perf_counter()
        ran = subprocess.run(
            [str(CALLIT), *words, *test, "--out", f"{folder}/model"], capture_output=True, text=True, check=False
        )
        used_s = time.perf_counter() - began
    if ran.returncode:
        return f"| {one.name} | failed: {ran.stderr.strip().splitlines()[-1]} |"
    return _words(one, SessionResult.parse(ran.stdout), used_s)


def _words(one: TextSet, result: SessionResult, used_s: float) -> str:
    models = (result.scores.benchmark, result.scores.delivered)
    scores = " | ".join(f"{model.held_out['macro_f1'].value:.3f}" for model in models)
    box = f"{result.timebox_s:.0f} | {used_s:.0f} | {result.outcome}"
    found = result.against_benchmark
    interval = f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}) | {found.standing}" if found else "|"
    return f"| {one.name} | {scores} | {interval} | {box} |"


if __name__ == "__main__":
    main()
