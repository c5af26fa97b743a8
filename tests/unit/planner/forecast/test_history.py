"""Histories from files: any order, several ways to write dates, and rows that cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.domain.errors import InvalidHistory
from planner.forecast.dates import read_dates
from planner.forecast.history_file import history_from, read_history


def table(**columns: list[object]) -> pd.DataFrame:
    """A table of finished tasks; what is not given is usual."""
    count = len(next(iter(columns.values())))
    usual: dict[str, list[object]] = {
        "finished": [f"2026-03-{day:02d}" for day in range(1, count + 1)],
        "planned_hours": [4] * count,
        "actual_hours": [5] * count,
    }
    return pd.DataFrame({**usual, **columns})


def test_rows_are_put_in_the_order_of_finishing() -> None:
    """The file may be in any order; rows of one day stay as they were."""
    history = history_from(table(finished=["2026-03-02", "2026-03-01", "2026-03-02"], actual_hours=[1, 2, 3])).history
    assert history.actual_hours.tolist() == [2, 1, 3]
    assert history.looks_ahead


def test_known_is_what_had_finished_before_the_day_of_the_estimate() -> None:
    """A task that finished on the day itself may have finished after the estimate."""
    read = history_from(
        table(
            planned=["2026-02-01", "2026-03-01", "2026-03-02"],
            finished=["2026-03-01", "2026-03-02", "2026-03-03"],
        )
    )
    assert read.history.known.tolist() == [0, 0, 1]
    assert not read.history.looks_ahead
    assert read.notes == ()


def test_rows_that_cannot_be_used_are_counted_and_left_out() -> None:
    """Hours of zero, below zero, words, nothing, infinity; a finish that is no date."""
    read = history_from(
        table(
            finished=["2026-03-01"] * 6 + ["soon"],
            planned_hours=[4, 0, "4,5", "many", None, 2, 3],
            actual_hours=[5, 5, "6.5", 5, 5, float("inf"), 3],
        )
    )
    assert read.history.planned_hours.tolist() == [4, 4.5]
    assert read.history.actual_hours.tolist() == [5, 6.5]
    assert read.notes == (
        "1 row was left out: 'finished' is not a date there.",
        "4 rows were left out: planned and actual hours must be numbers above zero.",
    )


@pytest.mark.parametrize(
    "written",
    ["2026-03-09", "2026-03-09T14:30:00+02:00", "09-Mar-26", "9 March 2026", "09.03.2026", "2026/03/09", "Mar 9, 2026"],
)
def test_dates_are_read_as_programs_write_them(written: str) -> None:
    """The ninth of March in each of them."""
    read, notes = read_dates(pd.Series([written]), "finished")
    assert str(read[0].date()) == "2026-03-09"
    assert notes == []


def test_a_column_of_slashes_is_read_one_way() -> None:
    """A 25 in second place makes the whole column American; without one the day comes first, and this is said."""
    american, silent = read_dates(pd.Series(["03/04/2026", "03/25/2026"]), "finished")
    assert [str(day.date()) for day in american] == ["2026-03-04", "2026-03-25"]
    assert silent == []
    either, said = read_dates(pd.Series(["03/04/2026", "05/06/2026"]), "finished")
    assert [str(day.date()) for day in either] == ["2026-04-03", "2026-06-05"]
    assert said == ["Dates in 'finished' such as 03/04/2026 are read with the day first."]


def test_an_estimate_after_the_end_is_said() -> None:
    """A day of the estimate that is missing or too late cannot be right; the task counts from the day it finished."""
    read = history_from(table(planned=["2026-02-01", None, "2026-05-01"]))
    assert read.history.known.tolist() == [0, 1, 2]
    assert read.notes == ("2 rows without a day of the estimate before its end: the day it finished is taken.",)


def test_a_missing_column_is_named_with_those_there() -> None:
    """What is missing, what is there, and what to do."""
    with pytest.raises(InvalidHistory, match=r"no column actual_hours. It has: finished, planned_hours, hours"):
        history_from(table(hours=[1]).drop(columns="actual_hours"), "tasks.csv")


def test_a_file_without_one_usable_row_is_refused() -> None:
    """The sentence says why no row could be used."""
    with pytest.raises(InvalidHistory, match=r"No row of tasks.csv can be used. 2 rows were left out: planned"):
        history_from(table(actual_hours=[0, -3]), "tasks.csv")


def test_files_that_are_not_utf8_are_read(tmp_path: Path) -> None:
    """Semicolons, decimal commas and an umlaut from an older spreadsheet."""
    file = tmp_path / "tasks.csv"
    text = "finished;person;kind;planned_hours;actual_hours\n" + "".join(
        f"{day:02d}.03.2026;Jörg;Prüfen;2,5;{day},5\n" for day in range(1, 9)
    )
    file.write_bytes(text.encode("cp1252"))
    history = read_history(file).history
    assert history.actual_hours.tolist() == [day + 0.5 for day in range(1, 9)]
    assert np.unique(history.person).tolist() == [0]
