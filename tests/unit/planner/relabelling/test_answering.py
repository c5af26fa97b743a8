"""Suspects are answered one by one, undone one by one, never asked again; the table is never changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.labels.decision import Decision
from model.protocol.label_answers import LabelAnswer
from model.protocol.locks import take_lock
from model.protocol.run_folder import LOCK_FILE
from model.protocol.suspect_desk import DeskSuspect, SuspectDesk
from planner.material.label_answers import answers_of
from planner.relabelling import (
    Relabelling,
    RelabelRefused,
    give_answer,
    open_relabelling,
    suspect_numbered,
    undo_answer,
)
from planner.relabelling.export import export_table, exported_name
from tests.made_orders import made_config, made_order
from tests.unit.planner.relabelling.made_desk import DESK, ROWS, made_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """An ended session."""
    folder = tmp_path / "run"
    made_run(folder)
    return folder


@pytest.fixture
def at(run: Path, home: Path) -> Relabelling:
    """Its suspects, none of them answered."""
    return open_relabelling(run, home)


def waiting(at: Relabelling) -> list[int]:
    return [one.number for one in at.waiting]


def test_what_was_answered_is_never_asked_again(at: Relabelling, run: Path, home: Path) -> None:
    """In this sitting and the next; numbers of the others stay."""
    at = give_answer(at, suspect_numbered(at, 2), "bad", now_unix=5.0)
    at = give_answer(at, suspect_numbered(at, 1), "bad", now_unix=9.0)
    assert waiting(at) == waiting(open_relabelling(run, home)) == [3]
    assert [one.is_kept for one in at.answers.answers] == [False, True]


def test_answers_are_undone_one_by_one(at: Relabelling) -> None:
    """The last one first, or the one that is named: it is asked about again."""
    for number, label in ((1, "good"), (2, "bad"), (3, "mixed")):
        at = give_answer(at, suspect_numbered(at, number), label, now_unix=float(number))
    at, gone = undo_answer(at)
    assert (gone.answer, waiting(at)) == ("mixed", [3])
    at, gone = undo_answer(at, ("The tea was splendid", ""))
    assert waiting(at) == [1, 3]
    assert [one.text for one in at.answers.answers] == ["Never again"]
    at, _ = undo_answer(at)
    with pytest.raises(RelabelRefused, match="There is no answer to undo"):
        undo_answer(at)


def test_two_sittings_at_once_lose_nothing(at: Relabelling, run: Path, home: Path) -> None:
    """What was said in another window meanwhile stays."""
    other = open_relabelling(run, home)
    give_answer(other, suspect_numbered(other, 1), "good", now_unix=1.0)
    at = give_answer(at, suspect_numbered(at, 2), "bad", now_unix=2.0)
    assert waiting(at) == [3]


def test_a_class_that_is_none_and_a_number_that_is_gone_are_refused(at: Relabelling) -> None:
    """With what there is instead."""
    with pytest.raises(RelabelRefused, match=r"no class 'great'\. The classes of this session are: bad, good, mixed\."):
        give_answer(at, at.waiting[0], "great", now_unix=0.0)
    with pytest.raises(RelabelRefused, match=r"number 9 waits for an answer\. The numbers that wait are 1 to 3"):
        suspect_numbered(at, 9)


def test_a_folder_without_a_session_or_with_a_live_one_is_refused(run: Path, tmp_path: Path, home: Path) -> None:
    """One sentence each."""
    with pytest.raises(RelabelRefused, match="holds no session"):
        open_relabelling(tmp_path / "nothing", home)
    lock = take_lock(run / LOCK_FILE)
    assert lock is not None
    with pytest.raises(RelabelRefused, match="still runs"):
        open_relabelling(run, home)
    lock.release()
    (tmp_path / "reviews.csv").unlink()
    with pytest.raises(RelabelRefused, match="is not there any more"):
        open_relabelling(run, home)


def test_export_writes_a_new_table_and_changes_labels_alone(at: Relabelling, tmp_path: Path) -> None:
    """Every row with that text; same columns, same order, same other cells; the table itself stays, byte by byte."""
    table = tmp_path / "reviews.csv"
    before, out = table.read_bytes(), tmp_path / "repaired.csv"
    for number, label in ((1, "good"), (2, "good"), (3, "mixed")):
        at = give_answer(at, suspect_numbered(at, number), label, now_unix=float(number))
    assert export_table(at, out) == f"3 labels repaired in 6 rows: {out}"
    found = pd.read_csv(out, dtype=str, keep_default_na=False)
    labels = ["good", "good", "good", "Good ", "bad", "mixed"]
    expected = [(n, text, label, note) for (n, text, _, note), label in zip(ROWS, labels, strict=True)]
    assert list(found.columns) == ["id", "text", "label", "note"]
    assert list(found.itertuples(index=False, name=None)) == expected
    assert table.read_bytes() == before


def test_export_never_overwrites(at: Relabelling, tmp_path: Path) -> None:
    """Not the table, nor any other file; nor does it write a kind that it does not know."""
    with pytest.raises(RelabelRefused, match="is there already"):
        export_table(at, tmp_path / "reviews.csv")
    with pytest.raises(RelabelRefused, match=r"Let it end in \.csv or \.tsv"):
        export_table(at, tmp_path / "repaired.xlsx")


def test_export_of_classes_made_of_numbers_is_refused(at: Relabelling, tmp_path: Path) -> None:
    """Which number the cell should hold nobody has said."""
    of_numbers = replace(at, answers=replace(at.answers, label_made="target >= 0.5"))
    with pytest.raises(RelabelRefused, match="classes were made of numbers"):
        export_table(of_numbers, tmp_path / "repaired.csv")


def test_a_desk_is_worked_out_once(at: Relabelling, run: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And again where all that were told are answered and there are more."""
    from planner.relabelling import answering

    asked: list[str] = []

    def asked_again(module: str, *_: object) -> object:
        asked.append(module)
        return replace(DESK, suspects=DESK.suspects[2:], count=1)

    monkeypatch.setattr(answering, "asked", asked_again)
    open_relabelling(run, home)
    assert asked == []
    more = replace(at, desk=replace(at.desk, count=9, suspects=at.desk.suspects[:1]))
    more = give_answer(more, more.waiting[0], "good", now_unix=1.0)
    assert [one.number for one in answering.refilled(more).waiting] == [3]
    assert asked == ["model.session.suspect_desk"]


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_the_new_table_is_of_the_kind_of_the_old_one(run: Path, home: Path, tmp_path: Path, ending: str) -> None:
    """Its name offers that; the decided pair is among what changes, and a dropped text stays in it and is said."""
    frame = pd.DataFrame([*ROWS, ("7", "Hm", "bad", ""), ("8", "hm", "good", "")], columns=["id", "text", "label", "n"])
    table = tmp_path / f"reviews{ending}"
    frame.to_json(table, orient="records", lines=True) if ending == ".jsonl" else frame.to_parquet(table)
    made_config(data_file=table).save(run)
    at = open_relabelling(run, home)
    at = give_answer(at, suspect_numbered(at, 1), "good", now_unix=1.0)
    pair = LabelAnswer("Hm", "bad", "good", "good", 0.0, 2.0, labels=("bad", "good"))
    dropped = LabelAnswer("Dull and late", "bad", "good", "", 0.0, 3.0, labels=("bad", "good"), decision=Decision.DROP)
    at = replace(at, answers=at.answers.with_answer(pair).with_answer(dropped))
    out = tmp_path / "new" / exported_name(at)
    assert out.name == f"reviews repaired{ending}"
    said = export_table(at, out)
    assert said == f"3 labels repaired in 8 rows: {out}. 1 text that you dropped: still in it."
    found = pd.read_json(out, lines=True) if ending == ".jsonl" else pd.read_parquet(out)
    assert found["label"].tolist() == ["good", "good", "good", "Good ", "bad", "good", "good", "good"]
    assert found["text"].tolist() == frame["text"].tolist()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"rude": ["0", "1", "0"], "loud": ["no", "no", "yes"]},
            {"rude": ["1", "1", "0"], "loud": ["no", "yes", "yes"]},
        ),
        ({"tags": ["loud; kind", "rude", ""]}, {"tags": ["loud; kind; rude", "rude; loud", ""]}),
        (
            {"tags": ["['kind']", "[]", "['loud', 'rude']"]},
            {"tags": ["['kind', 'rude']", "['loud']", "['loud', 'rude']"]},
        ),
    ],
)
def test_of_several_labels_a_row_one_is_given_or_taken(
    at: Relabelling, tmp_path: Path, columns: dict[str, list[str]], expected: dict[str, list[str]]
) -> None:
    """In columns as yes and no are written there, or as a tag more in the cell."""
    texts, (first, *further) = ["go away", "SO LOUD", "fine"], columns
    table = tmp_path / "several.csv"
    pd.DataFrame({"text": texts * 8, **{name: cells * 8 for name, cells in columns.items()}}).to_csv(table, index=False)
    order = made_order(
        table, label_column=first, further_label_columns=tuple(further), tag_separator=None if further else ";"
    )
    answers = answers_of(order.table, at.home)
    for text, name in (("go away", "rude"), ("so loud", "loud")):
        answers = answers.with_answer(LabelAnswer(text, f"not {name}", name, name, 0.9, 1.0, name))
    out = tmp_path / "new.csv"
    export_table(replace(at, table=order.table, answers=answers), out)
    found = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert {name: found[name].tolist() for name in columns} == {name: cells * 8 for name, cells in expected.items()}


def test_of_several_labels_a_row_each_is_a_question(at: Relabelling) -> None:
    """Yes or no, of a text and a label: the same text may be asked about twice."""
    rude = DeskSuspect(1, "go away", "not rude", "rude", 0.9, name="rude")
    loud = DeskSuspect(2, "go away", "loud", "not loud", 0.8, name="loud")
    at = replace(at, desk=SuspectDesk(("rude", "loud"), 2, (rude, loud)))
    with pytest.raises(RelabelRefused, match=r"There is no class 'loud'\. The answers are: rude, not rude\."):
        give_answer(at, rude, "loud", now_unix=0.0)
    at = give_answer(at, rude, "rude", now_unix=1.0)
    assert waiting(at) == [2]
    at = give_answer(at, loud, "loud", now_unix=2.0)
    assert [(one.name, one.answer, one.is_kept) for one in at.answers.answers] == [
        ("rude", "rude", False),
        ("loud", "loud", True),
    ]
    assert waiting(at) == []
