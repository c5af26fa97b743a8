"""A session on a column of numbers: which rows are of which class, which are skipped, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import NoClasses
from data.labels.bins import Bins
from data.labels.reading import LabelReading
from data.labels.threshold import parse_threshold
from model.protocol.events import EventReader, RowsCleaned
from model.protocol.result import NumberLabels, Unlabelled
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import SessionData, load_data
from model.session.stage_log import StageLog
from planner.material.text_look import look_at_texts
from tests.made_orders import made_order

SKIPPED = ["", "nan", "inf", "unknown"]


def table(path: Path, rows: int = 300, first: int = 0) -> Path:
    """Rows whose number is that of their text; four have none."""
    cells = [SKIPPED[row] if row < len(SKIPPED) else str(row) for row in range(rows)]
    lines = [f"the flight {row + first} was late by {row * 7} minutes,{cell}" for row, cell in enumerate(cells)]
    path.write_text("\n".join(["text,delay", *lines]), encoding="utf-8")
    return path


def loaded(folder: Path, reading: LabelReading, test_file: Path | None = None) -> SessionData:
    """What a session learns from."""
    order = made_order(table(folder / "t.csv"), label_column="delay", reading=reading, test_file=test_file)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    return load_data(order, box, StageLog(folder, box))


def number_of(text: str) -> int:
    return int(text.split()[2])


def test_every_text_is_on_its_side_of_the_line(tmp_path: Path) -> None:
    """In all three parts."""
    data = loaded(tmp_path, LabelReading(threshold=parse_threshold(">=100", "late")))
    assert data.classes == ("late", "not late")
    for part in (data.train, data.validation, data.held_out):
        late = [data.classes[label] == "late" for label in part.labels]
        assert late == [number_of(text) >= 100 for text in part.texts]
    assert sum(map(len, (data.train, data.validation, data.held_out))) == 296


def test_rows_without_a_number_are_counted_and_told(tmp_path: Path) -> None:
    """In the facts of the result, and in the event that the cleaning table is drawn from."""
    data = loaded(tmp_path, LabelReading(threshold=parse_threshold(">=100", "late")))
    told = NumberLabels(
        "delay >= 100 is 'late', the rest 'not late'", {"late": 200, "not late": 96}, "late", (100.0,), 4
    )
    assert data.facts.cleaning is not None
    assert data.facts.cleaning.numbers == told
    assert data.facts.cleaning.unlabelled == Unlabelled({}, 0, 296)
    (cleaned,) = [one.body for one in EventReader(tmp_path).read_new() if isinstance(one.body, RowsCleaned)]
    assert cleaned.numbers == told
    (rule,) = [rule for rule in cleaned.rules if rule.rule == "missing_label"]
    assert (rule.title, rule.rows) == ("Rows whose number is missing or not finite", 4)


def test_a_test_file_is_cut_as_the_training_file_was(tmp_path: Path) -> None:
    """Its own thirds would lie elsewhere."""
    test = table(tmp_path / "test.csv", rows=150, first=1_000)
    data = loaded(tmp_path, LabelReading(bins=Bins(3)), test)
    assert data.facts.cleaning is not None
    assert data.facts.cleaning.numbers is not None
    low, high = data.facts.cleaning.numbers.cuts
    names = [data.classes[label] for label in data.held_out.labels]
    numbers = [number_of(text) - 1_000 for text in data.held_out.texts]
    assert names == ["low" if number <= low else "middle" if number <= high else "high" for number in numbers]
    assert "high" not in names


def test_a_line_that_leaves_a_side_bare_ends_the_session(tmp_path: Path) -> None:
    """With the counts."""
    with pytest.raises(NoClasses, match="makes 2 rows 'late' and 294 'not late'"):
        loaded(tmp_path, LabelReading(threshold=parse_threshold(">=298", "late")))


def test_a_look_at_the_texts_is_a_look_at_the_classes_that_are_made(tmp_path: Path) -> None:
    """Before a start: the rows without a number, and the words of both sides."""
    reading = LabelReading(threshold=parse_threshold(">=100", "late"))
    look = look_at_texts(table(tmp_path / "t.csv"), "text", "delay", reading=reading, clock=lambda: 0.0)
    assert look.missing_labels == 4
    assert {found.label for found in look.terms} == {"late", "not late"}
    assert "Rows whose number is missing or not finite" in {rule.title for rule in look.rules}
