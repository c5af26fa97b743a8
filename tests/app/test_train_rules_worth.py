"""Which cleaning rule was worth it: asked on the page of an ended session, kept beside it, and shown from then on."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.rules_worth import RulesWorth, RuleWorth
from model.protocol.run_folder import PREPARED_FACTS
from model.protocol.suspect_desk import Change
from model.protocol.told_progress import ToldProgress
from planner.relabelling import RelabelRefused
from planner.relabelling import rules_worth as worth_of
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said

WORTH = RulesWorth(
    "macro_f1",
    5_888,
    736,
    (
        RuleWorth("duplicates", "Duplicates", 433, Change(0.012, 0.003, 0.02)),
        RuleWorth("markup", "HTML tags and entities", 212, Change(-0.001, -0.004, 0.002)),
    ),
)


@pytest.fixture
def run(home: Path) -> MadeRun:
    """An ended session that kept its texts, and its table."""
    made = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    (made.folder / "reviews.csv").write_text("review,sentiment\n")
    (made.folder / PREPARED_FACTS).parent.mkdir(parents=True)
    (made.folder / PREPARED_FACTS).write_text("{}")
    return made


def rules(app: AppTest) -> pd.DataFrame:
    """The table of what was cleaned."""
    (table,) = [part.value for part in app.dataframe if "Before" in part.value]
    return table


def test_it_is_worked_out_when_somebody_asks_and_kept(
    store: Store, run: MadeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how it was measured; no second process for the same answer."""
    asked: list[str] = []

    def answer(module: str, *_: object, tell: object) -> RulesWorth:
        asked.append(module)
        tell(ToldProgress(1, 3, "Duplicates"))  # type: ignore[operator]
        return WORTH

    monkeypatch.setattr(worth_of, "asked", answer)
    record(store, run)
    app = opened(session="one")
    assert "Worth it?" not in rules(app)
    app = press(app, "Which rule was worth it?")
    for page in (app, opened(session="one")):
        found = dict(zip(rules(page)["Rule"], rules(page)["Worth it?"], strict=True))
        assert found["Duplicates"] == "worth it: +1.2 points (+0.3 to +2.0)"
        assert found["HTML tags and entities"] == "cannot tell: -0.1 points (-0.4 to +0.2)"
        assert found["Empty texts"] == ""
        assert "What each rule brought in macro-F1 on 736 validation texts" in said(page)
        assert "Which rule was worth it?" not in labels(page)
        assert not page.exception
    assert asked == ["model.session.rules_worth"]
    assert json.loads((run.folder / worth_of.RULES_WORTH_FILE).read_text())["judged"] == 736


def test_what_cannot_be_answered_is_one_sentence(store: Store, run: MadeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stands, and it can be asked again."""

    def answer(*_: object, **__: object) -> RulesWorth:
        raise RelabelRefused("reviews.csv is another table now.")

    monkeypatch.setattr(worth_of, "asked", answer)
    record(store, run)
    app = press(opened(session="one"), "Which rule was worth it?")
    assert "reviews.csv is another table now." in said(app)
    assert "Which rule was worth it?" in labels(app)


def test_a_session_that_kept_no_texts_is_not_asked(store: Store, run: MadeRun) -> None:
    """There is nothing to judge by."""
    (run.folder / PREPARED_FACTS).unlink()
    record(store, run)
    assert "Which rule was worth it?" not in labels(opened(session="one"))
