"""Spreadsheets: the first sheet that holds a table, its cells as a person reads them, and what is refused."""

import importlib.util
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import pytest

import data.reading.sheet_guard
import data.reading.sheets
from data.errors import UnreadableFile
from data.reading.read import read_head, read_in_order, read_table
from planner.material.first_look import class_look, first_look
from tests.format_words import format_words
from tests.unit.made_sheets import Cell, write_sheet

TEXTS = [f"a {how} table looks {how}, number {i}" for i in range(20) for how in ("lovely", "helpful", "dull")]
LABELS = ["pos", "pos", "neg"] * 20
BODY: list[list[Cell]] = [[text, label] for text, label in zip(TEXTS, LABELS, strict=True)]
TABLE: list[list[Cell]] = [["text", "label"], *BODY]
ENDINGS = ["xlsx", "ods"]


@pytest.fixture(autouse=True)
def _with_library() -> None:
    pytest.importorskip("python_calamine")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_spreadsheet_is_read_like_any_table(ending: str, tmp_path: Path) -> None:
    """By the first look, the training and the labelling alike."""
    path = write_sheet(tmp_path / f"t.{ending}", {"Sheet1": TABLE})
    table, head = read_table(path, columns=["text", "label"]), read_head(path, rows=5)
    assert table.frame.sort_index()["text"].to_list() == TEXTS
    assert (table.rows_read, table.sampling, format_words(table.format)) == (60, "all rows", "spreadsheet")
    assert head.frame["label"].to_list() == LABELS[:5]
    assert (head.approximate_rows, head.rows_are_exact) == (60, True)
    assert [text for frame in read_in_order(path, rows_at_once=7) for text in frame["text"]] == TEXTS
    look = first_look(path)
    assert (look.text, look.label, look.rows_words, look.remarks) == ("text", "label", "60 rows", ())
    assert class_look(path, "label").problem is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_first_sheet_with_a_table_is_read_and_that_is_said(ending: str, tmp_path: Path) -> None:
    """A cover sheet is passed by; a sheet that has the names asked for comes before others."""
    sheets = {"Cover": [["Reviews"], ["by Jane"]], "Data": TABLE, "Other": [["comment", "mood"], *BODY]}
    path = write_sheet(tmp_path / f"t.{ending}", sheets)
    assert read_table(path).frame.columns.to_list() == ["text", "label"]
    assert read_head(path).format.remarks == ("Sheet 'Data' was read, not 'Cover', 'Other'.",)
    asked = read_table(path, columns=["comment", "mood"])
    assert (asked.rows_read, asked.format.remarks) == (60, ("Sheet 'Other' was read, not 'Cover', 'Data'.",))


@pytest.mark.parametrize("names", [["Date", "Project", "Hours"], ["Kettle", "Pot", "Zyx"]])
@pytest.mark.parametrize("n_rows", [2, 23])
def test_a_pair_above_three_columns_is_no_row_of_names(names: list[Cell], n_rows: int, tmp_path: Path) -> None:
    """As a sheet of hours has it: who, a blank row, the names, the rows, the total."""
    hours: list[list[Cell]] = [[datetime(2026, 3, day + 2), "AB"[day % 2], 1.5 + day % 3 / 2] for day in range(n_rows)]
    rows: list[list[Cell]] = [["Timesheet"], ["Employee", "Ann"], [], names, *hours, ["Total", None, 3.5]]
    read = read_table(write_sheet(tmp_path / "t.xlsx", {"Sheet1": rows}))
    assert (read.frame.columns.to_list(), read.rows_read) == (names, n_rows + 1)
    assert read.format.remarks == ("2 lines above the names of the columns were left out.",)


@pytest.mark.parametrize("ending", ENDINGS)
def test_titles_blank_rows_and_blank_columns_around_the_table(ending: str, tmp_path: Path) -> None:
    """A table need not begin in the first cell."""
    rows: list[list[Cell]] = [
        ["All reviews"],
        [],
        *[[None, *row] for row in TABLE[:30]],
        [],
        *[[None, *r] for r in TABLE[30:]],
    ]
    path = write_sheet(tmp_path / f"t.{ending}", {"Sheet1": rows})
    table = read_table(path, columns=["text", "label"])
    assert table.frame.sort_index()["text"].to_list() == TEXTS
    assert table.format.remarks == ("1 line above the names of the columns was left out.",)


