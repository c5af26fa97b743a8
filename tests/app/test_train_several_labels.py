"""A session on texts that may have several labels, once it has ended: all that is said of classes is said of labels."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planner.pages.train_page import predict as predict_page
from planner.store import Store
from tests.app.made_label_runs import LABELS, SUSPECTS_VERDICT, made_label_run
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import chart_titles, charts, opened, press, said

COLUMNS = "labels hate_speech, abusive, hs_individual and 9 more"


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began an hour ago, and has ended."""
    return made_label_run(home / "runs" / "one", "one", time.time() - 3600)


def shown(store: Store, run: MadeRun, **told: Any) -> AppTest:
    """The page of the run, whose result says what is told besides."""
    record(store, run.change_result(**told))
    return opened(session=run.session_id)


def tables(app: AppTest, column: str) -> list[pd.DataFrame]:
    """The tables with such a column, from the top."""
    return [part.value for part in app.dataframe if column in part.value]


def test_nothing_on_the_page_is_said_of_classes(store: Store, run: MadeRun) -> None:
    """Titles, folds, sentences, tables and what pictures say to a screen reader."""
    app = shown(store, run)
    columns = [str(name) for part in app.dataframe for name in part.value]
    told = [said(app), *chart_titles(app), *(chart["description"] for chart in charts(app)), *columns]
    folds = [fold.label for fold in app.expander]
    assert not [words for words in (*told, *folds) if re.search(r"\bclass(es)?\b", words, re.IGNORECASE)]
    assert "All 12 labels" in folds
    assert "Hardest label: hs_moderate" in chart_titles(app)  # of those that can be judged
    assert f"tweets.csv · review → {COLUMNS} · timebox 5 min" in said(app)


def test_which_labels_are_taken_for_which_stands_in_place_of_a_matrix(store: Store, run: MadeRun) -> None:
    """The most frequent pair is the answer; shares are of the texts that have the label which was missed."""
    app = shown(store, run)
    assert "Most often taken for another: hs_weak for hs_moderate, 38 of 232" in said(app)
    (table,) = tables(app, "Taken for")
    assert table.to_numpy().tolist() == [
        ["hs_weak", "hs_moderate", "38 of 232", "16 %"],
        ["hs_other", "hs_individual", "29 of 260", "11 %"],
        ["hs_race", "hs_religion", "9 of 41", "22 %"],
    ]
    assert not [title for title in chart_titles(app) if "confused" in title]


def test_every_label_has_its_numbers_and_the_rare_one_stands_apart(store: Store, run: MadeRun) -> None:
    """Positives, F1, precision, recall, the n-gram model's F1, ROC AUC; the hardest first."""
    judged, apart = tables(shown(store, run), "Precision")
    assert list(judged) == ["Label", "Texts", "F1", "Precision", "Recall", "n-gram F1", "ROC AUC"]
    assert judged.iloc[0].tolist() == ["hs_moderate", 118, ".58", ".60", ".56", ".52", ".66"]
    assert len(judged) == 11
    assert apart["Label"].tolist() == ["hs_strong"]


def test_too_few_texts_to_be_judged_is_said(store: Store, run: MadeRun) -> None:
    """Above the table of such labels, with what follows for the means; both means are scores of the table."""
    app = shown(store, run)
    assert "Too few texts to be judged" in said(app)
    assert "their scores are luck, and are in no mean but those of all labels." in said(app)
    (scores,) = [table.value for table in app.table if "macro-F1" in table.value.index]
    assert {"macro-F1 of all labels", "mean ROC AUC of all labels", "micro-F1", "Jaccard", "exact match"} <= set(
        scores.index
    )


