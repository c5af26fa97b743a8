"""Labelling a file with a model that was trained on texts of two columns."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.errors import WrongColumn
from data.reading.text_columns import joined_texts
from model.folder.artifact import save_model
from model.folder.predict import main, predict_file
from model.folder.predictor import load_model
from model.protocol.manifest import Manifest, Provenance
from model.protocol.run_folder import MANIFEST_FILE
from tests.unit.made_models import CLASSES, benchmark_alone
from tests.unit.made_sheets import write_sheet

TITLES = ["a lovely room", "", "gloomy", "", "null"]
BODIES = ["sunny staff", "the awful food", "", "", "lovely and sunny"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained on the columns title and body, in this order."""
    path = tmp_path_factory.mktemp("model")
    provenance = Provenance(text_column="title", further_text_columns=("body",), label_column="stars")
    save_model(path, benchmark_alone(), scores={"validation": {}}, provenance=provenance)
    return path


def labels_of(folder: Path, file: Path, *columns: str) -> list[str]:
    """Predicted labels, a row each; the table's own columns stay as they are."""
    out = file.with_name("labelled.csv")
    predict_file(folder, file, out, text_columns=columns)
    table = pd.read_csv(out, keep_default_na=False)
    assert list(table.columns)[-2:] == ["predicted_label", "predicted_probability"]
    return table["predicted_label"].tolist()


def expected(folder: Path, first: list[str], second: list[str]) -> list[str]:
    """What the model says of the texts as a session would have joined them."""
    texts = joined_texts(pd.DataFrame({"a": first, "b": second}), ["a", "b"])
    return [CLASSES[place] for place in np.argmax(load_model(folder).probabilities(texts.tolist()), axis=1)]


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl", "json"])
def test_the_columns_of_the_training_are_joined_whatever_the_file_is(folder: Path, tmp_path: Path, kind: str) -> None:
    """In the order of the training, not of the file; a part that is missing is no missing text."""
    frame = pd.DataFrame({"body": BODIES, "id": range(5), "title": TITLES})
    file = tmp_path / f"new.{kind}"
    write = {
        "csv": lambda: frame.to_csv(file, index=False),
        "parquet": lambda: frame.to_parquet(file),
        "jsonl": lambda: frame.to_json(file, orient="records", lines=True),
        "json": lambda: frame.to_json(file, orient="records"),
    }
    write[kind]()
    found = labels_of(folder, file)
    assert found == expected(folder, TITLES, BODIES)
    assert found[:3] == ["good", "bad", "bad"]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_spreadsheet_is_joined_alike(folder: Path, tmp_path: Path, ending: str) -> None:
    """With cells that are empty, too."""
    pytest.importorskip("python_calamine")
    rows = [["body", "title"], *([body or None, title or None] for body, title in zip(BODIES, TITLES, strict=True))]
    file = write_sheet(tmp_path / f"new.{ending}", {"Sheet1": [row for row in rows if any(row)]})
    kept = [place for place in range(len(TITLES)) if TITLES[place] or BODIES[place]]
    assert labels_of(folder, file) == expected(folder, [TITLES[p] for p in kept], [BODIES[p] for p in kept])


def test_json_lines_may_leave_a_part_out(folder: Path, tmp_path: Path) -> None:
    """A row without the key is a row without that part."""
    file = tmp_path / "new.jsonl"
    rows = [{"title": "a lovely room", "body": "sunny"}, {"body": "awful"}, {"title": "gloomy"}]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert labels_of(folder, file) == ["good", "bad", "bad"]


def test_other_names_are_taken_in_the_order_of_the_training(folder: Path, tmp_path: Path) -> None:
    """New texts may have been exported in another language."""
    file = tmp_path / "neu.csv"
    pd.DataFrame({"Titel": TITLES, "Inhalt": BODIES}).to_csv(file, index=False)
    assert labels_of(folder, file, "Titel", "Inhalt") == expected(folder, TITLES, BODIES)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            ["title"],
            "Column 'body' not found in new.csv. It has: title. The model was trained on the columns title, body.",
        ),
        (["text"], "Columns 'title', 'body' not found in new.csv. It has: text. The model was trained on the columns"),
    ],
)
def test_what_the_file_lacks_is_named(folder: Path, tmp_path: Path, names: list[str], sentence: str) -> None:
    """All of it at once, with what it has; nothing is written."""
    file = tmp_path / "new.csv"
    pd.DataFrame({name: ["a b", "c d"] for name in names}).to_csv(file, index=False)
    with pytest.raises(WrongColumn) as caught:
        predict_file(folder, file, tmp_path / "out.csv")
    assert str(caught.value).startswith(sentence)
    assert not (tmp_path / "out.csv").exists()


def test_one_column_for_a_model_of_two_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And so is one named twice."""
    file = tmp_path / "new.csv"
    pd.DataFrame({"title": TITLES, "body": BODIES}).to_csv(file, index=False)
    out = ["--out", str(tmp_path / "out.csv")]
    assert main([str(folder), str(file), "--text=title", *out]) == 1
    assert "trained on 2 columns of texts (title, body), and --text names 1 (title)" in capsys.readouterr().err
    assert main([str(folder), str(file), "--text=title", "--text=title", *out]) == 1
    assert "'title' is named twice" in capsys.readouterr().err
    assert main([str(folder), str(file), "--text=title", "--text=body", *out]) == 0


def test_a_manifest_of_the_version_before_names_one_column(folder: Path) -> None:
    """The field was not written then."""
    told = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    assert Manifest.parse(json.dumps(told)).provenance.text_columns == ("title", "body")
    del told["provenance"]["further_text_columns"]
    assert Manifest.parse(json.dumps(told)).provenance.text_columns == ("title",)
