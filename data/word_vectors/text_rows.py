"""Vectors as text: a word and its numbers a line, as GloVe, word2vec and fastText write them.

Lines are found by their newline, and only those of words that are wanted have their numbers read: on two cores a
file of 2 GB takes a few seconds. The first line of word2vec and fastText says how many words and numbers there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import numpy as np

from data.word_vectors.blocks import LineTooLong, line_blocks
from data.word_vectors.vector_file import HEAD_BYTES, damaged, foreign, shown_line
from data.word_vectors.wanted import Vectors, WantedWords

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LOOKED_AT = 50  # first lines


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How rows are written. `words` is the count that the first line says, None without such a line."""

    dimensions: int
    separator: bytes = b" "
    words: int | None = None


def text_layout(head: bytes, name: str) -> TextLayout:
    """The layout, from the first bytes of a file.

    Raises
    ------
    UnusableVectors
        The lines are no words with numbers.
    """
    lines = [line for line in head.removeprefix(_BYTE_ORDER_MARK).splitlines() if line.strip()]
    whole = lines[: max(1, len(lines) - (len(head) >= HEAD_BYTES))][:_LOOKED_AT]
    counts = _counts(whole[0])
    rows = whole[1:] if counts else whole
    separator = b"\t" if rows and rows[0].count(b"\t") > rows[0].count(b" ") else b" "
    widths = Counter(width for row in rows if (width := _numbers_at_end(row)) > 1)
    if not widths:
        raise foreign(name, f"its line {shown_line(rows[0] if rows else whole[0])} is no word with numbers behind it")
    dimensions = widths.most_common(1)[0][0]
    if counts is None:
        return TextLayout(dimensions, separator)
    if counts[1] not in widths and rows:
        raise damaged(name, f"its first line says {counts[1]:,} numbers a word, and its rows have {dimensions:,}")
    return TextLayout(counts[1], separator, counts[0])


def read_text(stream: IO[bytes], layout: TextLayout, wanted: WantedWords, name: str, go_on: Callable[[], bool]) -> bool:
    """Give all rows of wanted words; whether the file was read to its end, before `go_on` turned false.

    Raises
    ------
    UnusableVectors
        The file ends early, or many of its rows cannot be read.
    """
    rows, last = 0, b""
    try:
        for number, block in enumerate(line_blocks(stream)):
            if not go_on():
                return False
            last = block
            rows += _take_rows(block if number else _without_first(block, layout), layout, wanted)
    except LineTooLong:
        raise damaged(name, "a line is longer than any row of vectors") from None
    if wanted.is_damaged:
        raise damaged(name, f"{wanted.bad_words} do not hold {layout.dimensions:,} numbers")
    _check_end(rows, last, layout, name)
    return True


def _take_rows(block: bytes, layout: TextLayout, wanted: WantedWords) -> int:
    """Give the rows of one block; how many lines it has."""
    start, rows, size, separator = 0, 0, len(block), layout.separator
    while start < size:
        end = block.find(b"\n", start)
        end = size if end < 0 else end
        blank = block.find(separator, start, end)
        if blank > start:
            word = block[start:blank]
            if wanted.places(word):
                _give(word, block[blank + 1 : end], layout, wanted)
        rows += 1
        start = end + 1
    return rows


def _without_first(block: bytes, layout: TextLayout) -> bytes:
    """The first lines without what is no row."""
    rows = block.removeprefix(_BYTE_ORDER_MARK)
    return rows if layout.words is None else rows.lstrip().partition(b"\n")[2]


def _give(word: bytes, rest: bytes, layout: TextLayout, wanted: WantedWords) -> None:
    """Give the numbers behind the first blank; a row with more fields is of a word that has blanks in it."""
    fields = rest.split()
    if len(fields) <= layout.dimensions or _is_number(fields[0]):
        wanted.give(word, _vector(fields, layout.dimensions))


def _vector(fields: list[bytes], dimensions: int) -> Vectors | None:
    if len(fields) != dimensions:
        return None
    try:
        with np.errstate(over="ignore"):
            return np.fromiter(map(float, fields), np.float64, dimensions).astype(np.float32)
    except ValueError:
        return None


def _check_end(rows: int, last: bytes, layout: TextLayout, name: str) -> None:
    """Refuse a file with fewer rows than it says, or whose last row is not whole."""
    if layout.words is not None and rows < layout.words:
        found = f"its first line says {layout.words:,} words, and {rows:,} follow"
        raise damaged(name, f"{found} (to use these as they are, delete the first line)")
    row = last.rstrip().rpartition(b"\n")[2]
    if _numbers_at_end(b"." + row) < layout.dimensions:  # the word may be missing, or a blank that is not seen
        raise damaged(name, f"its last row has fewer than {layout.dimensions:,} numbers")


def _counts(line: bytes) -> tuple[int, int] | None:
    """Words and dimensions, where a first line says them."""
    fields = line.split()
    if len(fields) != 2 or not all(field.isdigit() for field in fields):
        return None
    return int(fields[0]), int(fields[1])


def _numbers_at_end(line: bytes) -> int:
    """How many numbers stand behind the word; all fields but the first where all are numbers."""
    fields = line.split()
    count = 0
    for field in reversed(fields[1:]):
        if not _is_number(field):
            break
        count += 1
    return count


def _is_number(field: bytes) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True
