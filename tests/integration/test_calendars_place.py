"""Where a model cannot be saved: said before anything is made on the way there."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from planner.clock import now
from planner.domain.errors import PlaceRefused
from planner.sessions import Placement
from planner.sessions.run import open_run
from tests.made_orders import made_order


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("a/b/" + "x" * 256, "is too long: a name may have 255 bytes"),
        ("a/" + "ü" * 128, "is too long: a name may have 255 bytes"),
        ("a/" + "/".join(["deep"] * 900), "is too long"),
        ("a/\0/b", "a character that no name can have"),
        ("table.csv", "is not an empty folder. Choose a new one"),
        ("table.csv/model", "cannot be written. Choose another one"),
    ],
)
def test_a_name_that_no_disk_can_hold_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, sentence: str
) -> None:
    """Too long in bytes, too deep, not a name, a file: one sentence."""
    monkeypatch.setattr("planner.sessions.run.check_timebox", lambda timebox_s, home: None)
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["text,label", *(f"a plain text {row},{'ab'[row % 2]}" for row in range(60))]))
    with pytest.raises(PlaceRefused, match=sentence.replace(".", r"\.")):
        open_run(made_order(table), Placement(out=tmp_path / out), home=tmp_path / "home", now=now(), zone=UTC)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv"]
