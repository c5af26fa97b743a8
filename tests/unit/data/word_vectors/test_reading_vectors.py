"""Word vectors of any usual form: the rows of the wanted words, and nothing else, are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.word_vectors import blocks
from data.word_vectors.read import check_vectors, read_vectors
from tests.unit.data.word_vectors.made_vectors import (
    FORMS,
    Write,
    fasttext,
    glove,
    gzipped,
    npz,
    safetensors,
    word2vec_binary,
    word2vec_text,
    write_safetensors,
    zipped,
)  # fmt: skip

WORDS = ("the", "naïve", "слово", "don't", "日", "rare")
VECTORS = np.array([[n + 0.5, -n, 1e-3 * n] for n in range(1, 7)], np.float32)
# What may stand in a token: no blank, no sign that ends a line, nothing that NumPy or C would cut off
LETTERS = st.characters(exclude_categories=["C", "Z"])
TOKENS = st.lists(st.text(LETTERS, min_size=1, max_size=8).map(str.lower), min_size=1, max_size=30, unique=True)


def found(path: Path, words: Sequence[str] = WORDS) -> dict[str, list[float]]:
    """The words that have a vector, with it."""
    check_vectors(str(path))
    vectors = read_vectors(str(path), words)
    assert vectors.is_whole
    return {word: row.tolist() for word, row, has in zip(words, vectors.vectors, vectors.is_found, strict=True) if has}


def as_found(words: Sequence[str], vectors: NDArray[np.float32]) -> dict[str, list[float]]:
    return {word: row.tolist() for word, row in zip(words, vectors, strict=True)}


def written(folder: Path, text: str) -> Path:
    path = folder / "vectors.txt"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("write", FORMS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("pack", [lambda path: path, gzipped, zipped], ids=["plain", "gz", "zip"])
def test_every_form_is_read_packed_or_not(write: Write, pack: object, tmp_path: Path) -> None:
    """Words of any alphabet; what is not in the file has no vector, what is not wanted is passed over."""
    path = pack(write(tmp_path, WORDS, VECTORS))  # type: ignore[operator]
    assert found(path, ("слово", "unknown", "naïve")) == {"слово": VECTORS[2].tolist(), "naïve": VECTORS[1].tolist()}


@pytest.mark.slow
@pytest.mark.parametrize("write", FORMS, ids=lambda write: write.__name__)
@given(words=TOKENS, dimensions=st.integers(2, 5), data=st.data())
@settings(max_examples=15)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, write: Write, words: list[str], dimensions: int, data: st.DataObject
) -> None:
    """Any words, any numbers."""
    numbers = st.floats(-1e6, 1e6, width=32).filter(bool)
    rows = st.lists(numbers, min_size=dimensions, max_size=dimensions)
    table = data.draw(st.lists(rows, min_size=len(words), max_size=len(words)))
    vectors = np.array(table, np.float32)
    folder = tmp_path_factory.mktemp("vectors")
    assert found(write(folder, words, vectors), words) == as_found(words, vectors)


@pytest.mark.parametrize("write", [glove, word2vec_binary, npz, safetensors], ids=lambda write: write.__name__)
def test_a_file_of_many_blocks_is_read_whole(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row is whole wherever one block of bytes ends and the next begins."""
    words = [f"w{n}" for n in range(300)]
    vectors = np.random.default_rng(0).normal(size=(300, 7)).astype(np.float32)
    path = write(tmp_path, words, vectors)
    for size in (29, 64, 1000):
        monkeypatch.setattr(blocks, "BLOCK_BYTES", size)
        monkeypatch.setattr("data.word_vectors.binary_rows.BLOCK_BYTES", size)
        assert found(path, words) == as_found(words, vectors)


def test_the_spelling_of_the_texts_wins_over_capitals_wherever_it_stands(tmp_path: Path) -> None:
    """Texts are read in lower case; a file of names and sentence beginnings may hold three spellings."""
    rows = "The 1 1\nTHE 2 2\nthe 3 3\nPARIS 4 4\nParis 5 5\nÉTÉ 6 6\ncafe\u0301 7 7\nDon't 8 8\n"
    words = ("the", "paris", "été", "café", "don\u2019t", "don't")
    expected = {"the": 3, "paris": 4, "été": 6, "café": 7, "don\u2019t": 8, "don't": 8}
    assert found(written(tmp_path, rows), words) == {word: [n, n] for word, n in expected.items()}


