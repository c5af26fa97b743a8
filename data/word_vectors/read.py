"""Read the vectors of some words from any usual file of them, in one pass; or refuse it before a session starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from data.word_vectors.binary_rows import read_binary
from data.word_vectors.english import ENGLISH, english_file, read_english
from data.word_vectors.npz_arrays import check_npz, read_npz
from data.word_vectors.safetensors_file import check_safetensors, read_safetensors
from data.word_vectors.text_rows import read_text, text_layout
from data.word_vectors.vector_file import HEAD_BYTES, VectorFile, VectorKind, vector_file
from data.word_vectors.wanted import FoundVectors, WantedWords


def vectors_path(asked: str) -> Path:
    """The file that is asked for: a path, or `english` for the package of English words.

    Raises
    ------
    UnusableVectors
        The package is not installed.
    """
    return english_file() if asked == ENGLISH else Path(asked).expanduser()


def check_vectors(asked: str) -> None:
    """Refuse what no vectors can be read from, as far as it can be seen at once.

    Raises
    ------
    UnusableVectors
        With one sentence: what was found, what was expected, what to do.
    """
    path = vectors_path(asked)
    if asked == ENGLISH:
        return
    file = vector_file(path)
    with file.stream() as stream:
        if file.kind is VectorKind.TEXT:
            text_layout(stream.read(HEAD_BYTES), file.name)
        elif file.kind is VectorKind.NPZ:
            check_npz(stream, file.name)
        elif file.kind is VectorKind.SAFETENSORS:
            check_safetensors(stream, file)


def read_vectors(asked: str, words: Sequence[str], go_on: Callable[[], bool] = lambda: True) -> FoundVectors:
    """The vectors that a file has for `words`, which are in lower case; the rest of it is passed over.

    Where `go_on` turns false before the end, what was found until then is what there is.

    Raises
    ------
    UnusableVectors
        With one sentence: what was found, what was expected, what to do.
    """
    wanted = WantedWords(words)
    if asked == ENGLISH:
        return read_english(wanted)
    file = vector_file(vectors_path(asked))
    with file.stream() as stream:
        dimensions, is_whole = _read(stream, file, wanted, go_on)
    return FoundVectors(wanted.found(dimensions), file.name, is_whole)


def _read(stream: IO[bytes], file: VectorFile, wanted: WantedWords, go_on: Callable[[], bool]) -> tuple[int, bool]:
    """The dimensions, and whether the file was read to its end."""
    match file.kind:
        case VectorKind.NPZ:
            return read_npz(stream, wanted, file.name, go_on)
        case VectorKind.SAFETENSORS:
            return read_safetensors(stream, file, wanted, go_on)
        case VectorKind.BINARY:
            return read_binary(stream, wanted, file.name, go_on)
    return _read_text(file, wanted, go_on)


def _read_text(file: VectorFile, wanted: WantedWords, go_on: Callable[[], bool]) -> tuple[int, bool]:
    with file.stream() as head:
        layout = text_layout(head.read(HEAD_BYTES), file.name)
    with file.stream() as stream:
        return layout.dimensions, read_text(stream, layout, wanted, file.name, go_on)
