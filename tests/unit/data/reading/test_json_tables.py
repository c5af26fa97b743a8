"""JSON in the shapes in which tables come: one object, long lines, keys that come late, objects in objects."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import data.reading.json_table
from data.cleaning.clean import clean
from data.errors import UnreadableFile, WrongColumn
from data.reading.json_table import json_table
from data.reading.read import read_head, read_in_order, read_table

ROWS = [(f"a table that looks fine, number {i}", "pos" if i % 3 else "neg") for i in range(60)]
FRAME = pd.DataFrame(ROWS, columns=["text", "label"])


def _pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["text"], frame["label"], strict=True))


@pytest.mark.parametrize("orient", ["columns", "index", "split", "records", "table"])
@pytest.mark.parametrize("indent", [None, 2])
def test_every_orientation_of_a_data_frame_is_read_as_rows(orient: str, indent: int | None, tmp_path: Path) -> None:
    """As `DataFrame.to_json()` writes it, on one line or on many."""
    path = tmp_path / "t.json"
    FRAME.to_json(path, orient=orient, indent=indent)  # type: ignore[call-overload]
    table, head = read_table(path), read_head(path, rows=3)
    assert _pairs(table.frame.sort_index()) == ROWS
    assert _pairs(head.frame) == ROWS[:3]
    assert (head.approximate_rows, head.rows_are_exact) == (60, True)
    assert [row for frame in read_in_order(path, rows_at_once=7) for row in _pairs(frame)] == ROWS


def test_an_object_of_lists_is_read_too(tmp_path: Path) -> None:
    """As `to_dict("list")` and other libraries write it."""
    path = tmp_path / "t.json"
    path.write_text(json.dumps(FRAME.to_dict("list")))
    assert _pairs(read_table(path).frame.sort_index()) == ROWS


def test_rows_that_are_named_by_words_are_told_from_columns() -> None:
    """Where neither is numbered, the rows are the more numerous."""
    frame = FRAME.set_index(FRAME.index.map(lambda n: f"row {n}"))
    for orient in ("columns", "index"):
        table = json_table(json.loads(frame.to_json(orient=orient)))  # type: ignore[call-overload]
        assert table is not None
        assert table.names == ("text", "label")
        assert [tuple(row) for row in table.rows] == ROWS


CELL = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=4, max_size=9),
    st.sampled_from(["columns", "index", "split", "table", "lists"]),
)
def test_generated_tables_in_one_object(cells: list[tuple[object, object, object]], shape: str) -> None:
    """Every cell arrives as text, whichever way the table was turned."""
    rows = [dict(zip(("text", "label", "n"), row, strict=True)) for row in cells]
    value: object = {
        "columns": {name: {str(i): row[name] for i, row in enumerate(rows)} for name in rows[0]},
        "index": {str(i): row for i, row in enumerate(rows)},
        "split": {"columns": list(rows[0]), "index": list(range(len(rows))), "data": [list(r.values()) for r in rows]},
        "table": {"schema": {"primaryKey": ["index"]}, "data": [{"index": i, **row} for i, row in enumerate(rows)]},
        "lists": {name: [row[name] for row in rows] for name in rows[0]},
    }[shape]
    table = json_table(value)
    assert table is not None
    assert table.names == ("text", "label", "n")
    wanted = [["" if c is None else c if isinstance(c, str) else json.dumps(c) for c in row.values()] for row in rows]
    assert [list(row) for row in table.rows] == wanted


@pytest.mark.parametrize(
    "value",
    [
        {"rows": [{"text": "a"}, "b"], "count": 1},
        {"words": [{"word": "a"}], "places": [{"place": "b"}]},
        {"text": "a row with a list", "spans": [{"word": "row"}]},
        {"cells": [{"source": "1 + 1"}], "nbformat": 4},
        {"buckets": {"window": {"events": [], "created": "2026"}}},
        {"text": {"0": "a"}, "label": {"1": "b"}},
        {"text": ["a", "b"], "label": ["c"]},
        {"columns": ["a"], "data": [["x", "y"]]},
        {"name": "one", "age": 3},
        {},
    ],
)
def test_an_object_that_is_no_table_is_none(value: object) -> None:
    """Nothing is made up of what is laid out otherwise."""
    assert json_table(value) is None


@pytest.mark.parametrize("name", ["data", "rows", "results"])
@pytest.mark.parametrize("indent", [None, 1])
def test_rows_in_a_list_beside_facts_about_all_are_read(name: str, indent: int | None, tmp_path: Path) -> None:
    """As services answer; and it is said that the facts were left."""
    path = tmp_path / "t.json"
    answer = {"version": "1.1", "count": len(ROWS), name: FRAME.to_dict("records"), "next": None}
    path.write_text(json.dumps(answer, indent=indent))
    read = read_table(path)
    assert _pairs(read.frame.sort_index()) == ROWS
    assert read.format.remarks == (f"The rows stand in '{name}'; what stands beside it was left.",)


def test_lists_named_as_parts_are_one_table_with_the_part_of_each_row(tmp_path: Path) -> None:
    """So that the split which came with the data can be taken."""
    path = tmp_path / "t.json"
    records = FRAME.to_dict("records")
    path.write_text(json.dumps({"train": records[:40], "test": records[40:]}))
    frame = read_table(path).frame.sort_index()
    assert _pairs(frame) == ROWS
    assert frame["split"].to_list() == ["train"] * 40 + ["test"] * 20


@pytest.mark.parametrize("names", [[["text", "label"]], []])
def test_rows_that_are_lists_of_cells_are_read_with_names_or_without(names: list[list[str]], tmp_path: Path) -> None:
    """A row of names is told from the others as in a table without quotes."""
    path = tmp_path / "t.json"
    path.write_text(json.dumps([*names, *map(list, ROWS)]))
    frame = read_table(path).frame.sort_index()
    assert list(frame.columns) == (["text", "label"] if names else ["column_1", "column_2"])
    assert list(zip(*(frame[name] for name in frame), strict=True)) == ROWS


@pytest.mark.parametrize("rows", [5, 6_000])
def test_objects_over_several_lines_one_after_the_other_are_read(rows: int, tmp_path: Path) -> None:
    """As `jq` prints them; a file larger than what is looked at, too."""
    path, records = tmp_path / "t.json", [{"text": f"some {i}", "label": "ab"[i % 2]} for i in range(rows)]
    path.write_text("\n".join(json.dumps(record, indent=2) for record in records))
    frame = read_table(path).frame.sort_index()
    assert frame.to_dict("records") == records
    assert read_head(path).frame.to_dict("records") == records[:10]


def test_a_whole_table_in_one_long_line_is_told_from_a_long_row(tmp_path: Path) -> None:
    """Both begin with an object longer than the part that is looked at."""
    long_text = "a word " * 60_000
    (tmp_path / "t.json").write_text(pd.DataFrame({"text": [long_text] * 2, "label": ["a", "b"]}).to_json())
    rows = [{"text": long_text, "label": "a"}, {"text": "short", "label": "b"}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert read_table(tmp_path / "t.json").frame["label"].sort_values().to_list() == ["a", "b"]
    assert read_table(tmp_path / "t.jsonl").frame["label"].sort_values().to_list() == ["a", "b"]


def test_an_object_too_large_to_be_held_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be read row by row; JSON Lines can."""
    monkeypatch.setattr(data.reading.json_table, "MOST_BYTES", 1 << 20)
    path = tmp_path / "t.json"
    pd.DataFrame({"text": ["some words " * 10] * 20_000}).to_json(path)
    with pytest.raises(UnreadableFile) as refusal:
        read_table(path)
    assert str(refusal.value) == (
        "t.json is one JSON object of more than 1 MB, which cannot be read row by row. Save it as JSON Lines: "
        "df.to_json(path, orient='records', lines=True)."
    )


