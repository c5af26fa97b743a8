"""Rows from random places of a plain file: what is left to do where there is no time to read it to its end.

The rest of the file is cut into blocks of equal size, and these are read in random order, each at most once. A block
holds the rows whose first byte lies in it (as in MapReduce: Dean & Ghemawat 2004), so no row comes twice, and long rows
are as likely as short ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from data.reading.batches import Batch, FieldBatch, ObjectBatch, kept_places
from data.reading.delimited import read_records
from data.reading.detect import Detected
from data.reading.encoding import error_handler
from data.reading.file_format import FileKind
from data.reading.json_rows import json_lines
from data.reading.labelled_lines import labelled_lines
from data.reading.row_starts import first_certain_row
from data.reading.skipped import SkipCounter

UNCERTAIN = "no certain beginning of a row (these are blocks of the file, not rows)"
_BLOCKS = 256  # at least, where the rest of the file is not too short for them
_LEAST_BLOCK_BYTES, _MOST_BLOCK_BYTES = 1 << 13, 1 << 17
_WINDOW_BYTES = 1 << 16  # in which the beginning of a row is looked for
_LONGEST_LINE = 1 << 20
_GIVES_UP_AFTER = 50  # blocks in a row that are of no use
_NEWLINE_IS_NO_BYTE = ("utf-16", "utf_16", "utf-32", "utf_32", "utf-7", "utf_7", "iso2022", "hz")


def has_blocks(detected: Detected) -> bool:
    """Whether rows can be found from the middle of the file: it is not packed, and a row begins behind a newline."""
    if detected.file.compression or detected.format.encoding.startswith(_NEWLINE_IS_NO_BYTE):
        return False
    if detected.layout is not None and detected.layout.is_wrapped:
        return False
    if detected.dialect is not None:  # of one column, any line of a longer text looks like a row
        return detected.dialect.width > 1 or not detected.dialect.quoted
    return detected.format.kind in (FileKind.JSON_LINES, FileKind.LABELLED_LINES)


class RandomBlocks:
    """Blocks of a file from `from_byte` on, in random order; `share` of their rows has come so far."""

    def __init__(
        self, detected: Detected, from_byte: int, seed: int, skips: SkipCounter, columns: Sequence[str] | None
    ) -> None:
        self._detected, self._skips, self._columns = detected, skips, columns
        self._from_byte = from_byte
        rest = max(0, detected.file.size - from_byte)
        self._block_bytes = min(_MOST_BLOCK_BYTES, max(_LEAST_BLOCK_BYTES, rest // _BLOCKS))
        self._order = np.random.default_rng(seed).permutation(-(-rest // self._block_bytes))
        self.taken = 0

    @property
    def share(self) -> float:
        """Share of the blocks that have been taken, 0 to 1."""
        return self.taken / max(1, len(self._order))

    def batches(self) -> Iterator[Batch]:
        """The rows of each block; blocks in which no row begins for certain are left out, and counted."""
        useless = 0
        with self._detected.file.path.open("rb") as raw:
            for number in self._order:
                batch = self._batch(raw, self._from_byte + int(number) * self._block_bytes)
                if batch is None:
                    self._skips.add(UNCERTAIN)
                    useless += 1
                    if useless == _GIVES_UP_AFTER:
                        return
                    continue
                useless = 0
                self.taken += 1
                yield batch

    def _batch(self, raw: BinaryIO, start: int) -> Batch | None:
        end = min(start + self._block_bytes, self._detected.file.size)
        raw.seek(start - 1)  # a row that begins with the block has its newline before it
        raw.readline(_LONGEST_LINE)
        lines = _Lines(raw, self._detected.format.encoding)
        dialect = self._detected.dialect
        if dialect is None:
            return ObjectBatch.of(self._objects(lines.before(end)), self._columns)
        if dialect.quoted and lines.position < end and not self._go_to_row(raw, lines):
            return None
        rows = list(read_records(lines, dialect, self._skips, is_over=lambda: lines.position >= end))
        names = self._detected.names
        return FieldBatch(names, rows, kept_places(names, self._columns))

    def _objects(self, lines: Iterator[str]) -> Iterator[dict[str, Any]]:
        if self._detected.format.kind is FileKind.LABELLED_LINES:
            return labelled_lines(lines, self._skips)
        return json_lines(lines, self._skips)

    def _go_to_row(self, raw: BinaryIO, lines: _Lines) -> bool:
        """Whether a row begins for certain at the next lines; if so, the lines go on from there."""
        assert self._detected.dialect is not None
        starts, window = [lines.position], []
        while starts[-1] < starts[0] + _WINDOW_BYTES and (line := next(lines, None)) is not None:
            window.append(line)
            starts.append(lines.position)
        row = first_certain_row(window, self._detected.dialect)
        lines.position = starts[row or 0]
        raw.seek(lines.position)
        return row is not None


class _Lines:
    """Lines of a file as text; `position` is the byte at which the next one begins."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        self._raw, self._encoding, self._errors = raw, encoding, error_handler(encoding)
        self.position = raw.tell()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._raw.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.position += len(line)
        return line.decode(self._encoding, self._errors)

    def before(self, end: int) -> Iterator[str]:
        """Those that begin before a byte."""
        while self.position < end and (line := next(self, None)) is not None:
            yield line
