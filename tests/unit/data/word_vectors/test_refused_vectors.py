"""Damaged, cut off and foreign files of word vectors: one sentence with what was found and what to do."""

from __future__ import annotations

import gzip
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from data.errors import UnusableVectors
from data.word_vectors.read import check_vectors, read_vectors
from tests.unit.data.word_vectors.made_vectors import (
    FORMS,
    Write,
    gzipped,
    npz,
    safetensors,
    word2vec_binary,
    write_safetensors,
    zipped,
)  # fmt: skip

WORDS = [f"word{n}" for n in range(400)]
VECTORS = np.random.default_rng(0).normal(size=(400, 6)).astype(np.float32)


def refusal(path: Path) -> str:
    with pytest.raises(UnusableVectors) as refused:
        read_vectors(str(path), WORDS)
    sentence = str(refused.value)
    assert path.name.split(".")[0] in sentence
    assert "\n" not in sentence
    return sentence


def bytes_in(folder: Path, held: bytes, name: str = "vectors.txt") -> Path:
    path = folder / name
    path.write_bytes(held)
    return path


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (b"text,label\nhello there,good\nbad one,bad\n", "'hello there,good' is no word|'text,label' is no word"),
        (b"the,0.1,0.2\na,0.3,0.4\n", "'the,0.1,0.2' is no word with numbers behind it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "it is a picture"),
        (b"<!DOCTYPE html>\n<html><body>404 not found</body></html>\n", "it is a web page"),
        (b"%PDF-1.7\n" + bytes(200), "it is a PDF"),
        (b'{"the": [0.1, 0.2]}', "it is JSON"),
        (b"SQLite format 3\0" + bytes(200), "it is an SQLite database"),
        ((793_712_314).to_bytes(4, "little") + bytes(200), "a fastText model, of which only the text file"),
        ("the 1 2\n".encode("utf-16"), "neither UTF-8 text nor arrays"),
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (b"hello\nworld\n", "'hello' is no word with numbers behind it"),
        (b"400 6\n", "is no word with numbers behind it"),
    ],
)
def test_what_is_no_file_of_vectors_is_said(held: bytes, words: str, tmp_path: Path) -> None:
    """Before the session starts; what would be right stands in the sentence."""
    path = bytes_in(tmp_path, held)
    with pytest.raises(UnusableVectors, match=words) as refused:
        check_vectors(str(path))
    assert "Expected GloVe or word2vec text, fastText .vec" in str(refused.value)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_is_never_loaded(protocol: int, tmp_path: Path) -> None:
    """gensim and PyTorch save pickles, which can run code."""
    path = bytes_in(tmp_path, pickle.dumps({"the": [0.1]}, protocol), "vectors.kv")
    assert "a Python pickle, which is never loaded" in refusal(path)


def test_a_pickle_in_a_zip_is_never_loaded(tmp_path: Path) -> None:
    """PyTorch saves a .zip with a pickle and plain numbers in it."""
    with zipfile.ZipFile(tmp_path / "vectors.pt", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps([1]))
        archive.writestr("archive/data/0", bytes(10_000))
    assert "a Python pickle, which is never loaded" in refusal(tmp_path / "vectors.pt")


def test_python_objects_in_an_npz_are_never_loaded(tmp_path: Path) -> None:
    """Words of object type are a pickle inside the .npz."""
    np.savez(tmp_path / "vectors.npz", words=np.array(WORDS, dtype=object), vectors=VECTORS)
    assert "dtype=str" in refusal(tmp_path / "vectors.npz")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """With the path, so that the typing error can be seen."""
    with pytest.raises(UnusableVectors, match=r"nowhere\.vec was not found"):
        check_vectors(str(tmp_path / "nowhere.vec"))
    with pytest.raises(UnusableVectors, match="is a folder"):
        check_vectors(str(tmp_path))


