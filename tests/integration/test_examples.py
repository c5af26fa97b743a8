"""The example programs are plain Keras with three lines for the box, and each ends in it, its best kept and whole."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest

from callit import BoxError
from callit.verifying import checks_of
from tests.places import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))
MARK = "# for the box: "
BOX_S = 6

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def run_in_box(example: Path, seconds: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run it in a box of so many seconds, or of those that it asks for where the machine is too busy for these."""
    monkeypatch.setattr(sys, "argv", [str(example), f"{seconds}s"])
    try:
        runpy.run_path(str(example), run_name="__main__")
    except BoxError as refused:
        longer = int(str(refused).rpartition("Give it ")[2].partition(" s")[0])
        return run_in_box(example, longer, monkeypatch)
    return seconds


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_ends_in_its_box(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """All in this process: to import the library takes as long as a box."""
    monkeypatch.chdir(tmp_path)
    box_s = run_in_box(example, BOX_S, monkeypatch)
    (*_, folder) = sorted((tmp_path / "callit-boxes").iterdir())
    told = json.loads((folder / "result.json").read_text())
    assert told["ending"] == "box over"
    assert told["used_s"] <= box_s
    assert "callit: The box was over after" in capfd.readouterr().err
    assert [check.words for check in checks_of(folder) if check.ok is False] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_three_lines_for_the_box_and_the_page_links_it(example: Path) -> None:
    marked = [line for line in example.read_text().splitlines() if MARK in line]
    assert [line.partition(MARK)[2][0] for line in marked] == ["1", "2", "3"]
    assert f"examples/{example.name}" in (ROOT / "docs" / "own-network.md").read_text()