@pytest.mark.parametrize("ending", ENDINGS)
def test_numbers_dates_and_truth_values_are_readable(ending: str, tmp_path: Path) -> None:
    """Whole numbers have no ".0", dates no midnight, as names and as cells."""
    rows: list[list[Cell]] = [
        ["text", 2019.0, datetime(2026, 3, 2)],
        *[[text, float(i % 5 + 1), datetime(2026, 3, i % 9 + 1, 9, 30)] for i, text in enumerate(TEXTS)],
        ["last", True, 2.5],
    ]
    path = write_sheet(tmp_path / f"t.{ending}", {"Sheet1": rows})
    frame = read_table(path, columns=["text", "2019", "2026-03-02"]).frame.sort_index()
    assert frame.iloc[0].to_list() == [TEXTS[0], "1", "2026-03-01 09:30:00"]
    assert frame.iloc[-1].to_list() == ["last", "true", "2.5"]


def _refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        read_head(path)
    return str(refusal.value)


def test_without_the_library_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ways out."""
    path = write_sheet(tmp_path / "t.xlsx", {"Sheet1": TABLE})
    known = importlib.util.find_spec
    monkeypatch.setattr(
        data.reading.sheets.importlib.util, "find_spec", lambda name: None if name == "python_calamine" else known(name)
    )
    assert _refusal(path) == (
        "t.xlsx is a spreadsheet. Install what reads them (pip install 'callit[sheets]'), or save its table as CSV "
        "and choose that."
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_workbook_without_a_table(ending: str, tmp_path: Path) -> None:
    """A list in one column is none."""
    path = write_sheet(tmp_path / f"t.{ending}", {"Sheet1": [["text"], ["a"], ["b"]], "Sheet2": []})
    assert _refusal(path) == (
        f"t.{ending} holds no sheet with a table (two rows of two columns at least). Save the table as CSV, then "
        "choose that."
    )


def test_a_spreadsheet_that_is_damaged_or_locked(tmp_path: Path) -> None:
    """A locked workbook is an old kind of file around a secret."""
    for name, content in (("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ("cut.xlsx", None)):
        path = tmp_path / name
        path.write_bytes(content or write_sheet(tmp_path / "t.xlsx", {"Sheet1": TABLE}).read_bytes())
        if content is None:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("xl/workbook.xml", "<workbook")
        assert _refusal(path) == (
            f"{name} is a spreadsheet or document that cannot be read (it may be damaged, or locked with a password). "
            "Save its table as CSV, then choose that."
        )


@pytest.mark.parametrize("member", ["word/document.xml", "ppt/presentation.xml"])
def test_another_document_is_no_spreadsheet(member: str, tmp_path: Path) -> None:
    """A letter and slides are packed in the same way."""
    path = tmp_path / "t.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(member, "<x/>")
    assert _refusal(path) == "t.docx is a document, not a table. Save its table as CSV, then choose that."


def test_a_spreadsheet_in_an_archive(tmp_path: Path) -> None:
    """It is packed already; the sentence says what to do."""
    write_sheet(tmp_path / "t.xlsx", {"Sheet1": TABLE})
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(tmp_path / "t.xlsx", "t.xlsx")
    assert _refusal(tmp_path / "t.zip") == "t.zip holds t.xlsx. Unpack it, then choose the spreadsheet."


def test_a_spreadsheet_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it unpacks to, whatever size it claims."""
    monkeypatch.setattr(data.reading.sheet_guard, "MOST_BYTES", 1 << 20)
    path = write_sheet(tmp_path / "t.xlsx", {"Sheet1": [["text", "label"], *[["0" * 500, "a"]] * 5_000]})
    words = (
        "t.xlsx unpacks to more than 1 MB, too much for a spreadsheet, which is held whole. Save its table as CSV, "
        "then choose that: a CSV file may be of any size."
    )
    assert _refusal(path) == words
    claimed = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/s1.xml")
    at = claimed.rfind(b"xl/worksheets/s1.xml") - 46 + 24  # where the directory says the size
    path.write_bytes(claimed[:at] + (100).to_bytes(4, "little") + claimed[at + 4 :])
    assert sheet.file_size > 1 << 20
    assert _refusal(path) == words


def test_a_stray_cell_far_away_is_spoken_of(tmp_path: Path) -> None:
    """The rectangle between it and the table would be held, too."""
    path = write_sheet(tmp_path / "t.xlsx", {"Sheet1": TABLE})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content.replace(b"</sheetData>", stray))
    assert _refusal(path).startswith("t.xlsx has a sheet with cells far apart (17,179,869,184 cells between them).")


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    """Bytes that are damaged inside."""
    path = write_sheet(tmp_path / "t.xlsx", {"Sheet1": TABLE})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/s1.xml").header_offset + 60
    path.write_bytes(content[:at] + b"\xff" * 40 + content[at + 40 :])
    with pytest.raises(zlib.error):
        zipfile.ZipFile(path).read("xl/worksheets/s1.xml")
    assert _refusal(path) == ("t.xlsx is a damaged spreadsheet. Download or copy it again, or save its table as CSV.")
