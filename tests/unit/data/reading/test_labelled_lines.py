"""Lines that name their labels themselves, as fastText takes them."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.labels.label_look import LabelKind
from data.reading.labelled_lines import are_labelled, labelled_lines
from data.reading.read import read_head, read_table
from data.reading.skipped import SkipCounter
from planner.material.column_guess import columns_of
from planner.material.first_look import class_look

WORD = st.text("abcdefghij", min_size=1, max_size=6)


@given(st.lists(st.tuples(st.lists(WORD, min_size=1, max_size=3, unique=True), st.lists(WORD, min_size=1, max_size=6))))
def test_labels_and_texts_come_back_as_they_were_written(rows: list[tuple[list[str], list[str]]]) -> None:
    """However many labels a line has."""
    lines = [" ".join([*(f"__label__{label}" for label in labels), *words]) + "\n" for labels, words in rows]
    read = list(labelled_lines(iter(lines), SkipCounter()))
    assert [(row["label"].split("; "), row["text"].split()) for row in read] == rows


@pytest.mark.parametrize("between", ["\t", " ", "  ", " , ", "\t\t"])
def test_what_stands_between_a_label_and_its_text_is_no_part_of_either(between: str) -> None:
    """A tab, as a table has it, or a comma."""
    lines = iter([f"__label__pos{between}so good\n"])
    assert list(labelled_lines(lines, SkipCounter())) == [{"text": "so good", "label": "pos"}]


def test_a_file_of_them_has_a_text_and_a_label_column(tmp_path: Path) -> None:
    """They are found by themselves, and how they were made is said."""
    path = tmp_path / "train.txt"
    path.write_text("".join(f"__label__{'pos' if i % 3 else 'neg'} number {i} is, as said, fine\n" for i in range(90)))
    read, guess = read_table(path), columns_of(path, ())
    assert read.frame.sort_index().iloc[1].to_dict() == {"text": "number 1 is, as said, fine", "label": "pos"}
    assert (len(read.frame), guess.text_columns(), guess.label_columns()) == (90, ("text",), ("label",))
    assert read.format.remarks == (
        "What stands behind __label__ was read as column 'label', the rest of a line as 'text'.",
    )
    assert read_head(path).approximate_rows == 90


def labelled(path: Path, labels: list[tuple[str, ...]]) -> Path:
    """A file of lines with these labels in this order."""
    lines = (" ".join([*(f"__label__{name}" for name in names), f"text {i} is fine"]) for i, names in enumerate(labels))
    path.write_text("\n".join(lines) + "\n")
    return path


@given(
    first=st.lists(WORD, min_size=1, max_size=4, unique=True),
    second=st.lists(WORD.map(str.upper), min_size=1, max_size=4, unique=True),
    third=st.lists(WORD.map(lambda word: f"{word}1"), max_size=3, unique=True),
)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_in_a_fixed_order_are_several_and_no_joint_classes(
    first: list[str], second: list[str], third: list[str], tmp_path: Path
) -> None:
    """A mood and a topic in each line, in all pairs or always the same: the file says that they are two."""
    assume(not {*first, *third} & {name.casefold() for name in second})
    rows = list(product(first, second, *([third] if third else []))) * 30
    seen = class_look(labelled(tmp_path / "train.txt", rows), "label").seen
    assert (seen.kind, seen.separator) == (LabelKind.TAGS, ";")
    assert seen.rows_of == Counter(name for names in rows for name in names)


def test_lines_of_one_label_and_columns_of_tables_stay_classes(tmp_path: Path) -> None:
    """One slip makes no tags, and a table says nothing of its marks."""
    rows = [(("pos", "neg")[i % 2],) for i in range(400)]
    assert class_look(labelled(tmp_path / "a.txt", [*rows, ("pos", "x")]), "label").seen.kind is LabelKind.CLASSES
    table = tmp_path / "t.csv"
    table.write_text("text,label\n" + "".join(f"text {i} is fine,{'ab'[i % 2]}; {'xyz'[i % 3]}\n" for i in range(90)))
    assert class_look(table, "label").seen.kind is LabelKind.CLASSES


def test_very_many_joint_labels_are_found_and_each_can_be_learned(tmp_path: Path) -> None:
    """More combinations than classes can be: the label column is known all the same, and what to do is said."""
    rows = [(f"mood{i % 17}", f"topic{i % 19}") for i in range(323)] * 2
    path = labelled(tmp_path / "train.txt", rows)
    assert columns_of(path).guess().label == "label"
    assert "learn each with --separator ';'" in str(class_look(path, "label").unfit)


def test_a_line_without_a_text_is_counted_and_one_without_a_label_stays(tmp_path: Path) -> None:
    """The first is nothing to learn from; the second may be labelled."""
    path = tmp_path / "train.txt"
    path.write_text("__label__a so good\n" * 40 + "__label__b\n" + "nobody has said what this is\n")
    read = read_table(path)
    assert [(skip.rows, skip.reason) for skip in read.skipped] == [(1, "a label and no text")]
    assert read.frame.sort_index().iloc[-1].to_dict() == {"text": "nobody has said what this is", "label": ""}


@pytest.mark.parametrize("line", ["text,label", "a text that mentions __label__x in the middle", "label__a so good"])
def test_other_lines_are_not_taken_for_them(line: str) -> None:
    """Only what begins or ends with a label."""
    assert not are_labelled([line] * 9)
