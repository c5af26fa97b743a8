"""The sample that reading keeps: uniform, in random order, the same for the same seed, and bounded by memory."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.batches import FieldBatch
from data.reading.read import read_table
from data.reading.reservoir import Reservoir

ROW_BYTES = 8 + 8  # an offset and the eight characters of a row


def _sample(rows: int, limit_bytes: int, seed: int, batch_rows: int = 50) -> Reservoir:
    reservoir = Reservoir(limit_bytes, seed)
    for start in range(0, rows, batch_rows):
        reservoir.add(FieldBatch(["text"], [[f"{i:08d}"] for i in range(start, min(rows, start + batch_rows))], [0]))
    return reservoir


def _places(rows: int, limit_bytes: int, seed: int, batch_rows: int = 50) -> list[int]:
    return [int(place) for place in _sample(rows, limit_bytes, seed, batch_rows).frame().index]


@pytest.mark.slow
def test_every_row_has_the_same_chance() -> None:
    """Over many seeds each tenth of the file gets its tenth of the sample, the first and the last included."""
    kept = np.concatenate([_places(1_000, 100 * ROW_BYTES, seed, batch_rows=9) for seed in range(400)])
    share = np.histogram(kept, bins=10, range=(0, 1_000))[0] / len(kept)
    assert np.abs(share - 0.1).max() < 4 * np.sqrt(0.1 * 0.9 / len(kept))


def test_order_is_random_so_that_the_beginning_is_a_fair_sample() -> None:
    """The first fifth of what was kept is spread over the whole file."""
    first = np.concatenate([places[: len(places) // 5] for places in (_places(1_000, 1 << 20, s) for s in range(100))])
    assert len(first) == 20_000
    share = np.histogram(first, bins=10, range=(0, 1_000))[0] / len(first)
    assert np.abs(share - 0.1).max() < 4 * np.sqrt(0.1 * 0.9 / len(first))


def test_the_same_seed_keeps_the_same_rows_and_another_seed_others() -> None:
    """A session can be repeated."""
    assert _places(1_000, 100 * ROW_BYTES, 7) == _places(1_000, 100 * ROW_BYTES, 7)
    assert _places(1_000, 100 * ROW_BYTES, 7) != _places(1_000, 100 * ROW_BYTES, 8)


@settings(deadline=None)
@given(rows=st.integers(1, 400), limit_rows=st.integers(10, 200), batch_rows=st.integers(1, 90), seed=st.integers(0, 9))
def test_kept_rows_stay_within_the_memory_and_are_rows_of_the_file(
    rows: int, limit_rows: int, batch_rows: int, seed: int
) -> None:
    """Whatever comes in whatever pieces: no more is kept than fits, no row comes twice, and each is the one it says."""
    reservoir = _sample(rows, limit_rows * ROW_BYTES, seed, batch_rows)
    complete = reservoir.is_complete
    frame = reservoir.frame()
    assert reservoir.rows_seen == rows
    assert 1 <= len(frame) <= limit_rows + batch_rows / 8  # each batch brings one offset more than rows
    assert frame.index.is_unique
    assert frame["text"].to_list() == [f"{place:08d}" for place in frame.index]
    assert complete == (len(frame) == rows)


def test_a_file_larger_than_the_memory_says_that_a_sample_was_taken(tmp_path: Path) -> None:
    """The rows kept take a quarter of the limit, they come from the whole file, and the words say so."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "".join(f"this is the text number {i:06d},x\n" for i in range(30_000)))
    table = read_table(path, memory_limit_bytes=1 << 20)
    assert (table.sampling, table.rows_read, table.share_read) == ("uniform sample", 30_000, 1.0)
    kept_bytes = table.frame["text"].str.len().sum() + table.frame["label"].str.len().sum()
    assert (1 << 20) / 16 < kept_bytes <= (1 << 20) / 4
    assert table.frame.index.max() > 29_000
    assert table.frame.index.min() < 1_000


def test_a_sorted_file_comes_out_mixed(tmp_path: Path) -> None:
    """Where all rows of one class come first, the first rows read still hold both."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "".join(f"text {i},{'a' if i < 5_000 else 'b'}\n" for i in range(10_000)))
    shares = read_table(path).frame["label"].iloc[:1_000].value_counts(normalize=True)
    assert shares["a"] == pytest.approx(0.5, abs=0.07)


class _Clock:
    """Time left, that runs out after some looks at it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left_s(self) -> float:
        self.looks -= 1
        return float(self.looks)


def _numbered(path: Path, rows: int) -> Path:
    path.write_text("text,label\n" + "".join(f"this is the text number {i:06d},x\n" for i in range(rows)))
    return path


def test_when_the_time_is_up_reading_stops_and_says_how_far_it_came(tmp_path: Path) -> None:
    """Of a file that takes too long the first part is kept, and its share is told."""
    table = read_table(_numbered(tmp_path / "t.csv", 20_000), time_left_s=_Clock(2).left_s)
    assert table.share_read == pytest.approx(table.rows_read / 20_000, abs=0.02)
    assert 0 < table.rows_read < 20_000
    assert table.sampling == f"first {round(100 * table.share_read)} % of the file"
    assert table.frame.index.max() == table.rows_read - 1


def test_a_share_of_a_packed_file_and_of_parquet(tmp_path: Path) -> None:
    """Packed files and Parquet also say about how far reading came."""
    plain = _numbered(tmp_path / "t.csv", 50_000)
    frame = pd.read_csv(plain)
    frame.to_csv(tmp_path / "t.csv.gz", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    for name in ("t.csv.gz", "t.parquet"):
        table = read_table(tmp_path / name, time_left_s=_Clock(10).left_s)
        assert 0 < table.rows_read < 50_000
        assert table.share_read == pytest.approx(table.rows_read / 50_000, abs=0.1)


def test_a_short_file_that_was_not_read_to_its_end_does_not_claim_it(tmp_path: Path) -> None:
    """One row left behind is enough: not all rows were read."""
    cut = read_table(_numbered(tmp_path / "t.csv", 2_001), time_left_s=lambda: 0.0)
    assert (cut.rows_read, cut.sampling) == (2_000, "first 99 % of the file")
    whole = read_table(_numbered(tmp_path / "t.csv", 2_000), time_left_s=lambda: 0.0)
    assert (whole.rows_read, whole.sampling, whole.share_read) == (2_000, "all rows", 1.0)


def test_a_sample_of_the_first_part(tmp_path: Path) -> None:
    """Too little memory and too little time are both told."""
    table = read_table(_numbered(tmp_path / "t.csv", 20_000), memory_limit_bytes=1 << 18, time_left_s=_Clock(4).left_s)
    assert table.sampling == f"uniform sample of the first {round(100 * table.share_read)} % of the file"


def test_long_texts_come_in_smaller_batches(tmp_path: Path) -> None:
    """Time is looked at, and memory counted, after some megabytes: not after thousands of long texts."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "".join(f"{'long ' * 20_000},{i}\n" for i in range(300)))
    assert read_table(path, time_left_s=lambda: 0.0).rows_read == 100
