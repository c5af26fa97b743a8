"""One question, answered by a process of its own: it tells how far it is, or why not, and always ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.protocol.suspect_desk import Change
from model.protocol.told_progress import ToldProgress
from planner.relabelling import RelabelRefused
from planner.relabelling.asked import asked

ANSWER = """
import json, sys
for done in range(2):
    print(json.dumps({"done": done, "of": 2, "now": sys.argv[1]}), flush=True)
print(json.dumps({"value": 1, "low": 0, "high": 2}))
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that can be run by its name, `one_question`."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "one_question.py"


def test_how_far_it_is_is_told_before_the_answer(module: Path) -> None:
    """Line by line."""
    module.write_text(ANSWER)
    told: list[ToldProgress] = []
    assert asked("one_question", Change, "links", tell=told.append) == Change(1, 0, 2)
    assert told == [ToldProgress(0, 2, "links"), ToldProgress(1, 2, "links")]
    assert asked("one_question", Change, "links") == Change(1, 0, 2)


def test_its_own_sentence_is_what_a_person_reads(module: Path) -> None:
    """Whatever else it said before."""
    module.write_text("import sys\nsys.exit('The table is gone: put it back.')")
    with pytest.raises(RelabelRefused, match=r"^The table is gone: put it back\.$"):
        asked("one_question", Change)


def test_one_that_does_not_come_to_an_end_is_ended(module: Path) -> None:
    """And that is said."""
    module.write_text("import time\ntime.sleep(600)")
    with pytest.raises(RelabelRefused, match=r"took more than .*, and was ended\. Try again later\."):
        asked("one_question", Change, most_s=0.2)


def test_it_ends_with_whoever_asked(module: Path) -> None:
    """A page that was left leaves no process behind."""
    module.write_text(ANSWER + "\nimport time\ntime.sleep(600)")

    def gone(_: ToldProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked("one_question", Change, "links", tell=gone)
