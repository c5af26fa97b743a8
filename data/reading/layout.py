"""How a delimited file is laid out from its first line on: what stands above the table, its names, its columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from data.reading.delimited import read_records
from data.reading.dialect import DELIMITERS, Dialect, find_dialect
from data.reading.encoding import MARK
from data.reading.header import (
    OPENING_ROWS,
    ROWS_LOOKED_AT,
    OpeningRow,
    column_names,
    header_place,
    numbered_names,
    trailing_blanks,
)
from data.reading.skipped import SkipCounter

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t| ]*(?:\r\n|\r|\n|)', re.IGNORECASE)
_FITS_UNWRAPPED = 0.95
_WRAPPED = re.compile(r'\s*"((?:[^"]|"")*)"([;,\t| ]*)(\r\n|\r|\n|)')
_LEAST_WRAPPED = 0.5  # of lines: a spreadsheet wraps only those that hold a quote or its own separator
_ENOUGH_ROWS = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """What there is to know before the rows are read.

    `names` has one for each cell of a row, "" where the column is left out; `header` are its cells as they stand there,
    none where no row names the columns. `lines_above` are those before the first row; `is_wrapped`: each line is one
    quoted cell. `remarks` are sentences on what was not read as it stands.
    """

    dialect: Dialect
    names: tuple[str, ...]
    header: tuple[str, ...] | None
    lines_above: int
    is_wrapped: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def has_row_names(self) -> bool:
        """Whether the header has no name for the first cell of each row."""
        return self.header is not None and self.names[1:] == tuple(column_names(["", *self.header]))[1:]

    def rows_of(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines of the rows, from all lines of the file."""
        below = islice(iter(lines), self.lines_above, None)
        return _unwrapped(below) if self.is_wrapped else below


@dataclass(frozen=True, slots=True)
class _Opening:
    row: OpeningRow
    ends: int  # lines up to its end


def find_layout(head: str, asked: Collection[str] = ()) -> Layout | None:
    """The layout of a table from its beginning, up to the end of a line; None where no two lines are alike.

    Names in `asked` are a person's: the first row in which they stand is the header.

    >>> layout = find_layout('sep=;\\nText;Label\\nso good;pos\\nso bad;neg\\n')
    >>> layout.dialect.delimiter, layout.names, layout.lines_above
    (';', ('Text', 'Label'), 2)
    """
    lines = list(io.StringIO(head, newline=""))
    if lines:
        lines[0] = lines[0].lstrip(MARK)
    above, delimiters = _separator_line(lines)
    body, is_wrapped = _without_wrapping(lines[above:], delimiters)
    dialect = find_dialect("".join(body), delimiters)
    if dialect.width == 1 and delimiters != DELIMITERS:
        dialect = find_dialect("".join(body))
    rows = list(islice(read_records(iter(body), dialect, SkipCounter()), ROWS_LOOKED_AT))
    opening = _opening(body, dialect)
    if not rows or not opening:
        return None
    return _laid_out(dialect, opening, rows, asked, _Above(above, is_wrapped))


@dataclass(frozen=True, slots=True)
class _Above:
    lines: int
    is_wrapped: bool

    def remarks(self, titles: int) -> list[str]:
        remarks = []
        if self.is_wrapped:
            remarks.append("Each line is one quoted cell: the quotes around the lines were taken off.")
        return remarks + said_of_titles(titles)


def _laid_out(
    dialect: Dialect, opening: list[_Opening], rows: list[list[str]], asked: Collection[str], above: _Above
) -> Layout:
    place = header_place([record.row for record in opening], dialect.width, rows, asked)
    if place is None:
        names = tuple(numbered_names(dialect.width))
        return Layout(dialect, names, None, above.lines, above.is_wrapped, tuple(above.remarks(0)))
    header = opening[place]
    below = [row for row in rows if row != list(header.row.cells)]
    names, remarks = _names(list(header.row.cells), dialect.width, below)
    remarks = (*above.remarks(place), *remarks)
    return Layout(dialect, names, tuple(header.row.cells), above.lines + header.ends, above.is_wrapped, remarks)


