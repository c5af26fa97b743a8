"""Labels that a person decided are learned from and never scored on; what was answered is not asked again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from model.protocol.events import EventReader, RowsCleaned, WarningSaid
from model.protocol.label_answers import LABEL_ANSWERS_FILE, LabelAnswer, LabelAnswers
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import Part, SessionData, load_data
from model.session.decided_labels import answers_learned, not_answered
from model.session.stage_log import StageLog
from model.session.suspects_stage import look_for_suspects
from tests.made_orders import made_config, made_order
from tests.unit.model.session.test_suspects_stage import _context, _fitted

TEXTS = [f"The kettle number {number} boils {number} cups." for number in range(120)]
LABELS = ["good" if number % 3 else "bad" for number in range(120)]


def said(text: str, label: str, answer: str) -> LabelAnswer:
    """An answer that nobody asks the time of."""
    return LabelAnswer(text, label, "good" if label == "bad" else "bad", answer, 0.9, 0.0)


def loaded(folder: Path, answers: Sequence[LabelAnswer], labels: list[str] = LABELS, seed: int = 7) -> SessionData:
    """The parts of a session on a table."""
    folder.mkdir(exist_ok=True)
    path = folder / "table.csv"
    pd.DataFrame({"text": TEXTS, "label": labels}).to_csv(path, index=False)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    return load_data(made_order(path, seed=seed), box, StageLog(folder, box), answers)


def labels_of(data: SessionData, part: Part) -> dict[str, str]:
    """Text -> class."""
    return {text: data.classes[label] for text, label in zip(part.texts, part.labels, strict=True)}


@pytest.fixture
def before(tmp_path: Path) -> SessionData:
    """The session that came before any answer."""
    return loaded(tmp_path / "before", [])


def flipped(data: SessionData, part: Part, count: int) -> list[LabelAnswer]:
    """The other label for the first texts of a part."""
    other = {"good": "bad", "bad": "good"}
    found = list(labels_of(data, part).items())[:count]
    return [said(text, label, other[label]) for text, label in found]


def test_training_learns_the_decided_labels_and_the_parts_stay(before: SessionData, tmp_path: Path) -> None:
    """Scored on the same texts with the same labels as before: a score that moves was moved by what was learned."""
    answers = flipped(before, before.train, 9)
    after = loaded(tmp_path / "after", answers)
    now = labels_of(after, after.train)
    assert {one.text: now[one.text] for one in answers} == {one.text: one.answer for one in answers}
    for part in ("validation", "held_out"):
        assert labels_of(after, getattr(after, part)) == labels_of(before, getattr(before, part))
    assert sorted(after.train.texts) == sorted(before.train.texts)
    (cleaned,) = [e.body for e in EventReader(tmp_path / "after").read_new() if isinstance(e.body, RowsCleaned)]
    assert [(rule.title, rule.rows) for rule in cleaned.rules if rule.rule == "decided_labels"] == [
        ("Labels that you decided", 9)
    ]
    assert after.sha256 != before.sha256


def test_a_text_that_is_scored_on_keeps_the_label_of_the_table_and_that_is_said(
    before: SessionData, tmp_path: Path
) -> None:
    """Of another seed, what was learned from once may be held out now."""
    answers = [*flipped(before, before.held_out, 2), *flipped(before, before.validation, 1)]
    after = loaded(tmp_path / "after", answers)
    for part in ("validation", "held_out", "train"):
        assert labels_of(after, getattr(after, part)) == labels_of(before, getattr(before, part))
    warned = [e.body.message for e in EventReader(tmp_path / "after").read_new() if isinstance(e.body, WarningSaid)]
    assert "3 labels that you decided are of texts that are scored on here: they stay as the table has them." in warned


def test_a_label_that_was_kept_changes_nothing(before: SessionData, tmp_path: Path) -> None:
    """It only is not asked again."""
    kept = [said(text, label, label) for text, label in list(labels_of(before, before.train).items())[:9]]
    assert loaded(tmp_path / "after", kept).sha256 == before.sha256


def test_a_class_is_not_decided_away(before: SessionData, tmp_path: Path) -> None:
    """Scores are of texts that have it: it stays, and the person is told."""
    answers = [one for one in flipped(before, before.train, 200) if one.label == "bad"]
    after = loaded(tmp_path / "after", answers)
    assert after.classes == ("bad", "good")
    assert labels_of(after, after.train) == labels_of(before, before.train)
    warned = [e.body.message for e in EventReader(tmp_path / "after").read_new() if isinstance(e.body, WarningSaid)]
    assert any("too few texts of the class 'bad'" in message for message in warned)


def test_what_was_answered_is_not_listed_again(tmp_path: Path) -> None:
    """Thirty look wrong; two of them were answered, one as right."""
    answers = (said("Trained 0!", "a", "a"), said("trained 10", "a", "b"))
    given = LabelAnswers(
        table_sha256="", table_bytes=0, source="r.csv", text_columns=("text",), label_column="label", answers=answers
    )
    given.save(tmp_path / LABEL_ANSWERS_FILE)
    found = look_for_suspects(_context(tmp_path), _fitted())
    assert found.count == 28
    assert not {"trained 0", "trained 10"} & {one.text for one in found.listed}


def test_without_answers_every_row_is_looked_at() -> None:
    """And nothing is compared."""
    assert not_answered(["a", "b"], ()).tolist() == [0, 1]


def test_a_session_that_was_continued_learned_from_what_the_first_one_was_given(tmp_path: Path) -> None:
    """What was answered meanwhile lies in its folder, and is news to it."""
    for name, former, text in (("first", None, "known"), ("second", "first", "new"), ("third", "second", "newer")):
        folder = tmp_path / name
        folder.mkdir()
        made_config(continue_from=None if former is None else tmp_path / former).save(folder)
        LabelAnswers(
            table_sha256="", table_bytes=0, source="", text_columns=(), label_column="", answers=(said(text, "a", "b"),)
        ).save(folder / LABEL_ANSWERS_FILE)
    assert [one.text for one in answers_learned(tmp_path / "first")] == ["known"]
    assert [one.text for one in answers_learned(tmp_path / "third")] == ["known"]
    assert answers_learned(tmp_path) == ()
