"""Labelling a file: every row, in its order, with its columns, and never half a file."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.errors import DataError, UnreadableFile, WrongColumn
from model.folder import predict
from model.folder.predict import main, predict_file
from model.folder.predictor import Predictor, load_model
from model.protocol.errors import ModelFolderError
from tests.unit.made_models import CLASSES, benchmark_alone, made_texts, save

TEXTS = [*made_texts(17, seed=5), "", "  ", 'he said "gloomy", then\nleft', "好 lovely", "-1", "NA"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model")
    save(path, benchmark_alone())
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of texts between two other columns."""
    path = tmp_path / "new.csv"
    _write(path, [["id", "review", "when"], *([f"00{row}", text, "2026-05-08"] for row, text in enumerate(TEXTS))])
    return path


def _write(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def _read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != "home"}


def test_every_row_keeps_its_place_and_its_columns(folder: Path, table: Path, tmp_path: Path) -> None:
    """Leading zeros, line breaks, blanks and 'NA' come out as they went in, two columns are new."""
    out = tmp_path / "out.csv"
    assert predict_file(folder, table, out) == len(TEXTS)
    rows = _read(out)
    assert list(rows[0]) == ["id", "review", "when", "predicted_label", "predicted_probability"]
    assert [row["id"] for row in rows] == [f"00{row}" for row in range(len(TEXTS))]
    assert [row["review"] for row in rows] == TEXTS
    expected = load_model(folder).probabilities(TEXTS)
    assert [row["predicted_label"] for row in rows] == [CLASSES[place] for place in expected.argmax(axis=1)]
    probabilities = [float(row["predicted_probability"]) for row in rows]
    np.testing.assert_allclose(probabilities, expected.max(axis=1), atol=1e-6)


