"""A file that cannot be read is refused in one sentence that says what to do."""

import gzip
import io
import struct
import zipfile
from pathlib import Path
from random import Random

import pandas as pd
import pytest

import data.reading.table_file
from data.errors import DataError, UnreadableFile, UnusableLabels, WrongColumn
from data.reading.read import read_head, read_table

TABLE = b"text,label\n" + b"".join(b"text number %d is fine,%s\n" % (i, b"ab"[i % 2 : i % 2 + 1]) for i in range(2_000))
READABLE = "Save the data as CSV, TSV, JSON Lines, a JSON array or Parquet, also as .gz or .zip."


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _spoilt(content: bytes, at: int, by: bytes) -> bytes:
    return content[:at] + by + content[at + len(by) :]


def _with_flag(archive: bytes, *, in_member: int, in_directory: int, value: int) -> bytes:
    spoilt = bytearray(archive)
    struct.pack_into("<H", spoilt, in_member, value)
    struct.pack_into("<H", spoilt, spoilt.find(b"PK\x01\x02") + in_directory, value)
    return bytes(spoilt)


def _parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"text": ["a", "b"]}).to_parquet(out)
    return out.getvalue()


BAD_FILES = {
    "empty.csv": (b"", "empty.csv is empty. Choose a file with a text and a label column."),
    "blank.csv": (
        b"\n\n   \n",
        "blank.csv holds nothing but blank space. Choose a file with a text and a label column.",
    ),
    "header.csv": (
        b"text,label\n",
        "header.csv has a header but no rows. Choose a file that has some.",
    ),
    "none.json": (b"[]", "none.json holds no rows. Choose a file that has some."),
    "binary.csv": (
        b"text,label\n" + bytes(range(256)) * 20,
        "binary.csv is binary, not a table of text. Save the data as CSV, JSON Lines or Parquet.",
    ),
    "report.csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", f"report.csv is a PDF, not a table. {READABLE}"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n....", f"photo.csv is a picture, not a table. {READABLE}"),
    "data.db": (b"SQLite format 3\x00....", f"data.db is an SQLite database, not a table. {READABLE}"),
    "model.pkl": (b"\x80\x04\x95\x10\x00\x00\x00", f"model.pkl is a Python pickle, not a table. {READABLE}"),
    "page.csv": (
        b"<!DOCTYPE html><html><body>404</body></html>",
        f"page.csv is a web page or XML, not a table. {READABLE}",
    ),
    "sheet.xls": (
        b'<table border="1">\n<tr><td>text</td></tr></table>',
        f"sheet.xls is a web page or XML, not a table. {READABLE}",
    ),
    "rows.xml": (
        b"<rows>\n<row><text>a</text></row></rows>",
        f"rows.xml is a web page or XML, not a table. {READABLE}",
    ),
    "dump.sql": (
        b"-- a dump\nSET names utf8;\nCREATE TABLE t (a text);\nINSERT INTO t VALUES ('a');\n",
        f"dump.sql is a list of SQL commands, not a table. {READABLE}",
    ),
    "t.arff": (b"% made\n@relation t\n@attribute text string\n", f"t.arff is an ARFF file, not a table. {READABLE}"),
    "t.yaml": (
        b"- text: so good\n  label: pos\n- text: so bad\n  label: neg\n",
        f"t.yaml is YAML, not a table. {READABLE}",
    ),
    "line.txt": (b"word " * 100_000, f"line.txt is not a table: its first 256 KB are one line. {READABLE}"),
    "object.json": (
        b'{"name": "a",\n "count": 1}',
        "object.json holds one JSON object, not rows. Save it as JSON Lines (one object a line) or as an array.",
    ),
    "lists.json": (
        b'[["a"], ["b", "c"]]',
        "lists.json holds a JSON array, but not of objects. Save each row as an object with named values.",
    ),
    "words.json": (
        b'["a", "b"]',
        "words.json holds a JSON array, but not of objects. Save each row as an object with named values.",
    ),
    "cut.json": (
        b'[{"text": "a"}, {"text": "b',
        "cut.json begins as a JSON array but breaks off or is not valid JSON. Save it again, or as JSON Lines: "
        "one object a line.",
    ),
    "nameless.jsonl": (
        b"{}\n{}\n",
        "nameless.jsonl holds no row that can be read (2 with JSON, but no object with named values). "
        "Save the data again as CSV or JSON Lines.",
    ),
    "cut.csv.gz": (gzip.compress(TABLE)[:2_000], "cut.csv.gz ends too early. Download or copy it again."),
    "bad.csv.gz": (b"\x1f\x8bnot packed at all", "bad.csv.gz is damaged. Download or copy it again."),
    "tail.csv.gz": (gzip.compress(TABLE) + b"tail", "tail.csv.gz is damaged. Download or copy it again."),
    "cut.zip": (_zip({"t.csv": TABLE})[:3_000], "cut.zip is a damaged .zip. Download or copy it again."),
    "body.zip": (
        _spoilt(_zip({"t.csv": TABLE}), 200, b"\xff" * 60),
        "body.zip is damaged. Download or copy it again.",
    ),
    "name.zip": (_spoilt(_zip({"t.csv": TABLE}), 30, b"x.csv"), "name.zip is damaged. Download or copy it again."),
    "lzma.zip": (
        _spoilt(_zip({"t.csv": TABLE}, zipfile.ZIP_LZMA), 200, b"\xff" * 60),
        "lzma.zip is damaged. Download or copy it again.",
    ),
    "bzip2.zip": (
        _spoilt(_zip({"t.csv": TABLE}, zipfile.ZIP_BZIP2), 200, b"\xff" * 60),
        "bzip2.zip is damaged. Download or copy it again.",
    ),
    "method.zip": (
        _with_flag(_zip({"t.csv": TABLE}), in_member=8, in_directory=10, value=99),
        "method.zip is packed in a way that cannot be read. Unpack it, choose the table.",
    ),
    "secret.zip": (
        _with_flag(_zip({"t.csv": TABLE}), in_member=6, in_directory=8, value=1),
        "secret.zip asks for a password. Unpack it, then choose t.csv.",
    ),
    "two.zip": (
        _zip({"train.csv": TABLE, "test.csv": TABLE}),
        "two.zip holds 2 tables: train.csv, test.csv. Unpack it, choose one.",
    ),
    "none.zip": (
        _zip({"photo.png": b"x"}),
        "none.zip holds only photo.png, not a table. Pack one CSV, JSON or Parquet file into it.",
    ),
    "sheet.xlsx": (
        _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        "sheet.xlsx is a spreadsheet or document that cannot be read (it may be damaged, or locked with a password). "
        "Save its table as CSV, then choose that.",
    ),
    "cut.parquet": (
        _parquet()[:200],
        "cut.parquet is a damaged Parquet file. Download or save it again.",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    """Each kind of bad file is named for what it is, with what to do; the first look says the same as the reading."""
    content, words = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    for read in (read_table, read_head):
        with pytest.raises(UnreadableFile) as refusal:
            read(path)
        assert str(refusal.value) == words


def test_a_missing_file_says_the_whole_path(tmp_path: Path) -> None:
    """A person sees where it was looked for."""
    path = tmp_path / "tweets.csv"
    with pytest.raises(UnreadableFile) as refusal:
        read_table(path)
    assert str(refusal.value) == f"{path} does not exist. Check the path and the spelling."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder is named as one."""
    (tmp_path / "tweets").mkdir()
    with pytest.raises(UnreadableFile, match=r"^tweets is a folder\. Choose the file with the table inside it\.$"):
        read_table(tmp_path / "tweets")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked file is named as such (raised by hand: a test may run as root, who may read all)."""
    path = tmp_path / "tweets.csv"
    path.write_bytes(TABLE)

    def locked(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(data.reading.table_file, "_look_at", locked)
    with pytest.raises(UnreadableFile, match=r"^tweets\.csv may not be read\. Check who may open it\.$"):
        read_table(path)


@pytest.mark.slow
@pytest.mark.parametrize("packed", ["bomb.csv.gz", "bomb.zip"])
def test_a_bomb_is_stopped_before_it_fills_the_memory(
    packed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that unpacks to hundreds of times its size is refused while it is read, long before its end."""
    monkeypatch.setattr(data.reading.table_file, "BOMB_BYTES", 1 << 20)
    bomb = b"text,label\n" + b"0,0\n" * 2_000_000
    (tmp_path / packed).write_bytes(gzip.compress(bomb) if packed.endswith("gz") else _zip({"t.csv": bomb}))
    with pytest.raises(UnreadableFile) as refusal:
        read_table(tmp_path / packed)
    assert str(refusal.value) == (
        f"{packed} unpacks to more than 200 times its size, which no text does. Unpack it yourself, look at it, and "
        "choose the table."
    )


@pytest.mark.slow
@pytest.mark.parametrize("packed", ["late.csv.gz", "late.zip", "behind.zip"])
def test_a_bomb_behind_ordinary_data_is_found_too(packed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither much ordinary text before it, nor much else in the archive, makes up for a line without an end."""
    monkeypatch.setattr(data.reading.table_file, "BOMB_BYTES", 1 << 20)
    noise, zeros = Random(1).randbytes(1 << 19).hex().encode(), b"0" * (1 << 25)
    lines = b"\n".join(noise[i : i + 60] + b",a" for i in range(0, len(noise), 60))
    late = b"text,label\n" + lines + b"\n" + zeros
    (tmp_path / "late.csv.gz").write_bytes(gzip.compress(late))
    (tmp_path / "late.zip").write_bytes(_zip({"t.csv": late}))
    (tmp_path / "behind.zip").write_bytes(_zip({"noise.png": noise, "t.csv": b"text,label\nfine,a\nbad,b\n" + zeros}))
    with pytest.raises(UnreadableFile, match="unpacks to more than 200 times its size, which no text does"):
        read_table(tmp_path / packed)


def test_text_that_packs_well_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ordinary text packs about ten times, far from the limit, wherever in the file it stands."""
    monkeypatch.setattr(data.reading.table_file, "BOMB_BYTES", 1 << 20)
    rows = b"".join(b"day %d was a good and sunny one,fine\n" % number for number in range(100_000))
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"text,label\n" + rows))
    assert read_table(tmp_path / "t.csv.gz").rows_read == 100_000


def test_bytes_in_no_encoding_are_refused(tmp_path: Path) -> None:
    """Bytes that are characters in no known encoding are not shown as nonsense."""
    path = tmp_path / "t.csv"
    random = Random(1)
    rows = [bytes(random.choices(range(128, 256), k=30)) + b",a\n" for _ in range(99)]
    path.write_bytes(b"text,label\n" + b"".join(rows))
    with pytest.raises(UnreadableFile, match=r"^t\.csv is in no encoding that makes sense as text\. Save it as UTF-8"):
        read_table(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", b"review,mood\nfine,a\nbad,b\n"),
        ("t.jsonl", b'{"review": "fine", "mood": "a"}\n'),
    ],
)
def test_a_wrong_column_is_answered_with_the_columns_there_are(name: str, content: bytes, tmp_path: Path) -> None:
    """The columns of the file are listed, so that the next try works."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WrongColumn) as refusal:
        read_table(tmp_path / name, columns=["text"])
    assert str(refusal.value) == f"Column 'text' not found in {name}. It has: review, mood."


def test_all_refusals_are_of_one_family() -> None:
    """A caller that wants to show the sentence catches one exception."""
    assert all(issubclass(kind, DataError) for kind in (UnreadableFile, WrongColumn, UnusableLabels))
