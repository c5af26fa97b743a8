"""`callit train` on a table with columns that give the label away: said first, and never taken for texts."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from data.labels.reading import LabelReading
from tests.integration.command_line import Asked, CommandLine

SAME = "'stars' says the same as 'mood': each of its 5 values goes with one class."
SCORE = "'score' says the same as 'mood': from 0.5 on that is 'good', below 'bad'."


@pytest.fixture(autouse=True)
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviews sorted by mood, with stars and a score of which the mood was made, where the person stands."""
    monkeypatch.chdir(tmp_path)
    draw = random.Random(5)
    with Path("reviews.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["row", "title", "review", "stars", "score", "split", "mood"])
        for row in range(1_200):
            stars = draw.choice((1, 2, 3) if row < 600 else (4, 5))
            title, review = (" ".join(draw.choices("a b c d e f g h".split(), k=count)) for count in (4, 15))  # noqa: SIM905
            score = f"{draw.uniform(0, 0.49) if row < 600 else draw.choice((0.5, draw.uniform(0.5, 1))):.3f}"
            mood = "bad" if row < 600 else "good"
            rows.writerow([row, title, review, stars, score, "test" if row >= 600 else "train", mood])


TRAIN = ("train", "reviews.csv", "--timebox", "90s")


def test_they_are_said_first_and_not_taken(callit: CommandLine, asked: Asked) -> None:
    """Although the first half of the file has one class only."""
    ran = callit(*TRAIN, "--label", "mood")
    assert asked[0].table.text_columns == ("review",)
    assert ran.err.index(SAME) < ran.err.index(SCORE) < ran.err.index("Texts from column 'review'")
    assert "'split' says" not in ran.err
    assert "'row' says" not in ran.err


def test_one_of_several_is_left_out_and_said(callit: CommandLine, asked: Asked) -> None:
    """The others are learned from, whether the label was named or guessed."""
    first, *lines = Path("reviews.csv").read_text(encoding="utf-8").splitlines()
    Path("reviews.csv").write_text("\n".join([first, *random.Random(1).sample(lines, 1_200)]), encoding="utf-8")
    for label in (("--label", "mood"), ()):
        ran = callit(*TRAIN, "--text", "title", "--text", "stars", "--text", "review", *label)
        assert asked.pop().table.text_columns == ("title", "review")
        assert f"{SAME} It is not used as text." in ran.err


def test_alone_it_is_refused_with_the_likely_texts(callit: CommandLine, asked: Asked) -> None:
    """One sentence, and nothing is started."""
    ran = callit(*TRAIN, "--text", "stars", "--label", "mood")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1] == f"{SAME} It is no text to learn from: choose 'title' or 'review'."
    assert asked == []


def test_the_line_of_a_number_is_known(callit: CommandLine, asked: Asked) -> None:
    """The label's own column is not said, but what says the same is."""
    ran = callit(*TRAIN, "--label", "score", "--positive-if", ">=0.5", "--positive-name", "good")
    assert isinstance(asked[0].table.reading, LabelReading)
    assert "'mood' says the same as 'score >= 0.5': one value for each class." in ran.err
    assert "'score' says" not in ran.err
