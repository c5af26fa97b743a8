"""`callit relabel`: in a terminal by keys, in scripts by options; each answer is kept at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from model.protocol.suspect_desk import AnswersWorth, Change
from planner import planning
from planner.cli import relabel
from planner.domain.project import Project
from planner.home import home
from planner.relabelling import worth as pricing
from planner.store import open_store
from planner.timelog.by_hand import entries
from tests.integration.command_line import CommandLine
from tests.unit.planner.relabelling.made_desk import made_run


@pytest.fixture
def run(tmp_path: Path) -> str:
    """An ended session with three suspects."""
    folder = tmp_path / "run"
    made_run(folder)
    return str(folder)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys that a person presses, one after the other."""
    keys: list[str] = []

    def getchar(*_: object) -> str:
        if not keys:
            raise EOFError
        return keys.pop(0)

    monkeypatch.setattr(click, "getchar", getchar)
    return keys


def test_scripts_list_answer_and_undo(callit: CommandLine, run: str) -> None:
    """Numbers stay what they are while others are answered."""
    lines = callit.done("relabel", run, "--list").splitlines()
    assert lines[0] == "   1  0.98  bad -> good  The tea was splendid"
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    said = callit.done("relabel", run, "--accept", "1", "--keep", "3")
    assert said.splitlines() == ["bad -> good: The tea was splendid", "good kept: It was so-so"]
    assert callit.done("relabel", run, "--label", "2", "mixed") == "good -> mixed: Never again\n"
    assert callit.done("relabel", run, "--list") == "No label looks wrong that was not answered.\n"
    assert callit.done("relabel", run, "--answers").splitlines() == [
        "   1  bad -> good: The tea was splendid",
        "   2  good kept: It was so-so",
        "   3  good -> mixed: Never again",
        "3 answers, 2 of them repaired a label.",
    ]
    assert callit.done("relabel", run, "--undo", "2") == "undone: good kept: It was so-so\n"
    assert [one["number"] for one in callit("relabel", run, "--list", "--json").json["suspects"]] == [3]


def test_a_table_with_repaired_labels_is_written(callit: CommandLine, run: str, tmp_path: Path) -> None:
    """A new file; the table is as it was."""
    table, out = tmp_path / "reviews.csv", tmp_path / "new" / "repaired.csv"
    before = table.read_bytes()
    said = callit.done("relabel", run, "--accept", "1", "--export", str(out))
    assert said.splitlines()[-1] == f"2 labels repaired in 6 rows: {out}"
    assert out.read_text().splitlines()[1] == "1,The tea was splendid,good,kept as it is"
    assert table.read_bytes() == before


def test_held_out_texts_are_shown_apart_and_cannot_be_answered(callit: CommandLine, run: str) -> None:
    """With why."""
    said = callit.done("relabel", run, "--held-out")
    assert "never changed or learned from" in said
    assert "Held out and odd" in said
    assert "Held out and odd" not in callit.done("relabel", run, "--list")


def test_wrong_numbers_and_folders_end_with_one_sentence(callit: CommandLine, run: str, tmp_path: Path) -> None:
    """Nothing is written then."""
    assert callit("relabel", run, "--accept", "7").sentence.startswith("No label with the number 7 waits")
    assert callit("relabel", run, "--label", "1", "great").sentence.startswith("There is no class 'great'")
    assert callit("relabel", run, "--undo", "1").sentence.startswith("There is no answer 1")
    assert callit("relabel", str(tmp_path)).sentence.endswith("Name the folder that 'callit train' left.")
    assert callit.done("relabel", run, "--answers") == "Nothing was answered about this table.\n"


def test_one_key_is_one_answer(callit: CommandLine, run: str, typed: list[str]) -> None:
    """Accept, undo, accept again, skip, keep: skipped ones are asked the next time."""
    typed += ["a", "u", "a", "s", "k"]
    said = callit.done("relabel", run)
    assert said.startswith("3 labels that look wrong in reviews.csv.\n")
    assert "#1  bad  ->  good (98 %)\n  The tea was splendid\n  for bad: was\n  for good: splendid\n" in said
    assert "  alike  80 %  good: Splendid tea\n" in said
    assert "  undone: bad -> good: The tea was splendid\n" in said
    assert said.endswith("2 answers given. The next session on this table learns from them.\n")
    assert callit.done("relabel", run, "--list").split()[0] == "2"


def test_quitting_keeps_what_was_said(callit: CommandLine, run: str, typed: list[str]) -> None:
    """And a key that means nothing asks again; so does another label that is none."""
    typed += ["x", "a", "q"]
    assert callit.done("relabel", run).endswith("1 answer given. The next session on this table learns from them.\n")
    assert len(callit.done("relabel", run, "--list").splitlines()) == 2


def test_another_label_is_chosen_by_number(
    callit: CommandLine, run: str, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or by its name."""
    said: Iterator[str] = iter(["9", "3"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(said))
    typed += ["o", "o"]
    assert "bad -> mixed: The tea was splendid" in callit.done("relabel", run)


def test_every_ten_answers_it_says_what_they_brought(
    callit: CommandLine, run: str, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words of `--worth`."""
    measured = AnswersWorth("macro_f1", 10, 8, 90, Change(0.01, 0.0, 0.02), Change(0.8, 0.6, 0.9), 90, None)
    monkeypatch.setattr(pricing, "asked", lambda *_: measured)
    monkeypatch.setattr(relabel, "is_moment_to_price", lambda count: count == 2)
    typed += ["a", "a"]
    said = callit.done("relabel", run)
    assert said.count("10 answers (8 repaired a label) brought +1.0 points of macro-F1 (95 %: +0.0 to +2.0)") == 1
    assert "Clean or train: cannot tell" in said


def test_the_sitting_is_logged_on_clean_if_asked(
    callit: CommandLine, run: str, typed: list[str], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As attended time, with how many labels; not where nothing was answered."""
    moments = iter([datetime(2026, 5, 8, 14, minute, tzinfo=UTC) for minute in (0, 1, 2, 12, 12)])
    monkeypatch.setattr(relabel, "now", lambda: next(moments))
    typed += ["a", "k", "q"]
    assert f"Logged on Clean of {project.name}." in callit.done("relabel", run, "--log")
    with open_store(home()) as store:
        (entry,) = entries(store, project.id)
        phases = {phase.id: phase.name for phase in planning.phases(store, project.id)}
    assert (phases[entry.phase_id], entry.note, entry.attended) == ("Clean", "2 labels looked at", True)
    assert entry.stopped_at == datetime(2026, 5, 8, 14, 12, tzinfo=UTC)
