"""Columns that give the label away, on the Train page: a quiet line, and no start on one of them alone."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.config import SessionConfig
from planner.sessions.run import OpenRun
from tests.app.train_tab import labels, opened, press, said

SAME = "'stars' says the same as 'mood': each of its 5 values goes with one class."
WORDS = ["room", "small", "wait", "hour", "bags", "cold", "hall", "let"]


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """300 reviews with a title, and stars of which the mood was made."""
    draw, path = random.Random(2), tmp_path / "reviews.csv"
    stars = [draw.randint(1, 5) for _ in range(300)]
    pd.DataFrame({
        "title": [" ".join(draw.choices(WORDS, k=4)) for _ in stars],
        "review": [" ".join(draw.choices(WORDS, k=20)) for _ in stars],
        "stars": stars,
        "mood": ["good" if count > 3 else "bad" for count in stars],
    }).to_csv(path, index=False)  # fmt: skip
    return path


def captions(app: AppTest) -> list[str]:
    """The quiet lines."""
    return [str(line.value).replace("\\", "") for line in app.caption]


def test_it_is_said_in_a_quiet_line(reviews: Path) -> None:
    """And all else is as before."""
    app = opened(session="new", data=reviews)
    assert captions(app).count(SAME) == 1
    assert not app.error
    assert app.selectbox(key=f"train_text_of_{reviews}").value == "review"
    assert [name for name in labels(app) if name.startswith("Start")]


def test_nothing_is_said_of_the_sample() -> None:
    """Which has texts and labels only."""
    assert not [line for line in captions(opened()) if "the same as" in line or "word of the texts" in line]


def test_alone_it_is_refused(reviews: Path) -> None:
    """With the columns to choose, and choosing one of them mends it."""
    app = opened(session="new", data=reviews, text="stars", label="mood")
    refused = f"{SAME} It is no text to learn from: choose 'title' or 'review'."
    assert [str(error.value) for error in app.error] == [refused]
    assert SAME not in captions(app)
    assert not [name for name in labels(app) if name.startswith("Start")]
    app.selectbox(key=f"train_text_of_{reviews}").select("title").run()
    assert not app.error
    assert SAME in captions(app)


def test_among_others_it_is_left_out(reviews: Path, launched: list[OpenRun]) -> None:
    """The order has the others."""
    app = opened(session="new", data=reviews, further="stars\ntitle")
    assert f"{SAME} It is not used as text." in captions(app)
    press(app, "Start: ends by")
    assert SessionConfig.load(launched[0].folder).order.table.text_columns == ("title", "review")


def test_texts_with_the_class_in_them_are_said_and_may_be_learned_from(reviews: Path) -> None:
    """They are texts all the same."""
    table = pd.read_csv(reviews)
    table.assign(review="__label__" + table["mood"] + " " + table["review"]).to_csv(reviews, index=False)
    app = opened(session="new", data=reviews)
    assert "The first word of the texts in 'review' says what 'mood' is ('__label__bad', '__label__good')" in said(app)
    assert [name for name in labels(app) if name.startswith("Start")]
