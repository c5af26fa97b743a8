"""`.safetensors`: a JSON header, then arrays as plain bytes; nothing in it can run.

The words of its one table of numbers stand as a JSON list in the header's metadata (`words`, `vocab` or `tokens`), or
in a file beside: `<name>.words.json`, `<name>.words.txt`, `words.txt`, `vocab.json`, `vocab.txt` and the like. JSON may
be a list, or an object from word to row; text has a word a line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from data.word_vectors.array_rows import ArrayLayout, choose_rows, take_rows
from data.word_vectors.blocks import skip
from data.word_vectors.vector_file import VectorFile, damaged, faults_of, foreign
from data.word_vectors.wanted import WantedWords

MOST_HEADER_BYTES = 200_000_000
_WORDS_OF = ("words", "vocab", "tokens")
_ENDINGS = (".json", ".txt")


def _bfloat16(values: NDArray[Any]) -> NDArray[np.float32]:
    """The upper half of a float32."""
    return (values.astype(np.uint32) << 16).view(np.float32)


_TYPES: Mapping[str, tuple[str, Callable[[NDArray[Any]], NDArray[Any]]]] = {
    "F16": ("<f2", np.asarray),
    "BF16": ("<u2", _bfloat16),
    "F32": ("<f4", np.asarray),
    "F64": ("<f8", np.asarray),
}


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of vectors, where it begins behind the header, and the words that the header tells."""

    layout: ArrayLayout
    begins: int
    words: object = None


def read_safetensors(
    stream: IO[bytes], file: VectorFile, wanted: WantedWords, go_on: Callable[[], bool]
) -> tuple[int, bool]:
    """Give all rows of wanted words; the dimensions, and whether the table was read to its end.

    Raises
    ------
    UnusableVectors
        No table of numbers, or more than one; no words for it, or not as many as rows.
    """
    table = _table(stream, file.name)
    words = _words(table, file)
    chosen = choose_rows((word.encode("utf-8", "surrogatepass") for word in words), wanted)
    if chosen.words != table.layout.rows:
        raise damaged(file.name, f"there are {chosen.words:,} words for its {table.layout.rows:,} vectors")
    skip(stream, table.begins)
    return table.layout.dimensions, take_rows(stream, table.layout, chosen, file.name, go_on)


def check_safetensors(stream: IO[bytes], file: VectorFile) -> None:
    """Refuse what `read_safetensors` would refuse, as far as header and words tell."""
    _words(_table(stream, file.name), file)


def _table(stream: IO[bytes], name: str) -> _Table:
    header = _header(stream, name)
    told = header.pop("__metadata__", None)
    metadata = told if isinstance(told, dict) else {}
    tables = {key: value for key, value in header.items() if _is_table(value)}
    if len(tables) != 1:
        found = f"it has {len(tables)} tables of numbers" if tables else "it has no table of numbers"
        raise foreign(name, f"{found} among its arrays {', '.join(sorted(header)[:8])}, where one is expected")
    (value,) = tables.values()
    rows, dimensions = value["shape"]
    kind, as_numbers = _TYPES[value["dtype"]]
    layout = ArrayLayout(rows, dimensions, np.dtype(kind), as_numbers)
    begins, ends = value["data_offsets"]
    if ends - begins != rows * dimensions * layout.dtype.itemsize or begins < 0:
        raise damaged(name, "the place of its table does not fit its shape")
    return _Table(layout, begins, next((metadata[key] for key in _WORDS_OF if key in metadata), None))


def _header(stream: IO[bytes], name: str) -> dict[str, Any]:
    size = int.from_bytes(stream.read(8), "little")
    if size > MOST_HEADER_BYTES:
        raise damaged(name, f"its header would be {size / 1e6:,.0f} MB")
    held = stream.read(size)
    if len(held) < size:
        raise damaged(name, "its header is not whole")
    with suppress(ValueError, RecursionError):
        header = json.loads(held)
        if isinstance(header, dict):
            return header
    raise damaged(name, "its header is no JSON object")


def _is_table(value: object) -> bool:
    """Whether an entry of the header is a table (rows, dimensions) of numbers of a known type."""
    if not isinstance(value, dict) or value.get("dtype") not in _TYPES:
        return False
    shape, offsets = value.get("shape"), value.get("data_offsets")
    return _are_two_counts(shape) and _are_two_counts(offsets) and value["shape"][1] > 1


def _are_two_counts(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(item) is int and item >= 0 for item in value)


def _words(table: _Table, file: VectorFile) -> Sequence[str]:
    """The words in the order of the rows."""
    if table.words is not None:
        words = _from_json(table.words)
        if words is None:
            raise damaged(file.name, "the words in its metadata are no JSON list of texts")
        return words
    for beside in _beside(file.path):
        if beside.is_file():
            words = _from_file(beside)
            if words is None:
                raise damaged(beside.name, "it is no list of words")
            return words
    first, second = (path.name for path in _beside(file.path)[:2])
    raise foreign(file.name, f"its words stand neither in its metadata nor beside it, in {first} or {second}")


def _beside(path: Path) -> list[Path]:
    """Where the words may stand, the nearest name first."""
    stem = path.name.split(".safetensors")[0]
    names = [f"{stem}.{words}{ending}" for words in _WORDS_OF for ending in _ENDINGS]
    names += [f"{stem}{ending}" for ending in _ENDINGS]
    names += [f"{words}{ending}" for words in _WORDS_OF for ending in _ENDINGS]
    return [path.with_name(name) for name in names]


def _from_file(path: Path) -> Sequence[str] | None:
    with faults_of(path.name):
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    if path.suffix == ".json":
        return _from_json(text)
    return text.removesuffix("\n").split("\n") if "\r" not in text else text.removesuffix("\r\n").split("\r\n")


def _from_json(told: object) -> Sequence[str] | None:
    """A list of words, or an object from each word to its row, as it stands or as JSON text."""
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return None
    if isinstance(told, dict) and all(type(row) is int for row in told.values()):
        told = sorted(told, key=told.__getitem__)
    if isinstance(told, list) and all(isinstance(word, str) for word in told):
        return told
    return None
