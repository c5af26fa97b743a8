"""A look at the texts before a session: folded, one answer first, then words, examples and what cleaning would do."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.labels.reading import LabelReading
from data.labels.several import LabelForm
from data.profiling.cleaning_look import CleaningLook, look_at_cleaning
from data.profiling.profile import Lengths
from planner.charts.texts import text_lengths
from planner.domain.wording.numbers import small_share
from planner.material.look_words import answer_words, missing_words
from planner.material.text_look import look_at_texts
from tests.app.train_tab import chart_titles, opened, said

OPEN = "train_look_open"


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """A table of 400 reviews: two classes, markup, a repeated text, a text and a label that are missing."""
    rows = [(f"the dirty bath was for guest number {i}", "bad") for i in range(200)]
    rows += [(f"the lovely room was for <b>guest</b> number {i}", "good") for i in range(196)]
    rows += [("so so", "good"), ("So so!", "good"), ("", "bad"), ("no label here", "")]
    path = tmp_path / "reviews.csv"
    pd.DataFrame(rows, columns=["text", "mood"]).to_csv(path, index=False)
    return path


def looked(path: Path) -> AppTest:
    """A tab on a file, its look opened."""
    app = opened(session="new", data=path)
    app.session_state[OPEN] = True
    return app.run()


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of the look, in the order of its tabs, without the signs that protect them from markdown."""
    return [table.value.map(lambda cell: str(cell).replace("\\", "").replace("\u200b", "")) for table in app.table]


