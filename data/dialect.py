"""How a delimited file is laid out: its delimiter, and whether quotes wrap fields or are literal text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_DELIMITERS = ("\t", ";", "|", ",")  # from the rarest in prose to the commonest: the rarer wins a tie
_LEAST_FIT = 0.6  # share of lines that must have the same number of fields
_TIE = 0.02
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter ("" for one column), whether quotes wrap fields, whether a backslash escapes them, and the width."""

    delimiter: str
    quoted: bool
    escaped: bool = False
    width: int = 1

    def parse(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        """Fields of each record; `strict` raises csv.Error where quotes do not fit together."""
        return csv.reader(
            lines,
            delimiter=self.delimiter or "\x1f",
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            escapechar="\\" if self.escaped else None,
            strict=strict,
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    dialect: Dialect
    share: float  # of lines in records of the commonest width
    header_fits: bool

    @property
    def rank(self) -> tuple[bool, float]:
        return self.header_fits, self.share


def find_dialect(head: str) -> Dialect:
    """The layout under which most lines of the head have the same number of fields; one column where none does.

    >>> find_dialect('a;b\\n1,5;2\\n2,5;3\\n').delimiter
    ';'
    >>> find_dialect('ham\\t"Hi" he said\\nspam\\tWin "cash\\n').quoted
    False
    """
    lines = [line for line in io.StringIO(head, newline="") if line.strip()][:_MOST_LINES]
    fits = [_best_quoting(lines, delimiter) for delimiter in _DELIMITERS]
    wide = [fit for fit in fits if fit.dialect.width > 1 and fit.share >= _LEAST_FIT]
    if not wide:
        return _best_quoting(lines, "").dialect
    best = max(fit.rank for fit in wide)
    return next(f for f in wide if f.header_fits == best[0] and f.share >= best[1] - _TIE).dialect


def _best_quoting(lines: list[str], delimiter: str) -> _Fit:
    candidates = [Dialect(delimiter, quoted=True), Dialect(delimiter, quoted=False)]
    if any('\\"' in line for line in lines):
        candidates.insert(1, Dialect(delimiter, quoted=True, escaped=True))
    return max((_fit(lines, candidate) for candidate in candidates), key=lambda fit: fit.share)


def _fit(lines: list[str], dialect: Dialect) -> _Fit:
    records = list(_records(lines, dialect))
    weights: Counter[int] = Counter()
    for width, span in records:
        weights[width] += span
    weights.pop(0, None)
    if not weights:
        return _Fit(dialect, 0.0, False)
    width = max(weights, key=lambda w: (weights[w], w))
    laid_out = Dialect(dialect.delimiter, dialect.quoted, dialect.escaped, width)
    return _Fit(laid_out, weights[width] / len(lines), records[0][0] == width)


def _records(lines: list[str], dialect: Dialect) -> Iterator[tuple[int, int]]:
    """Width and number of lines of each record; width 0 where quotes break or swallow whole rows."""
    cells = cache(lambda: _cells(lines, dialect.delimiter))
    position = 0
    while position < len(lines):
        span = 0
        try:
            for fields, span in _spans(lines, position, dialect):
                record = lines[position : position + span]
                swallowed = span > 1 and len(fields) > 1 and _holds_whole_rows(record, dialect, len(fields), cells())
                yield (0 if swallowed else len(fields)), span
                position += span
            return
        except csv.Error:
            yield 0, 1
            position += 1


def _spans(lines: list[str], position: int, dialect: Dialect) -> Iterator[tuple[list[str], int]]:
    reader = dialect.parse(iter(lines[position:]), strict=True)
    used = 0
    for fields in reader:
        taken = reader.line_num - used  # type: ignore[attr-defined]
        used += taken
        yield fields, taken


def _cells(lines: list[str], delimiter: str) -> Counter[tuple[int, str]]:
    """How often each value stands in each column, quotes taken as text."""
    return Counter(cell for line in lines for cell in enumerate(line.rstrip("\r\n").split(delimiter)))


def _holds_whole_rows(record: list[str], dialect: Dialect, width: int, cells: Counter[tuple[int, str]]) -> bool:
    """Whether a record of several lines looks like rows swallowed by a literal quote.

    Each line alone then has the width of the record, and a value, such as a label, that other lines have in its place.
    """
    inside = _cells(record, dialect.delimiter)
    rows = [list(enumerate(line.rstrip("\r\n").split(dialect.delimiter))) for line in record]
    return all(len(row) == width and any(cells[cell] > inside[cell] for cell in row) for row in rows)
