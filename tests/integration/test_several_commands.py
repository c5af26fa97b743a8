"""`callit train` where a row may have several labels: columns, tags, what is refused, and what the order says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from model.protocol.config import SessionConfig
from tests.integration.command_line import Asked, CommandLine
from tests.made_orders import made_config

LABELS = {"toxic": 2, "obscene": 3, "threat": 40}


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the person stands: columns of 0 and 1 (one never given, one of shares), and tags in a cell."""
    monkeypatch.chdir(tmp_path)
    columns = [
        f"a plain comment {row},{','.join(str(int(row % every == 0)) for every in LABELS.values())},0,{row % 10 / 10}"
        for row in range(240)
    ]
    head = f"comment,{','.join(LABELS)},insult,share"
    Path("columns.csv").write_text("\n".join([head, *columns]), encoding="utf-8")
    tags = [
        f"a plain comment {row}," + ";".join([*(name for name, every in LABELS.items() if row % every == 0), ""])
        for row in range(240)
    ]
    Path("tags.csv").write_text("\n".join(["comment,tags", *tags, "one more,once; toxic"]), encoding="utf-8")


COLUMNS = ("train", "columns.csv", "--text", "comment", "--timebox", "90s")
TAGS = ("train", "tags.csv", "--text", "comment", "--label", "tags", "--timebox", "90s")


def test_columns_are_in_the_order_and_their_rows_are_said(callit: CommandLine, asked: Asked) -> None:
    ran = callit(*COLUMNS, "--label", "toxic", "--label", "obscene", "--labels", "threat, insult")
    assert asked[0].table.label_columns == ("toxic", "obscene", "threat", "insult")
    assert asked[0].table.has_several_labels
    words = " ".join(ran.err.split())
    assert "3 labels in 240 rows: toxic 120, obscene 80, threat 6. 80 rows have none of them." in words
    assert "'insult' is never given: left out." in words


def test_tags_are_in_the_order_and_their_rows_are_said(callit: CommandLine, asked: Asked) -> None:
    ran = callit(*TAGS, "--separator", " ; ")
    assert (asked[0].table.label_columns, asked[0].table.tag_separator) == (("tags",), ";")
    words = " ".join(ran.err.split())
    assert "3 labels in 161 rows: toxic 121, obscene 80, threat 6." in words
    assert "80 rows have no entry at all, left out. Too rare, left out: 'once'." in words


def test_a_blank_cell_means_none_of_the_tags_where_the_person_says_so(callit: CommandLine, asked: Asked) -> None:
    ran = callit(*TAGS, "--separator", ";", "--blank-label", "none")
    assert "3 labels in 241 rows" in ran.err
    assert "80 rows have none of them." in " ".join(ran.err.split())
    assert asked[0].table.reading.blank == "none"


def test_a_line_makes_labels_of_shares_and_stays_in_the_order(callit: CommandLine, asked: Asked) -> None:
    ran = callit(*COLUMNS, "--labels", "toxic,share", "--positive-if", ">=0.5")
    assert "2 labels in 240 rows: share 120, toxic 120." in ran.err
    assert asked[0].table.reading.threshold is not None


def test_metrics_of_several_labels_can_be_aimed_at_and_compared_with(callit: CommandLine, asked: Asked) -> None:
    callit(
        *COLUMNS, "--labels", "toxic,obscene", "--metric", "mean_roc_auc", "--benchmark", "mean_roc_auc=0.98",
        "--benchmark", "exact_match=0.5",
    )  # fmt: skip
    choices = asked[0].choices
    assert choices.metric == "mean_roc_auc"
    assert dict(choices.outside_scores) == {"mean_roc_auc": 0.98, "exact_match": 0.5}


def test_how_several_are_asked_for_is_said_where_the_column_looks_so(callit: CommandLine, asked: Asked) -> None:
    """One class a row is learned all the same."""
    ran = callit(*COLUMNS, "--label", "toxic")
    assert "To learn them together: --labels toxic,obscene,threat,insult" in " ".join(ran.err.split())
    assert not asked[0].table.has_several_labels
    moods = ["sad;mad", "mad", "sad", "mad;sad"]
    rows = [f"comment {row},{moods[row % 4]}" for row in range(240)]
    Path("moods.csv").write_text("\n".join(["comment,mood", *rows]), encoding="utf-8")
    ran = callit("train", "moods.csv", "--text", "comment", "--label", "mood", "--timebox", "90s")
    assert "To learn each tag: --separator ';'" in " ".join(ran.err.split())


