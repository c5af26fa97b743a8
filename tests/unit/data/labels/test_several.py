"""Several labels a row: columns of yes and no in any spelling, and tags in a cell."""

from __future__ import annotations

import json
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NoClasses, WrongColumn
from data.labels.label_cell import MARK, NO_LABEL, join_labels, readable_labels, renamed, split_labels
from data.labels.label_matrix import label_matrix
from data.labels.reading import LabelReading
from data.labels.several import LabelForm, SeveralLabels, check_label_columns
from data.labels.tag_cells import NotSeparator, parse_separator, tags_in
from data.labels.threshold import parse_threshold

YES = ["1", "1.0", "TRUE", "yes", "x", "Y", " 1 ", "✓"]
NO = ["0", "0.0", "False", "no", "", "N"]
COLUMNS = ("toxic", "obscene", "threat")
_LETTERS = st.characters(
    blacklist_characters=";[]{}()'\"<>\\" + MARK, blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Z")
)
tag_names = st.text(_LETTERS, min_size=1)


def read(rows: list[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS, **given: object) -> list[str]:
    """The labels of rows, readable."""
    frame = pd.DataFrame(rows, columns=list(columns), dtype="str")
    found = SeveralLabels(columns, reading=LabelReading(**given)).read(frame)  # type: ignore[arg-type]
    return [readable_labels(cell) for cell in found.cells]


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=40), st.randoms())
def test_any_mix_of_spellings_says_yes_and_no(said, random):
    """Each cell is written in some way of its own; a row with any entry has the labels that say yes of it."""
    rows = [tuple(random.choice(YES if flag else NO) for flag in row) for row in said]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    found = SeveralLabels(COLUMNS).read(frame)
    for row, flags, cell in zip(rows, said, found.cells, strict=True):
        wanted = {name for name, flag in zip(COLUMNS, flags, strict=True) if flag} - set(found.always)
        if any(entry.strip() for entry in row) or found.blank_is_no:
            assert set(split_labels(cell)) == wanted
            assert cell != ""
        else:
            assert cell == ""


def test_a_blank_row_is_unlabelled_where_others_say_no():
    rows = [("1", "0", "0"), ("", "", ""), ("0", "1", "1"), ("nan", "", "NaN")]
    assert read(rows) == ["toxic", "", "obscene, threat", ""]


def test_a_blank_row_has_no_label_where_only_yes_is_written():
    rows = [("x", "", ""), ("", "", ""), ("", "x", "x")]
    assert read(rows) == ["toxic", "(none of the labels)", "obscene, threat"]


def test_a_blank_row_has_no_label_where_the_person_says_so():
    assert read([("1", "0", "0"), ("", "", "")], blank="no") == ["toxic", "(none of the labels)"]


def test_rows_that_nobody_judged_are_unlabelled():
    assert read([("1", "0", "0"), ("-1", "-1", "-1"), ("0", "1", "0")]) == ["toxic", "", "obscene"]


@pytest.mark.parametrize(("cell", "part"), [("maybe", "'maybe'"), ("2", "--positive-if"), ("0.3", "--positive-if")])
def test_a_cell_that_says_neither_is_refused(cell, part):
    with pytest.raises(NoClasses, match="'obscene'") as refused:
        read([("1", "0", "0"), ("0", cell, "1")])
    assert part in str(refused.value)


def test_a_line_makes_labels_of_shares():
    rows = [("0.5", "0.49", "1"), ("0", "0.9", ""), ("", "", "n/a"), ("0", "0", "0")]
    line = parse_threshold(">=0.5")
    assert read(rows, threshold=line) == ["threat, toxic", "obscene", "", "(none of the labels)"]


def test_a_column_that_is_always_one_side_is_left_out_and_said():
    rows = [("1", "0", "1"), ("1", "1", "0"), ("1", "0", "0")]
    frame = pd.DataFrame([(*row, "0") for row in rows], columns=[*COLUMNS, "insult"], dtype="str")
    found = SeveralLabels((*COLUMNS, "insult")).read(frame)
    assert found.names == ("obscene", "threat")
    assert found.notes == ["'insult' is never given: left out.", "'toxic' is given to every row: left out."]
    assert [readable_labels(cell) for cell in found.cells] == ["threat", "obscene", "(none of the labels)"]
    assert not found.problem