@pytest.mark.parametrize("write", FORMS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("share", [0.3, 0.9, 0.995])
def test_a_file_that_is_cut_off_is_refused(write: Write, share: float, tmp_path: Path) -> None:
    """A download that ended early."""
    held = write(tmp_path, WORDS, VECTORS).read_bytes()
    path = bytes_in(tmp_path, _cut(held, share), "cut")
    if write.__name__.startswith("safetensors"):
        (tmp_path / "cut.words.txt").write_text("\n".join(WORDS))
    assert "damaged or cut off" in refusal(path)


def _cut(held: bytes, share: float) -> bytes:
    """A share of the bytes; of text, up to the middle of a number."""
    size = int(share * len(held))
    return held[: held.rfind(b" ", 0, size)] if b"\n" in held[-3:] and b"\0" not in held else held[:size]


@pytest.mark.parametrize("pack", [gzipped, zipped])
@pytest.mark.parametrize(
    "damage", [lambda held: held[: len(held) // 2], lambda held: held[:900] + bytes(400) + held[1300:]]
)
def test_damaged_packing_is_refused(
    pack: Callable[[Path], Path], damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """Half of a .gz, and bytes in the middle that are others."""
    path = pack(FORMS[0](tmp_path, WORDS, VECTORS))
    path.write_bytes(damage(path.read_bytes()))
    assert "damaged or cut off" in refusal(path)


def test_counts_that_do_not_fit_the_rows_are_said(tmp_path: Path) -> None:
    """Numbers a word; words, which those who cut the file on purpose can mend."""
    rows = "".join(f"{word} 1 2 3\n" for word in WORDS)
    path = bytes_in(tmp_path, b"400 300\n" + rows.encode())
    assert "says 300 numbers a word, and its rows have 3" in refusal(path)
    path = bytes_in(tmp_path, b"2000 3\n" + rows.encode())
    assert "says 2,000 words, and 400 follow (to use these as they are, delete the first line)" in refusal(path)


def test_rows_of_another_length_are_damage_where_they_are_many(tmp_path: Path) -> None:
    """A few odd rows stand in most published files."""
    good = "".join(f"{word} 1 2 3\n" for word in WORDS)
    odd = bytes_in(tmp_path, (good + "word1 9\nodd 1 2\nlast 1 2 3\n").encode())
    assert read_vectors(str(odd), [*WORDS, "odd"]).is_found.sum() == len(WORDS)
    bad = bytes_in(tmp_path, (good + "".join(f"x{n} 1 2\n" for n in range(100)) + "last 1 2 3\n").encode())
    with pytest.raises(UnusableVectors, match="100 of 500 rows looked at do not hold 3 numbers"):
        read_vectors(str(bad), [*WORDS, *(f"x{n}" for n in range(100))])


def test_arrays_that_are_something_else_are_said(tmp_path: Path) -> None:
    """Which arrays were found."""
    np.savez(tmp_path / "a.npz", weights=VECTORS, bias=np.ones(3))
    assert "the arrays bias, weights, not 'words' and 'vectors'" in refusal(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", words=np.array(WORDS), vectors=VECTORS[0])
    assert "of shape (6,)" in refusal(tmp_path / "b.npz")
    np.savez(tmp_path / "c.npz", words=np.array(WORDS[:-1]), vectors=VECTORS)
    assert "399 words and 400 vectors" in refusal(tmp_path / "c.npz")
    np.savez(tmp_path / "d.npz", words=np.array(WORDS), vectors=np.asfortranarray(VECTORS))
    assert "np.ascontiguousarray" in refusal(tmp_path / "d.npz")


def test_safetensors_without_words_are_told_where_to_put_them(tmp_path: Path) -> None:
    """Nearest name first."""
    path = write_safetensors(tmp_path / "model.safetensors", VECTORS, {})
    assert "beside it, in model.words.json or model.words.txt" in refusal(path)
    path = write_safetensors(tmp_path / "model.safetensors", VECTORS, {"words": "no list"})
    assert "no JSON list" in refusal(path)
    path = write_safetensors(tmp_path / "model.safetensors", VECTORS, {"words": '["one"]'})
    assert "1 words for its 400 vectors" in refusal(path)


def test_a_damaged_header_of_safetensors_is_refused(tmp_path: Path) -> None:
    """A length that would fill the memory, JSON that is none, a place that does not fit."""
    held = safetensors(tmp_path, WORDS, VECTORS).read_bytes()
    assert "MB" in refusal(bytes_in(tmp_path, (2**31).to_bytes(8, "little") + held[8:], "a.safetensors"))
    assert "no JSON object" in refusal(bytes_in(tmp_path, held[:9] + b"}" + held[10:], "b.safetensors"))
    moved = held.replace(b'"shape": [400, 6]', b'"shape": [400, 7]')
    assert "does not fit its shape" in refusal(bytes_in(tmp_path, moved, "c.safetensors"))


def test_binary_that_is_nonsense_ends(tmp_path: Path) -> None:
    """Bytes without a blank are no word."""
    path = bytes_in(tmp_path, b"400 6\n" + b"\x01" * 300_000, "vectors.bin")
    assert "no word stands behind row 0" in refusal(path)
    counts = word2vec_binary(tmp_path, WORDS, VECTORS).read_bytes().replace(b"400 6\n", b"400 1\n", 1)
    assert "1 numbers a word" in refusal(bytes_in(tmp_path, counts, "vectors.bin"))


def test_a_zip_with_a_password_or_with_nothing(tmp_path: Path) -> None:
    """Unpacking is for the person to do."""
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    assert "the .zip is empty" in refusal(tmp_path / "empty.zip")
    path = npz(tmp_path, WORDS, VECTORS)
    held = bytearray(zipped(path).read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = held.find(mark)
        held[place + (6 if mark[2] == 3 else 8)] |= 1
    assert "asks for a password" in refusal(bytes_in(tmp_path, bytes(held), "vectors.zip"))


def test_a_long_line_fills_no_memory(tmp_path: Path) -> None:
    """A packed file of one line is ended early."""
    head = b"".join(b"w%d 1 2\n" % n for n in range(9000))
    path = bytes_in(tmp_path, gzip.compress(head + b"1" * 30_000_000, 1), "long.gz")
    assert "a line is longer" in refusal(path)
