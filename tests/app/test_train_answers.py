"""What a session that has ended says beside its verdict: confusions, every class, verdicts, files, a paragraph."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.run_folder import PREDICTIONS_FILE
from planner.pages.train_page.files import other_files
from planner.sessions import SessionFollower
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import chart_titles, opened, said

CONFUSED = "Most often confused: neutral taken for negative, 44 of 181"


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began an hour ago, and has ended."""
    return MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()


def shown(store: Store, run: MadeRun, **told: Any) -> AppTest:
    """The page of the run, whose result says what is told besides."""
    record(store, run.change_result(**told))
    return opened(session=run.session_id)


def folds(app: AppTest) -> list[str]:
    """What is folded on the page."""
    return [fold.label for fold in app.expander]


def many_classes(count: int) -> dict[str, Any]:
    """A result of so many classes, the first of which is taken for the second most often."""
    names = [f"class {place}" for place in range(count)]
    counts = [[20 if a == b else 0 for b in range(count)] for a in range(count)]
    counts[0][1] = 9
    counts[1][2] = 3
    scores = [
        {"label": name, "precision": 0.8, "recall": 0.7, "f1": 0.9 - place / 1000, "support": 20}
        for place, name in enumerate(names)
    ]
    return {"classes": names, "confusion": counts, "per_class": {"benchmark": scores, "delivered": scores}}


def test_the_confusion_matrix_answers_what_is_confused_most(store: Store, run: MadeRun) -> None:
    """Its title is the answer, computed from the counts."""
    assert CONFUSED in chart_titles(shown(store, run))


def test_seventy_seven_classes_are_a_table_of_their_mistakes(store: Store, run: MadeRun) -> None:
    """No picture that nobody can read: the most frequent confusions, and every class below."""
    app = shown(store, run, **many_classes(77))
    assert "Most often confused: class 0 taken for class 1, 9 of 29" in said(app)
    assert not [title for title in chart_titles(app) if "confused" in title]
    (table,) = [part.value for part in app.dataframe if "Taken for" in part.value]
    assert table.iloc[0].tolist() == ["class 0", "class 1", "9 of 29", "31 %"]
    assert len(table) == 2
    assert "All 77 classes" in folds(app)
    assert "Hardest class: class 76" in chart_titles(app)


def test_every_class_has_its_numbers_the_hardest_first(store: Store, run: MadeRun) -> None:
    """F1, precision, recall, the n-gram model's F1, and texts."""
    app = shown(store, run)
    (table,) = [part.value for part in app.dataframe if "Precision" in part.value]
    assert table["Class"].tolist()[0] == "neutral"
    assert table.iloc[0].tolist() == ["neutral", ".74", ".75", ".73", ".68", 181]


@pytest.mark.slow
@pytest.mark.parametrize("confusion", [None, [[1, 2]], {"rows": []}])
def test_a_result_without_a_matrix_has_the_rest_of_the_page(store: Store, run: MadeRun, confusion: object) -> None:
    """Results of earlier versions are shown as far as they go."""
    app = shown(store, run, confusion=confusion)
    assert CONFUSED not in chart_titles(app)
    assert "Scored once, at the end, on held-out texts" in said(app)
    assert not app.error


def test_a_verdict_on_anything_else_is_shown_in_a_line(store: Store, run: MadeRun) -> None:
    """Whatever it is about; what stands elsewhere on the page is not said twice."""
    verdicts = json.loads((run.folder / "result.json").read_text())["verdicts"]
    more = [{"about": "gpu", "text": "A GPU would not pay for its set-up."}, {"about": "moon", "text": "It is full."}]
    app = shown(store, run, verdicts=[*verdicts, *more])
    (line,) = [caption.value for caption in app.caption if "A GPU would not pay for its set-up." in caption.value]
    assert "It is full." in line
    assert said(app).count("Twice the time would bring") == 1
    assert said(app).count("of the labels look wrong") == 1


def test_a_continued_session_says_whether_the_promise_was_kept(store: Store, run: MadeRun) -> None:
    """In a line of its own, before the other verdicts."""
    gains = {"promised": 0.006, "low": 0.0, "high": 0.015, "came": 0.004, "kept": True}
    app = shown(store, run, promise={"session_id": "zero", **gains, "text": "as an earlier version had it"})
    assert "Promised were +0.6 points (80 %: 0 points to +1.5 points); " in said(app)
    assert "; continuing brought +0.4 points on validation: the promise was kept." in said(app)


def test_labels_that_could_not_be_judged_are_said_without_a_table(store: Store, run: MadeRun) -> None:
    """No fold of suspects, so the sentence stands with the verdicts."""
    text = "Whether labels are wrong cannot be told: there was no time left to look."
    app = shown(store, run, suspects={"count": 0, "most_suspicious": []}, verdicts=[{"about": "labels", "text": text}])
    assert text in said(app)


def test_trainings_on_different_rows_have_a_picture_of_their_own(store: Store, home: Path) -> None:
    """Score against rows, where the learning curve has more than one number of rows; not otherwise."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    assert "What more rows have brought" not in chart_titles(shown(store, run))
    events = run.folder / "events.jsonl"
    fewer = re.sub(r'("train_s": 3\.0, [^}]*"rows": )5888', r"\g<1>1000", events.read_text())
    assert fewer != events.read_text()
    other = MadeRun(home / "runs" / "two", "two", time.time() - 3000).to_the_end()
    (other.folder / "events.jsonl").write_text(fewer.replace('"one"', '"two"'))
    assert "What more rows have brought" in chart_titles(shown(store, other))


def test_the_files_of_a_session_are_together(run: MadeRun, home: Path) -> None:
    """Predictions on held-out texts where there are some, card, suspects, results, and what was labelled since."""
    view = SessionFollower(run.folder).refresh()
    assert [name for name, _ in other_files(view)] == ["Model card", "Labels that look wrong", "All results"]
    (run.folder / PREDICTIONS_FILE).write_text("text\n")
    labelled = home / "predictions" / "one" / "new labelled.csv"
    labelled.parent.mkdir(parents=True)
    labelled.write_text("text\n")
    names = [name for name, _ in other_files(view)]
    assert (names[0], names[-1]) == ("Predictions on held-out texts", "new labelled")


def test_a_paragraph_and_a_figure_are_there_to_hand_in(store: Store, run: MadeRun) -> None:
    """The paragraph to copy, the figure to download."""
    app = shown(store, run)
    assert "A paragraph and a figure to hand in" in folds(app)
    assert any("was trained on Made reviews (sample)" in code.value for code in app.code)
    assert "Download the figure" in [button.proto.label for button in app.get("download_button")]


def test_a_session_without_a_result_hands_nothing_in(store: Store, home: Path) -> None:
    """Killed after the benchmark: the model can be used, but there is no paragraph, matrix or table."""
    run = MadeRun(home / "runs" / "two", "two", time.time() - 3600).through_benchmark()
    record(store, run)
    app = opened(session="two")
    assert not {"A paragraph and a figure to hand in", "All 3 classes"} & set(folds(app))
    assert not app.error