def test_the_look_is_folded_and_reads_nothing_before_it_is_opened(
    reviews: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that nobody asked for details stays as quick as it was."""
    monkeypatch.setattr("planner.pages.train_page.look.look_at_texts", lambda *_: pytest.fail("the texts were read"))
    app = opened(session="new", data=reviews)
    assert [expander.label for expander in app.expander if "look" in expander.label] == ["A look at the texts"]
    assert "Texts are" not in said(app)
    assert not app.error


def test_the_answer_stands_first_then_what_is_missing(reviews: Path) -> None:
    """Lengths, duplicates and telling words in a sentence; then blanks, and what cleaning keeps."""
    told = said(looked(reviews))
    assert "Texts are short (most have 8 words)" in told
    assert "under 1 % are duplicates; classes are told apart by words such as" in told
    assert "“dirty” (bad)" in told or "“bath” (bad)" in told
    assert "1 row has no text and 1 row has no label. Cleaning would keep 397 of 400 rows." in told
    assert "Looked at all 400 rows in" in told


def test_words_examples_and_cleaning_stand_in_tabs(reviews: Path) -> None:
    """Words and pairs of each class, texts to read, and a rule's texts before and after."""
    app = looked(reviews)
    words, read, cleaned = tables(app)
    assert words["Class"].to_list() == ["bad", "good"]
    assert "100 % against 0 %" in words["Words"].iloc[0]
    assert "lovely room" in words["Word pairs"].iloc[1]
    assert set(read["Label"]) == {"bad", "good", ""}
    assert cleaned["Before"].str.contains("<b>guest</b>").all()
    assert not cleaned["After"].str.contains("<b>").any()
    assert any(title.startswith("1 text in 20 has") for title in chart_titles(app))


def test_the_longest_and_shortest_texts_can_be_read(reviews: Path) -> None:
    """A click shows them, with their words counted."""
    app = looked(reviews)
    app.segmented_control(key="train_look_read").set_value("Shortest").run()
    _, read, _ = tables(app)
    assert read["Text"].to_list()[:2] in (["so so", "So so!"], ["So so!", "so so"])
    assert read["Words"].to_list()[:2] == ["2", "2"]


def test_another_rule_shows_its_own_texts(reviews: Path) -> None:
    """Rows left out stand there with their label."""
    app = looked(reviews)
    app.selectbox(key="train_look_rule").set_value("near_duplicates").run()
    table = tables(app)[2]
    assert table["After"].to_list() == ["(left out)"]
    assert table["Label"].to_list() == ["good"]


def test_a_rule_switched_off_is_not_shown(reviews: Path) -> None:
    """The look follows the rules chosen under More choices."""
    app = looked(reviews)
    chosen = [rule for rule in app.multiselect(key="train_rules").value if rule != "near_duplicates"]
    app.multiselect(key="train_rules").set_value(chosen).run()
    assert "Cleaning would keep 398 of 400 rows." in said(app)
    assert not any("case, punctuation" in option for option in app.selectbox(key="train_look_rule").options)


def test_a_changed_file_is_looked_at_anew(reviews: Path) -> None:
    """What was kept belongs to the file as it was."""
    assert "Looked at all 400 rows" in said(looked(reviews))
    table = pd.read_csv(reviews)
    table.head(300).to_csv(reviews, index=False)
    os.utime(reviews, (1, 1))
    assert "Looked at all 300 rows" in said(looked(reviews))


def test_texts_that_look_like_markdown_stand_as_they_are(tmp_path: Path) -> None:
    """No list, no entity and no link is made of a person's text; what would be one is protected."""
    path = tmp_path / "odd.csv"
    odd = ["- a &amp; b {}", "1. *see* http://www.example.org {}", "$x$ :red[y] {}"]
    rows = [(odd[i % 3].format(i), "ab"[i % 2]) for i in range(90)]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    app = looked(path)
    cells = [str(cell) for cell in app.table[1].value["Text"]]
    assert all(
        start not in cell
        for cell in cells
        for start in ("- a &amp;", "1. *", "www.", "www\\.", "http:", "http\\:", "$x$")
    )
    assert {cell.replace("\\", "").replace("\u200b", "").rsplit(" ", 1)[0] for cell in cells} <= {
        line.rsplit(" ", 1)[0] for line in odd
    }


def test_a_column_that_cannot_be_learned_from_is_not_looked_at(tmp_path: Path) -> None:
    """Where the label column is wrong, that is what is said first; a look would be of no use."""
    path = tmp_path / "ids.csv"
    pd.DataFrame({"text": [f"text {i}" for i in range(90)], "label": [f"id {i}" for i in range(90)]}).to_csv(path)
    app = opened(session="new", data=path, text="text", label="label")
    assert "too many for classes" in said(app)
    assert not [expander for expander in app.expander if "look" in expander.label]


def test_a_slow_machine_looks_at_fewer_rows_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time that some rows took decides how many fit into five seconds; without a rush all are looked at."""
    path = tmp_path / "many.csv"
    rows = [(f"text number {i} of many", "ab"[i % 2]) for i in range(20_000)]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    calm = look_at_texts(path, "text", "label", clock=lambda: 0.0)
    assert (calm.rows, calm.sampling) == (20_000, "")
    sampled = look_at_texts(path, "text", "label", clock=lambda: 0.0, most_rows=8_000)
    assert sampled.sampling == "8,000 rows at random"
    passed = [0.0]

    def slow(
        texts: pd.Series[str], labels: pd.Series[str], rules_off: Sequence[str], reading: LabelReading, form: LabelForm
    ) -> CleaningLook:
        passed[0] += 0.0003 * len(texts)
        return look_at_cleaning(texts, labels, rules_off, reading, form)

    monkeypatch.setattr("planner.material.text_look.look_at_cleaning", slow)
    hurried = look_at_texts(path, "text", "label", clock=lambda: passed[0])
    assert 5_000 < hurried.rows < 9_000
    assert hurried.sampling == f"{hurried.rows:,} rows at random"
    assert hurried.seconds < 5


def test_a_column_of_blanks_is_said_to_be_one(tmp_path: Path) -> None:
    """Nothing is divided by nothing, and no word is invented."""
    path = tmp_path / "blank.csv"
    pd.DataFrame({"text": [""] * 60, "label": ["a", "b"] * 30}).to_csv(path, index=False)
    look = look_at_texts(path, "text", "label")
    assert answer_words(look).startswith("There is no text in this column")
    assert missing_words(look) == "60 rows have no text. Cleaning would keep 0 of 60 rows."


def test_small_shares_are_neither_none_nor_all() -> None:
    """One row in a thousand is under 1 %, not 0 %."""
    assert [small_share(part, 1000) for part in (0, 1, 9, 500, 999, 1000)] == [
        "0 %", "under 1 %", "under 1 %", "50 %", "over 99 %", "100 %",
    ]  # fmt: skip


def test_the_picture_of_lengths_has_words_and_takes_an_empty_table() -> None:
    """A title, a sentence for a screen reader, no legend; an empty table is drawn too."""
    bars = pd.DataFrame({"start": [1, 4], "end": [4, 7], "texts": [10, 3]})
    lengths = Lengths("words", 3.0, 2, 3, 4, 6, 6)
    for shown in (bars, bars.head(0)):
        spec = text_lengths(shown, median=lengths.median, unit=lengths.unit, title="Title").to_dict()
        json.dumps(spec, allow_nan=False)
        assert spec["title"]["text"] == "Title"
        assert "the middle one has 3 words" in spec["description"]
        assert not any(channel in json.dumps(spec["layer"]) for channel in ('"legend"', '"fill"'))
