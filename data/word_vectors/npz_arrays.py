"""`.npz`: an array `words` of text and an array `vectors` (words, dimensions); Python objects are never loaded."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from data.errors import UnusableVectors
from data.word_vectors.array_rows import ArrayLayout, choose_rows, take_rows
from data.word_vectors.blocks import row_blocks
from data.word_vectors.vector_file import damaged, faults_of, foreign
from data.word_vectors.wanted import WantedWords

_WORDS, _VECTORS = "words", "vectors"
_EXPECTED = "Save it as np.savez(file, words=np.array(words, dtype=str), vectors=vectors)."


def read_npz(stream: IO[bytes], wanted: WantedWords, name: str, go_on: Callable[[], bool]) -> tuple[int, bool]:
    """Give all rows of wanted words; the dimensions, and whether the array was read to its end.

    Raises
    ------
    UnusableVectors
        Other arrays, arrays of Python objects, or not as many words as vectors.
    """
    with faults_of(name), zipfile.ZipFile(stream) as archive:
        _require_arrays(archive, name)
        with archive.open(f"{_WORDS}.npy") as member:
            chosen = choose_rows(_words(member, name), wanted)
        with archive.open(f"{_VECTORS}.npy") as member:
            layout = _vectors_layout(member, name)
            if layout.rows != chosen.words:
                raise damaged(name, f"it has {chosen.words:,} words and {layout.rows:,} vectors")
            return layout.dimensions, take_rows(member, layout, chosen, name, go_on)


def check_npz(stream: IO[bytes], name: str) -> None:
    """Refuse what `read_npz` would refuse, as far as the beginnings of the arrays tell."""
    with faults_of(name), zipfile.ZipFile(stream) as archive:
        _require_arrays(archive, name)
        with archive.open(f"{_WORDS}.npy") as words, archive.open(f"{_VECTORS}.npy") as vectors:
            _header(words, name)
            _vectors_layout(vectors, name)


def _require_arrays(archive: zipfile.ZipFile, name: str) -> None:
    arrays = [member.removesuffix(".npy") for member in archive.namelist()]
    if not {_WORDS, _VECTORS} <= set(arrays):
        held = ", ".join(sorted(arrays)[:8])
        raise foreign(name, f"it has the arrays {held}, not 'words' and 'vectors'")


def _header(member: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether column after column, and type, of an array whose bytes follow."""
    try:
        version = npy.read_magic(member)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, by_column, dtype = read(member)
    except ValueError as error:
        raise damaged(name, "an array in it has no header that can be read") from error
    if dtype.hasobject:
        raise UnusableVectors(f"{name} holds Python objects, which are never loaded as they can run code. {_EXPECTED}")
    return shape, by_column, dtype


def _vectors_layout(member: IO[bytes], name: str) -> ArrayLayout:
    shape, by_column, dtype = _header(member, name)
    if len(shape) != 2 or dtype.kind != "f" or shape[1] < 2:
        found = f"its 'vectors' are {dtype} of shape {shape}, not numbers of shape (words, dimensions)"
        raise foreign(name, found)
    if by_column:
        raise UnusableVectors(f"{name} holds its vectors column after column. Save np.ascontiguousarray(vectors).")
    return ArrayLayout(shape[0], shape[1], dtype)


def _words(member: IO[bytes], name: str) -> Iterator[bytes]:
    shape, _, dtype = _header(member, name)
    if len(shape) != 1 or dtype.kind not in "US" or not dtype.itemsize:
        raise foreign(name, f"its 'words' are {dtype} of shape {shape}, not texts of shape (words,)")
    for block in row_blocks(member, dtype.itemsize, shape[0]):
        for word in np.frombuffer(block[: len(block) // dtype.itemsize * dtype.itemsize], dtype).tolist():
            yield word.encode("utf-8", "surrogatepass") if isinstance(word, str) else word
