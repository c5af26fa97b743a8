"""A table written again: rows, columns, encoding, dialect and types as they were, and other labels in some rows."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataError
from data.reading.read import read_in_order
from data.rewriting.change import Cells, Rewritten
from data.rewriting.rewrite import rewrite
from tests.unit.made_sheets import write_sheet

ROWS = [("so good", "bad"), ("café, crème", "good"), ('say "hi"', "bad"), ("never again", "bad"), ("fine", "good")]


def repaired(*texts: str, label: str = "great") -> Callable[[pd.DataFrame], Cells]:
    """Another label for these texts."""

    def change(frame: pd.DataFrame) -> Cells:
        return {"label": [label if text in texts else None for text in frame["text"]]}

    return change


def written(source: Path, out: Path, *texts: str, label: str = "great") -> Rewritten:
    """Write it again with another label for these texts; the table itself stays."""
    before = source.read_bytes()
    done = rewrite(source, out, ["text", "label"], repaired(*texts, label=label))
    assert source.read_bytes() == before
    return done


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize(("delimiter", "end"), [(";", "\r\n"), (",", "\n"), ("\t", "\n"), ("|", "\r\n")])
def test_lines_of_a_delimited_table_stay_letter_by_letter(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    """Title, names, odd rows and blank lines; a changed row has the delimiter, quotes and line end that it had."""
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in ("7", *row)) for row in ROWS]
    lines = ["A title above", delimiter.join(("id", "text", "label")), *quoted, "", *(quoted * 8), "too few"]
    source, out = tmp_path / "table.csv", tmp_path / "new.csv"
    source.write_bytes(end.join([*lines, ""]).encode(encoding))
    done = written(source, out, "café, crème")
    expected = [line.replace('"good"', '"great"') if "crème" in line else line for line in lines]
    assert out.read_bytes() == end.join([*expected, ""]).encode(encoding)
    assert (done.rows, done.changed) == (45, 9)


def test_quotes_that_are_text_stay_text(tmp_path: Path) -> None:
    """A tab-separated file without any quoting."""
    source, out = tmp_path / "table.tsv", tmp_path / "new.tsv"
    source.write_text("label\ttext\n" + 'ham\t"Hi" he said\nspam\tWin "cash\nham\tsee you\nspam\tfree "now\n' * 9)
    done = written(source, out, 'Win "cash')
    assert out.read_text() == source.read_text().replace('spam\tWin "cash', 'great\tWin "cash')
    assert done.changed == 9


@pytest.mark.parametrize("ending", [".csv.gz", ".csv.zip"])
def test_a_packed_table_is_packed_again(tmp_path: Path, ending: str) -> None:
    """With one table in it."""
    text = "text;label\n" + "so good;bad\nnever again;good\n" * 9
    source, out = tmp_path / f"table{ending}", tmp_path / f"new{ending}"
    if ending.endswith("gz"):
        source.write_bytes(gzip.compress(text.encode()))
    else:
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("table.csv", text)
    written(source, out, "so good")
    if ending.endswith("gz"):
        content = gzip.decompress(out.read_bytes()).decode()
    else:
        with zipfile.ZipFile(out) as archive:
            assert archive.namelist() == ["new.csv"]
            content = archive.read("new.csv").decode()
    assert content == text.replace("so good;bad", "so good;great")


def test_json_lines_stay_letter_by_letter(tmp_path: Path) -> None:
    """Also what is no object; numbers, nesting and escapes as they are written."""
    lines = [
        '{"id":1,"text":"so good","label":"bad","by":{"name":"Ada"}}',
        '{"id": 2, "text": "caf\\u00e9", "label": "good", "score": 1.50}',
        "broken {",
        "",
        '{"id": 3, "text": "never", "label": "good"}',
    ]
    source, out = tmp_path / "table.jsonl", tmp_path / "new.jsonl"
    source.write_text("\n".join(lines * 5))
    done = written(source, out, "so good", "never")
    assert out.read_text() == "\n".join(lines * 5).replace(
        '"so good","label":"bad"', '"so good","label":"great"'
    ).replace('"never", "label": "good"', '"never", "label": "great"')
    assert (done.rows, done.changed) == (15, 10)


def _objects() -> list[dict[str, Any]]:
    return [{"text": text, "label": label, "stars": 4, "note": None} for text, label in ROWS]


def _columns(orient: str) -> str:
    return str(pd.DataFrame(_objects()).to_json(orient=orient))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(_objects()),
        json.dumps(_objects(), indent=2, ensure_ascii=False) + "\n",
        *map(_columns, ("columns", "index", "split", "table", "records")),
        json.dumps({name: [one[name] for one in _objects()] for name in ("text", "label", "stars")}),
    ],
)
def test_json_that_is_one_value_is_written_as_it_was_laid_out(tmp_path: Path, content: str) -> None:
    """An array, or any way in which pandas writes a table: other values keep their kind."""
    source, out = tmp_path / "table.json", tmp_path / "new.json"
    source.write_text(content, encoding="utf-8")
    done = written(source, out, "so good")
    first, changed = content.index("bad"), json.loads(out.read_text(encoding="utf-8"))
    expected = f"{content[:first]}great{content[first + 3 :]}"
    assert changed == json.loads(expected)
    if "\\/" not in content:  # which only pandas writes
        assert out.read_text(encoding="utf-8") == expected
    assert (done.rows, done.changed) == (5, 1)


@pytest.mark.parametrize(
    ("kind", "labels", "new"),
    [
        (pa.string(), ["bad", "good", None], "great"),
        (pa.dictionary(pa.int8(), pa.string()), ["bad", "good", "bad"], "great"),
        (pa.int64(), [0, 1, 0], "1"),
        (pa.bool_(), [False, True, None], "true"),
    ],
)
def test_parquet_keeps_its_types_and_what_it_says_of_itself(tmp_path: Path, kind: Any, labels: Any, new: str) -> None:
    """Row groups and compression, too; a null stays one."""
    source, out = tmp_path / "table.parquet", tmp_path / "new.parquet"
    schema = pa.schema([("n", pa.float32()), ("text", pa.string()), ("label", kind)], metadata={"made": "by hand"})
    texts = ["so good", "fine", "no"]
    table = pa.table({"n": pa.array([1.5, None, 2.0], pa.float32()), "text": texts, "label": pa.array(labels, kind)})
    pq.write_table(table.cast(schema), source, compression="zstd", row_group_size=2)
    written(source, out, "so good", label=new)
    before, after = pq.ParquetFile(source), pq.ParquetFile(out)
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.num_row_groups == before.num_row_groups
    assert after.metadata.row_group(0).column(0).compression == "ZSTD"
    expected = {"great": "great", "1": 1, "true": True}[new]
    assert after.read()["label"].to_pylist() == [expected, *labels[1:]]
    assert after.read()["n"].to_pylist() == [1.5, None, 2.0]


def test_a_parquet_column_that_cannot_hold_the_label_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    source = tmp_path / "table.parquet"
    pq.write_table(pa.table({"text": ["so good", "no"], "label": [0, 1]}), source)
    with pytest.raises(DataError, match=r"holds int64, which a repaired label is not\. Let the new file end in \.csv"):
        rewrite(source, tmp_path / "new.parquet", ["text", "label"], repaired("so good"))


def test_a_workbook_keeps_all_but_the_cells_that_change(tmp_path: Path) -> None:
    """Other sheets, formats and numbers are the same bytes."""
    source, out = tmp_path / "table.xlsx", tmp_path / "new.xlsx"
    rows = [("nr", "text", "label"), *((number, *row) for number, row in enumerate(ROWS))]
    write_sheet(source, {"Notes": [("see",)], "Data": [(), *rows]})
    done = written(source, out, "so good", "fine", label="so & so")
    assert (done.rows, done.changed) == (5, 2)
    found = pd.concat(read_in_order(out))
    expected = [(str(n), text, "so & so" if n in (0, 4) else label) for n, (text, label) in enumerate(ROWS)]
    assert list(found.itertuples(index=False, name=None)) == expected
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert len(changed) == 1


@pytest.mark.parametrize("name", ["new.csv", "new.tsv"])
def test_any_table_can_be_written_as_plain_text(tmp_path: Path, name: str) -> None:
    """Every cell as it is read; what has no ending of its own either."""
    source, out = tmp_path / "table.jsonl", tmp_path / name
    source.write_text("\n".join(json.dumps(one) for one in _objects()))
    written(source, out, "so good")
    found = pd.read_csv(out, sep="\t" if name.endswith("tsv") else ",", dtype=str, keep_default_na=False)
    assert found["label"].tolist() == ["great", "good", "bad", "bad", "good"]
    assert found["text"].tolist() == [text for text, _ in ROWS]


@pytest.mark.parametrize(
    ("source", "out", "endings"),
    [
        ("table.csv", "new.xlsx", ".csv or .tsv"),
        ("table.jsonl", "new.parquet", ".jsonl, .ndjson, .json, .csv or .tsv"),
        ("table.txt", "new.json", ".txt, .csv or .tsv"),
    ],
)
def test_an_ending_that_is_not_written_is_refused(tmp_path: Path, source: str, out: str, endings: str) -> None:
    """With those that are."""
    content = "text;label\n" + "so good;bad\nfine;good\n" * 9
    if source.endswith("jsonl"):
        content = "\n".join(json.dumps(one) for one in _objects())
    (tmp_path / source).write_text(content)
    with pytest.raises(DataError, match=rf"{out} has an ending that is not written here\. Let it end in {endings}\."):
        rewrite(tmp_path / source, tmp_path / out, ["text", "label"], repaired("so good"))


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["good", "bad"])), min_size=12, max_size=30), data=st.data()
)
def test_only_labels_change_whatever_stands_in_the_cells(
    rows: list[tuple[str, str, str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As the reader reads the table and the new one."""
    place = tmp_path_factory.mktemp("cells")
    frame = pd.DataFrame([(text, note, label) for text, note, label in rows], columns=["text", "note", "label"])
    ending = data.draw(st.sampled_from([".csv", ".tsv", ".jsonl", ".json", ".parquet"]))
    source, out = place / f"table{ending}", place / f"new{ending}"
    if ending in (".csv", ".tsv"):
        frame.to_csv(source, index=False, sep="," if ending == ".csv" else "\t")
    elif ending == ".parquet":
        frame.to_parquet(source)
    else:
        frame.to_json(source, orient="records", lines=ending == ".jsonl", force_ascii=data.draw(st.booleans()))
    chosen = data.draw(st.sets(st.sampled_from(sorted(frame["text"]))))
    before = pd.concat(read_in_order(source, asked=["text", "label"]))
    rewrite(source, out, ["text", "label"], repaired(*chosen))
    after = pd.concat(read_in_order(out, asked=["text", "label"]))
    expected = before.assign(
        label=["great" if t in chosen else old for t, old in zip(before.text, before.label, strict=True)]
    )
    assert after.to_numpy().tolist() == expected.to_numpy().tolist()
