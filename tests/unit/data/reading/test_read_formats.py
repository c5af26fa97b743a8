"""One table, written in every way people write tables, reads as the same rows."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.reading.read import read_head, read_in_order, read_table
from tests.format_words import format_words

ROWS = [
    {"text": "Good film, really", "label": "pos"},
    {"text": 'He said "never again"', "label": "neg"},
    {"text": "Two lines:\nthis is the second", "label": "neg"},
    {"text": "Crème brûlée was great", "label": "pos"},
    {"text": "plain; with | and more", "label": "pos"},
]


def _delimited(delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["text", "label"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def _json_lines() -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode() + b"\n\n"


def _json_array() -> bytes:
    return json.dumps(ROWS, indent=2).encode()


def _parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(ROWS).to_parquet(out)
    return out.getvalue()


def _zipped(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._" + name, b"litter")
        archive.writestr("SOURCE.md", b"where it is from")
        archive.writestr("folder/" + name, content)
    return out.getvalue()


def _plain(content: bytes, name: str) -> bytes:
    return content


def _gzipped(content: bytes, name: str) -> bytes:
    return gzip.compress(content)


def _pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["text"], frame["label"], strict=True))


EXPECTED = {(row["text"], row["label"]) for row in ROWS}
KINDS = {
    "commas.csv": (_delimited(","), "delimited text (commas), utf-8"),
    "tabs.tsv": (_delimited("\t"), "delimited text (tabs), utf-8"),
    "semicolons.csv": (_delimited(";"), "delimited text (semicolons), utf-8"),
    "bars.txt": (_delimited("|"), "delimited text (vertical bars), utf-8"),
    "lines.jsonl": (_json_lines(), "JSON Lines, utf-8"),
    "array.json": (_json_array(), "JSON array, utf-8"),
    "table.parquet": (_parquet(), "Parquet"),
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("packed", "ending"), [(_plain, ""), (_gzipped, ".gz"), (_zipped, ".zip")])
def test_every_kind_gives_the_same_rows_packed_or_not(
    name: str, packed: Callable[[bytes, str], bytes], ending: str, tmp_path: Path
) -> None:
    """Kind, delimiter and packing are found from the bytes; all cells arrive whole, and the format is said in words."""
    content, words = KINDS[name]
    path = tmp_path / (name + ending)
    path.write_bytes(packed(content, name))
    table = read_table(path)
    assert _pairs(table.frame) == EXPECTED
    assert (table.rows_read, table.skipped, table.sampling, table.share_read) == (5, (), "all rows", 1.0)
    assert format_words(table.format) == ", ".join(filter(None, (words, ending.strip("."))))


@pytest.mark.parametrize("name", KINDS)
def test_the_ending_of_the_name_does_not_matter(name: str, tmp_path: Path) -> None:
    """A file is what its bytes say, whatever it is called."""
    path = tmp_path / "download"
    path.write_bytes(KINDS[name][0])
    assert _pairs(read_table(path).frame) == EXPECTED


@pytest.mark.parametrize("name", KINDS)
def test_head_keeps_the_order_of_the_file(name: str, tmp_path: Path) -> None:
    """The first rows come as they stand, and a small file is counted exactly."""
    path = tmp_path / name
    path.write_bytes(KINDS[name][0])
    head = read_head(path, rows=2)
    assert head.frame["text"].to_list() == [row["text"] for row in ROWS[:2]]
    assert (head.approximate_rows, head.rows_are_exact) == (5, True)


@pytest.mark.parametrize("name", KINDS)
def test_reading_in_order_gives_every_row_in_its_place(name: str, tmp_path: Path) -> None:
    """What is read for predictions keeps the file's order, across the pieces it comes in."""
    path = tmp_path / name
    path.write_bytes(KINDS[name][0])
    pieces = list(read_in_order(path, rows_at_once=2))
    assert [len(piece) for piece in pieces] == [2, 2, 1]
    assert [text for piece in pieces for text in piece["text"]] == [row["text"] for row in ROWS]


def test_index_says_where_each_row_stood_in_the_file(tmp_path: Path) -> None:
    """Rows come in random order, and their index leads back to the file."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "".join(f"text {i},x\n" for i in range(500)))
    frame = read_table(path).frame
    assert frame["text"].to_list() == [f"text {place}" for place in frame.index]
    assert frame.index.to_list() != sorted(frame.index)


def test_only_the_columns_asked_for_come(tmp_path: Path) -> None:
    """Columns that nobody needs take no memory."""
    for name in ("commas.csv", "lines.jsonl", "table.parquet"):
        (tmp_path / name).write_bytes(KINDS[name][0])
        assert read_table(tmp_path / name, columns=["label"]).frame.columns.to_list() == ["label"]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems(line_end: str, tmp_path: Path) -> None:
    """Windows and old Mac line ends separate rows."""
    path = tmp_path / "t.csv"
    path.write_bytes(line_end.join(["text,label", "one,a", "two,b", ""]).encode())
    assert _pairs(read_table(path).frame) == {("one", "a"), ("two", "b")}


def test_literal_quotes_stay_and_swallow_no_row(tmp_path: Path) -> None:
    """In a file whose quotes are part of the text, an unpaired quote does not eat the rows after it."""
    rows = [
        'ham\t"Sure" she said',
        'spam\t"Win cash now',
        "ham\tsee you",
        'ham\tthe 5" one',
        'spam\t"""free',
        'ham\t"opens here',
        'spam\tand closes here"',
    ]
    path = tmp_path / "messages.tsv"
    path.write_text("\n".join(rows * 20) + "\n")
    table = read_table(path)
    assert table.rows_read == 140
    assert table.skipped == ()
    assert not table.format.quoted
    assert set(table.frame["column_2"]) == {row.split("\t")[1] for row in rows}


