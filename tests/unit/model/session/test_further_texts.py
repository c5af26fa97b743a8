"""Texts that tell which words are alike and nothing else: rows without a label, a test file, rows left uncleaned."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from model.protocol.timebox import Clock, Timebox
from model.session import data_stages, further_texts
from model.session.data_stages import SessionData, load_data
from model.session.stage_log import StageLog
from tests.made_orders import made_order

LABELLED = [(f"labelled text number {n} of them", "good" if n % 2 else "bad") for n in range(100)]
UNLABELLED = [(f"nobody said of text {n} what it is", "") for n in range(40)]


def loaded(folder: Path, rows: list[tuple[str, str]], test: Path | None = None) -> SessionData:
    path = written(folder / "table.csv", rows)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    return load_data(made_order(path, test_file=test), box, StageLog(folder, box))


def written(path: Path, rows: list[tuple[str, str]]) -> Path:
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    return path


def test_rows_without_a_label_are_kept_apart(tmp_path: Path) -> None:
    """No part holds them, and a text that is blank says nothing."""
    data = loaded(tmp_path, [*LABELLED, *UNLABELLED, (" ", "")])
    assert sorted(data.further_texts) == sorted(text for text, _ in UNLABELLED)
    parts = {text for part in (data.train, data.validation, data.held_out) for text in part.texts}
    assert not parts & set(data.further_texts)


def test_without_any_there_are_none(tmp_path: Path) -> None:
    """Neither validation nor the held-out part that was split off is looked at."""
    assert loaded(tmp_path, LABELLED).further_texts == ()


def test_a_test_file_gives_its_texts_and_never_its_labels(tmp_path: Path) -> None:
    """Whatever its labels are, the same texts come of it."""
    texts = [f"a new text number {n}" for n in range(30)]
    for labels in (["good", "bad"], ["bad", "good"]):
        test = written(tmp_path / "test.csv", [(text, labels[n % 2]) for n, text in enumerate(texts)])
        assert sorted(loaded(tmp_path, LABELLED, test).further_texts) == sorted(texts)


def test_rows_that_there_was_no_time_to_clean_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the sample of a large file; they may have any label."""
    monkeypatch.setattr(data_stages, "_WEIGHED_ROWS", 60)
    monkeypatch.setattr(data_stages, "CLEAN_SHARE", 0.0)
    data = loaded(tmp_path, LABELLED)
    parts = [text for part in (data.train, data.validation, data.held_out) for text in part.texts]
    assert len(parts) == 60
    assert sorted([*parts, *data.further_texts]) == sorted(text for text, _ in LABELLED)


def test_no_more_are_kept_than_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of a session is bounded."""
    monkeypatch.setattr(further_texts, "MOST_CHARACTERS", 200)
    kept = loaded(tmp_path, [*LABELLED, *UNLABELLED]).further_texts
    assert 200 < sum(map(len, kept)) < 300
