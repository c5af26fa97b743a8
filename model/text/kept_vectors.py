"""Vectors that were read from a large file, kept for the next session on the same words: it has them at once.

What is kept belongs to one file as it was (path, size, and when it was last changed in any way) and to one list of
words, so that it is never older than either. Nothing here is needed by a model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from data.word_vectors.read import read_vectors, vectors_path
from data.word_vectors.wanted import FoundVectors
from model.arrays import save_arrays

MOST_FILES = 8
MOST_BYTES = 300_000_000  # of all that is kept together
_VERSION = 1  # of how words are looked up
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)


def vectors_of(
    asked: str, words: Sequence[str], folder: Path | None, go_on: Callable[[], bool] = lambda: True
) -> FoundVectors:
    """The vectors of `words` from what was kept in `folder`, else from the file; None: nothing is kept.

    Raises
    ------
    UnusableVectors
        The file is missing, damaged, or something else.
    """
    path = vectors_path(asked)
    kept = folder / f"{_key(path, words)}.npz" if folder is not None and path.is_file() else None
    found = None if kept is None else _load(kept)
    if found is not None:
        return found
    found = read_vectors(asked, words, go_on)
    if kept is not None and found.is_whole:
        with suppress(OSError):  # on a full disk the next session reads the file again
            _save(kept, found)
    return found


def _key(path: Path, words: Sequence[str]) -> str:
    state = path.stat()
    told = (_VERSION, str(path.absolute()), state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    digest = hashlib.sha256(repr(told).encode("utf-8", "surrogatepass"))
    digest.update("\n".join(words).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _load(path: Path) -> FoundVectors | None:
    with suppress(*_UNREADABLE), np.load(path, allow_pickle=False) as arrays:
        vectors = np.zeros((int(arrays["words"]), arrays["rows"].shape[1]), np.float32)
        vectors[arrays["places"]] = arrays["rows"]
        path.touch()  # used last
        return FoundVectors(vectors, str(arrays["source"]))
    return None


def _save(path: Path, found: FoundVectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    places = np.flatnonzero(found.is_found)
    facts = {"words": np.array(len(found.vectors)), "source": np.array(found.source)}
    save_arrays(path, {"places": places, "rows": found.vectors[places], **facts})
    _make_room(path)


def _make_room(newest: Path) -> None:
    """Forget what was used longest ago, until what is left is little enough."""
    kept = sorted(newest.parent.glob("*.npz"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    total = 0
    for number, path in enumerate(kept):
        total += path.stat().st_size
        if path != newest and (number >= MOST_FILES or total > MOST_BYTES):
            path.unlink(missing_ok=True)
