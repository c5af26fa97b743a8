"""The example programs are plain Keras with three lines for the box, and each ends in it, its best kept and whole."""

from __future__ import annotations

import json
import runpy
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from callit.clock import BoxClock
from callit.verifying import checks_of
from tests.places import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))
MARK = "# for the box: "
BOX_S = 12  # a slow processor that others use as well has needed 8

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_ends_in_its_box(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """All in this process, as to import the library takes as long as a box; by a clock of the processor, so that what
    else the machine does is not in the box."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(example), f"{BOX_S}s"])
    monkeypatch.setattr("callit.timebox.BoxClock", partial(BoxClock, ticks=time.process_time))
    runpy.run_path(str(example), run_name="__main__")
    (folder,) = (tmp_path / "callit-boxes").iterdir()
    told = json.loads((folder / "result.json").read_text())
    assert told["ending"] == "box over"
    assert told["used_s"] <= BOX_S
    assert "callit: The box was over after" in capfd.readouterr().err
    assert [check.words for check in checks_of(folder) if check.ok is False] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_three_lines_for_the_box_and_the_page_links_it(example: Path) -> None:
    marked = [line for line in example.read_text().splitlines() if MARK in line]
    assert [line.partition(MARK)[2][0] for line in marked] == ["1", "2", "3"]
    assert f"examples/{example.name}" in (ROOT / "docs" / "own-network.md").read_text()
