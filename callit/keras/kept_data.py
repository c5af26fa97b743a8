"""Validation data kept beside a model, so that its score can be computed again: arrays alone, never pickled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from callit.whole import HALF

KEPT_FILE = "kept.npz"
MOST_ROWS, MOST_BYTES = 20_000, 50_000_000
_FORM = "form"
_PARTS = ("x", "y", "sample_weight")


class NotKept(Exception):
    """The data is of a form that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptData:
    """Inputs, targets and weights of rows (or None), as `evaluate` takes them.

    `is_whole`: these are all rows that there were, and each validation sees the same; `all_rows`: how many that are,
    None where it is not known.
    """

    x: Any
    y: Any
    sample_weight: Any
    rows: int
    is_whole: bool
    all_rows: int | None = None


def kept_from(
    validation_data: Any, *, most_batches: int | None = None, goes_on: Callable[[], bool] = lambda: True
) -> KeptData:
    """As much of the validation data as is worth keeping; what comes in batches is read until `goes_on` says no.

    A `PyDataset` and a `DataLoader` are read beside `fit`, and may give other rows to each validation.

    Raises
    ------
    NotKept
        It comes from a generator, which would lack what is read here, or holds something else than numbers and texts.
    """
    if validation_data is None:
        raise NotKept("there is no validation data")
    if isinstance(validation_data, tuple | list) and len(validation_data) in {2, 3}:
        return _of_arrays(*validation_data)
    if hasattr(validation_data, "as_numpy_iterator"):
        return _of_batches(validation_data, most_batches, goes_on, is_same_each_time=True)
    if isinstance(validation_data, keras.utils.PyDataset):
        return _of_batches(_indexed(validation_data), most_batches, goes_on, is_same_each_time=False)
    if hasattr(validation_data, "__iter__") and not hasattr(validation_data, "__next__"):
        return _of_batches(validation_data, most_batches, goes_on, is_same_each_time=False)
    raise NotKept(f"validation data of {type(validation_data).__name__} can be gone through only by fit itself")


def _of_arrays(x: Any, y: Any, sample_weight: Any = None) -> KeptData:
    parts = [_mapped(part, _plain) for part in (x, y, sample_weight)]
    leaves = [leaf for part in parts for leaf in _leaves(part)]
    all_rows = min(len(leaf) for leaf in leaves)
    rows = min(all_rows, MOST_ROWS, _rows_within(leaves, all_rows))
    x, y, sample_weight = (_mapped(part, lambda array: array[:rows]) for part in parts)
    return KeptData(x, y, sample_weight, rows, rows == all_rows, all_rows)


def _indexed(dataset: keras.utils.PyDataset) -> Iterator[Any]:
    return (dataset[number] for number in range(dataset.num_batches or 1))


def _of_batches(
    dataset: Iterable[Any], most_batches: int | None, goes_on: Callable[[], bool], *, is_same_each_time: bool
) -> KeptData:
    batches: list[Any] = []
    rows, is_whole = 0, True
    for number, batch in enumerate(dataset):
        if most_batches is not None and number >= most_batches:
            break
        if batches and not goes_on():
            is_whole = False
            break
        if not isinstance(batch, tuple | list) or len(batch) not in {2, 3}:
            raise NotKept("its batches are no pairs of inputs and targets")
        batches.append([_mapped(part, _plain) for part in batch])
        rows += len(_leaves(batches[-1][0])[0])
        if (
            rows >= MOST_ROWS
            or sum(leaf.nbytes for part in batches[-1] for leaf in _leaves(part)) * len(batches) > MOST_BYTES
        ):
            is_whole = False
            break
    if not batches:
        raise NotKept("it holds no batch")
    joined = [_joined([batch[number] for batch in batches]) for number in range(len(batches[0]))]
    x, y, *weight = joined
    all_rows = rows if is_whole else None
    return KeptData(x, y, weight[0] if weight else None, rows, is_whole and is_same_each_time, all_rows)


def _joined(parts: list[Any]) -> Any:
    first = parts[0]
    if isinstance(first, Mapping):
        return {name: _joined([part[name] for part in parts]) for name in first}
    if isinstance(first, list):
        return [_joined([part[number] for part in parts]) for number in range(len(first))]
    return np.concatenate(parts)


def _rows_within(leaves: list[NDArray[Any]], rows: int) -> int:
    per_row = sum(leaf.nbytes for leaf in leaves) / max(1, rows)
    return rows if per_row == 0 else max(1, int(MOST_BYTES / per_row))


def _plain(value: Any) -> NDArray[Any]:
    array = np.asarray(value if isinstance(value, np.ndarray) or hasattr(value, "iloc") else _to_numpy(value))
    if array.dtype.kind in "OS":
        array = _as_texts(array)
    if array.dtype.kind not in "biufU" or array.ndim == 0:
        raise NotKept(f"it holds {array.dtype} that is no array of numbers or texts")
    return array


def _to_numpy(value: Any) -> Any:
    return value.numpy() if hasattr(value, "numpy") else keras.ops.convert_to_numpy(value)


def _as_texts(array: NDArray[Any]) -> NDArray[Any]:
    words = [word.decode("utf-8", "replace") if isinstance(word, bytes) else word for word in array.ravel().tolist()]
    if not all(isinstance(word, str) for word in words):
        raise NotKept("it holds objects that are no texts")
    return np.array(words, dtype=str).reshape(array.shape)


def _mapped(part: Any, change: Any) -> Any:
    if part is None:
        return None
    if isinstance(part, Mapping):
        return {str(name): change(value) for name, value in part.items()}
    if isinstance(part, list | tuple) and part and not isinstance(part[0], int | float | str | bool | list):
        return [change(value) for value in part]
    return change(part)


def _leaves(part: Any) -> list[NDArray[Any]]:
    if part is None:
        return []
    if isinstance(part, Mapping):
        return list(part.values())
    return part if isinstance(part, list) else [part]


def write_kept(folder: Path, kept: KeptData) -> None:
    """Write them as `kept.npz`, whole or not at all."""
    arrays: dict[str, NDArray[Any]] = {}
    form: dict[str, Any] = {"rows": kept.rows, "is_whole": kept.is_whole}
    for name in _PARTS:
        part = getattr(kept, name)
        form[name] = list(part) if isinstance(part, Mapping) else len(part) if isinstance(part, list) else None
        arrays |= {f"{name}{number}": leaf for number, leaf in enumerate(_leaves(part))}
    half = folder / f"{KEPT_FILE}{HALF}"
    with half.open("wb") as file:
        np.savez(file, allow_pickle=False, **{_FORM: np.array(json.dumps(form)), **arrays})
    half.replace(folder / KEPT_FILE)


def read_kept(folder: Path) -> KeptData:
    """What `write_kept` wrote."""
    with np.load(folder / KEPT_FILE, allow_pickle=False) as arrays:
        form = json.loads(str(arrays[_FORM].item()))
        parts = {name: _part(form[name], _numbered(arrays, name)) for name in _PARTS}
    all_rows = form["rows"] if form["is_whole"] else None
    return KeptData(**parts, rows=form["rows"], is_whole=form["is_whole"], all_rows=all_rows)


def _numbered(arrays: Any, name: str) -> Iterator[NDArray[Any]]:
    number = 0
    while f"{name}{number}" in arrays:
        yield arrays[f"{name}{number}"]
        number += 1


def _part(form: Any, leaves: Iterator[NDArray[Any]]) -> Any:
    if isinstance(form, list):
        return dict(zip(form, leaves, strict=True))
    return list(leaves) if isinstance(form, int) else next(leaves, None)