@pytest.mark.parametrize("rows_at_once", [1, 7, len(TEXTS)])
def test_a_file_of_any_size_passes_through_in_pieces(
    folder: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    """A few rows are in memory at a time, and the result is that of all at once."""
    seen: list[int] = []
    real = Predictor.probabilities

    def probabilities(self: Predictor, texts: Sequence[str], **options: bool) -> Any:
        seen.append(len(texts))
        return real(self, texts, **options)

    predict_file(folder, table, tmp_path / "whole.csv")
    monkeypatch.setattr(predict, "_ROWS_AT_ONCE", rows_at_once)
    monkeypatch.setattr(Predictor, "probabilities", probabilities)
    predict_file(folder, table, tmp_path / "pieces.csv")
    assert max(seen) == rows_at_once
    assert (tmp_path / "pieces.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.parametrize(("ending", "delimiter"), [(".tsv", "\t"), (".TAB", "\t"), (".csv", ","), (".txt", ",")])
def test_the_ending_chooses_tabs_or_commas(
    folder: Path, table: Path, tmp_path: Path, ending: str, delimiter: str
) -> None:
    """`.tsv` and `.tab` are written with tabs, whatever was read."""
    out = tmp_path / f"out{ending}"
    predict_file(folder, table, out)
    assert [row["review"] for row in _read(out, delimiter)] == TEXTS


@pytest.mark.parametrize("name", ["out.csv.gz", "out.json", "out"])
def test_an_ending_that_is_not_written_is_refused(folder: Path, table: Path, tmp_path: Path, name: str) -> None:
    """Rather than plain CSV under the name of something else."""
    with pytest.raises(DataError, match="Let it end in"):
        predict_file(folder, table, tmp_path / name)
    assert _names(tmp_path) == {"new.csv"}


def test_the_column_of_the_training_is_taken_unless_another_is_named(folder: Path, tmp_path: Path) -> None:
    """The model knows that its texts were called 'review'."""
    both = tmp_path / "both.csv"
    _write(both, [["review", "title"], *[["gloomy awful", "lovely sunny"]] * 3])
    predict_file(folder, both, tmp_path / "one.csv")
    predict_file(folder, both, tmp_path / "other.csv", text_columns=("title",))
    assert {row["predicted_label"] for row in _read(tmp_path / "one.csv")} == {"bad"}
    assert {row["predicted_label"] for row in _read(tmp_path / "other.csv")} == {"good"}


def test_a_column_that_is_not_there_is_told_with_those_that_are(folder: Path, table: Path, tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(WrongColumn) as caught:
        predict_file(folder, table, tmp_path / "out.csv", text_columns=("text",))
    assert "'text' not found in new.csv" in str(caught.value)
    assert "id, review, when" in str(caught.value)
    assert _names(tmp_path) == {"new.csv"}


def test_a_header_without_rows_is_told(folder: Path, tmp_path: Path) -> None:
    """There is nothing to label, and nothing is written."""
    _write(tmp_path / "new.csv", [["id", "review"]])
    with pytest.raises(UnreadableFile, match=r"new\.csv has a header but no rows"):
        predict_file(folder, tmp_path / "new.csv", tmp_path / "out.csv")
    assert _names(tmp_path) == {"new.csv"}


def test_a_model_that_is_none_is_told_before_the_file_is_read(table: Path, tmp_path: Path) -> None:
    """The first thing that is wrong is the first thing that is said."""
    with pytest.raises(ModelFolderError, match="There is no folder"):
        predict_file(tmp_path / "nothing", table, tmp_path / "out.csv")


def test_what_was_there_stays_until_the_new_file_is_whole(
    folder: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error after some rows leaves the former file as it was, and no half one beside it."""
    out, calls = tmp_path / "out.csv", []
    out.write_text("former")

    def fails(self: Predictor, texts: Sequence[str], **options: bool) -> Any:
        calls.append(texts)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")
        assert out.read_text() == "former"
        return np.full((len(texts), 3), 1 / 3)

    monkeypatch.setattr(predict, "_ROWS_AT_ONCE", 5)
    monkeypatch.setattr(Predictor, "probabilities", fails)
    with pytest.raises(OSError, match="No space left"):
        predict_file(folder, table, out)
    assert out.read_text() == "former"
    assert _names(tmp_path) == {"new.csv", "out.csv"}


def test_a_file_can_be_labelled_in_its_own_place(folder: Path, table: Path) -> None:
    """Read to its end before it is replaced; done twice, the labels are replaced and not added again."""
    for _ in range(2):
        assert predict_file(folder, table, table) == len(TEXTS)
    rows = _read(table)
    assert [row["review"] for row in rows] == TEXTS
    assert list(rows[0]) == ["id", "review", "when", "predicted_label", "predicted_probability"]


def test_a_folder_for_the_result_is_made(folder: Path, table: Path, tmp_path: Path) -> None:
    """As `mkdir -p` would."""
    predict_file(folder, table, tmp_path / "some" / "where" / "out.csv")
    assert len(_read(tmp_path / "some" / "where" / "out.csv")) == len(TEXTS)


def test_json_lines_whose_keys_differ_are_labelled(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row without the text is a blank text; columns are those of the first rows; half an emoji is no error."""
    rows = [{"review": "gloomy", "n": 1}] * 4 + [{"n": 2}] * 4 + [{"review": "lovely \ud83d", "more": "x"}] * 4
    path = tmp_path / "new.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    monkeypatch.setattr(predict, "_ROWS_AT_ONCE", 4)
    assert predict_file(folder, path, tmp_path / "out.csv") == 12
    found = _read(tmp_path / "out.csv")
    assert [row["predicted_label"] for row in found[::4]][::2] == ["bad", "good"]
    assert [row["n"] for row in found[::4]] == ["1", "2", ""]
    assert found[4]["review"] == ""


def test_the_command_says_what_it_did(
    folder: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 0, the number of rows and where they are."""
    out = tmp_path / "out.csv"
    assert main([str(folder), str(table), "--out", str(out), "--text", "review"]) == 0
    assert capsys.readouterr().err == f"{len(TEXTS)} rows labelled: {out}\n"


@pytest.mark.parametrize("what", ["model", "file", "column", "out"])
def test_the_command_says_in_a_sentence_what_is_wrong(
    folder: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """Exit code 1, one line, no traceback, nothing written."""
    (tmp_path / "taken").write_text("a file")
    right = {"model": folder, "file": table, "column": "review", "out": tmp_path / "out.csv"}
    wrong = {"model": tmp_path, "file": tmp_path / "no.csv", "column": "no", "out": tmp_path / "taken" / "o.csv"}
    model, file, column, out = (str((wrong if name == what else right)[name]) for name in right)
    before = _names(tmp_path)
    assert main([model, file, "--out", out, "--text", column]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith(".\n")
    assert "Traceback" not in said
    assert _names(tmp_path) == before
