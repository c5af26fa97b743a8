"""Parquet files as joins and other libraries leave them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.reading.read import read_head, read_in_order, read_table
from tests.places import FIXTURES

TEXTS, LABELS = [f"text {i}" for i in range(60)], ["pos", "neg", "neg"] * 20


def _write(path: Path, columns: list[pa.Array], names: list[str]) -> Path:
    pq.write_table(pa.Table.from_arrays(columns, names), path, row_group_size=25)
    return path


@pytest.mark.parametrize("wanted", ["text_2", "text"])
def test_two_columns_of_one_name_can_both_be_chosen(wanted: str, tmp_path: Path) -> None:
    """As after a join: the second has a number behind it."""
    other = [f"other {i}" for i in range(60)]
    path = _write(
        tmp_path / "t.parquet", [pa.array(TEXTS), pa.array(LABELS), pa.array(other)], ["text", "label", "text"]
    )
    assert read_head(path).frame.columns.to_list() == ["text", "label", "text_2"]
    frame = read_table(path, columns=["label", wanted]).frame.sort_index()
    assert frame[wanted].to_list() == (TEXTS if wanted == "text" else other)
    assert frame["label"].to_list() == LABELS
    assert [text for piece in read_in_order(path, rows_at_once=7) for text in piece["text_2"]] == other


KINDS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary of large strings": pa.dictionary(pa.int64(), pa.large_string()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_every_kind_are_read(kind: str, tmp_path: Path) -> None:
    """polars writes string_view, pandas large_string and dictionaries; nulls are blank."""
    columns = [pa.array([*TEXTS, None]).cast(KINDS[kind]), pa.array([*LABELS, "pos"]).cast(KINDS[kind])]
    path = _write(tmp_path / "t.parquet", columns, ["text", "label"])
    frame = read_table(path).frame.sort_index()
    assert frame["text"].to_list() == [*TEXTS, ""]
    assert frame["label"].to_list() == [*LABELS, "pos"]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([1.0, 2.5, None]), ["1", "2.5", ""]),
        (pa.array([1, -7, None], pa.int8()), ["1", "-7", ""]),
        (pa.array([True, False, None]), ["true", "false", ""]),
        (pa.array([Decimal("1.50"), None, Decimal("2.00")]), ["1.50", "", "2.00"]),
        (pa.array([date(2026, 3, 2), None, date(2026, 3, 3)]), ["2026-03-02", "", "2026-03-03"]),
        (
            pa.array([datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 30), None]),
            ["2026-03-02", "2026-03-02 09:30:00", ""],
        ),
        (pa.array([datetime(2026, 3, 2, 9, tzinfo=UTC), None, None]), ["2026-03-02 09:00:00+00:00", "", ""]),
        (pa.array([["a", "b"], [], None]), ['["a", "b"]', "[]", ""]),
        (pa.array([b"caf\xc3\xa9", b"", None], pa.binary_view()), ["café", "", ""]),
        (pa.array([None, None, None]), ["", "", ""]),
        (pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())), ['[["k", 1]]', "", "[]"]),
    ],
)
def test_values_of_every_kind_are_readable_text(column: pa.Array, texts: list[str], tmp_path: Path) -> None:
    """Whole numbers have no ".0", and a date no clock where that is midnight."""
    path = _write(tmp_path / "t.parquet", [column], ["value"])
    assert read_head(path).frame["value"].to_list() == texts
    assert read_table(path).frame.sort_index()["value"].to_list() == texts


def test_columns_within_a_column_are_spread_out_by_names_with_a_dot(tmp_path: Path) -> None:
    """As objects within objects of JSON are."""
    users = pa.array([{"name": "Ada", "at": {"year": 2026}}, {"name": "Bo", "at": None}])
    path = _write(tmp_path / "t.parquet", [pa.array(["a", "b"]), users], ["text", "user"])
    assert read_head(path).frame.to_dict("list") == {
        "text": ["a", "b"],
        "user.name": ["Ada", "Bo"],
        "user.at.year": ["2026", ""],
    }
    assert read_table(path, columns=["user.name"]).frame.columns.to_list() == ["user.name"]


def test_names_that_are_numbers_dates_or_nothing_are_readable(tmp_path: Path) -> None:
    """Column names come as text that can be typed."""
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame([["x", "y", "z"]] * 3)
    frame.columns = pd.Index(["2019", " ", "two\nlines"])
    frame.to_parquet(path)
    assert read_head(path).frame.columns.to_list() == ["2019", "column_2", "two lines"]


def test_a_file_that_polars_wrote_is_read() -> None:
    """Its texts are string_view, for which Arrow has no filter."""
    frame = read_table(FIXTURES / "tables" / "polars_string_view.parquet").frame
    assert len(frame) == 400
    assert frame["label"].value_counts().to_dict() == {"neg": 201, "pos": 199}
    assert frame["text"].str.contains(" ").all()
