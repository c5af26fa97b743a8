"""Any language, from the table to the predictions: real words, a real session and `predict`, five scripts at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.integration.languages import LANGUAGES, made_table
from tests.integration.real_sessions import callit, result


@dataclass(frozen=True)
class Session:
    """What a session on a table of all languages printed and left; new texts, and what `predict` made of them."""

    printed: str
    found: dict[str, Any]
    card: str
    new: pd.DataFrame
    labelled: pd.DataFrame


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One session for all of them: which script a text is in tells its language, not which class of it."""
    folder = tmp_path_factory.mktemp("languages")
    made_table(70, seed=1).to_csv(folder / "train.csv", index=False)
    new = made_table(30, seed=2)
    new.to_csv(folder / "new.csv", index=False)
    words = ("--text", "text", "--label", "label", "--timebox", "100s", "--epochs", "1", "--out", "out")
    trained = callit(folder, "train", "train.csv", *words)
    assert trained.returncode == 0, trained.stderr
    predicted = callit(folder, "predict", "out", "new.csv", "--text", "text", "--out", "labelled.csv")
    assert predicted.returncode == 0, predicted.stderr
    card = (folder / "out" / "card.md").read_text(encoding="utf-8")
    return Session(trained.stdout, result(folder / "out"), card, new, _read_as_it_is(folder / "labelled.csv"))


def _read_as_it_is(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, dtype=str, encoding="utf-8")


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_is_learned_and_comes_back_unharmed(name: str, session: Session) -> None:
    """New texts get their right label far more often than by guessing between the two of their language."""
    of_language = session.labelled["language"] == name
    labelled = session.labelled[of_language]
    assert labelled["text"].to_list() == session.new.loc[session.new["language"] == name, "text"].to_list()
    assert (labelled["predicted_label"] == labelled["label"]).mean() > 0.85
    for label in LANGUAGES[name].telling:
        assert label in session.found["classes"]
        assert label in session.card


def test_the_network_was_trained_on_these_texts(session: Session) -> None:
    """The scripts went through all stages, the network's too, and the held-out score is far above chance (.1)."""
    assert session.found["epochs"] == pytest.approx(1, abs=0.1)
    assert session.found["proven"]
    assert "Proven at " in session.printed
    assert "reloaded in a fresh process, same predictions." in session.printed
    assert session.found["scores"]["delivered"]["held_out"]["macro_f1"]["value"] > 0.7
