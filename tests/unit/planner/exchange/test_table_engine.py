"""Time logs are read by the engine that reads tables of texts: encodings, separators, and what stands above."""

import io
from pathlib import Path

import pandas as pd
import pytest

from planner.domain.errors import InvalidImport
from planner.exchange import ReadOptions, first_rows, read_file
from planner.exchange.entries.table_text import Table, read_table

LOG = [
    ["Date", "Start", "End", "Project", "Note"],
    ["2026-03-02", "09:00", "10:30", "Müller", "eins, zwei; drei"],
    ["2026-03-02", "11:00", "12:00", "Café", 'said "yes"'],
    ["2026-03-03", "09:15", "09:45", "Müller", ""],
]


def _written(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    pd.DataFrame(rows).to_csv(text, sep=delimiter, header=False, index=False)
    return text.getvalue()


def _cells(table: Table) -> list[list[str]]:
    return [table.header, *(cells for _, cells in table.rows)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", None),
        ("utf-16-be", None),
        ("cp1252", "The file is not UTF-8; it was read as Windows-1252."),
    ],
)
def test_every_separator_in_every_encoding(delimiter: str, encoding: str, remark: str | None) -> None:
    """The same cells come out, and only a guess is spoken of."""
    table = read_table(_written(LOG, delimiter).encode(encoding))
    assert _cells(table) == LOG
    assert table.remarks == ([remark] if remark else [])
    assert [line for line, _ in table.rows] == [2, 3, 4]


@pytest.mark.parametrize("marks", [0, 1, 2])
@pytest.mark.parametrize("delimiter", [",", ";", "~"])
def test_a_line_that_says_the_separator_is_skipped(marks: int, delimiter: str) -> None:
    """Excel's `sep=` line is neither names nor a row; lines are still counted from the file's first."""
    content = "\ufeff" * marks + f"sep={delimiter}\r\n" + _written(LOG, delimiter)
    table = read_table(content.encode())
    assert _cells(table) == LOG
    assert [line for line, _ in table.rows] == [3, 4, 5]


@pytest.mark.parametrize(
    ("above", "lines", "words"),
    [
        ("Time sheet of Jane Doe\n", 1, "1 line above the names of the columns was left out."),
        ("Time sheet, March\nUser: Jane\n\n", 3, "2 lines above the names of the columns were left out."),
        ("\n\nTime sheet,,,,\n,,,,\n", 4, "1 line above the names of the columns was left out."),
    ],
)
def test_lines_above_the_names_are_left_out_and_that_is_said(above: str, lines: int, words: str) -> None:
    """A report's title is no column; where an entry stands is still its line in the file."""
    table = read_table((above + _written(LOG, ",")).encode())
    assert _cells(table) == LOG
    assert table.remarks == [words]
    assert [line for line, _ in table.rows] == [lines + 2, lines + 3, lines + 4]


def test_lines_that_are_one_quoted_cell_each_are_unwrapped() -> None:
    """As a spreadsheet writes a log that stands in its first column."""
    lines = "".join('"' + line.replace('"', '""') + '"\n' for line in _written(LOG, ",").splitlines())
    table = read_table(lines.encode())
    assert _cells(table) == LOG
    assert table.remarks == ["Each line is one quoted cell: the quotes around the lines were taken off."]


@pytest.mark.parametrize("rows", [1, 2])
def test_a_log_of_a_few_rows_has_its_names_first(rows: int) -> None:
    """Two lines prove nothing about columns; a time log begins with their names."""
    table = read_table(_written(LOG[: rows + 1], ";").encode())
    assert _cells(table) == LOG[: rows + 1]


def test_rows_may_end_early_or_with_a_separator() -> None:
    """What is missing at the end is blank, what is blank behind the end is nothing."""
    table = read_table(b"date,hours,note\n2026-03-02,1.5\n2026-03-03,2,fine,\n2026-03-04,1,a,b\n")
    assert table.rows == [(2, ["2026-03-02", "1.5", ""]), (3, ["2026-03-03", "2", "fine"])]
    assert [trouble.sentence for trouble in table.troubles] == ["Line 4 has 4 cells, but the table has 3 columns."]


def test_a_second_table_below_is_not_taken_for_the_first() -> None:
    """Some programs write sums below the log, under names of their own; even where these are more rows."""
    log = "Activity type,Duration,From,To,Comment\nStudy,1:30,2026-03-02 09:00,2026-03-02 10:30,labels\n"
    table = read_table(f"{log}\nActivity type,Duration,%\nStudy,1:30,60\nRead,1:00,40\n,,\nTotal,2:30,\n".encode())
    assert table.header == ["Activity type", "Duration", "From", "To", "Comment"]
    assert table.rows[0] == (2, ["Study", "1:30", "2026-03-02 09:00", "2026-03-02 10:30", "labels"])


def test_a_column_may_have_a_line_break_in_its_name() -> None:
    """It is shown with a blank."""
    assert read_table(b'date,"hours\n(decimal)"\n2026-03-02,1.5\n').header == ["date", "hours (decimal)"]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_log_in_a_spreadsheet_is_read_with_the_numbers_of_its_rows(ending: str, tmp_path: Path) -> None:
    """Where the library for spreadsheets is installed, a log need not be saved as CSV first."""
    pytest.importorskip("python_calamine")
    from tests.unit.made_sheets import write_sheet

    path = write_sheet(tmp_path / f"log.{ending}", {"March": [["Time sheet"], [], *LOG]})
    table = read_table(path.read_bytes())
    assert _cells(table) == LOG
    assert [line for line, _ in table.rows] == [4, 5, 6]
    assert _cells(first_rows(path.read_bytes(), 2)) == LOG[:3]
    _, found = read_file(path.name, path.read_bytes(), None, ReadOptions())
    assert [(entry.project, entry.line) for entry in found.entries] == [("Müller", 4), ("Café", 5), ("Müller", 6)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\n \n", r"log\.csv: it is empty"),
        (bytes(range(256)) * 20, r"log\.csv: it is binary, not a table of text\. Save the data as CSV"),
        (b"PK\x03\x04 no archive", r"log\.csv: it is a damaged \.zip"),
        (b"\xd0\xcf\x11\xe0 no workbook", r"log\.csv: it is a spreadsheet or document that cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    """It begins with the name of the file."""
    with pytest.raises(InvalidImport, match=words):
        read_file("log.csv", content, "csv", ReadOptions())
