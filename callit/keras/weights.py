"""The weights of a Keras model as hashes: the same for a model, its file, and the model that is read from the file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

WEIGHTS_FILE = "weights.json"  # the hash of each array of the model
MODEL_FILE, BARE_FILE = "model.keras", "model.weights.h5"
_INSIDE = "model.weights.h5"  # in a .keras file


def array_digest(array: Any) -> str:
    """A hash over an array's shape and values."""
    plain = np.ascontiguousarray(array)
    return hashlib.sha256(f"{plain.dtype.str} {plain.shape}\n".encode() + plain.tobytes()).hexdigest()


def model_digests(model: Any) -> list[str]:
    """The hashes of a model's weights, in order of the hashes: names change from one process to the next."""
    return sorted(array_digest(keras.ops.convert_to_numpy(weight)) for weight in model.weights)


def weights_hash(digests: Iterable[str]) -> str:
    """One hash over all of them."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def file_digests(path: Path) -> Counter[str]:
    """The hashes of all arrays in a `.keras` or `.weights.h5` file, those of the optimiser too; no code is run.

    Raises
    ------
    OSError, ValueError, zipfile.BadZipFile
        It is no such file.
    """
    import h5py

    source: Any = path
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            source = io.BytesIO(archive.read(_INSIDE))
    found: Counter[str] = Counter()

    def look(_name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            found[array_digest(item[()])] += 1

    with h5py.File(source, "r") as file:
        file.visititems(look)
    return found


def write_digests(folder: Path, digests: Sequence[str]) -> None:
    """Write them beside the model."""
    (folder / WEIGHTS_FILE).write_text(json.dumps(list(digests)), encoding="utf-8")


def read_digests(folder: Path) -> list[str]:
    """What `write_digests` wrote."""
    told = json.loads((folder / WEIGHTS_FILE).read_text(encoding="utf-8"))
    return [str(digest) for digest in told]
