"""A session on a table that gives its own parts: they are taken, and their duplicates leave the training part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.errors import WrongColumn
from model.protocol.events import EventReader, StageEnded, WarningSaid
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import SessionData, load_data
from model.session.stage_log import StageLog
from tests.made_orders import made_order


def rows(part: str, count: int, start: int = 0) -> list[tuple[str, str, str]]:
    """So many different texts of two classes."""
    return [(f"{part} text number {n} says {n}", "good" if n % 2 else "bad", part) for n in range(start, start + count)]


def loaded(folder: Path, table: list[tuple[str, str, str]], **order: Any) -> tuple[SessionData, list[str], str]:
    """The parts of a session on a table, what it warned of, and what cleaning said at its end."""
    path = folder / "table.csv"
    pd.DataFrame(table, columns=["text", "label", "split"]).to_csv(path, index=False)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    data = load_data(made_order(path, split_column="split", **order), box, StageLog(folder, box))
    said = [event.body for event in EventReader(folder).read_new()]
    warned = [body.message for body in said if isinstance(body, WarningSaid)]
    return data, warned, [body.summary for body in said if isinstance(body, StageEnded)][-1]


def test_the_parts_are_those_of_the_column_and_it_is_said(tmp_path: Path) -> None:
    """Every row where it belongs, whatever the seed."""
    table = rows("train", 100) + rows("dev", 30) + rows("test", 40)
    for seed in (1, 2):
        data, warned, summary = loaded(tmp_path, table, seed=seed)
        for part, word, count in (
            (data.train, "train", 100),
            (data.validation, "dev", 30),
            (data.held_out, "test", 40),
        ):
            assert sorted(part.texts) == sorted(text for text, _, of in table if of == word)
            assert len(part) == count
        assert warned == []
    assert "parts from column 'split': train 100, validation 30, held out 40" in summary


def test_duplicates_leave_the_training_part(tmp_path: Path) -> None:
    """Also near ones; held-out rows are never cleaned away, and validation yields to them."""
    shared = [("so good AGAIN!", "good"), ("one more dull day", "bad"), ("a third one of them", "good")]
    table = rows("train", 100) + rows("dev", 30) + rows("test", 40)
    table += [(text.lower().strip("!"), label, "train") for text, label in shared]
    table += [(shared[0][0], shared[0][1], "dev"), (shared[1][0], shared[1][1], "dev")]
    table += [
        (shared[1][0], shared[1][1], "test"),
        (shared[2][0], shared[2][1], "test"),
        (shared[2][0], "good", "test"),
    ]
    data, _, _ = loaded(tmp_path, table)
    assert len(data.train) == 100
    assert shared[0][0] in data.validation.texts
    assert len(data.validation) == 31
    assert len(data.held_out) == 43


def test_a_part_that_is_missing_or_too_small_is_split_off_and_said(tmp_path: Path) -> None:
    """Its few rows are not trained on."""
    data, warned, _ = loaded(tmp_path, rows("train", 200) + rows("dev", 30) + rows("test", 5))
    assert len(data.validation) == 30
    assert len(data.train) + len(data.held_out) == 200
    assert len(data.held_out) == 20
    assert not any(text.startswith("test") for part in (data.train, data.held_out) for text in part.texts)
    assert warned == [
        "Column 'split' has a held-out part of 5 rows only, which are left out: "
        "one is split off from the training rows."
    ]
    data, warned, _ = loaded(tmp_path, rows("train", 200) + rows("test", 30))
    assert (len(data.train), len(data.validation), len(data.held_out)) == (180, 20, 30)
    assert warned[-1] == "Column 'split' gives no validation part: one is split off from the training rows."


def test_a_test_file_takes_the_place_of_the_held_out_part(tmp_path: Path) -> None:
    """The rows that the column would hold out are not trained on."""
    test = tmp_path / "test.csv"
    pd.DataFrame(rows("other", 25), columns=["text", "label", "part"])[["text", "label"]].to_csv(test, index=False)
    data, warned, _ = loaded(tmp_path, rows("train", 100) + rows("dev", 30) + rows("test", 40), test_file=test)
    assert (len(data.train), len(data.validation), len(data.held_out)) == (100, 30, 25)
    assert warned == []


def test_spellings_of_a_label_meet_in_every_part(tmp_path: Path) -> None:
    """The held-out part writes them with capitals."""
    table = (
        rows("train", 100) + rows("dev", 30) + [(text, label.title(), part) for text, label, part in rows("test", 40)]
    )
    data, warned, _ = loaded(tmp_path, table)
    assert data.classes == ("bad", "good")
    assert (len(data.held_out), warned) == (40, [])


def test_a_column_without_training_rows_ends_in_a_sentence(tmp_path: Path) -> None:
    """Where the start could not see it, in a large file."""
    with pytest.raises(WrongColumn, match="too few rows to train on"):
        loaded(tmp_path, rows("test", 200))
