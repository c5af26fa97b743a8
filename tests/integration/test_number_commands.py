"""`callit train` where the label is a number: asked about, never guessed, and everything said is in the order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data.labels.bins import Bins
from data.labels.reading import LabelReading
from data.labels.threshold import Threshold, parse_threshold
from planner.material.first_look import first_look
from tests.integration.command_line import Asked, CommandLine


@pytest.fixture(autouse=True)
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Comments with a share of raters, where the person stands: 240 rows, each share once, four of them no number."""
    monkeypatch.chdir(tmp_path)
    shares = ["", "nan", "inf", "?", *(f"{row / 239:.4f}" for row in range(4, 240))]
    rows = [f"a plain comment number {row},{share},{'ab'[row % 2]}" for row, share in enumerate(shares)]
    path = tmp_path / "comments.csv"
    path.write_text("\n".join(["comment_text,target,mood", *rows]), encoding="utf-8")
    return path


ON_COMMENTS = ("train", "comments.csv", "--text", "comment_text", "--timebox", "90s")
TRAIN = (*ON_COMMENTS, "--label", "target")


def test_a_line_is_in_the_order_and_said(callit: CommandLine, asked: Asked) -> None:
    """With the counts of both sides, and the rows without a number."""
    ran = callit(*TRAIN, "--positive-if", ">=0.5", "--positive-name", "toxic")
    assert asked[0].table.reading == LabelReading(threshold=Threshold.at(parse_threshold(">=0").relation, 0.5, "toxic"))
    assert asked[0].table.label_words == "target >= 0.5"
    assert (
        "Label: target >= 0.5 is 'toxic', the rest 'not toxic'; 120 rows 'toxic' and 116 rows 'not toxic'. "
        "4 rows without a finite number are left out."
    ) in " ".join(ran.err.split())


def test_groups_are_in_the_order_with_the_cuts_that_were_said(callit: CommandLine, asked: Asked) -> None:
    """What a person was told is what is trained on."""
    ran = callit(*TRAIN, "--bins", "2")
    (order,) = asked
    assert isinstance(order.table.reading.bins, Bins)
    (cut,) = order.table.reading.bins.cuts
    assert f"Label: target: 'low' up to {cut:g}, 'high' above {cut:g}; 118 rows 'low' and 118 rows 'high'." in ran.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--positive-if", "half"), "'half' is no line. Give >, >=, < or <= and a number"),
        (("--positive-if", ">=0.995"), "makes 2 rows '>= 0.995' and 234 '< 0.995'. Both need 5 rows at least"),
        (("--bins", "many"), "'many' is no number of groups. Give a whole number from 2 to 20"),
        (("--bins", "3", "--positive-if", ">1"), "Give --positive-if or --bins, not both."),
        (("--positive-name", "toxic"), "--positive-name needs a line whose one side it names"),
        (("--positive-if", ">0.5", "--positive-name", " "), "The positive side needs a name"),
        (("--positive-if", ">0.5", "--blank-label", "no"), "--blank-label cannot be given with --positive-if"),
        (("--bins", "3", "--keep-label", "?"), "--keep-label cannot be given with --bins"),
        (("--label", "mood", "--positive-if", ">0.5"), "Column 'mood' holds no numbers that a line or groups"),
        (("--label", "mood", "--bins", "3"), "Column 'mood' holds no numbers that a line or groups"),
        (("--label", "nothing", "--bins", "3"), "Column 'nothing' not found in comments.csv."),
    ],
)
def test_what_cannot_be_is_one_sentence(
    callit: CommandLine, asked: Asked, options: tuple[str, ...], sentence: str
) -> None:
    """Exit 2 where it was typed wrong, 1 where the file has not got it; nothing is begun."""
    label = () if "--label" in options else ("--label", "target")
    ran = callit(*ON_COMMENTS, *label, *options)
    assert sentence in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert ran.code == (1 if "not found" in sentence else 2)
    assert not asked


def test_what_is_continued_is_not_told_anew(callit: CommandLine, tmp_path: Path) -> None:
    """It goes on as it was begun."""
    ran = callit("train", "--continue", str(tmp_path), "--positive-if", ">1")
    assert "--positive-if cannot be given with --continue" in " ".join(ran.err.split())


def test_the_columns_of_a_table_of_comments_are_suggested(tmp_path: Path, callit: CommandLine) -> None:
    """The share is the label, although it is a number and a column of classes called rating stands beside it."""
    path = _comments(tmp_path / "train.csv")
    look = first_look(path)
    assert (look.text, look.label) == ("comment_text", "target")
    ran = callit("train", str(path))
    said = " ".join(ran.err.split())
    assert "Texts from column 'comment_text', labels from 'target'. Change with --text, --label." in said
    assert '--positive-if ">=0.5"' in said
    assert ran.code == 2


@pytest.mark.parametrize("name", ["score", "rating", "stars"])
def test_a_number_called_like_a_label_is_guessed_where_nothing_else_is_one(
    tmp_path: Path, callit: CommandLine, name: str
) -> None:
    """The guess is said."""
    rows = [f"{row},a plain text of some words number {row},{row / 7:.3f}" for row in range(300)]
    path = tmp_path / "texts.csv"
    path.write_text("\n".join([f"id,text,{name}", *rows]), encoding="utf-8")
    ran = callit("train", str(path))
    assert f"Texts from column 'text', labels from '{name}'." in ran.err
    assert "--positive-if" in ran.err


def _comments(path: Path, rows: int = 600) -> Path:
    """The columns of the best known table of the kind: shares, identities mostly empty, counts, a rating."""
    dice = random.Random(5)

    def share() -> str:
        raters = dice.choice([4, 5, 6, 10, 10, 70, 74])
        return "0.0" if dice.random() < 0.6 else str(dice.randint(0, raters) / raters)

    def identity() -> str:
        return "" if dice.random() < 0.78 else share()

    head = "id,target,comment_text,severe_toxicity,obscene,identity_attack,insult,threat,asian,female,male,white"
    more = "created_date,publication_id,parent_id,article_id,rating,funny,wow,sad,likes,disagree"
    words = ("the people of this town never read what was written about them and still say " * 2).split()
    lines = [f"{head},{more},identity_annotator_count,toxicity_annotator_count"]
    for row in range(rows):
        text = " ".join(dice.choices(words, k=dice.randint(4, 60)))
        facts = [f"2017-0{1 + row % 9}-11 03:20:{row % 60:02d}", dice.randint(2, 102), row * 7 or "", 13_000 + row % 40]
        votes = ["approved" if dice.random() < 0.9 else "rejected", *(dice.choice([0, 0, 0, 1, 2]) for _ in range(5))]
        cells = [59_848 + row, share(), text, *(share() for _ in range(5)), *(identity() for _ in range(4)), *facts]
        lines.append(",".join(map(str, [*cells, *votes, dice.choice([0, 4]), dice.choice([4, 10, 70])])))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