def test_literal_quotes_that_pair_up_across_rows_join_none(tmp_path: Path) -> None:
    """A quote that opens in one message and closes in the next is text in both: the labels show that these are rows."""
    path = tmp_path / "messages.tsv"
    path.write_text('ham\t"and so it begins\nspam\tand so it ends"\nham\tnothing special here\n' * 20)
    table = read_table(path)
    assert (table.rows_read, table.skipped, table.format.quoted) == (60, (), False)


def test_quoted_line_ends_are_no_rows_though_each_line_looks_like_one(tmp_path: Path) -> None:
    """A comma in each line of a quoted text does not make rows of its lines."""
    path = tmp_path / "t.csv"
    rows = "".join(f"a short text {i},{'pos' if i % 2 else 'neg'}\n" for i in range(20))
    path.write_text(f'text,label\n{rows}"Good, but\nnot great",neg\n{rows}')
    table = read_table(path)
    assert table.rows_read == 41
    assert ("Good, but\nnot great", "neg") in _pairs(table.frame)


def test_without_a_header_the_first_row_is_data_and_columns_are_numbered(tmp_path: Path) -> None:
    """Labels in the first row that come again below are no header; the columns are column_1 and column_2."""
    path = tmp_path / "messages.tsv"
    path.write_text("ham\tSee you at nine.\nspam\tWin a prize now!\nham\tOk then\n")
    head = read_head(path)
    assert not head.format.has_header
    assert head.frame.iloc[0].to_dict() == {"column_1": "ham", "column_2": "See you at nine."}


def test_quotes_escaped_by_a_backslash(tmp_path: Path) -> None:
    """Databases write a quote inside a field as a backslash and a quote."""
    path = tmp_path / "t.csv"
    path.write_text('text,label\n"He said \\"no, never\\" twice",neg\n"fine, thanks",pos\n')
    assert _pairs(read_table(path).frame) == {('He said "no, never" twice', "neg"), ("fine, thanks", "pos")}


def test_columns_without_a_name_or_with_the_same_one_get_usable_names(tmp_path: Path) -> None:
    """Every column can be chosen by a name of its own."""
    path = tmp_path / "t.csv"
    path.write_text("text,,text,label\na,b,c,d\n")
    assert read_head(path).frame.columns.to_list() == ["text", "column_2", "text_2", "label"]


def test_objects_need_not_have_the_same_keys(tmp_path: Path) -> None:
    """A value that an object lacks is blank; numbers, null and nested values become text."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "a", "stars": 4}\n{"text": "b", "label": null}\n{"text": ["c"], "stars": true}\n')
    frame = read_table(path).frame.sort_index()
    assert frame["text"].to_list() == ["a", "b", '["c"]']
    assert frame["stars"].to_list() == ["4", "", "true"]
    assert frame["label"].to_list() == ["", "", ""]


def test_parquet_columns_of_any_type_become_text(tmp_path: Path) -> None:
    """Numbers, truth values, categories, blanks, bytes and lists can all be shown and used as labels."""
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame(
        {
            "stars": [1, 5],
            "spam": [True, False],
            "kind": pd.Categorical(["a", "b"]),
            "note": ["x", None],
            "raw": [b"caf\xc3\xa9", b""],
            "tags": [["p", "q"], []],
        }
    )
    frame.to_parquet(path)
    rows = read_head(path).frame.to_dict("list")
    assert rows["stars"] == ["1", "5"]
    assert rows["spam"] == ["true", "false"]
    assert rows["kind"] == ["a", "b"]
    assert rows["note"] == ["x", ""]
    assert rows["raw"] == ["café", ""]
    assert rows["tags"] == ['["p", "q"]', "[]"]


def test_rows_of_a_large_file_are_estimated_from_its_beginning(tmp_path: Path) -> None:
    """Nobody waits for a count: it is about right, and marked as not exact; of a packed file nothing is said."""
    content = "text,label\n" + "".join(f"this is review number {i % 100:03d},x\n" for i in range(20_000))
    (tmp_path / "t.csv").write_text(content)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(content.encode()))
    head = read_head(tmp_path / "t.csv")
    assert not head.rows_are_exact
    assert head.approximate_rows == pytest.approx(20_000, rel=0.02)
    assert read_head(tmp_path / "t.csv.gz").approximate_rows is None


def test_rows_of_a_large_json_array_are_estimated_too(tmp_path: Path) -> None:
    """An array on one line is cut by the look at its beginning, and still counted about right."""
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"text": f"this is review number {i % 100:03d}", "label": "x"} for i in range(20_000)]))
    assert read_head(path).approximate_rows == pytest.approx(20_000, rel=0.02)