def test_a_mean_of_all_labels_that_is_the_other_one_is_not_said_twice(store: Store, run: MadeRun) -> None:
    """Every label can be judged: no second table, and one mean."""
    path = run.folder / "events.jsonl"
    path.write_text(re.sub(r'"(macro_f1|mean_roc_auc)_all": \{[^}]*\}, ', "", path.read_text()))
    scores = [
        {"label": name, "precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 9, "roc_auc": 0.7} for name in LABELS
    ]
    app = shown(store, run, per_class={"benchmark": scores, "delivered": scores})
    assert len(tables(app, "Precision")) == 1
    assert "Too few texts to be judged" not in said(app)
    (table,) = [table.value for table in app.table if "macro-F1" in table.value.index]
    assert not [name for name in table.index if "all labels" in name]


def test_suspects_say_which_label_a_text_lacks(store: Store, run: MadeRun) -> None:
    """In the table and in the sentence above it."""
    app = shown(store, run)
    (table,) = tables(app, "Likelier")
    assert table[["Label", "Likelier"]].to_numpy().tolist() == [
        ["not hate_speech", "hate_speech"],
        ["abusive", "not abusive"],
    ]
    assert SUSPECTS_VERDICT in said(app)


@pytest.mark.slow
@pytest.mark.parametrize("broken", [{"taken_for": []}, {"taken_for": [[1, 2]]}, {"taken_for": None}, {"per_class": {}}])
def test_a_result_that_lacks_a_part_has_the_rest_of_the_page(
    store: Store, run: MadeRun, broken: dict[str, Any]
) -> None:
    """As an earlier version or another program may have left it."""
    app = shown(store, run, **broken)
    assert not app.exception
    assert "Better than the benchmark: macro-F1 .842 against .798" in app.title[0].value


def test_the_paragraph_to_hand_in_speaks_of_labels(store: Store, run: MadeRun) -> None:
    """What the model does, from which columns, and over how many labels the mean is."""
    (words,) = [code.value for code in shown(store, run).code if code.value.startswith("On ")]
    assert (
        f"a model that says which of 12 labels a text has was trained on tweets.csv (texts in 'review', {COLUMNS})."
        in words
    )
    assert "macro-F1 .842 (95 % interval .818 to .866), the mean of 11 of 12 labels, as too few texts have the" in words
    assert "class" not in words


@pytest.mark.slow
def test_typed_texts_are_told_all_their_labels(store: Store, run: MadeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """One text: the labels that are said and every probability; none said is said in words."""
    answers = iter(
        [
            {
                "predicted_labels": ["hate_speech; abusive"],
                "probability_hate_speech": [0.9],
                "probability_abusive": [0.4],
            },
            {"predicted_labels": [""], "probability_hate_speech": [0.1], "probability_abusive": [0.2]},
            {
                "predicted_labels": ["abusive", ""],
                "probability_hate_speech": [0.1, 0.1],
                "probability_abusive": [0.8, 0.2],
            },
        ]
    )
    monkeypatch.setattr(
        predict_page, "predict_texts", lambda folder, texts: pd.DataFrame({"text": list(texts), **next(answers)})
    )
    app = shown(store, run)
    assert _typed(app, "You all") == "**hate_speech; abusive**  \nhate_speech .90, abusive .40"
    assert _typed(app, "A goal") == "**None of the labels**  \nabusive .20, hate_speech .10"
    app.text_area(key="predict_texts").set_value("one\ntwo")
    (table,) = tables(press(app, "Label them"), "Likeliest")
    assert table["Labels"].tolist() == ["abusive", "None of the labels"]
    assert table["Likeliest"].tolist() == ["abusive .80, hate_speech .10", "abusive .20, hate_speech .10"]


def _typed(app: AppTest, text: str) -> str:
    app.text_area(key="predict_texts").set_value(text)
    press(app, "Label them")
    (answer,) = [part.value for part in app.markdown if "  \n" in str(part.value)]
    return str(answer).replace("\\", "")


def test_history_names_the_columns_of_labels(store: Store, run: MadeRun) -> None:
    """One whose folder is gone too: what a label is, is kept with it."""
    record(store, run)
    opened(session=run.session_id)
    shutil.rmtree(run.folder)
    app = opened()
    assert f"tweets.csv, {COLUMNS}" in [button.label.replace("\\", "") for button in app.button]
