"""Labelling with a saved model in a process of its own: real files, a real model, and every refusal a sentence."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from model.folder.artifact import Delivered, save_model
from model.protocol.manifest import Provenance
from planner.sessions import prediction
from planner.sessions.prediction import (
    PredictionFailed,
    labelled_files,
    labelled_place,
    predict_file,
    predict_texts,
    read_again,
    write_labelled,
)
from tests.unit.made_models import TWO_LABELS, benchmark_alone, made_two_labels_benchmark, save


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an n-gram model that knows good from bad."""
    path = tmp_path_factory.mktemp("model")
    save(path, benchmark_alone())
    return path


@pytest.mark.slow
def test_typed_texts_come_back_in_order_with_label_and_probability(folder: Path) -> None:
    """Quotes, separators, other scripts and the look of a number are text like any other."""
    texts = ['the "lovely", sunny room', "awful;gloomy\tstaff", "好 lovely", "12"]
    labelled = predict_texts(folder, texts)
    assert labelled["text"].tolist() == texts
    assert labelled["predicted_label"].tolist()[:2] == ["good", "bad"]
    assert labelled["predicted_probability"].between(0, 1).all()


@pytest.mark.slow
def test_a_file_is_labelled_with_its_first_rows_to_look_at(folder: Path, tmp_path: Path) -> None:
    """The answers stand in front of the preview; the file itself keeps its columns first, and all its rows."""
    file, out = tmp_path / "new.csv", labelled_place(tmp_path, "s1", tmp_path / "new.csv")
    file.write_text("id,comment\n" + "".join(f"{row},the lovely sunny room\n" for row in range(25)))
    done = predict_file(folder, file, text_columns=("comment",), out=out)
    assert done.words == "25 rows labelled"
    assert list(done.head.columns) == ["predicted_label", "predicted_probability", "id", "comment"]
    assert len(done.head) == 10
    with out.open(newline="") as written:
        assert len(list(csv.DictReader(written))) == 25
    assert labelled_files(tmp_path, "s1") == [out]
    assert read_again(out, done.words).head.equals(done.head)


@pytest.mark.slow
def test_a_missing_column_and_a_missing_file_are_sentences(folder: Path, tmp_path: Path) -> None:
    """As the command line says them."""
    (tmp_path / "new.csv").write_text("id,comment\n1,the room\n2,the staff\n")
    out = tmp_path / "out.csv"
    with pytest.raises(PredictionFailed, match=r"Column 'review' not found in new.csv. It has: id, comment"):
        predict_file(folder, tmp_path / "new.csv", text_columns=("review",), out=out)
    with pytest.raises(PredictionFailed, match=r"gone.csv does not exist"):
        predict_file(folder, tmp_path / "gone.csv", text_columns=("review",), out=out)
    assert not out.exists()


@pytest.mark.slow
def test_a_column_that_looks_like_an_option_is_a_column(folder: Path, tmp_path: Path) -> None:
    """A header may begin with a dash."""
    (tmp_path / "new.csv").write_text("id,--out\n1,the lovely room\n2,the awful staff\n")
    done = predict_file(folder, tmp_path / "new.csv", text_columns=("--out",), out=tmp_path / "out.csv")
    assert done.words == "2 rows labelled"


@pytest.mark.parametrize(
    ("code", "said", "sentence"),
    [
        (-9, b"", "stopped by the system"),
        (1, b"Traceback (most recent call last):\n  boom\nValueError: x", "The details are in"),
        (1, b"", "The details are in"),
        (1, b"a warning\nThe disk is full.", "The disk is full."),
    ],
)
def test_no_traceback_reaches_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: bytes, sentence: str
) -> None:
    """Killed, crashed, or refused: one sentence."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, code, b"", said)

    monkeypatch.setattr(prediction.subprocess, "run", run)
    with pytest.raises(PredictionFailed) as refused:
        predict_texts(tmp_path, ["a text"])
    assert sentence in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_what_nobody_foresaw_is_in_the_log(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names it, and there is the traceback of the process that labelled."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(
            command, 1, b"", b"Traceback (most recent call last):\n  boom\nValueError: x"
        )

    monkeypatch.setattr(prediction.subprocess, "run", run)
    with pytest.raises(PredictionFailed, match="Labelling ended unexpectedly") as refused:
        write_labelled(tmp_path, tmp_path / "new.csv", out=tmp_path / "out.csv")
    assert str(home / "callit.log") in str(refused.value)
    assert "ValueError: x" in (home / "callit.log").read_text(encoding="utf-8")


def test_a_labelled_file_that_was_removed_is_said(tmp_path: Path) -> None:
    """The page remembers it; the disk does not."""
    with pytest.raises(PredictionFailed, match="not there any more"):
        read_again(tmp_path / "gone.csv", "25 rows labelled")


@pytest.mark.slow
def test_a_model_of_several_labels_says_them_all(tmp_path: Path) -> None:
    """In one cell with the probability of each beside it; of a file the answers stand in front of the preview."""
    folder = tmp_path / "model"
    origin = Provenance(text_column="review", label_column="bad")
    save_model(folder, Delivered(TWO_LABELS, made_two_labels_benchmark()), scores={}, provenance=origin)
    labelled = predict_texts(folder, ["gloomy awful and lovely sunny", "we had usual food"])
    assert list(labelled) == ["text", "predicted_labels", "probability_bad", "probability_good"]
    assert labelled["predicted_labels"].tolist() == ["bad; good", ""]
    assert labelled["probability_bad"].between(0, 1).all()
    (tmp_path / "new.csv").write_text("id,review\n1,awful gloomy\n2,usual\n")
    done = predict_file(folder, tmp_path / "new.csv", text_columns=(), out=tmp_path / "out.csv")
    assert list(done.head) == ["predicted_labels", "probability_bad", "probability_good", "id", "review"]
