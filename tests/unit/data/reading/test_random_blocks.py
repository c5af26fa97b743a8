"""Random blocks of a file that is too long for one pass: a fair sample, whole rows only, and none twice."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.reading import random_blocks
from data.reading.detect import detect
from data.reading.dialect import Dialect
from data.reading.random_blocks import UNCERTAIN, RandomBlocks, has_blocks
from data.reading.read import TableRead, read_table
from data.reading.skipped import SkipCounter
from model.session.data_stages import unread_warning

ROWS = 100_000
BLOCKS = "approximately uniform sample of the file"


def _clock(whole_s: float) -> Callable[[], float]:
    """A clock that goes on by a second at each look: two looks a batch in order, one look a block."""
    looks = iter(range(10**9))
    return lambda: whole_s - next(looks)


def _text(number: int) -> str:
    """Numbered, some over several lines, with quotes, commas, and lines that look like rows."""
    kinds = ("plain words", "two, or three", 'she said "fine", then\nleft', "a list:\nfine,pos\nbad,neg\n", "end\n\n")
    return f"{kinds[number % len(kinds)]} {number}"


def _sorted_table(path: Path, text: Callable[[int], str]) -> Path:
    """The first 40,000 rows have the label pos, the others neg."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows([text(number), "pos" if number < 40_000 else "neg"] for number in range(ROWS))
    return path


def _numbers(table: TableRead) -> list[int]:
    return [int(text.rsplit(" ", 1)[1]) for text in table.frame["text"]]


def test_a_sorted_file_comes_out_with_both_labels_in_their_proportion(tmp_path: Path) -> None:
    """A third is read in order, all of one label; blocks of the rest bring the other one, as often as it is there."""
    table = read_table(_sorted_table(tmp_path / "t.csv", lambda n: f"words {n}"), time_left_s=_clock(80))
    assert (table.sampling, table.share_read, unread_warning(table)) == (BLOCKS, 1.0, "")
    assert 5_000 < len(table.frame) < table.rows_read < ROWS
    for frame in (table.frame, table.frame.iloc[:1_000]):  # the beginning is a fair sample as well
        assert (frame["label"] == "pos").mean() == pytest.approx(0.4, abs=0.16)
    numbers = _numbers(table)
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) > 0.9 * ROWS


@pytest.mark.slow
def test_rows_read_in_order_and_in_blocks_are_kept_at_one_rate(tmp_path: Path) -> None:
    """Over several seeds each fifth of the file has its fifth of the sample."""
    path = _sorted_table(tmp_path / "t.csv", lambda n: f"words {n}")
    numbers = [n for seed in range(8) for n in _numbers(read_table(path, seed=seed, time_left_s=_clock(90)))]
    shares = pd.Series(numbers).floordiv(ROWS // 5).value_counts(normalize=True)
    assert shares.sort_index().to_list() == pytest.approx([0.2] * 5, abs=0.05)


def test_texts_over_several_lines_never_become_broken_rows(tmp_path: Path) -> None:
    """A block that begins within a quoted text, even at a line that looks like a row, gives whole rows only."""
    table = read_table(_sorted_table(tmp_path / "t.csv", _text), time_left_s=_clock(80))
    assert table.sampling == BLOCKS
    numbers = _numbers(table)
    assert table.frame["text"].to_list() == [_text(number) for number in numbers]
    assert table.frame["label"].to_list() == ["pos" if number < 40_000 else "neg" for number in numbers]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) > 0.9 * ROWS


def test_json_lines_change_to_blocks_too(tmp_path: Path) -> None:
    """A row of JSON Lines begins behind each newline."""
    path = tmp_path / "t.jsonl"
    rows = ({"text": f"größe\n{number}, {number}", "label": "ab"[number > 50_000]} for number in range(ROWS))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    table = read_table(path, time_left_s=_clock(80))
    assert table.sampling == BLOCKS
    assert (table.frame["label"] == "a").mean() == pytest.approx(0.5, abs=0.16)
    assert table.frame["text"].is_unique
    assert table.skipped == ()


def test_a_packed_file_stops_with_its_share_and_a_warning(tmp_path: Path) -> None:
    """Nobody can look into the middle of a .gz: it says how far it came, and what that means for a sorted file."""
    plain = _sorted_table(tmp_path / "t.csv", lambda n: f"words {n}")
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    table = read_table(tmp_path / "t.csv.gz", time_left_s=_clock(20))
    share = round(100 * table.share_read)
    assert 5 < share < 60
    assert table.sampling == f"first {share} % of the file"
    assert unread_warning(table) == (
        f"There was time to read the first {share} % of the file only. If it is sorted, shuffle it first."
    )


