"""What a person sees of a file before training: rows, columns, classes, and what is wrong with them."""

from pathlib import Path

import pandas as pd
import pytest

from data.errors import UnreadableFile, WrongColumn
from planner.material.first_look import class_look, first_look, typed_path
from planner.material.sample_file import sample_file


def _table(path: Path, labels: list[str]) -> Path:
    rows = {"review": [f"a review of some words, number {i}" for i in range(len(labels))], "mood": labels}
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_ten_rows_the_number_of_rows_and_the_likely_columns(tmp_path: Path) -> None:
    """A glance shows the file's first rows in order, how many there are, and a sensible choice of columns."""
    look = first_look(_table(tmp_path / "t.csv", ["good", "bad"] * 30))
    assert look.head["review"].to_list() == [f"a review of some words, number {i}" for i in range(10)]
    assert (look.rows_words, look.columns, look.text, look.label) == ("60 rows", ["review", "mood"], "review", "mood")


def test_many_rows_are_counted_roughly(tmp_path: Path) -> None:
    """A large file is not read to its end for a number nobody needs exactly."""
    assert first_look(_table(tmp_path / "t.csv", ["good", "bad"] * 10_000)).rows_words == "about 20,000 rows"


def test_classes_are_counted_as_cleaning_will_see_them(tmp_path: Path) -> None:
    """Blank labels are no class, and spellings of one label are one class."""
    look = class_look(_table(tmp_path / "t.csv", ["good"] * 50 + ["bad"] * 30 + ["Good "] * 10 + ["nan", "?"]), "mood")
    assert look.classes.to_dict("list") == {"label": ["good", "bad"], "rows": [60, 30], "share": [60 / 90, 30 / 90]}
    assert (look.counted, look.problem) == ("", None)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        (["", "nan"] * 40, "Column 'mood' is empty. Choose the column that holds the labels."),
        (
            ["good", "Good"] * 40,
            "Column 'mood' holds one class only ('good'). Training needs two; choose another label column.",
        ),
        (
            [f"label {i}" for i in range(80)],
            "Column 'mood' holds 80 different values, too many for classes. Choose another column.",
        ),
        (["good", "bad"] * 20, "Column 'mood' has 40 labelled rows. Training needs at least 50; add more rows."),
        (["good", *[""] * 3], "Column 'mood' has 1 labelled row. Training needs at least 50; add more rows."),
        (["good"] * 30, "Column 'mood' has 30 labelled rows. Training needs at least 50; add more rows."),
        (
            [f"label {i}" for i in range(4)],
            "Column 'mood' has 4 labelled rows. Training needs at least 50; add more rows.",
        ),
        (
            [f"{i / 7:.2f}" for i in range(30)],
            "Column 'mood' has 30 labelled rows. Training needs at least 50; add more rows.",
        ),
    ],
)
def test_what_is_wrong_with_a_label_column_is_said_before_the_start(
    labels: list[str], problem: str, tmp_path: Path
) -> None:
    """Nobody waits for a session that could not learn."""
    assert class_look(_table(tmp_path / "t.csv", labels), "mood").problem == problem


def test_a_look_cut_short_says_what_was_counted_and_accuses_nothing(tmp_path: Path) -> None:
    """Of a large file sorted by label only one class is seen in time: that is no reason to refuse it."""
    path = _table(tmp_path / "t.csv", ["good"] * 20_000 + ["bad"] * 20_000)
    look = class_look(path, "mood", most_s=0.0)
    assert look.counted == "counted on 2,000 rows (first 5 % of the file)"
    assert look.problem is None


def test_a_column_that_is_not_there_and_a_file_that_is_none(tmp_path: Path) -> None:
    """Both are refused in the words of the reading."""
    with pytest.raises(WrongColumn, match="It has: review, mood"):
        class_look(_table(tmp_path / "t.csv", ["a", "b"]), "label")
    with pytest.raises(UnreadableFile, match="does not exist"):
        first_look(tmp_path / "none.csv")


def test_the_sample_file_is_written_once(tmp_path: Path) -> None:
    """The made reviews are there at the first visit, with their columns found and three classes."""
    path = sample_file(tmp_path)
    written = path.stat().st_mtime_ns
    assert sample_file(tmp_path).stat().st_mtime_ns == written
    look = first_look(path)
    assert (look.text, look.label) == ("review", "sentiment")
    assert set(class_look(path, "sentiment").classes["label"]) == {"positive", "negative", "mixed"}
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_typed_path_starts_where_the_person_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths, quotes from a copied path and the home sign are understood."""
    monkeypatch.setenv("CALLIT_CWD", str(tmp_path))
    assert typed_path(' "reviews.csv" ') == tmp_path / "reviews.csv"
    assert typed_path("/data/reviews.csv") == Path("/data/reviews.csv")
    assert typed_path("~/reviews.csv") == Path.home() / "reviews.csv"