def test_a_broken_object_is_named_as_one(tmp_path: Path) -> None:
    """A large file that breaks off says so."""
    path = tmp_path / "t.json"
    path.write_text(pd.DataFrame({"text": ["some words " * 10] * 5_000}).to_json()[:-9])
    with pytest.raises(UnreadableFile, match=r"^t\.json begins as a JSON object but breaks off or is not valid JSON"):
        read_table(path)


def test_a_column_that_comes_late_is_found_and_its_gaps_are_blank(tmp_path: Path) -> None:
    """Columns are the union of what is seen, however many first rows lack one."""
    path = tmp_path / "t.jsonl"
    bare = [{"label": "a"}] * 12_000
    path.write_text("".join(json.dumps(row) + "\n" for row in [*bare, {"text": "at last", "label": "b"}]))
    table = read_table(path, columns=["text", "label"])
    assert table.frame["text"].value_counts().to_dict() == {"": 12_000, "at last": 1}
    head = read_head(path, asked=["text"])
    assert head.frame.columns.to_list() == ["label", "text"]
    assert len(head.frame) == 10


def test_a_column_that_never_comes_is_refused_with_those_there_are(tmp_path: Path) -> None:
    """At the end it is certain."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": "x"}\n' * 3_000 + '{"b": "y"}\n')
    with pytest.raises(WrongColumn) as refusal:
        read_table(path, columns=["text"])
    assert str(refusal.value) == "Column 'text' not found in t.jsonl. It has: a, b."


def test_objects_within_objects_are_spread_out_by_names_with_a_dot(tmp_path: Path) -> None:
    """Their values can be chosen like any column; a list stays JSON."""
    path = tmp_path / "t.jsonl"
    rows = [
        {"data": {"text": "so good", "meta": {"stars": 5.0}}, "label": "pos", "tags": ["a"]},
        {"data": {"text": "so bad", "meta": {}}, "label": "neg"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    frame = read_table(path).frame.sort_index()
    assert frame.to_dict("list") == {
        "data.text": ["so good", "so bad"],
        "data.meta.stars": ["5", ""],
        "label": ["pos", "neg"],
        "tags": ['["a"]', ""],
    }
    said = ("Objects within objects are spread out: their values are called like user.name.",)
    assert read_head(path).format.remarks == said
    assert read_table(path, columns=["data.text"]).frame["data.text"].sort_values().to_list() == ["so bad", "so good"]


@pytest.mark.parametrize("marks", [1, 2])
@pytest.mark.parametrize("form", ["lines", "array", "object"])
def test_marks_of_the_byte_order_before_json(marks: int, form: str, tmp_path: Path) -> None:
    """They belong to no value."""
    content = {
        "lines": FRAME.to_json(orient="records", lines=True),
        "array": FRAME.to_json(orient="records"),
        "object": FRAME.to_json(),
    }[form]
    path = tmp_path / "t.json"
    path.write_bytes(("\ufeff" * marks + str(content)).encode())
    assert _pairs(read_table(path).frame.sort_index()) == ROWS


def test_rows_without_a_text_are_left_out_and_counted(tmp_path: Path) -> None:
    """They are rows of the file, and no rows to learn from."""
    path = tmp_path / "t.jsonl"
    rows = [*[{"label": "pos"}] * 100, *({"text": text, "label": label} for text, label in ROWS)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    frame = read_table(path, columns=["text", "label"]).frame
    cleaned = clean(frame["text"], frame["label"])
    assert (cleaned.rows_before, len(cleaned.frame)) == (160, 60)
    assert [rule.rows for rule in cleaned.rules if rule.rows] == [100]
