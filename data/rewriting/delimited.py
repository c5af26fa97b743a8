"""Delimited text: lines in which nothing changes stay as they are, letter by letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from data.reading.delimited import records_as_written
from data.reading.detect import Detected
from data.reading.dialect import Dialect
from data.reading.layout import Layout
from data.reading.skipped import SkipCounter
from data.rewriting.change import Change, Rewritten, some_at_once, text_frame

_ENDS = ("\r\n", "\n", "\r")
_QUOTINGS = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)

Record = tuple[str, list[str] | None]  # as it stands in the file, and its cells


def rewrite_delimited(detected: Detected, text: TextIO, out: TextIO, change: Change) -> Rewritten:
    """Write all lines again; a record with another label has the delimiter, quotes and line end that it had."""
    layout = detected.layout
    assert layout is not None
    done = Rewritten()
    lines = iter(text)
    out.writelines(islice(lines, layout.lines_above))
    for some in some_at_once(_records(lines, layout)):
        places = [at for at, (_, fields) in enumerate(some) if fields is not None]
        cells = change(text_frame(*_table(layout, [some[at][1] or [] for at in places])))
        done.count(cells, len(places))
        row_of = {at: row for row, at in enumerate(places)}
        for at, (raw, fields) in enumerate(some):
            new = None if fields is None else _with_new(layout, fields, {n: c[row_of[at]] for n, c in cells.items()})
            out.write(raw if new is None else _written(raw, fields or [], new, layout.dialect))
    return done


def _records(lines: Iterator[str], layout: Layout) -> Iterator[Record]:
    for raw, fields in records_as_written(lines, layout.dialect, SkipCounter()):
        yield "".join(raw), fields


def _table(layout: Layout, rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    keep = [place for place, name in enumerate(layout.names) if name]
    return [layout.names[place] for place in keep], [[row[place] for place in keep] for row in rows]


def _with_new(layout: Layout, fields: Sequence[str], new: dict[str, str | None]) -> list[str] | None:
    """The cells of a record with those that are new; None where none is."""
    if all(cell is None for cell in new.values()):
        return None
    changed = list(fields)
    for name, cell in new.items():
        if cell is not None:
            changed[layout.names.index(name)] = cell
    return changed


def _written(raw: str, fields: Sequence[str], new: Sequence[str], dialect: Dialect) -> str:
    """A record with other cells, quoted in the way in which the old one comes out as it stood, if there is one."""
    end = next((end for end in _ENDS if raw.endswith(end)), "")
    body = raw.removesuffix(end)
    if not dialect.quoted:
        return (dialect.delimiter or ",").join(new) + end
    quoting = next((one for one in _QUOTINGS if _line(fields, dialect, one) == body), csv.QUOTE_MINIMAL)
    return _line(new, dialect, quoting) + end


def _line(fields: Sequence[str], dialect: Dialect, quoting: int) -> str:
    line = io.StringIO(newline="")
    csv.writer(
        line,
        delimiter=dialect.delimiter or ",",
        quoting=quoting,  # type: ignore[arg-type]
        escapechar="\\" if dialect.escaped else None,
        doublequote=not dialect.escaped,
        lineterminator="",
    ).writerow(fields)
    return line.getvalue()
