"""The Train page says what the label column is, in one line; spellings are joined as long as the rules are on."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_calendars_train_labels import can_start, on_table
from tests.app.train_tab import opened, said


def test_the_line_says_what_the_column_is(tmp_path: Path) -> None:
    """Classes and what was joined; another column has its own line."""
    app = on_table(tmp_path, lambda row: "Positive " if row % 40 == 0 else ["positive", "bad"][row % 2])
    assert "'label' holds 2 classes: bad and positive; 'Positive' counts as 'positive'." in said(app)
    app.selectbox(key=f"train_label_of_{tmp_path / 'table.csv'}").set_value("mood").run()
    assert "'mood' holds 2 classes: a and b." in said(app)
    assert can_start(app)


def test_a_spelling_is_a_class_where_the_rule_is_off(tmp_path: Path) -> None:
    """The count follows the choice at once, and is joined again with it."""
    app = on_table(tmp_path, lambda row: ["1", "0", "True", "False"][row % 4])
    assert "'label' holds 2 classes: False and True; '0' counts as 'False'; '1' counts as 'True'." in said(app)
    rules = app.multiselect(key="train_rules")
    on = list(rules.value)
    rules.set_value([rule for rule in on if rule != "label_value"]).run()
    assert "'label' holds 4 classes: 0, 1, False and True." in said(app)
    assert app.query_params["rules_off"] == "label_value"
    app.multiselect(key="train_rules").set_value(on).run()
    assert "'label' holds 2 classes" in said(app)


def test_columns_side_by_side_and_tags_are_said(tmp_path: Path) -> None:
    """Each is seen for what it is, and learned as it stands."""
    path = tmp_path / "table.csv"
    moods = ["sad", "mad", "glad", "sad|mad", "mad|glad"]
    lines = [f"the flight number {row},{row % 2},{int(row % 3 == 0)},{moods[row % 5]}" for row in range(240)]
    path.write_text("\n".join(["text,toxic,rude,mood", *lines]), encoding="utf-8")
    app = opened(data=str(path), text="text", label="rude")
    assert "'rude' is one of 2 columns of 1 and 0 side by side: toxic and rude." in said(app)
    app.selectbox(key=f"train_label_of_{path}").set_value("mood").run()
    assert "'mood' holds several tags in a cell, 3 different ones, separated by '|'." in said(app)
    assert can_start(app)


def test_a_refused_column_has_no_line(tmp_path: Path) -> None:
    """The refusal says what it holds, and which column looks like a label."""
    app = on_table(tmp_path, lambda row: f"user {row}")
    assert "'label' holds 240 different values, too many for classes. Choose another column ('mood'" in said(app)
    assert said(app).count("240 different values") == 1
    assert not can_start(app)
