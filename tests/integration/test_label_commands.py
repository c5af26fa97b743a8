"""`callit train` says what the label column is before anything is trained, and refuses what cannot be one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from planner.domain.errors import SessionRefused
from planner.sessions import run
from tests.integration.command_line import CommandLine

TRAIN = ("train", "table.csv", "--text", "text", "--label", "label", "--timebox", "90s", "--out", "model")
MOODS = ["sad", "mad", "glad"]
TAGS = [*MOODS, *("; ".join(pair) for pair in itertools.combinations(MOODS, 2))]


@pytest.fixture(autouse=True)
def stops_before_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All checks of a start are made; where they pass, nothing is begun."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise SessionRefused("Not today.")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "_make", refuse)


def table(label: Callable[[int], str], rows: int = 200, **others: Callable[[int], str]) -> None:
    """Texts with labels, a column `mood` and others, where the person stands."""
    head = ",".join(["text", "label", "mood", *others])
    lines = [
        f'the train number {row} was late again,"{label(row)}",{MOODS[row // 7 % 3]}'
        + "".join(f",{other(row)}" for other in others.values())
        for row in range(rows)
    ]
    Path("table.csv").write_text("\n".join([head, *lines]), encoding="utf-8")


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        (lambda row: ["good", "bad", "so so"][row % 3], "'label' holds 3 classes: bad, good and so so."),
        (lambda row: ["1", "1.0", "True", "0"][row % 4], "'label' holds 2 classes: "),
        (lambda row: "positive" if row % 2 else "Positive " if row % 10 else "bad", "'Positive' counts as 'positive'."),
        (lambda row: str(1 + row % 5), "'label' holds 5 classes: 1, 2, 3, 4 and 5."),
        (lambda row: TAGS[row % 6], "'label' holds several tags in a cell, 3 different ones, separated by ';'."),
        (
            lambda row: str([*TAGS[row % 6].split("; ")]),
            "'label' holds several tags in a cell, 3 different ones, in lists such as ['mad', 'glad'].",
        ),
    ],
)
def test_what_the_label_is_stands_in_the_first_lines(
    callit: CommandLine, label: Callable[[int], str], sentence: str
) -> None:
    """Classes, spellings of them, stars, tags."""
    table(label)
    said = callit(*TRAIN).err.split("Not today.")[0]
    assert said.startswith("Label: ")
    assert sentence in said


def test_columns_of_yes_and_no_side_by_side_are_named(callit: CommandLine) -> None:
    """The one that was asked for is learned as it stands."""
    table(
        lambda row: "ab"[row % 2], toxic=lambda row: str(row % 2), threat=lambda _: "0", rude=lambda row: "01"[row > 9]
    )
    ran = callit("train", "table.csv", "--text", "text", "--label", "rude", "--timebox", "90s")
    assert "Label: 'rude' is one of 3 columns of 1 and 0 side by side: toxic, threat and rude." in ran.err
    assert "Not today." in ran.err


def test_a_number_is_said_before_it_is_asked_about(callit: CommandLine) -> None:
    """Without a line or groups nothing is guessed."""
    table(lambda row: f"{row / 199:.3f}")
    ran = callit(*TRAIN)
    assert ran.err.startswith("Label: 'label' is a number with 200 values between 0 and 1.")
    assert '--positive-if ">=0.5"' in ran.err
    assert ran.code == 2


@pytest.mark.parametrize(
    "label",
    [
        lambda row: str(48_000 + row),
        lambda row: f"user_{row}",
        lambda row: f"https://example.org/{row}/a",
        lambda row: f"2024-0{1 + row % 9}-{1 + row // 9:02}",
        lambda row: f"2024-01-02 03:{row // 60:02}:{row % 60:02}",
        lambda row: f"this text number {row} stands where the label is",
        lambda row: f"Smith {row - (row % 3 == 0)}, John",
        lambda row: f"{row:08x}-c0de",
    ],
    ids=["id", "name", "address", "date", "instant", "text", "person", "hash"],
)
def test_a_column_of_the_rows_own_values_is_refused_and_the_label_is_named(
    callit: CommandLine, label: Callable[[int], str]
) -> None:
    """Ids, names, addresses, dates, texts, hashes: nothing is begun, exit 2."""
    table(label, rows=150)
    ran = callit(*TRAIN)
    said = " ".join(ran.err.split())
    assert "different values, too many for classes. Choose another column ('mood' looks like one)." in said
    assert "Label:" not in said
    assert ran.code == 2
    assert not Path("model").exists()


def test_tags_of_which_hardly_two_cells_are_alike_are_told_how_to_be_learned(callit: CommandLine) -> None:
    """Another column is not what is missing."""
    table(lambda row: "; ".join(sorted({f"tag{row % 17}", f"tag{row % 13}", f"tag{row % 11}"})))
    ran = callit(*TRAIN)
    said = " ".join(ran.err.split())
    assert "learn each with --separator ';', or the tick on the Train page; else choose another column" in said
    assert ran.code == 2


@pytest.mark.parametrize("rows", [4, 12, 30, 49])
@pytest.mark.parametrize("options", [("--positive-if", ">=0.5"), ("--bins", "2")])
def test_a_small_table_is_told_that_rows_are_missing(callit: CommandLine, rows: int, options: tuple[str, ...]) -> None:
    """No other line, and no other column, would help."""
    table(lambda row: f"{row / 49:.3f}", rows=rows)
    ran = callit(*TRAIN, *options)
    assert ran.err == f"Column 'label' has {rows} labelled rows. Training needs at least 50; add more rows.\n"
    assert ran.code == 1


@pytest.mark.parametrize(
    ("rows", "label", "said"),
    [
        (
            49,
            lambda row: MOODS[row % 3],
            "Column 'label' has 49 labelled rows. Training needs at least 50; add more rows.",
        ),
        (
            90,
            lambda row: "sad",
            "Column 'label' holds one class only ('sad'). Training needs two; choose another label",
        ),
    ],
    ids=["few rows", "one class"],
)
def test_classes_that_teach_nothing_are_refused_before_a_session_begins(
    callit: CommandLine, rows: int, label: Callable[[int], str], said: str
) -> None:
    """Nothing of the box is spent to find it out."""
    table(label, rows=rows)
    ran = callit(*TRAIN)
    assert said in " ".join(ran.err.split())
    assert "Not today." not in ran.err
    assert ran.code == 1


def test_a_rule_of_cleaning_can_be_left_off(callit: CommandLine) -> None:
    """Each spelling is a class then, as it is said before; a word that is no rule is refused with those that are."""
    table(lambda row: ["1", "0", "True", "False"][row % 4])
    assert "'label' holds 2 classes: False and True; '0' counts as 'False'" in callit(*TRAIN).err
    assert "'label' holds 4 classes: 0, 1, False and True." in callit(*TRAIN, "--rule-off", "label_value").err
    ran = callit(*TRAIN, "--rule-off", "spelling")
    assert "'spelling' is no rule of cleaning. There are: markup," in " ".join(ran.err.split())
    assert ran.code == 2
