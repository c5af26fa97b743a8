"""`callit train` and `callit predict`: what they ask of the services that the Train page asks too."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest

from model.protocol.order import TrainingOrder
from planner import planning
from planner.domain.errors import SessionRefused
from planner.sessions import Placement, prediction
from planner.store import open_store
from tests.integration.command_line import CommandLine
from tests.made_orders import made_order

Asked = list[tuple[TrainingOrder, Placement]]
Phases = Callable[[list[str]], dict[str, int]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the command asked for; nothing is trained."""
    found: Asked = []

    def refuse(order: TrainingOrder, placement: Placement, **_: object) -> NoReturn:
        found.append((order, placement))
        raise SessionRefused("Not today.")

    monkeypatch.setattr("planner.cli.session.run_in_foreground", refuse)
    return found


@pytest.fixture(autouse=True)
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of texts, where the person stands."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tweets.csv"
    path.write_text("text,label\n" + "".join(f"a plain row number {n},{'ab'[n % 2]}\n" for n in range(60)))
    return path


@pytest.fixture
def project_with(home: Path, now: datetime) -> Phases:
    """Makes a project called Tweets with phases of such names, and gives their ids."""

    def made(names: list[str]) -> dict[str, int]:
        with open_store(home) as store:
            project = planning.create_project(store, "Tweets", phases=names, now=now)
            return {phase.name: phase.id for phase in planning.phases(store, project.id)}

    return made


def test_every_option_of_train_is_in_the_order(callit: CommandLine, table: Path, asked: Asked) -> None:
    """One order, filled in once."""
    words = "--text text --label label --timebox 90s --metric accuracy --seed 11 --epochs 6 --units 128 --one-network"
    more = "--benchmark accuracy=0.8 --blank-label no --keep-label ? --memory-limit 4GB --out there --vectors english"
    callit("train", table.name, "--test", table.name, "--hands", "3", *words.split(), *more.split())
    ((order, placement),) = asked
    expected = made_order(
        table.name, timebox_s=90.0, reading=order.table.reading, metric="accuracy", seed=11, epochs=6, units=128,
        one_network=True, test_file=Path(table.name), outside_scores={"accuracy": 0.8},
        memory_limit_bytes=4_000_000_000, vectors="english", hands=3,
    )  # fmt: skip
    assert order == expected
    assert (order.table.reading.blank, order.table.reading.kept) == ("no", ("?",))
    assert (placement.project_id, placement.phase_id, placement.out) == (None, None, table.parent / "there")


@pytest.mark.parametrize(
    ("names", "taken"), [(["Read", "Training", "Write"], "Training"), (["Lesen", "Bauen", "Schreiben"], "Bauen")]
)
def test_a_project_without_a_phase_model_is_trained_on_as_on_the_page(
    callit: CommandLine, project_with: Phases, asked: Asked, names: list[str], taken: str
) -> None:
    """The likeliest phase is taken, and said with how to name another."""
    ids = project_with(names)
    ran = callit("train", "tweets.csv", "--text", "text", "--label", "label", "--project", "Tweets")
    assert asked[0][1].phase_id == ids[taken]
    assert f"Its time is logged on the phase '{taken}'. Change with --phase." in ran.out + ran.err


def test_the_phase_model_is_taken_without_a_word(callit: CommandLine, project_with: Phases, asked: Asked) -> None:
    """Also in capitals, and whatever comes after it."""
    ids = project_with(["Read", "MODEL", "Train", "Write"])
    ran = callit("train", "tweets.csv", "--text", "text", "--label", "label", "--project", "Tweets")
    assert asked[0][1].phase_id == ids["MODEL"]
    assert "logged on" not in ran.out + ran.err


def test_a_phase_that_is_typed_is_not_guessed_away(callit: CommandLine, project_with: Phases, asked: Asked) -> None:
    """One there is, is taken without a word; one there is not, is refused with those there are."""
    ids = project_with(["Read", "Build", "Write"])
    asks = ("train", "tweets.csv", "--text", "text", "--label", "label", "--project", "Tweets", "--phase")
    assert "logged on" not in callit(*asks, "Write").err
    assert asked[0][1].phase_id == ids["Write"]
    assert "There is no phase 'Model'. Choose 'Read', 'Build' or 'Write'" in callit(*asks, "Model").err
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        ((-9, b""), "Labelling was stopped by the system (signal 9). Try again with more free memory."),
        (
            (1, b"Traceback (most recent call last):\n  boom\nValueError: x"),
            "Labelling ended unexpectedly. The details",
        ),
        ((1, b"Column 'text' not found."), "Column 'text' not found."),
    ],
)
def test_predict_fails_in_the_words_of_the_page(
    callit: CommandLine, monkeypatch: pytest.MonkeyPatch, ended: tuple[int, bytes], sentence: str
) -> None:
    """One sentence, and no traceback in the terminal either."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, ended[0], b"", ended[1])

    monkeypatch.setattr(prediction.subprocess, "run", run)
    assert callit("predict", "model", "tweets.csv", "--out", "new/labelled.csv").sentence.startswith(sentence)


def test_predict_that_is_refused_makes_no_folder(callit: CommandLine, table: Path) -> None:
    """The folder named holds no model: nothing is made on the way to the file."""
    (table.parent / "empty").mkdir()
    assert "empty" in callit("predict", "empty", table.name, "--out", "new/labelled.csv").sentence
    assert sorted(path.name for path in table.parent.iterdir() if path.name != "home") == ["empty", table.name]
