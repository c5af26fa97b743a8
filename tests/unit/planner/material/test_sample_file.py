"""The made sample lies in one place under one name, for page and command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.sample.corpus import write_sample_corpus
from planner.backup.contents import model_bytes
from planner.cli import session
from planner.cli.main import app
from planner.domain.errors import SessionRefused
from planner.material.sample_file import SampleFailed, sample_file


def test_the_command_trains_on_the_file_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file below the data folder, which is left as it is once it is there."""
    orders: list[Any] = []

    def keep(order: Any, _placement: object, **_: object) -> None:
        orders.append(order)
        raise SessionRefused("Not in this test.")

    monkeypatch.setattr(session, "run_in_foreground", keep)
    monkeypatch.setenv("CALLIT_HOME", str(tmp_path / "home"))
    path = sample_file(tmp_path / "home")
    written = path.stat().st_mtime_ns
    CliRunner().invoke(app, ["train", "--sample", "--timebox", "5m", "--out", str(tmp_path / "out")])
    assert [order.table.data_file for order in orders] == [path]
    assert path == tmp_path / "home" / "samples" / "made-reviews.csv"
    assert path.stat().st_mtime_ns == written
    assert path.read_bytes() == write_sample_corpus(tmp_path / "again.csv").read_bytes()


@pytest.mark.parametrize("folder", ["samples", "sample"])
def test_a_backup_knows_the_sample_as_a_file_of_models(tmp_path: Path, folder: str) -> None:
    """Also where `callit train --sample` of an earlier version wrote it."""
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "made-reviews.csv").write_text("review,sentiment\n")
    assert model_bytes(tmp_path) == len("review,sentiment\n")


def test_a_sample_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Where it should lie, and what to do; page and command show it as any other sentence."""
    (tmp_path / "samples").write_text("a file in the way")
    with pytest.raises(SampleFailed, match=r"could not be written to .*samples.*Free some room there"):
        sample_file(tmp_path)
