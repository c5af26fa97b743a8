"""Records of a delimited file, one broken line at a time: a bad row is skipped and counted, never the rows after it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence

from data.reading.dialect import Dialect
from data.reading.skipped import SkipCounter

TOO_FEW = "too few fields"
TOO_MANY = "too many fields"
BROKEN_QUOTES = "quotes that never close"
TOO_LONG = f"a field of more than {csv.field_size_limit():,} characters"


class _Lines:
    """Lines of a text stream that can be given back: those of the current record are remembered."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.record: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.record.append(line)
        return line

    def give_back_all_but_first(self) -> str:
        """Keep the record's first line, and read the others again."""
        first, *rest = self.record
        self._again.extend(reversed(rest))
        self.record = [first]
        return first


def read_records(
    lines: Iterator[str], dialect: Dialect, skips: SkipCounter, *, is_over: Callable[[], bool] | None = None
) -> Iterator[list[str]]:
    """Records with exactly the dialect's width; the others are counted in `skips`. Blank lines do not count.

    `is_over()` is asked before each record, and may end them there.

    A record over several lines that does not fit is taken for a quote that never closes: its first line is read on its
    own, without strictness, and the others again from their beginning.
    """
    for _, fields in records_as_written(lines, dialect, skips, is_over=is_over):
        if fields is not None:
            yield fields


def records_as_written(
    lines: Iterator[str], dialect: Dialect, skips: SkipCounter, *, is_over: Callable[[], bool] | None = None
) -> Iterator[tuple[Sequence[str], list[str] | None]]:
    """The same with the lines of each; None for what is no record of the width, so that no line is lost."""
    source = _Lines(lines)
    reader = dialect.parse(source, strict=True)
    while is_over is None or not is_over():
        source.record.clear()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fields = _alone(source, dialect, skips, error)
            reader = dialect.parse(source, strict=True)
        else:
            if len(fields) != dialect.width and len(source.record) > 1:
                fields = _alone(source, dialect, skips)
                reader = dialect.parse(source, strict=True)
        if len(fields) == dialect.width and not (dialect.width == 1 and not fields[0].strip()):
            yield source.record, fields
            continue
        if any(fields):
            skips.add(TOO_FEW if len(fields) < dialect.width else TOO_MANY)
        yield source.record, None


def _alone(source: _Lines, dialect: Dialect, skips: SkipCounter, error: csv.Error | None = None) -> list[str]:
    """Fields of the record's first line on its own; none, and counted, where they do not fit."""
    many_lines = len(source.record) > 1
    first = source.give_back_all_but_first()
    try:
        fields = next(dialect.parse(iter([first]), strict=False), [])
    except csv.Error:
        skips.add(TOO_LONG)
        return []
    if len(fields) == dialect.width and not (many_lines and _ends_open(first, dialect)):
        return fields
    skips.add(BROKEN_QUOTES if many_lines or error else TOO_FEW)
    return []


def _ends_open(line: str, dialect: Dialect) -> bool:
    """Whether the line's last field is a quote that has not closed: then its text is cut."""
    try:
        list(dialect.parse(iter([line]), strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
