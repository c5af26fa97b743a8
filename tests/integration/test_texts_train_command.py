"""`callit train --text title --text body` from the file to `predict` in a fresh process, as a person types it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.reading.text_columns import joined_texts
from model.folder.predictor import load_model
from model.protocol.config import SessionConfig
from model.protocol.run_folder import PREDICTIONS_FILE
from planner.sessions.follower import SessionFollower
from tests.integration.command_line import CommandLine
from tests.integration.real_sessions import callit, person, result

WORDS = (
    "the",
    "room",
    "was",
    "small",
    "and",
    "we",
    "had",
    "to",
    "wait",
    "an",
    "hour",
    "with",
    "our",
    "bags",
    "in",
    "a",
    "cold",
    "hall",
    "before",
    "they",
    "let",
    "us",
)


def articles(rows: int, seed: int = 0) -> pd.DataFrame:
    """Titles and bodies; what is good in a title is bad in a body, so the words alone tell nothing."""
    draw = random.Random(seed)
    told = []
    for row in range(rows):
        good = row % 2 == 0
        title, body = ([*draw.choices(WORDS, k=count), f"n{draw.randrange(10**6)}"] for count in (3, 9))
        title.append("sunny" if good else "gloomy")
        body.insert(0, "gloomy" if good else "sunny")
        told.append({"body": " ".join(body), "label": "good" if good else "bad", "title": " ".join(title)})
    return pd.DataFrame(told)


def test_two_columns_are_learned_from_and_asked_for_again(tmp_path: Path) -> None:
    """Training from Parquet, held out from a CSV file, new texts from JSON Lines: the same columns, by their names."""
    articles(1_200).to_parquet(tmp_path / "articles.parquet")
    articles(200, seed=1)[["label", "title", "body"]].to_csv(tmp_path / "test.csv", index=False)
    options = ("--text", "title", "--text", "body", "--label", "label", "--test", "test.csv", "--out", "out")
    done = callit(tmp_path, "train", "articles.parquet", *options, "--timebox", "2m", "--epochs", "4", "--one-network")
    assert done.returncode == 0, done.stderr
    assert "NEW.csv --text title --text body --out predicted.csv" in done.stdout
    assert SessionConfig.load(tmp_path / "out").order.table.text_columns == ("title", "body")
    view = SessionFollower(tmp_path / "out").refresh()
    assert view.read is not None
    assert set(view.read.columns) == {"title", "body", "label"}
    found = result(tmp_path / "out")
    assert found["split"]["held_out"] == 200
    assert found["scores"]["delivered"]["held_out"]["macro_f1"]["value"] > 0.95
    held_out = (tmp_path / "out" / PREDICTIONS_FILE).read_text(encoding="utf-8-sig")
    assert " | " in held_out.splitlines()[1]
    for name in (PREDICTIONS_FILE, "result.json", "events.jsonl", "card.md"):
        assert "xxcolumn" not in (tmp_path / "out" / name).read_text(encoding="utf-8"), name

    new = articles(50, seed=2).assign(number=range(50))
    new.loc[3, "title"] = ""
    new.to_json(tmp_path / "new.jsonl", orient="records", lines=True)
    labelled = callit(tmp_path, "predict", "out", "new.jsonl", "--out", "labelled.csv")
    assert labelled.returncode == 0, labelled.stderr
    table = pd.read_csv(tmp_path / "labelled.csv", keep_default_na=False)
    assert table["number"].tolist() == list(range(50))
    told = load_model(tmp_path / "out").probabilities(joined_texts(new, ["title", "body"]).tolist())
    np.testing.assert_allclose(table["predicted_probability"], told.max(axis=1), rtol=0, atol=1e-5)
    new.drop(columns="title").to_csv(tmp_path / "part.csv", index=False)
    refused = callit(tmp_path, "predict", "out", "part.csv", "--out", "part-labelled.csv")
    assert refused.returncode == 1
    assert "Column 'title' not found in part.csv. It has: body, label, number." in refused.stderr


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal in the test's folder, of a person who has trained on this machine before."""
    for name in ("CALLIT_HOME", "COLUMNS"):
        monkeypatch.setenv(name, person(tmp_path)[name])
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("title", "titel"), "Column 'titel' not found in articles.csv. It has: body, label, title."),
        (("title", "title"), "Column 'title' is named twice for the texts."),
        (("title", "label"), "Text and label are the same column, 'label'."),
    ],
)
def test_columns_that_cannot_be_joined_are_one_sentence(
    tmp_path: Path, typed: CommandLine, texts: tuple[str, str], sentence: str
) -> None:
    """Before anything is trained or made."""
    articles(120).to_csv(tmp_path / "articles.csv", index=False)
    options = [word for column in texts for word in ("--text", column)]
    ran = typed("train", "articles.csv", *options, "--label", "label", "--timebox", "1m", "--out", "out")
    assert ran.code == 1
    assert sentence in ran.err
    assert not (tmp_path / "out").exists()


def test_a_test_file_without_one_of_them_is_refused(tmp_path: Path, typed: CommandLine) -> None:
    """It is scored on the same texts or not at all."""
    articles(120).to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "test.jsonl").write_text(json.dumps({"title": "a", "label": "good"}) + "\n", encoding="utf-8")
    options = ("--text", "title", "--text", "body", "--label", "label", "--test", "test.jsonl")
    ran = typed("train", "articles.csv", *options, "--timebox", "1m", "--out", "out")
    assert ran.code == 1
    assert "Column 'body' not found in test.jsonl" in ran.err