def test_fewer_than_two_labels_are_refused():
    frame = pd.DataFrame({"toxic": ["1", "0"], "threat": ["0", "0"]}, dtype="str")
    problem = SeveralLabels(("toxic", "threat")).read(frame).problem
    assert "only 'toxic' is left" in problem
    assert "'threat' is never given" in problem


def test_two_labels_that_exclude_each_other_and_one_row_with_all():
    rows = [("1", "0", "0"), ("0", "1", "0"), ("1", "1", "1")]
    assert read(rows) == ["toxic", "obscene", "obscene, threat, toxic"]


def test_columns_named_twice_or_like_the_text_are_refused():
    with pytest.raises(WrongColumn, match="holds the texts"):
        check_label_columns(["toxic", "text"], ["text"])
    with pytest.raises(WrongColumn, match="named twice"):
        check_label_columns(["toxic", "toxic"], ["text"])


@given(st.lists(tag_names, max_size=6), st.sampled_from([";", " ; ", ";;", "; "]), st.booleans(), st.randoms())
def test_tags_come_back_whatever_their_order_blanks_and_ends(tags, between, trailing, random):
    shuffled = random.sample(tags, len(tags))
    cell = between.join(shuffled) + (";" if trailing else "")
    assert set(tags_in(cell, ";") or ()) == set(tags)
    assert join_labels(tags_in(cell, ";") or ()) == join_labels(tags)


@given(st.lists(tag_names, max_size=6))
def test_lists_are_read_whatever_separator_is_asked_for(tags):
    for cell in (json.dumps(tags), json.dumps(tags, ensure_ascii=False), repr(tags)):
        assert set(tags_in(cell, "|") or ()) == set(tags)


def test_an_empty_list_is_no_label_and_a_blank_cell_says_nothing():
    frame = pd.DataFrame({"tags": ["a;b", "[]", "", ";", "b"]}, dtype="str")
    found = SeveralLabels(("tags",), ";").read(frame)
    assert [readable_labels(cell) for cell in found.cells] == ["a, b", "(none of the labels)", "", "", "b"]
    assert found.names == ("a", "b")
    assert SeveralLabels(("tags",), ";").form is LabelForm.TAGS


def test_blank_cells_of_tags_mean_none_where_the_person_says_so():
    frame = pd.DataFrame({"tags": ["a;b", "", "b"]}, dtype="str")
    cells = SeveralLabels(("tags",), ";", LabelReading(blank="no")).read(frame).cells
    assert cells.tolist()[1] == NO_LABEL


def test_a_word_for_missing_is_no_tag():
    frame = pd.DataFrame({"tags": ["a;b"] * 60 + ["a", "n/a", "b;a;n/a", "NaN"]}, dtype="str")
    found = SeveralLabels(("tags",), ";").read(frame)
    assert [readable_labels(cell) for cell in found.cells.tolist()[-4:]] == ["a", "", "a, b", ""]
    assert found.names == ("a", "b")
    assert found.words == {"n/a": 2}


def test_a_separator_that_stands_in_no_cell_is_refused_with_the_one_that_does():
    tags = ["red|big", "big", "small|red", "small", "blue|small", "blue|big", "red", "blue"] * 5
    problem = SeveralLabels(("tags",), ";").read(pd.DataFrame({"tags": tags}, dtype="str")).problem
    assert problem.startswith("No cell of 'tags' holds two tags with ';' between them, but '|' may be the mark")


@pytest.mark.parametrize("typed", ["", "a", "and", "1"])
def test_what_is_no_separator_is_refused(typed):
    with pytest.raises(NotSeparator, match="no mark between tags"):
        parse_separator(typed)


def test_a_name_that_holds_the_mark_is_still_one_label():
    assert split_labels(join_labels([f"a{MARK}b", "c"])) == ("a b", "c")


@given(st.lists(st.lists(st.sampled_from("abcde"), unique=True), min_size=1, max_size=30))
def test_cells_become_a_matrix_and_unknown_labels_are_passed_over(sets):
    cells = [join_labels(labels) for labels in sets]
    matrix = label_matrix(cells, ["d", "a", "b"])
    assert matrix.shape == (len(sets), 3)
    assert [[bool(x) for x in row] for row in matrix] == [[name in labels for name in "dab"] for labels in sets]


def test_renamed_labels_of_a_row_meet():
    cells = renamed([join_labels(["Rude", "rude"]), join_labels(["rare"])], {"Rude": "rude"}, dropped=["rare"])
    assert Counter(cells) == {"rude": 1, NO_LABEL: 1}