def test_too_little_time_for_blocks_keeps_the_first_part(tmp_path: Path) -> None:
    """A handful of blocks would say less than the rows read in order: these stay, with their share and the warning."""
    table = read_table(_sorted_table(tmp_path / "t.csv", lambda n: f"words {n}"), time_left_s=_clock(30))
    assert table.sampling == f"first {round(100 * table.share_read)} % of the file"
    assert unread_warning(table)
    assert len(table.frame) == table.rows_read


def test_a_file_that_will_be_read_in_time_is_read_in_order(tmp_path: Path) -> None:
    """Blocks are for files that are too long; one that comes to its end in time has all its rows."""
    table = read_table(_sorted_table(tmp_path / "t.csv", lambda n: f"words {n}"), time_left_s=_clock(150))
    assert (table.sampling, table.rows_read) == ("all rows", ROWS)


def test_the_memory_bounds_a_sample_in_blocks(tmp_path: Path) -> None:
    """Rows of blocks and rows read in order share the memory."""
    path = _sorted_table(tmp_path / "t.csv", lambda n: f"words {n}")
    table = read_table(path, memory_limit_bytes=1 << 18, time_left_s=_clock(80))
    assert table.sampling == BLOCKS
    assert 0 < table.frame["text"].str.len().sum() < (1 << 18) / 4
    assert max(_numbers(table)) > 0.9 * ROWS


def test_blocks_without_a_certain_beginning_are_counted(tmp_path: Path) -> None:
    """A text of many lines that never closes in sight: nothing is taken from there, and the report says so."""
    path = tmp_path / "t.csv"
    rows = "".join(f'"words {number}",a\n' for number in range(20_000))
    endless = "fine,a\nno, not at all, so\n" * 40_000
    path.write_text(f'text,label\n{rows}"{endless}",b\n')
    skips = SkipCounter()
    blocks = RandomBlocks(detect(path), len(rows), 7, skips, None)
    taken = [row for batch in blocks.batches() for row in batch.rows]  # type: ignore[attr-defined]
    assert all(text.startswith("words ") for text, _ in taken)
    assert skips.report()[0].reason == UNCERTAIN


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_files_whose_newlines_are_no_single_bytes_have_no_blocks(encoding: str, tmp_path: Path) -> None:
    """In UTF-16 half a character may look like a newline."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "good day,a\nbad day,b\n" * 50, encoding=encoding)
    assert not has_blocks(detect(path))


_cells = st.text(st.sampled_from('ab,"\n\r é'), max_size=12).map(lambda text: text.replace("\r", "\r\n"))


@settings(deadline=None, max_examples=60)
@given(cells=st.lists(_cells, min_size=5, max_size=60), begin=st.floats(0, 1), seed=st.integers(0, 9))
def test_whatever_the_texts_each_row_is_whole_and_comes_once(
    cells: list[str], begin: float, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """All blocks of small ones together: rows as they were written, none twice."""
    path = tmp_path_factory.mktemp("blocks") / "t.csv"
    cells = ["yes, this", "and that"] * 5 + cells
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows([f"{cell}#{number}#", "yes"] for number, cell in enumerate(cells))
    found = detect(path)
    assume(found.dialect == Dialect(",", quoted=True, width=2))  # else reading in order makes other rows of it, too
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_blocks, "_LEAST_BLOCK_BYTES", 40)
        blocks = RandomBlocks(found, 12 + int(begin * (found.file.size - 12)), seed, SkipCounter(), None)
        taken = [tuple(row) for batch in blocks.batches() for row in batch.rows]  # type: ignore[attr-defined]
    assert len(set(taken)) == len(taken)
    assert set(taken) <= {(f"{cell}#{number}#", "yes") for number, cell in enumerate(cells)}


@settings(deadline=None, max_examples=40)
@given(rows=st.integers(20, 200), begin=st.floats(0, 0.9), seed=st.integers(0, 9))
def test_all_blocks_together_hold_every_row_of_the_rest(
    rows: int, begin: float, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without quotes nothing is uncertain: each row that begins in the rest comes exactly once."""
    path = tmp_path_factory.mktemp("blocks") / "t.tsv"
    path.write_text("text\tlabel\n" + "".join(f"words {number:03d}\tx\n" for number in range(rows)))
    first_byte = 11 + int(begin * rows) * 12 + 5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_blocks, "_LEAST_BLOCK_BYTES", 40)
        blocks = RandomBlocks(detect(path), first_byte, seed, SkipCounter(), ["text"])
        taken = [row[0] for batch in blocks.batches() for row in batch.rows]  # type: ignore[attr-defined]
    assert sorted(taken) == [f"words {number:03d}" for number in range(int(begin * rows) + 1, rows)]
    assert blocks.share == 1
