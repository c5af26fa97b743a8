"""Boxes of 5 to 20 s around real Keras fits, hit in ways drawn by lot: a few in each run, a hundred by `make soak`.

None may overrun, and each has to leave its best whole; one that is refused as too short says so before its first batch.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from callit.verifying import checks_of
from tests.places import ROOT

BOXES = int(os.environ.get("CALLIT_SOAK_BOXES", "100"))
HITS = ("slow validation", "interrupt", "full disk", "none", "no room", "slow validation+full disk", "kill")
PROGRAM = ROOT / "tests" / "integration" / "fits_that_are_hit.py"

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Box:
    """One that was asked for, and what became of it: seconds at which `fit` was left (None: killed), the rest words."""

    number: int
    length_s: float
    hit: str
    left_s: float | None = None
    refused: str = ""
    wrong: str = ""

    @property
    def argument(self) -> str:
        return f"{self.number}:{self.length_s:.1f}:{self.hit}"

    @property
    def is_overrun(self) -> bool:
        return self.left_s is not None and self.left_s > self.length_s


def run(asked: Sequence[Box], place: Path, *words: str) -> Iterator[Box]:
    """Several boxes of one process, one that is killed the last of them."""
    command = [sys.executable, str(PROGRAM), *words, *(box.argument for box in asked)]
    ran = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    told = {line["number"]: line for line in map(json.loads, ran.stdout.splitlines())}
    for box in asked:
        found = told.get(box.number, {})
        refused, left_s = found.get("refused", ""), found.get("left_s")
        wrong = "" if refused else wrong_with(place / f"box-{box.number}")
        if not found and "kill" not in box.hit:
            wrong = f"{wrong} {ran.stderr}"
        yield Box(box.number, box.length_s, box.hit, left_s, refused, wrong)


def wrong_with(folder: Path) -> str:
    """What a look at a box's folder finds; nothing where its best is there, whole, and scores as it says."""
    return " ".join(check.words for check in checks_of(folder) if check.ok is False)


def figures(boxes: Sequence[Box]) -> str:
    """What came of them, for a note."""
    ran = [box for box in boxes if not box.refused]
    most = max((box.left_s / box.length_s for box in ran if box.left_s is not None), default=0.0)
    overruns, lost = sum(box.is_overrun for box in boxes), sum(bool(box.wrong) for box in boxes)
    return (
        f"{len(boxes)} boxes: {overruns} overruns (the longest took {most:.2f} of its box), {lost} without their best "
        f"weights, {len(boxes) - len(ran)} refused as too short; load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    )


def hold(boxes: Sequence[Box]) -> None:
    """None is longer than it may be, and each has its best."""
    assert not [box for box in boxes if box.is_overrun or box.wrong], figures(boxes)


def test_boxes_hold_and_leave_their_best_whatever_hits_them(tmp_path: Path) -> None:
    """By a clock of the processor: what else the machine does is neither theirs nor the test's."""
    asked = [Box(0, 5.0, "slow validation+full disk"), Box(2, 5.0, "interrupt"), Box(1, 6.0, "kill")]
    boxes = list(run(asked, tmp_path, "--by-processor"))
    hold(boxes)
    assert not [box.refused for box in boxes if box.refused]


@pytest.mark.alone
@pytest.mark.soak
@pytest.mark.timeout(120 * BOXES)
@pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long fault test: run by make soak")
def test_a_hundred_boxes_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As many in a process as there are hits, another of them first each time: the first one meets a cold library."""
    drawn = random.Random(0)
    boxes: list[Box] = []
    for first in range(0, BOXES, len(HITS)):
        numbers = range(first, min(BOXES, first + len(HITS)))
        turned = [*HITS[first % (len(HITS) - 1) : -1], *HITS[: first % (len(HITS) - 1)], HITS[-1]]
        asked = [Box(number, round(drawn.uniform(5, 20), 1), hit) for number, hit in zip(numbers, turned, strict=False)]
        boxes += run(asked, tmp_path)
        with capsys.disabled():
            print(f"\n{figures(boxes)}", flush=True)
    hold(boxes)
