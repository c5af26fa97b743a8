"""The papers of the house name files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places import ROOT

DECISIONS = ROOT / "docs" / "decisions"
PAPERS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(DECISIONS.glob("*.md")),
]
_PATH = re.compile(r"`((?:planner|model|data|tests|docs|benchmarks)/[\w/.-]+)`")
_LINK = re.compile(r"\]\(([\w./-]+)\)")
_TO_BE_MADE = {"planner/exchange/formats/yours.py"}  # by who reads the walk


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_file_that_a_paper_names_is_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    named = [ROOT / path for path in _PATH.findall(text) if path not in _TO_BE_MADE]
    linked = [paper.parent / path for path in _LINK.findall(text)]
    gone = [path for path in named + linked if not path.exists() and not path.with_suffix(".py").exists()]
    assert gone == []


def test_every_decision_is_numbered_in_turn_and_listed() -> None:
    """A reader of the list sees all of them."""
    names = sorted(path.name for path in DECISIONS.glob("0*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    listed = _LINK.findall((DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert listed == names
