"""The Train page where a row may have several labels: suggested, chosen, refused, kept in the address."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.order import TrainingOrder
from planner.domain.errors import SessionRefused
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.test_calendars_train_labels import can_start
from tests.app.train_tab import chart_titles, opened, press, said

LABELS = {"toxic": 2, "obscene": 3, "threat": 40}


def column_table(folder: Path, **more: str) -> Path:
    """Columns of 0 and 1 side by side, and what else is asked for."""
    flags = [",".join(str(int(row % every == 0)) for every in LABELS.values()) for row in range(240)]
    extra = "".join(f",{cell}" for cell in more.values())
    lines = [f"a plain comment number {row},{flag}{extra},{'ab'[row % 2]}" for row, flag in enumerate(flags)]
    path = folder / "table.csv"
    path.write_text("\n".join([",".join(["text", *LABELS, *more, "mood"]), *lines]), encoding="utf-8")
    return path


def tag_table(folder: Path, between: str = ";") -> Path:
    """Tags in a cell, a trailing mark, and one that is rare."""
    cells = [between.join([name for name, every in LABELS.items() if row % every == 0] + [""]) for row in range(240)]
    lines = [f"a plain comment number {row},{cell}" for row, cell in enumerate(cells)]
    path = folder / "tags.csv"
    path.write_text("\n".join(["text,tags", *lines, f"one more,once{between} toxic"]), encoding="utf-8")
    return path


def tick(app: AppTest, beginning: str) -> AppTest:
    """Tick the one box whose label begins so."""
    (box,) = [box for box in app.checkbox if box.label.startswith(beginning)]
    return box.check().run()


def started(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> TrainingOrder:
    """What a click on Start asks for; nothing is trained."""
    found: list[TrainingOrder] = []

    def refuse(store: object, order: TrainingOrder, *_: object, **__: object) -> str:
        found.append(order)
        raise SessionRefused("Not today.")

    monkeypatch.setattr("planner.pages.train_page.start.start_session", refuse)
    press(app, "Start: ends by")
    return found[0]


def test_columns_side_by_side_are_suggested_and_learned_together(tmp_path: Path, monkeypatch) -> None:
    """One tick takes them all; the counts, the picture, the scores and the order follow."""
    app = tick(opened(data=column_table(tmp_path), text="text", label="toxic"), "Several labels a row: from 3 columns")
    assert app.query_params["labels"] == "obscene\nthreat"
    assert "3 labels in 240 rows: toxic 120, obscene 80, threat 6. 80 rows have none of them." in said(app)
    assert "240 labelled rows · 3 labels" in said(app)
    assert "Largest of 3 labels: toxic, 50 %" in chart_titles(app)
    assert app.selectbox(key="train_metric").options[1:3] == ["micro-F1", "mean ROC AUC"]
    assert can_start(app)
    table = started(app, monkeypatch).table
    assert table.label_columns == ("toxic", "obscene", "threat")
    assert table.tag_separator is None


def test_shares_side_by_side_are_suggested_with_one_line_for_all(tmp_path: Path, monkeypatch) -> None:
    """Beside the text, which stands between them, and a column that is mostly blank, which is none of them."""
    cells = [
        f"{row % 61 / 60:.3f},a plain comment number {row},{row % 53 / 52:.3f},{'0.1' * (row % 5 == 0)}"
        for row in range(240)
    ]
    path = tmp_path / "shares.csv"
    path.write_text("\n".join(["target,text,threat,asian", *cells]), encoding="utf-8")
    app = opened(data=path, text="text", label="target")
    assert not [box for box in app.checkbox if "side by side" in box.label and box.value]
    app = tick(app, "Several labels a row: from 2 columns side by side")
    assert app.query_params["labels"] == "threat"
    (field,) = [field for field in app.text_input if field.label.startswith("Numbers say yes where they are")]
    assert field.value == ">=0.5"
    assert "2 labels in 240 rows: target 120, threat 110." in said(app)
    assert can_start(app)
    table = started(app, monkeypatch).table
    assert (table.label_columns, table.reading.threshold.typed) == (("target", "threat"), ">=0.5")


def test_a_column_can_be_left_out_and_one_that_says_nothing_is_said(tmp_path: Path) -> None:
    path = column_table(tmp_path, insult="0")
    app = opened(data=path, text="text", label="toxic", labels="obscene\ninsult")
    assert "2 labels in 240 rows: toxic 120, obscene 80." in said(app)
    assert "'insult' is never given: left out." in said(app)
    assert can_start(app)
    (field,) = [field for field in app.multiselect if field.label == "Further label columns"]
    field.set_value(["insult"]).run()
    assert "Of 2 label columns only 'toxic' is left to learn" in app.error[0].value
    assert not can_start(app)


def test_a_column_that_says_neither_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    app = opened(data=column_table(tmp_path), text="text", label="toxic", labels="mood")
    assert "Column 'mood' holds 'a', 'b'." in app.error[0].value.replace("'b', 'a'", "'a', 'b'")
    assert not can_start(app)


def test_tags_are_suggested_with_the_mark_that_was_seen(tmp_path: Path, monkeypatch) -> None:
    app = tick(opened(data=tag_table(tmp_path, "|"), text="text", label="tags"), "Several labels a row: tags")
    assert app.query_params["separator"] == "|"
    assert "3 labels in 161 rows: toxic 121, obscene 80, threat 6." in said(app)
    assert "Too rare, left out: 'once'." in said(app)
    assert can_start(app)
    assert started(app, monkeypatch).table.tag_separator == "|"


def test_rows_without_any_tag_may_mean_none(tmp_path: Path, monkeypatch) -> None:
    app = opened(data=tag_table(tmp_path), text="text", label="tags", separator=";")
    assert "80 rows have no entry at all, left out." in said(app)
    app = tick(app, "A row without any entry has none of the labels (80 rows")
    assert "3 labels in 241 rows" in said(app)
    assert "80 rows have none of them." in said(app)
    assert started(app, monkeypatch).table.reading.blank == "none"


def test_a_mark_that_divides_nothing_or_is_none_is_refused(tmp_path: Path) -> None:
    app = opened(data=tag_table(tmp_path), text="text", label="tags", separator="/")
    assert "No cell of 'tags' holds two tags with '/' between them" in app.error[0].value
    app.text_input(key="train_separator_tags").set_value("and").run()
    assert "'and' is no mark between tags." in app.error[0].value
    assert not can_start(app)


def test_shares_are_asked_for_a_line(tmp_path: Path, monkeypatch) -> None:
    shares = [f"a plain comment number {row},{row % 10 / 10},{row % 7 / 7:.2f},x{row % 2}" for row in range(240)]
    path = tmp_path / "shares.csv"
    path.write_text("\n".join(["text,toxic,rude,mood", *shares]), encoding="utf-8")
    app = opened(data=path, text="text", label="toxic", labels="rude")
    rude = sum(row % 7 / 7 >= 0.5 for row in range(240))
    assert f"2 labels in 240 rows: toxic 120, rude {rude}." in said(app)
    (field,) = [field for field in app.text_input if field.label.startswith("Numbers say yes where they are")]
    field.set_value(">0.8").run()
    assert "toxic 24" in said(app)
    line = started(app, monkeypatch).table.reading.threshold
    assert line is not None
    assert line.typed == ">0.8"


def test_another_label_column_forgets_the_choice(tmp_path: Path) -> None:
    path = column_table(tmp_path)
    app = opened(data=path, text="text", label="toxic", labels="obscene")
    app.selectbox(key=f"train_label_of_{path}").set_value("mood").run()
    assert "labels" not in app.query_params
    assert "'mood' holds 2 classes: a and b." in said(app)


def test_a_score_of_one_class_becomes_the_usual_one(tmp_path: Path) -> None:
    app = opened(data=column_table(tmp_path), text="text", label="toxic", metric="accuracy")
    assert app.selectbox(key="train_metric").value == "accuracy"
    tick(app, "Several labels a row")
    assert app.selectbox(key="train_metric").value == "macro_f1"
    assert "metric" not in app.query_params


def test_the_look_at_the_texts_tells_labels(tmp_path: Path) -> None:
    """Words of each label, and labels as a person reads them."""
    from data.labels.several import SeveralLabels
    from planner.material.text_look import look_at_texts

    path = column_table(tmp_path)
    several = SeveralLabels(("toxic", "obscene", "threat"))
    look = look_at_texts(path, "text", "toxic", several=several, clock=lambda: 0.0)
    assert {found.label for found in look.terms} <= {"toxic", "obscene", "threat", "(none of the labels)"}
    assert {example.label for example in look.examples.at_random} <= {
        "toxic", "obscene", "obscene, toxic", "obscene, threat, toxic", "threat, toxic", "(none of the labels)",
    }  # fmt: skip
    assert look.missing_labels == 0


@pytest.mark.slow
def test_run_again_takes_the_labels_over(tmp_path: Path, store: Store, home: Path) -> None:
    """Columns and tags of an ended session fill the form of a new one."""
    columns = {"data_file": column_table(tmp_path), "label_column": "toxic", "further_label_columns": ("threat",)}
    tags = {"data_file": tag_table(tmp_path, "\t"), "label_column": "tags", "tag_separator": "\t"}
    for name, order in (("columns", columns), ("tags", tags)):
        told = {**order, "text_column": "text"}
        run = MadeRun(home / "runs" / name, name, time.time() - 3600, source_name="table.csv", order=told)
        record(store, run.to_the_end())
    app = press(opened(session="columns"), "Run again with…")
    assert "2 labels in 240 rows: toxic 120, threat 6." in said(app)
    app = press(opened(session="tags"), "Run again with…")
    assert app.query_params["separator"] == "\\t"
    assert app.text_input(key="train_separator_tags").value == "\\t"
