"""Whatever is in the cells: what was written is what is read (property tests of the parsers)."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.reading.delimited import read_records
from data.reading.dialect import Dialect, find_dialect
from data.reading.header import column_names
from data.reading.header_evidence import header_evidence
from data.reading.json_rows import json_array, json_lines
from data.reading.read import read_table
from data.reading.skipped import SkipCounter

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\"';,|\t"), max_size=20)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | CELL,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELL, inner, max_size=3),
    max_leaves=6,
)
OBJECT = st.dictionaries(CELL, VALUE, min_size=1, max_size=4)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns, all of them weighed."""
    return header_evidence(rows[0], rows[1:]) > 0


def _written(rows: list[list[str]], delimiter: str, quoting: Literal[0, 1] = csv.QUOTE_ALL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue()


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from(",;|\t"))
def test_records_are_the_cells_that_were_written(rows: list[list[str]], delimiter: str) -> None:
    """Quotes, delimiters and line ends inside a cell are part of it."""
    skips = SkipCounter()
    dialect = Dialect(delimiter, quoted=True, width=3)
    read = list(read_records(io.StringIO(_written(rows, delimiter), newline=""), dialect, skips))
    assert read == rows
    assert skips.total == 0


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, st.sampled_from(["pos", "neg"])), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;|\t"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
@example(rows=[(",\n", "pos")], delimiter=",", quoting=csv.QUOTE_MINIMAL)
def test_a_written_table_is_read_back(rows: list[tuple[str, str]], delimiter: str, quoting: Literal[0, 1]) -> None:
    """Delimiter, quoting and header are found from the file alone, whatever the texts hold."""
    cells = [["text", "label"], *([text, label] for text, label in rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_text(_written(cells, delimiter, quoting), encoding="utf-8", newline="")
        frame = read_table(path).frame.sort_index()
    assert list(zip(frame["text"], frame["label"], strict=True)) == rows


@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=5), max_size=12))
def test_no_record_is_lost_without_a_count(rows: list[list[str]]) -> None:
    """Each record is either as wide as the table or counted as skipped; blank ones do not count."""
    skips = SkipCounter()
    text = io.StringIO(_written(rows, ","), newline="")
    read = list(read_records(text, Dialect(",", quoted=True, width=2), skips))
    one_line = [row for row in rows if not any("\n" in cell for cell in row)]
    if len(one_line) == len(rows):
        assert read == [row for row in rows if len(row) == 2]
        assert skips.total == sum(len(row) != 2 and any(row) for row in rows)
    assert all(len(record) == 2 for record in read)


@settings(deadline=None)
@given(st.text(st.sampled_from('a,";|\t\n\r\\ 1'), max_size=120))
def test_any_text_at_all_is_laid_out_and_read_without_an_error(head: str) -> None:
    """However quotes and delimiters are thrown together, the parser comes to an end, and rows have one width."""
    dialect = find_dialect(head)
    records = list(read_records(io.StringIO(head, newline=""), dialect, SkipCounter()))
    assert {len(record) for record in records} <= {dialect.width}


class _Drop:
    """A text stream that gives a few characters at a time."""

    def __init__(self, text: str, most: int) -> None:
        self._text = io.StringIO(text)
        self._most = most

    def read(self, size: int = -1) -> str:
        return self._text.read(min(size, self._most))


@settings(deadline=None)
@given(st.lists(OBJECT | st.integers(), max_size=6), st.integers(1, 40), st.sampled_from([None, 2]))
def test_an_array_in_pieces_is_the_array(values: list[object], most: int, indent: int | None) -> None:
    """An array is read element by element, and a cut in the middle of one changes nothing."""
    skips = SkipCounter()
    stream = _Drop(json.dumps(values, indent=indent), most)
    objects = [value for value in values if isinstance(value, dict)]
    assert list(json_array(stream, skips, "t.json")) == objects  # type: ignore[arg-type]
    assert skips.total == len(values) - len(objects)


@settings(deadline=None)
@given(st.lists(OBJECT | st.integers() | st.just({}), max_size=6))
def test_json_lines_keep_objects_and_count_the_rest(values: list[object]) -> None:
    """What is no object with named values is counted, and the objects around it are read."""

    def lines() -> Iterator[str]:
        for value in values:
            yield json.dumps(value) + "\n"
            yield "\n"
        yield '{"cut": \n'

    skips = SkipCounter()
    objects = [value for value in values if isinstance(value, dict) and value]
    assert list(json_lines(lines(), skips)) == objects
    assert skips.total == len(values) - len(objects) + 1


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=8))
def test_column_names_are_usable_and_different(cells: list[str]) -> None:
    """Each column has a name of its own that is not blank, and a good name is kept."""
    names = column_names(cells)
    assert len(set(names)) == len(names) == len(cells)
    assert all(name.strip() == name != "" for name in names)
    assert names[0] == (re.sub(r"\s*[\r\n]+\s*", " ", cells[0].strip()) or "column_1")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["text", "label"], ["Good", "1"]], True),
        ([["v1", "v2"], ["ham", "See you"], ["spam", "Win"]], True),
        ([["Review Text", "Star Rating"], ["Good", "5"]], True),
        ([["ham", "See you at nine."], ["spam", "Win"], ["ham", "Ok"]], False),
        ([["0", "great film"], ["1", "bad film"]], False),
        ([["a sentence with quite a lot of words in it", "x"], ["another", "y"]], False),
        ([["positive", "so good"], ["negative", "so bad"], ["positive", "fine"]], False),
        ([["", ""], ["a", "b"]], False),
        ([["text"], ["A line of prose."], ["Another line."]], True),
        ([["One line of prose."], ["Another line."]], False),
    ],
)
def test_header_or_not(rows: list[list[str]], expected: bool) -> None:
    """A first row names the columns when it looks like names and not like the rows below."""
    assert has_header(rows) is expected


def test_a_quote_that_never_closes_does_not_take_long() -> None:
    """Thousands of unpaired quotes in a file without others are read in the time of one pass."""
    lines = "".join(f'"{"word " * 20},a\n' if i % 3 else f'"fine {i}",b\n' for i in range(6_000))
    skips = SkipCounter()
    records = list(read_records(io.StringIO(lines, newline=""), Dialect(",", quoted=True, width=2), skips))
    assert len(records) + skips.total == 6_000
