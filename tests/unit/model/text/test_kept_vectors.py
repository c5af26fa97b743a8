"""Vectors that were read are kept for the next session, never older than their file or their words, and bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.word_vectors.wanted import FoundVectors
from model.text import kept_vectors
from model.text.kept_vectors import vectors_of

WORDS = ("the", "a")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "v.txt"
    path.write_text("the 1 2\nb 3 4\n")
    return path


def first_number(path: Path, folder: Path | None) -> float:
    return float(vectors_of(str(path), WORDS, folder).vectors[0, 0])


def no_reading(*told: object) -> FoundVectors:
    raise AssertionError("the file was read again")


def test_the_second_session_does_not_read_the_file(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has what the first one found, words without a vector among it."""
    folder = tmp_path / "kept"
    first = vectors_of(str(file), WORDS, folder)
    monkeypatch.setattr(kept_vectors, "read_vectors", no_reading)
    second = vectors_of(str(file), WORDS, folder)
    assert second.vectors.tolist() == first.vectors.tolist() == [[1, 2], [0, 0]]
    assert (second.source, second.is_whole) == ("v.txt", True)


def test_a_file_that_changed_is_read_again(file: Path, tmp_path: Path) -> None:
    """Also where its size is the same and its date was set back."""
    folder, state = tmp_path / "kept", file.stat()
    assert first_number(file, folder) == 1
    file.write_text("the 5 2\nb 3 4\n")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert first_number(file, folder) == 5


def test_other_words_are_looked_up_anew(file: Path, tmp_path: Path) -> None:
    """What is kept belongs to one list of words in one order."""
    folder = tmp_path / "kept"
    vectors_of(str(file), WORDS, folder)
    assert vectors_of(str(file), ("b", "the"), folder).vectors.tolist() == [[3, 4], [1, 2]]


def test_a_damaged_keepsake_is_read_past(file: Path, tmp_path: Path) -> None:
    """A full disk or a broken one."""
    folder = tmp_path / "kept"
    first_number(file, folder)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:50])
    assert first_number(file, folder) == 1


def test_what_was_read_in_part_is_not_kept(file: Path, tmp_path: Path) -> None:
    """The next session may have more time."""
    folder = tmp_path / "kept"
    assert not vectors_of(str(file), WORDS, folder, lambda: False).is_whole
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_costs_nothing(file: Path, tmp_path: Path) -> None:
    """And None keeps nothing."""
    (tmp_path / "taken").write_text("a file")
    assert first_number(file, tmp_path / "taken" / "kept") == first_number(file, None) == 1


def test_what_was_used_longest_ago_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of files, and a number of bytes; the newest always stays."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(kept_vectors, "MOST_FILES", 2)
    for number in range(4):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"the {number} 2\n")
        first_number(path, folder)
        for age, kept in enumerate(sorted(folder.iterdir(), key=lambda path: -path.stat().st_mtime_ns)):
            os.utime(kept, (1000 - age, 1000 - age))
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(kept_vectors, "MOST_BYTES", 1)
    (tmp_path / "last.txt").write_text("the 9 2\n")
    assert first_number(tmp_path / "last.txt", folder) == 9
    assert len(list(folder.iterdir())) == 1
