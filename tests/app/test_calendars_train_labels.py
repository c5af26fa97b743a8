"""The Train page where labels are no classes, or look like none: said, asked, and handed on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from model.protocol.events import RowsCleaned, RuleApplied
from planner.pages.train_page.cleaning import cleaning_table
from planner.sessions.view import SessionView
from tests.app.train_tab import opened, said

START = "Start: ends by"


def on_table(folder: Path, label: Callable[[int], str], rows: int = 240) -> AppTest:
    """A tab on a table of texts with labels and a column `mood`."""
    path = folder / "table.csv"
    lines = [f"the flight number {row} was late again,{label(row)},{'ab'[row % 2]}" for row in range(rows)]
    path.write_text("\n".join(["text,label,mood", *lines]), encoding="utf-8")
    return opened(data=str(path), text="text", label="label")


def can_start(app: AppTest) -> bool:
    (button,) = [button for button in app.button if button.label.startswith(START)]
    return not button.disabled


def test_a_rare_word_can_be_kept_as_a_class(tmp_path: Path) -> None:
    """A tick, which the address keeps."""
    app = on_table(tmp_path, lambda row: "?" if row % 80 == 0 else "xy"[row % 2])
    assert "2 classes" in said(app)
    (tick,) = [box for box in app.checkbox if "is a class" in box.label]
    assert "3 rows; counts as without a label otherwise" in tick.label
    tick.check().run()
    assert "3 classes" in said(app)
    assert app.query_params["keep"] == "?"


def test_blank_may_mean_no(tmp_path: Path) -> None:
    """One value and blanks: asked about; named, a session can start."""
    app = on_table(tmp_path, lambda row: "yes" if row % 3 == 0 else "")
    assert "If blank means no, say so in the field above; else choose another label column." in app.error[0].value
    assert "--" not in app.error[0].value  # an option of the command
    assert not can_start(app)
    (field,) = [field for field in app.text_input if field.label.startswith("A blank label means")]
    field.set_value("no").run()
    assert not app.error
    assert "2 classes" in said(app)
    assert can_start(app)


def test_rules_that_were_left_off_stand_in_the_cleaning_table() -> None:
    """With the reason in place of the text after."""
    rules = (
        RuleApplied("links_and_handles", "Links and @handles", 0, left_off="it would have emptied 399 of 400"),
        RuleApplied("markup", "HTML tags and entities", 0),
    )
    view = SessionView.__new__(SessionView)
    object.__setattr__(view, "cleaned", RowsCleaned(400, 400, rules, {"a": 400}))
    assert cleaning_table(view).to_numpy().tolist() == [
        ["Links and @handles", 0, "", "(left off: it would have emptied 399 of 400)"]
    ]
