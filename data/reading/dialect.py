"""How a delimited file is laid out: its delimiter, and whether quotes wrap fields or are literal text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

DELIMITERS = ("\t", ";", "|", ",")  # from the rarest in prose to the commonest: the rarer wins a tie
_LEAST_FIT = 0.6  # share of lines that must have the same number of fields
_TIE = 0.02
_MOST_LINES = 2_000
_MOST_ABOVE = 12  # records above the table
_OPENING = 3  # first records, which may be names and a title


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
    share_of_rest: float  # the same without the first records
    share_below: float  # of those that are not above the table
    opens: int  # how well the first records fit: 2 as the others do, 1 one name is missing, 0 not

    @property
    def rank(self) -> tuple[int, float]:
        return self.opens, self.share


def find_dialect(head: str, delimiters: Sequence[str] = DELIMITERS) -> Dialect:
    """The layout under which most lines of the head have the same number of fields; one column where none does.

    Lines above the table (titles) do not count.

    >>> find_dialect('a;b\\n1,5;2\\n2,5;3\\n').delimiter
    ';'
    >>> find_dialect('ham\\t"Hi" he said\\nspam\\tWin "cash\\n').quoted
    False
    """
    lines = [line for line in io.StringIO(head, newline="") if line.strip()][:_MOST_LINES]
    fits = [_best_quoting(lines, delimiter) for delimiter in delimiters]
    wide = [fit for fit in fits if fit.dialect.width > 1 and fit.share_below >= _LEAST_FIT]
    if not wide:
        return _best_quoting(lines, "").dialect
    best = max(fit.rank for fit in wide)
    return next(f for f in wide if f.opens == best[0] and f.share >= best[1] - _TIE).dialect


def _best_quoting(lines: list[str], delimiter: str) -> _Fit:
    candidates = [Dialect(delimiter, quoted=True), Dialect(delimiter, quoted=False)]
    if any('\\"' in line for line in lines):
        candidates.insert(1, Dialect(delimiter, quoted=True, escaped=True))
    best, *others = (_fit(lines, candidate) for candidate in candidates)
    for fit in others:  # the names alone, which may hold anything, do not decide
        if fit.share > best.share and fit.share_of_rest > best.share_of_rest:
            best = fit
    return best


def _fit(lines: list[str], dialect: Dialect) -> _Fit:
    records = list(_records(lines, dialect))
    weights: Counter[int] = Counter()
    for width, span in records:
        weights[width] += span
    weights.pop(0, None)
    if not weights:
        return _Fit(dialect, 0.0, 0.0, 0.0, 0)
    width = max(weights, key=lambda w: (weights[w], w))
    laid_out = Dialect(dialect.delimiter, dialect.quoted, dialect.escaped, width)
    rest = records[_OPENING if len(records) > 3 * _OPENING else int(len(records) > _OPENING) :]
    of_rest = sum(span for cells, span in rest if cells == width) / max(1, sum(span for _, span in rest))
    below = weights[width] / max(1, len(lines) - _lines_above(records, width))
    return _Fit(laid_out, weights[width] / len(lines), of_rest, below, _opens(records, width))


def _opens(records: Sequence[tuple[int, int]], width: int) -> int:
    """How well the first records fit: the names may be one fewer, for row names or a blank column at the end."""
    first, second = records[0][0], records[min(1, len(records) - 1)][0]
    if second != width or first not in (width, width - 1):
        return 0
    return 2 if first == width else int(first > 1)


def _lines_above(records: Sequence[tuple[int, int]], width: int) -> int:
    """Lines before the first record of this width, where they are few and several such records follow."""
    above = list(takewhile(lambda record: record[0] != width, records))
    follow = sum(cells == width for cells, _ in records)
    return sum(span for _, span in above) if len(above) <= _MOST_ABOVE and follow > 1 else 0


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