def _names(header: list[str], width: int, rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name for each cell of a row, where the header may have more or fewer."""
    missing = width - len(header)
    if missing > 0 and rows and trailing_blanks(rows) >= missing:
        return (*column_names(header), *[""] * missing), ()
    if missing == 1 and _name_rows([row[0].strip() for row in rows]):
        names = tuple(column_names(["", *header]))
        return names, (f"The first column has no name (row names): it is called '{names[0]}'.",)
    return tuple(column_names([*header, *[""] * missing])[:width]), ()


def _name_rows(cells: Sequence[str]) -> bool:
    """Whether these may be names of rows: each its own, and many, or numbers."""
    return len(set(cells)) == len(cells) and (len(cells) >= _ENOUGH_ROWS or all(map(str.isdecimal, cells)))


def said_of_titles(lines: int) -> list[str]:
    """The sentence on lines above the names of the columns, where there are any."""
    if not lines:
        return []
    count = "1 line" if lines == 1 else f"{lines} lines"
    return [f"{count} above the names of the columns {'was' if lines == 1 else 'were'} left out."]


def _separator_line(lines: Sequence[str]) -> tuple[int, Sequence[str]]:
    """Lines that only say the separator, 0 or 1, and the separators to look for."""
    for place, line in enumerate(lines[:2]):
        if match := _SEPARATOR_LINE.fullmatch(line):
            return place + 1, (match[1],)
        if line.strip():
            break
    return 0, DELIMITERS


def _without_wrapping(lines: list[str], delimiters: Sequence[str]) -> tuple[list[str], bool]:
    """The lines, and whether the quotes around them were taken off: a spreadsheet writes a table of one column so."""
    if not _are_wrapped(lines):
        return lines, False
    body = list(_unwrapped(lines))
    inner = find_dialect("".join(body), delimiters)
    widths = [len(row) for row in inner.parse(iter(body), strict=False) if row]
    fits = inner.width > 1 and sum(width == inner.width for width in widths) >= _FITS_UNWRAPPED * len(widths)
    return (body, True) if fits else (lines, False)


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines are a quoted cell each, and hold more than one cell when the quotes are taken off.

    >>> _are_wrapped(['"text,label"', '"so good,pos"'])
    True
    >>> _are_wrapped(['"text","label"', '"so good","pos"'])
    False
    >>> _are_wrapped(["text,label", '"so, good",', '"so, bad",'])  # the label is blank
    False
    """
    filled = [line for line in lines if line.strip()]
    if not filled:
        return False
    after_first = filled[0].rstrip("\r\n")
    found = [match for line in filled if (match := _WRAPPED.fullmatch(line)) is not None]
    wrapped = sum(after_first.endswith(match[2].strip(" ")) for match in found)
    return wrapped >= max(2, _LEAST_WRAPPED * len(filled))


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines without the quotes around them.

    >>> list(_unwrapped(['"1,""so, good"",pos"\\n', "2,bad,neg\\n"]))
    ['1,"so, good",pos\\n', '2,bad,neg\\n']
    """
    for line in lines:
        match = _WRAPPED.fullmatch(line)
        yield line if match is None else match[1].replace('""', '"') + match[3]


def _opening(lines: Sequence[str], dialect: Dialect) -> list[_Opening]:
    """The first records that hold something, of any width."""
    records: list[_Opening] = []
    reader = dialect.parse(iter(lines), strict=False)
    after_blank = False
    try:
        for cells in islice(reader, 2 * OPENING_ROWS):
            ends = reader.line_num  # type: ignore[attr-defined]
            if any(cell.strip() for cell in cells):
                records.append(_Opening(OpeningRow(cells, after_blank), ends))
                after_blank = False
            else:
                after_blank = True
    except csv.Error:  # a field without an end: the records before it stand
        pass
    return records[:OPENING_ROWS]
