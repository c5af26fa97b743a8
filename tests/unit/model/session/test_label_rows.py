"""A session on rows that have several labels: what it learns from, what is left out, and what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.errors import NoClasses, UnusableLabels
from data.labels.reading import LabelReading
from data.labels.threshold import parse_threshold
from model.protocol.events import EventReader, RowsCleaned, WarningSaid
from model.protocol.result import Unlabelled
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import SessionData, load_data
from model.session.stage_log import StageLog
from tests.made_orders import made_order

COLUMNS = ("toxic", "obscene", "threat")


def labels_of(number: int) -> set[str]:
    """Which labels the text of a number has: exclusive ones, a rare one, and none for many."""
    return {name for name, every in zip(COLUMNS, (2, 3, 12), strict=True) if number % every == 0}


def text_of(number: int) -> str:
    return f"comment {number} says {number * 7} words about it"


def column_frame(rows: range, **more: str) -> pd.DataFrame:
    frame = pd.DataFrame({"text": [text_of(number) for number in rows]})
    for name in COLUMNS:
        frame[name] = ["1" if name in labels_of(number) else "0" for number in rows]
    return frame.assign(**more)


def tag_frame(rows: range) -> pd.DataFrame:
    cells = [";".join(sorted(labels_of(number))) or "[]" for number in rows]
    return pd.DataFrame({"text": [text_of(number) for number in rows], "tags": cells})


def loaded(folder: Path, frame: pd.DataFrame, **order: Any) -> tuple[SessionData, list[str], RowsCleaned]:
    """What a session learns from, its warnings, and what it told of cleaning."""
    frame.to_csv(folder / "t.csv", index=False)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    data = load_data(made_order(folder / "t.csv", **order), box, StageLog(folder, box))
    said = [event.body for event in EventReader(folder).read_new()]
    warned = [body.message for body in said if isinstance(body, WarningSaid)]
    return data, warned, next(body for body in said if isinstance(body, RowsCleaned))


def by_columns(folder: Path, frame: pd.DataFrame, columns: tuple[str, ...] = COLUMNS, **order: Any):
    return loaded(folder, frame, label_column=columns[0], further_label_columns=columns[1:], **order)


def by_tags(folder: Path, frame: pd.DataFrame, **order: Any):
    return loaded(folder, frame, label_column="tags", tag_separator=";", **order)


def check_parts(data: SessionData) -> None:
    """Every text has its own labels, in every part, and every label is in every part."""
    for part in (data.train, data.validation, data.held_out):
        assert part.labels.dtype == np.int8
        assert part.labels.shape == (len(part), len(data.classes))
        for text, row in zip(part.texts, part.labels, strict=True):
            assert {name for name, has in zip(data.classes, row, strict=True) if has} == labels_of(int(text.split()[1]))
        assert part.labels.sum(axis=0).min() >= 1


def test_columns_become_a_matrix_in_their_order(tmp_path: Path) -> None:
    data, warned, told = by_columns(tmp_path, column_frame(range(1, 301)))
    assert data.classes == COLUMNS
    check_parts(data)
    assert warned == []
    assert sum(map(len, (data.train, data.validation, data.held_out))) == 300
    assert told.classes == {"toxic": 150, "obscene": 100, "threat": 25}
    assert told.unlabelled == Unlabelled({}, 0, 300, without_any=100)
    assert data.facts.cleaning is not None
    assert data.facts.cleaning.unlabelled.without_any == 100


def test_tags_become_a_matrix_in_alphabetical_order(tmp_path: Path) -> None:
    data, _, told = by_tags(tmp_path, tag_frame(range(1, 301)))
    assert data.classes == ("obscene", "threat", "toxic")
    check_parts(data)
    assert told.classes == {"toxic": 150, "obscene": 100, "threat": 25}


def test_the_same_table_has_the_same_hash_and_another_label_another_one(tmp_path: Path) -> None:
    first, again = (by_columns(tmp_path, column_frame(range(1, 301)))[0].sha256 for _ in range(2))
    other = column_frame(range(1, 301))
    other.loc[3, "threat"] = "1"
    assert first == again != by_columns(tmp_path, other)[0].sha256


def test_columns_that_say_the_same_of_all_rows_are_left_out_and_said(tmp_path: Path) -> None:
    frame = column_frame(range(1, 301), insult="0", spam="1")
    data, warned, _ = by_columns(tmp_path, frame, (*COLUMNS, "insult", "spam"))
    assert data.classes == COLUMNS
    assert warned == ["'insult' is never given: left out.", "'spam' is given to every row: left out."]


def test_fewer_than_two_labels_that_can_be_learned_end_the_session(tmp_path: Path) -> None:
    with pytest.raises(NoClasses, match="only 'toxic' is left to learn: 'insult' is never given"):
        by_columns(tmp_path, column_frame(range(1, 301), insult="0"), ("toxic", "insult"))
    rare = column_frame(range(1, 301), insult="0")
    rare.loc[:2, "insult"] = "1"
    with pytest.raises(UnusableLabels, match="only 'toxic' is given to some rows"):
        by_columns(tmp_path, rare, ("toxic", "insult"))


def test_a_line_makes_labels_of_shares(tmp_path: Path) -> None:
    frame = column_frame(range(1, 301)).replace({"1": "0.7", "0": "0.2"})
    frame.loc[:9, list(COLUMNS)] = ""
    data, _, told = by_columns(tmp_path, frame, reading=LabelReading(threshold=parse_threshold(">=0.5")))
    check_parts(data)
    assert told.unlabelled == Unlabelled({}, 10, 290, without_any=97)
    assert told.numbers is None


def test_a_rare_tag_is_left_out_its_rows_stay(tmp_path: Path) -> None:
    frame = tag_frame(range(1, 301))
    frame.loc[:2, "tags"] = ["odd", "toxic;odd;", "obscene; odd"]
    data, warned, _ = by_tags(tmp_path, frame)
    assert warned == ["Too rare, left out: 'odd'."]
    assert sum(map(len, (data.train, data.validation, data.held_out))) == 300
    check_parts(data)


def test_test_rows_keep_their_place_whatever_labels_training_lacks(tmp_path: Path) -> None:
    test = tag_frame(range(1001, 1061))
    test["tags"] = [f"{cell}; Unheard of" if cell != "[]" else cell for cell in test["tags"]]
    test.loc[0, "tags"] = "TOXIC"  # as 'toxic' is spelled elsewhere; text 1001 has no label of its own
    test.to_csv(tmp_path / "test.csv", index=False)
    data, warned, _ = by_tags(tmp_path, tag_frame(range(1, 301)), test_file=tmp_path / "test.csv")
    assert len(data.held_out) == 60
    for text, row in zip(data.held_out.texts, data.held_out.labels, strict=True):
        own = {"toxic"} if text == text_of(1001) else labels_of(int(text.split()[1]))
        assert {name for name, has in zip(data.classes, row, strict=True) if has} == own
    assert warned == ["Of the held-out part, labels that training does not learn are passed over: 'Unheard of'."]


def test_blank_rows_of_a_test_file_mean_what_they_mean_in_the_table(tmp_path: Path) -> None:
    test = column_frame(range(1001, 1061)).replace({"0": ""})
    test.to_csv(tmp_path / "test.csv", index=False)
    blank = sum(not labels_of(number) for number in range(1001, 1061))
    explicit, _, _ = by_columns(tmp_path, column_frame(range(1, 301)), test_file=tmp_path / "test.csv")
    assert len(explicit.held_out) == 60 - blank
    marks = column_frame(range(1, 301)).replace({"0": "", "1": "x"})
    only_yes, _, _ = by_columns(tmp_path, marks, test_file=tmp_path / "test.csv")
    assert len(only_yes.held_out) == 60
    check_parts(only_yes)


def test_given_parts_are_taken(tmp_path: Path) -> None:
    frame = column_frame(range(1, 301)).assign(split=["train"] * 200 + ["dev"] * 50 + ["test"] * 50)
    data, _, _ = by_columns(tmp_path, frame, split_column="split")
    assert [len(part) for part in (data.train, data.validation, data.held_out)] == [200, 50, 50]
    check_parts(data)


def test_a_metric_of_the_other_kind_ends_the_session(tmp_path: Path) -> None:
    with pytest.raises(UnusableLabels, match="'roc_auc' is a score of one class a row, not of several labels"):
        by_columns(tmp_path, column_frame(range(1, 301)), metric="roc_auc")
    with pytest.raises(UnusableLabels, match="'jaccard' is a score of several labels a row"):
        loaded(tmp_path, column_frame(range(1, 301)), label_column="toxic", metric="jaccard")
    assert by_columns(tmp_path, column_frame(range(1, 301)), metric="mean_roc_auc")[0].classes == COLUMNS


def test_texts_in_two_columns_go_with_several_labels(tmp_path: Path) -> None:
    frame = column_frame(range(1, 301)).assign(title="Late again")
    data, _, _ = by_columns(tmp_path, frame, text_column="title", further_text_columns=("text",))
    assert data.train.texts[0].startswith("Late again xxcolumn comment")
    assert data.train.labels.shape[1] == 3