def test_words_with_blanks_break_no_row(tmp_path: Path) -> None:
    """GloVe of the web has tokens such as ". . ." and "at name@domain.com"; they are no words of a text."""
    rows = ". . . 9 9 9\nat name@domain.com 8 8 8\n. 1 2 3\nat 4 5 6\n 7 7 7\n"
    assert found(written(tmp_path, rows), (".", "at", "name@domain.com")) == {".": [1, 2, 3], "at": [4, 5, 6]}


@pytest.mark.parametrize("bad", ["nan 1", "1 inf", "-inf 1", "1e39 1", "0 0"])
def test_rows_that_say_nothing_are_skipped(bad: str, tmp_path: Path) -> None:
    """Not a number, no end, or zeros only: another spelling of the word serves in its place."""
    assert found(written(tmp_path, f"the {bad}\nThe 1 2\na 3 4\n"), ("the", "a")) == {"the": [1, 2], "a": [3, 4]}


@pytest.mark.parametrize(
    "rows",
    [
        "\ufeffthe 1 2\na 3 4\n",
        "the 1 2\r\na 3 4\r\n",
        "the\t1\t2\na\t3\t4\n",
        "the 1 2\n\na 3 4",
        "the 1 2 \na 3 4 \n\n",
    ],
    ids=["byte order mark", "Windows", "tabs", "empty line and no newline at the end", "blanks at the end"],
)
def test_text_as_other_systems_write_it(rows: str, tmp_path: Path) -> None:
    """Which program wrote it makes no difference."""
    assert found(written(tmp_path, rows), ("the", "a")) == {"the": [1, 2], "a": [3, 4]}


def test_words_in_an_older_encoding_are_found(tmp_path: Path) -> None:
    """Western files from before UTF-8."""
    path = tmp_path / "vectors.txt"
    path.write_bytes("the 1 2\nété 3 4\n".encode("cp1252"))
    assert found(path, ("the", "été")) == {"the": [1, 2], "été": [3, 4]}


def test_a_word_may_look_like_something_else(tmp_path: Path) -> None:
    """The first word of a published file is a comma or a sign."""
    assert found(written(tmp_path, "< 1 2\n{ 3 4\n5 6 7\n"), ("<", "{", "5")) == {"<": [1, 2], "{": [3, 4], "5": [6, 7]}


def test_a_zip_of_several_sizes_gives_the_widest(tmp_path: Path) -> None:
    """The archive of GloVe holds the same words with 50, 100, 200 and 300 numbers; which was taken is said."""
    narrow = fasttext(tmp_path, WORDS, VECTORS[:, :2])
    path = zipped(glove(tmp_path, WORDS, np.repeat(VECTORS, 20, axis=1)), narrow)
    read = read_vectors(str(path), WORDS)
    assert read.vectors.shape == (6, 60)
    assert read.source == "glove.txt in glove.txt.zip"


@pytest.mark.parametrize("dtype", ["F16", "BF16", "F64"])
def test_other_types_of_numbers_are_read(dtype: str, tmp_path: Path) -> None:
    """Half of a float32, its upper half, and twice as much."""
    path = write_safetensors(tmp_path / "v.safetensors", np.ones((6, 4), np.float32), {"words": '["a"]'})
    values = np.array([[1.5, -2.0]] * 2, np.float32)
    held = {
        "F16": values.astype("<f2").tobytes(),
        "BF16": (values.view(np.uint32) >> 16).astype("<u2").tobytes(),
        "F64": values.astype("<f8").tobytes(),
    }[dtype]
    header = f'{{"e":{{"dtype":"{dtype}","shape":[2,2],"data_offsets":[0,{len(held)}]}}}}'.encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + held)
    (tmp_path / "vocab.json").write_text('{"b": 1, "a": 0}')
    assert found(path, ("a", "b")) == {"a": [1.5, -2.0], "b": [1.5, -2.0]}


def test_what_was_found_until_time_was_over_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files begin with the words that occur most; that it was not read to its end is said by whoever asked."""
    words = [f"w{n}" for n in range(400)]
    path = word2vec_text(tmp_path, words, np.ones((400, 4), np.float32))
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 500)
    asked = count()
    read = read_vectors(str(path), words, lambda: next(asked) < 5)
    assert not read.is_whole
    assert 10 < read.is_found.sum() < 200
    assert read.is_found[:10].all()
