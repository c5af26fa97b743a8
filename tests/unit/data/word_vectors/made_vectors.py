"""Files of word vectors as programs write them, made here from words and numbers."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Write = Callable[[Path, Sequence[str], NDArray[np.float32]], Path]


def glove(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    path = folder / "glove.txt"
    path.write_bytes(b"".join(_row(word, row) + b"\n" for word, row in zip(words, vectors, strict=True)))
    return path


def word2vec_text(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    """As the C program writes it: counts first, a blank behind each row."""
    path = folder / "word2vec.txt"
    rows = b"".join(_row(word, row) + b" \n" for word, row in zip(words, vectors, strict=True))
    path.write_bytes(b"%d %d\n" % vectors.shape + rows)
    return path


def fasttext(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    return word2vec_text(folder, words, vectors).rename(folder / "cc.vec")


def word2vec_binary(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    path = folder / "word2vec.bin"
    rows = b"".join(
        word.encode() + b" " + row.astype("<f4").tobytes() + b"\n" for word, row in zip(words, vectors, strict=True)
    )
    path.write_bytes(b"%d %d\n" % vectors.shape + rows)
    return path


def gensim_binary(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    """As gensim writes it: no newline between the rows."""
    path = folder / "gensim.bin"
    rows = b"".join(
        word.encode() + b" " + row.astype("<f4").tobytes() for word, row in zip(words, vectors, strict=True)
    )
    path.write_bytes(b"%d %d\n" % vectors.shape + rows)
    return path


def npz(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    path = folder / "vectors.npz"
    np.savez(path, words=np.array(words, dtype=str), vectors=vectors)
    return path


def npz_compressed(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    path = folder / "packed.npz"
    np.savez_compressed(path, words=np.array([word.encode() for word in words]), vectors=vectors.astype(np.float64))
    return path


def safetensors(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    return write_safetensors(folder / "vectors.safetensors", vectors, {"words": json.dumps(list(words))})


def safetensors_with_words_beside(folder: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> Path:
    (folder / "model.words.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8", newline="\n")
    return write_safetensors(folder / "model.safetensors", vectors, {})


def write_safetensors(path: Path, vectors: NDArray[np.float32], metadata: dict[str, str]) -> Path:
    """A bias before the table, as a trained model has more than one array."""
    bias, table = np.ones(3, "<f4").tobytes(), vectors.astype("<f4").tobytes()
    header = {
        "__metadata__": metadata,
        "bias": {"dtype": "F32", "shape": [3], "data_offsets": [0, len(bias)]},
        "embedding": {
            "dtype": "F32", "shape": list(vectors.shape), "data_offsets": [len(bias), len(bias) + len(table)]
        },
    }  # fmt: skip
    told = json.dumps(header).encode()
    path.write_bytes(len(told).to_bytes(8, "little") + told + bias + table)
    return path


def gzipped(path: Path) -> Path:
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    return packed


def zipped(path: Path, *others: Path) -> Path:
    packed = path.with_name(path.name + ".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in (path, *others):
            archive.write(member, member.name)
        archive.writestr("__MACOSX/._" + path.name, "litter")
    return packed


FORMS: tuple[Write, ...] = (
    glove, word2vec_text, fasttext, word2vec_binary, gensim_binary, npz, npz_compressed, safetensors,
    safetensors_with_words_beside,
)  # fmt: skip


def _row(word: str, row: NDArray[np.float32]) -> bytes:
    return b" ".join([word.encode(), *(repr(float(number)).encode() for number in row)])
