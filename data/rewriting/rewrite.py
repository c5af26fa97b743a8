"""A table as a new file of its own kind, or as CSV: same rows, same columns, and other labels in some of the rows."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from data.reading.detect import Detected, detect
from data.reading.encoding import error_handler
from data.reading.file_format import FileKind
from data.reading.read import read_in_order
from data.rewriting.change import AT_ONCE, Change, Rewritten
from data.rewriting.delimited import rewrite_delimited
from data.rewriting.json_values import rewrite_json, rewrite_json_lines
from data.rewriting.parquet import rewrite_parquet
from data.rewriting.refused import CannotRewrite
from data.rewriting.workbook import rewrite_workbook

_PACKED = (".gz", ".zip")
_PLAIN = {".csv": ",", ".tsv": "\t"}  # of any table
_ENDINGS = {
    FileKind.JSON_LINES: (".jsonl", ".ndjson", ".json"),
    FileKind.JSON_ARRAY: (".json",),
    FileKind.JSON_TABLE: (".json",),
    FileKind.PARQUET: (".parquet", ".pq"),
    FileKind.SPREADSHEET: (".xlsx", ".xlsm"),
}


def rewritten_name(source: Path) -> str:
    """What the new file is called: after the table, with its ending where that kind is written.

    >>> [rewritten_name(Path(name)) for name in ("tweets.csv.gz", "my.tweets.xlsx", "old.xls", "tweets")]
    ['tweets repaired.csv.gz', 'my.tweets repaired.xlsx', 'old repaired.csv', 'tweets repaired.csv']
    """
    packed = source.suffix if source.suffix.lower() in _PACKED else ""
    inner = Path(source.name.removesuffix(packed))
    written = (*_PLAIN, ".tab", ".txt", ".dat", ".data", *(end for ends in _ENDINGS.values() for end in ends))
    is_written = inner.suffix.lower() in written
    return f"{inner.stem} repaired{inner.suffix if is_written else '.csv'}{packed if is_written else ''}"


def rewrite(source: Path, out: Path, columns: Sequence[str], change: Change) -> Rewritten:
    """Write `source` to `out` with the cells that `change` gives; it is handed `columns` of some rows at a time.

    The ending of `out` says the kind: that of the table itself, whose encoding, dialect and types stay, or CSV.

    Raises
    ------
    DataError
        The table cannot be read, or not be written with that ending.
    OSError
        There is no room.
    """
    detected = detect(source, columns)
    ending, packed = _ending(out)
    kind = detected.format.kind
    if kind is FileKind.DELIMITED and _keeps_dialect(detected, ending):
        with _texts(detected, out, packed) as (text, written):
            return rewrite_delimited(detected, text, written, change)
    if ending in _PLAIN:
        return _plain(source, out, columns, change)
    if ending not in _ENDINGS.get(kind, ()):
        raise CannotRewrite(_no_such_ending(out, detected))
    return _of_its_kind(detected, out, packed, columns, change)


def _of_its_kind(detected: Detected, out: Path, packed: str, columns: Sequence[str], change: Change) -> Rewritten:
    source, kind = detected.file.path, detected.format.kind
    if kind is FileKind.PARQUET and not packed and not detected.file.compression:
        return rewrite_parquet(source, out, columns, change)
    if kind is FileKind.SPREADSHEET and not packed and detected.held is not None:
        return rewrite_workbook(source, out, detected.held, columns, change)
    if kind in (FileKind.PARQUET, FileKind.SPREADSHEET):
        raise CannotRewrite(f"{out.name} would be packed, which is done to text alone. Let the file end in .csv.")
    with _texts(detected, out, packed) as (text, written):
        if kind is FileKind.JSON_LINES:
            return rewrite_json_lines(text, written, columns, change)
        return rewrite_json(text, written, columns, change, source.name)


def _ending(path: Path) -> tuple[str, str]:
    """The ending that says the kind, and the one that says how it is packed."""
    packed = path.suffix.lower() if path.suffix.lower() in _PACKED else ""
    return Path(path.name[: len(path.name) - len(packed)]).suffix.lower(), packed


def _keeps_dialect(detected: Detected, ending: str) -> bool:
    """Whether the new file is of the same kind: a table called .csv may have semicolons or tabs."""
    layout = detected.layout
    if layout is None or layout.is_wrapped:
        return False
    own = _ending(Path(detected.file.member or detected.file.name))[0]
    return ending == own


def _no_such_ending(out: Path, detected: Detected) -> str:
    kind, own = detected.format.kind, _ending(Path(detected.file.member or detected.file.name))[0]
    endings = [own] if kind is FileKind.DELIMITED and own else list(_ENDINGS.get(kind, ()))
    if kind is FileKind.SPREADSHEET and own not in endings:
        endings = []
    *first, last = dict.fromkeys([*(end for end in endings if end not in _PLAIN), *_PLAIN])
    return f"{out.name} has an ending that is not written here. Let it end in {', '.join(first)} or {last}."


@contextmanager
def _texts(detected: Detected, out: Path, packed: str) -> Iterator[tuple[TextIO, TextIO]]:
    """The text of a file, and that of the new one in the same encoding."""
    encoding = detected.format.encoding
    with ExitStack() as opened:
        stream = opened.enter_context(detected.file.stream())
        raw = io.BufferedReader(stream, 1 << 18)
        text = opened.enter_context(io.TextIOWrapper(raw, encoding, error_handler(encoding), newline=""))
        binary = opened.enter_context(_opened(out, packed))
        written = opened.enter_context(io.TextIOWrapper(binary, encoding, "surrogatepass", newline=""))
        yield text, written


@contextmanager
def _opened(out: Path, packed: str) -> Iterator[BinaryIO]:
    if packed == ".zip":
        with (
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(out.name[: -len(packed)], "w") as one,
        ):
            yield cast(BinaryIO, one)
    elif packed == ".gz":
        with gzip.open(out, "wb") as stream:
            yield cast(BinaryIO, stream)
    else:
        with out.open("wb") as stream:
            yield stream


def _plain(source: Path, out: Path, columns: Sequence[str], change: Change) -> Rewritten:
    """Any table as CSV in UTF-8, every cell as it is read."""
    done, names, (ending, packed) = Rewritten(), None, _ending(out)
    with _opened(out, packed) as binary, io.TextIOWrapper(binary, "utf-8", newline="") as text:
        for frame in read_in_order(source, rows_at_once=AT_ONCE, asked=columns):
            is_first, names = names is None, frame.columns if names is None else names
            rows = frame.reindex(columns=names, fill_value="")
            cells = change(rows.reindex(columns=list(columns), fill_value=""))
            done.count(cells, len(rows))
            for name, new in cells.items():
                rows[name] = [old if cell is None else cell for old, cell in zip(rows[name], new, strict=True)]
            rows.to_csv(text, index=False, sep=_PLAIN[ending], header=is_first)
    return done
