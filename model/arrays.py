"""Named arrays on disk and their hash. Nothing is ever unpickled, and no array is larger than it should be."""

from __future__ import annotations

import hashlib
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from model.protocol.whole_file import whole_file

Floats = NDArray[np.float32]
FloatArrays = dict[str, NDArray[np.float32]]
Arrays = Mapping[str, NDArray[Any]]
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)  # what a damaged file of arrays may raise
Shapes = Mapping[str, tuple[str, tuple[int, ...]]]  # name -> (dtype, shape)


class UnexpectedArrays(ValueError):
    """The file's arrays are not those that were expected."""


def save_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays as `.npz`, whole or not at all."""
    with whole_file(path) as file:
        np.savez(file, allow_pickle=False, **{name: np.asarray(array, order="C") for name, array in arrays.items()})


def load_arrays(path: Path, expected: Shapes) -> dict[str, NDArray[Any]]:
    """Read exactly the expected arrays; their headers are checked before any of them is read.

    Raises
    ------
    UnexpectedArrays
        Other names, types or shapes than expected, or no such archive at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, expected)
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in expected}
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, OSError, RuntimeError) as error:
        raise UnexpectedArrays(f"{path.name}: {error}") from error


def arrays_sha256(arrays: Arrays) -> str:
    """One hash over names, types, shapes and values in the order of the names: the same for every save of a model."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _check(archive: zipfile.ZipFile, expected: Shapes) -> None:
    """Refuse other arrays than those expected, and any that would grow while it is read."""
    names = sorted(name.removesuffix(".npy") for name in archive.namelist())
    if names != sorted(expected):
        raise UnexpectedArrays(f"holds {names}, not {sorted(expected)}")
    for name, (dtype, shape) in expected.items():
        entry = archive.getinfo(f"{name}.npy")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size < math.prod(shape) * np.dtype(dtype).itemsize:
            raise UnexpectedArrays(f"{name} is compressed, or cut off")
        with archive.open(entry) as content:
            header = _header(content)
        if header != (np.dtype(dtype), shape):
            raise UnexpectedArrays(f"{name} is {header[0]} {header[1]}, not {dtype} {shape}")


def _header(content: IO[bytes]) -> tuple[np.dtype[Any], tuple[int, ...]]:
    version = np.lib.format.read_magic(content)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(content)
    return dtype, shape
