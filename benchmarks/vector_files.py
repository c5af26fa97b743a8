"""How quickly the vectors of a table's words are read from a large file of word vectors, by processor time.

    python -m benchmarks.vector_files [--megabytes 200] [--dimensions 100] [--words 20000]

Makes files of one content in each form (seeded, in a temporary folder), reads the same words from each, and prints
megabytes a second of processor time, and the most memory that the process has taken.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.word_vectors.read import read_vectors

TEXT_BYTES = 9  # of a number
DIFFERENT_ROWS = 500
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Make the files, read them, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--dimensions", type=int, default=100)
    parser.add_argument("--words", type=int, default=20_000)
    asked = parser.parse_args()
    rows = asked.megabytes * 1_000_000 // (TEXT_BYTES * asked.dimensions + 10)
    vectors = np.random.default_rng(0).normal(size=(DIFFERENT_ROWS, asked.dimensions)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        for make in (text, packed_text, binary, npz):
            print(measured(make(Path(folder), rows, vectors), rows, asked.words), flush=True)


def measured(path: Path, rows: int, words: int) -> str:
    """Seconds and megabytes a second for one file."""
    wanted = [f"word{number}" for number in np.linspace(0, rows - 1, words, dtype=int)]
    begun_s, size_mb = time.process_time(), path.stat().st_size / 1e6
    found = read_vectors(str(path), wanted)
    took_s = time.process_time() - begun_s
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES / 1e6
    told = f"{path.name:14} {size_mb:6.0f} MB  {took_s:5.2f} s of processor time  {size_mb / took_s:5.0f} MB/s"
    return f"{told}  {found.is_found.sum():,} of {words:,} words  {memory_mb:,.0f} MB of memory at most"


def text(folder: Path, rows: int, vectors: NDArray[np.float32]) -> Path:
    """As GloVe writes it."""
    numbers = [" ".join(f"{number:.5f}" for number in row) for row in vectors]
    path = folder / "glove.txt"
    with path.open("w") as file:
        file.writelines(f"word{row} {numbers[row % len(numbers)]}\n" for row in range(rows))
    return path


def packed_text(folder: Path, rows: int, vectors: NDArray[np.float32]) -> Path:
    """The same as .gz."""
    path = folder / "glove.txt.gz"
    with (folder / "glove.txt").open("rb") as plain, gzip.open(path, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(plain, packed)
    return path


def binary(folder: Path, rows: int, vectors: NDArray[np.float32]) -> Path:
    """As word2vec writes it."""
    held = [row.astype("<f4").tobytes() for row in vectors]
    path = folder / "word2vec.bin"
    with path.open("wb") as file:
        file.write(b"%d %d\n" % (rows, vectors.shape[1]))
        file.writelines(b"word%d %b\n" % (row, held[row % len(held)]) for row in range(rows))
    return path


def npz(folder: Path, rows: int, vectors: NDArray[np.float32]) -> Path:
    """As NumPy writes it."""
    path = folder / "vectors.npz"
    words = np.array([f"word{row}" for row in range(rows)])
    np.savez(path, words=words, vectors=np.resize(vectors, (rows, vectors.shape[1])))
    return path


if __name__ == "__main__":
    main()
