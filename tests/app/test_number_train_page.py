"""The Train page where the label is a number: a line that can be moved, groups, what is refused, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.app.test_calendars_train_labels import can_start, on_table
from tests.app.train_tab import chart_titles, charts, opened, said


def a_share(row: int) -> str:
    """Most are 0, as of comments that nobody minds; no number in twelve rows."""
    return "" if row % 20 == 7 else "0" if row % 3 else f"{row / 239:.3f}"


def choose(app: AppTest, kind: str) -> AppTest:
    """Press one of the choices of a segmented control."""
    (control,) = [group for group in app.segmented_control if kind in group.options]
    return control.set_value(kind).run()


def test_a_number_becomes_a_question_with_a_suggestion(tmp_path: Path) -> None:
    """What it holds, where the line is and why, the rows of both sides, and the start is ready."""
    app = on_table(tmp_path, a_share)
    assert "'label' is a number: 76 different values between 0 and 0.992. Which rows are one class?" in said(app)
    assert "Suggested: >= 0.5, as all values lie within 0 and 1." in said(app)
    positive = sum(float(a_share(row) or 0) >= 0.5 for row in range(240))
    sides = f"{positive} rows '>= 0.5' and {228 - positive} rows '< 0.5'."
    assert f"Label: label >= 0.5 against the rest; {sides}" in said(app)
    assert "12 rows without a finite number are left out." in said(app)
    assert "label >= 0.5" in chart_titles(app)
    assert "2 classes" in said(app)
    assert not app.error
    assert can_start(app)


def test_the_line_can_be_moved_and_named(tmp_path: Path) -> None:
    """Slider and number go together; the picture, the counts and the address follow."""
    app = on_table(tmp_path, a_share)
    app.slider(key="train_line_label").set_value(0.8).run()
    app.text_input(key="train_positive_name_label").set_value("toxic").run()
    positive = sum(float(a_share(row) or 0) >= 0.8 for row in range(240))
    assert f"label >= 0.8 is 'toxic', the rest 'not toxic'; {positive} rows 'toxic'" in said(app)
    assert app.number_input(key="train_exact_label").value == 0.8
    assert (app.query_params["positive_if"], app.query_params["positive_name"]) == (">=0.8", "toxic")
    app.number_input(key="train_exact_label").set_value(0.123).run()
    choose(app, "<=")
    assert app.query_params["positive_if"] == "<=0.123"
    drawn = next(chart for chart in charts(app) if chart["title"]["text"] == "label <= 0.123")
    assert drawn["description"].endswith("a line at 0.123.")


def test_a_line_that_leaves_a_side_bare_waits_for_another(tmp_path: Path) -> None:
    """With the counts; nothing starts."""
    app = on_table(tmp_path, a_share)
    app.number_input(key="train_exact_label").set_value(0.98).run()
    assert "label >= 0.98 makes 1 row '>= 0.98' and 227 '< 0.98'. Both need 5 rows at least" in app.error[0].value
    assert not can_start(app)


def test_groups_of_equal_counts_are_the_other_choice(tmp_path: Path) -> None:
    """Low, middle and high with their cuts; another number of groups has ranges for names."""
    app = choose(on_table(tmp_path, lambda row: str(row % 60 + 0.5)), "Groups of equal counts")
    assert "label: 'low' up to 19.5, 'middle' to 39.5, 'high' above 39.5; 80 rows 'low'" in said(app)
    assert (app.query_params["bins"], "positive_if" in app.query_params) == ("3", False)
    assert "3 classes" in said(app)
    assert can_start(app)
    app.number_input(key="train_bins").set_value(4).run()
    assert "label in 4 groups, cut behind 14.5, 29.5, 44.5" in said(app)
    assert "4 classes" in said(app)


def test_groups_that_cannot_be_cut_are_refused(tmp_path: Path) -> None:
    """Two thirds of the rows hold one number."""
    app = choose(on_table(tmp_path, a_share), "Groups of equal counts")
    assert "'label' cannot be cut into 3 groups of about equal counts: 153 of 228 rows hold 0" in app.error[0].value
    assert not can_start(app)


def test_another_column_forgets_the_line(tmp_path: Path) -> None:
    """A line through one column says nothing of another."""
    app = on_table(tmp_path, a_share)
    app.slider(key="train_line_label").set_value(0.8).run()
    app.selectbox(key=f"train_label_of_{tmp_path / 'table.csv'}").set_value("mood").run()
    assert "positive_if" not in app.query_params
    assert "Which rows are one class?" not in said(app)
    assert can_start(app)


def addressed(folder: Path, label: Callable[[int], str], **query: str) -> AppTest:
    """A tab whose address says more than the columns."""
    on_table(folder, label)
    return opened(data=str(folder / "table.csv"), text="text", label="label", **query)


def test_the_address_keeps_the_choice(tmp_path: Path) -> None:
    """After a reload, and as 'Run again' fills it."""
    app = addressed(tmp_path, a_share, positive_if="<0.3", positive_name="calm")
    assert "label < 0.3 is 'calm', the rest 'not calm'" in said(app)
    app = addressed(tmp_path, lambda row: str(row % 60), bins="5")
    assert "label in 5 groups" in said(app)


def test_an_address_that_makes_no_sense_is_as_none(tmp_path: Path) -> None:
    """The suggestion, or three groups; never an error."""
    app = addressed(tmp_path, a_share, positive_if="about half")
    assert "label >= 0.5 against the rest" in said(app)
    app = addressed(tmp_path, lambda row: str(row % 60), bins="900")
    assert "label: 'low' up to 19" in said(app)
    assert not app.exception


def test_a_line_through_stars_is_drawn_where_it_was_asked_for(tmp_path: Path) -> None:
    """Five stars are classes by themselves; a session that was told otherwise is run again as it was."""
    app = addressed(tmp_path, lambda row: str(1 + row % 5), positive_if=">=4")
    assert "label >= 4 against the rest; 96 rows '>= 4' and 144 rows '< 4'." in said(app)
    choose(app, "A class for each number")
    assert "5 classes" in said(app)
    assert can_start(app)
