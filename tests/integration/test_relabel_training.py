"""One whole session on a table of which some labels were decided: it learns from them, and asks no more of them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from data.cleaning.clean import normalise
from model.protocol.events import RowsCleaned
from model.protocol.label_answers import LABEL_ANSWERS_FILE, LabelAnswer, answers_in
from model.protocol.order import TableOrder
from model.session.resume import load_session
from planner.material.label_answers import answers_of, keep_answers
from tests.integration.real_sessions import callit, result, reviews, said

BOX_S = 150  # the test run has to fit, also on a busy machine; one epoch ends it


def decided(table: Path, home: Path, count: int) -> list[LabelAnswer]:
    """Another label for some texts that stand in the table once, as cleaned, kept as a person's answers are."""
    frame = pd.read_csv(table, keep_default_na=False).drop_duplicates("review", keep=False)
    rows = frame[frame["sentiment"].isin(["positive", "negative"])].head(count)
    other = {"positive": "negative", "negative": "positive"}
    answers = answers_of(TableOrder(table, table.name, "review", "sentiment"), home)
    for text, label in zip(normalise(rows["review"]), rows["sentiment"], strict=True):
        answers = answers.with_answer(LabelAnswer(text, label, other[label], other[label], 0.9, 0.0))
    keep_answers(answers, home)
    return list(answers.answers)


def test_the_next_session_on_the_table_learns_from_the_answers(tmp_path: Path) -> None:
    """Counted in what was cleaned, never scored on, never asked again; the table is as it was."""
    table = reviews(tmp_path, rows=700)
    before = table.read_bytes()
    answers = decided(table, tmp_path / "home", 20)
    words = ("--text", "review", "--label", "sentiment", "--timebox", f"{BOX_S}s", "--epochs", "1", "--one-network")
    done = callit(tmp_path, "train", table.name, *words, "--out", "out", timeout_s=BOX_S + 60)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    assert list(answers_in(out)) == answers
    (cleaned,) = [event.body for event in said(out) if isinstance(event.body, RowsCleaned)]
    (rule,) = [rule for rule in cleaned.rules if rule.rule == "decided_labels"]
    assert (rule.title, rule.rows) == ("Labels that you decided", len(answers))
    assert {"rule": "decided_labels", "title": rule.title, "rows": len(answers), "left_off": ""} in result(out)[
        "cleaning"
    ]["rules"]
    kept = load_session(out)
    assert kept is not None
    data = kept.fitted.data
    learned = {text: data.classes[label] for text, label in zip(data.train.texts, data.train.labels, strict=True)}
    scored = {*data.validation.texts, *data.held_out.texts}
    in_training = [one for one in answers if one.text in learned]
    assert [learned[one.text] for one in in_training] == [one.answer for one in in_training]
    assert len(in_training) + sum(one.text in scored for one in answers) == len(answers)
    listed = callit(tmp_path, "relabel", "out", "--list", "--json")
    assert listed.returncode == 0, listed.stderr
    asked = {one["text"] for one in json.loads(listed.stdout)["suspects"]}
    assert asked
    assert not asked & {one.text for one in answers}
    assert table.read_bytes() == before
    assert (out / LABEL_ANSWERS_FILE).is_file()