def test_an_order_is_kept_whole(tmp_path: Path) -> None:
    """What a run folder says of labels is what a new session takes over."""
    made_config(label_column="toxic", further_label_columns=("obscene",), tag_separator=None).save(tmp_path)
    assert SessionConfig.load(tmp_path).order.table.label_columns == ("toxic", "obscene")
    made_config(label_column="tags", tag_separator="\t").save(tmp_path)
    assert SessionConfig.load(tmp_path).order.table.tag_separator == "\t"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ((*COLUMNS, "--labels", "toxic,insult"), "only 'toxic' is left to learn: 'insult' is never given: left out."),
        ((*COLUMNS, "--labels", "toxic,share"), "Column 'share' holds '0."),
        ((*COLUMNS, "--labels", "toxic,nope"), "Column 'nope' not found in columns.csv. It has: comment, toxic"),
        ((*COLUMNS, "--labels", "toxic,toxic"), "Column 'toxic' is named twice for the labels."),
        ((*COLUMNS, "--labels", "toxic,comment"), "Column 'comment' holds the texts and cannot be a label, too."),
        ((*COLUMNS, "--labels", ","), "--labels needs names of columns with commas between them"),
        ((*COLUMNS, "--labels", "toxic,threat", "--separator", ";"), "--separator is for one column whose cells"),
        ((*COLUMNS, "--labels", "toxic,threat", "--bins", "3"), "--bins makes classes of one column"),
        ((*COLUMNS, "--labels", "toxic,threat", "--keep-label", "?"), "--keep-label is for classes and tags"),
        (
            (*COLUMNS, "--labels", "toxic,share", "--positive-if", ">0.5", "--positive-name", "bad"),
            "--positive-name names one side of one column",
        ),
        ((*TAGS, "--separator", ";", "--positive-if", ">1"), "--positive-if is for numbers, and --separator for tags"),
        ((*TAGS, "--separator", "and"), "'and' is no mark between tags."),
        ((*TAGS, "--separator", "|"), "No cell of 'tags' holds two tags with '|' between them"),
        ((*COLUMNS, "--labels", "toxic,threat", "--metric", "roc_auc"), "'roc_auc' is a score of one class a row"),
        ((*COLUMNS, "--label", "toxic", "--metric", "jaccard"), "'jaccard' is a score of several labels a row"),
        ((*COLUMNS, "--labels", "toxic,threat", "--benchmark", "accuracy=.9"), "with one of: macro_f1, micro_f1"),
        ((*COLUMNS, "--label", "toxic", "--benchmark", "mean_roc_auc=.9"), "with one of: macro_f1, accuracy"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    callit: CommandLine, asked: Asked, typed: tuple[str, ...], sentence: str
) -> None:
    """Before anything is trained."""
    ran = callit(*typed)
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert ran.code != 0
    assert not asked


@pytest.mark.parametrize(
    ("has", "said"),
    [
        (lambda row: (row % 3 == 0, row % 3 == 1, False), "No row has more than one of them: they exclude each other"),
        (lambda row: (row % 3 == 0 or row == 7, row % 3 == 1, row % 2 == 0 or row == 7), "1 row has all of them."),
    ],
    ids=["exclusive", "all"],
)
def test_how_labels_stand_together_is_said(
    callit: CommandLine, asked: Asked, has: Callable[[int], tuple[bool, ...]], said: str
) -> None:
    """Two that exclude each other beside one that is never given; a single row that has every label."""
    rows = [f"a plain comment {row},{','.join(str(int(one)) for one in has(row))}" for row in range(120)]
    Path("together.csv").write_text("\n".join(["comment,good,bad,odd", *rows]), encoding="utf-8")
    ran = callit("train", "together.csv", "--text", "comment", "--labels", "good,bad,odd", "--timebox", "90s")
    assert said in " ".join(ran.err.split())
    assert len(asked) == 1
