"""Hands on this machine: started with the session, told when they end, and gone when it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.protocol.hands import hand_folder, read_hands
from model.session.own_hands import HERE, OwnHands


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path, dict[str, Any]]]:
    """What each hand was started with; a process that waits stands for it."""
    asked: list[tuple[Path, Path, dict[str, Any]]] = []

    def command(prepared: Path, folder: Path, **told: Any) -> list[str]:
        asked.append((prepared, folder, told))
        return [sys.executable, "-S", "-c", "import signal; signal.pause()"]

    monkeypatch.setattr("model.session.own_hands.hand_command", command)
    monkeypatch.setattr("model.session.own_hands.usable_cores", lambda: 8)
    return asked


@pytest.fixture
def hands(tmp_path: Path, commands: object) -> Iterator[OwnHands]:
    """Two of them."""
    own = OwnHands(tmp_path, 2, 60.0)
    own.start()
    yield own
    own.end()


def processes(own: OwnHands) -> dict[str, subprocess.Popen[bytes]]:
    return dict(own._processes)


def test_each_has_a_name_a_folder_and_its_cores(
    tmp_path: Path, hands: OwnHands, commands: list[tuple[Path, Path, dict[str, Any]]]
) -> None:
    """Two cores stay for the session; what they may live is what is left of the box."""
    assert [(hand.name, hand.node, hand.cores, hand.lost) for hand in read_hands(tmp_path)] == [
        ("hand-1", HERE, 2, ""),
        ("hand-2", HERE, 2, ""),
    ]
    assert [folder for _, folder, _ in commands] == [hand_folder(tmp_path, f"hand-{n}") for n in (1, 2)]
    assert all(folder.is_dir() and told == {"cores": 2, "seconds": 60.0} for _, folder, told in commands)
    assert {prepared for prepared, _, _ in commands} == {tmp_path / "resume" / "prepared"}


def test_one_that_ends_is_told_with_how(tmp_path: Path, hands: OwnHands) -> None:
    first = processes(hands)["hand-1"]
    first.kill()
    first.wait()
    hands.note_ended()
    assert [hand.lost for hand in read_hands(tmp_path)] == ["It was killed (SIGKILL).", ""]


def test_all_are_gone_with_the_session(hands: OwnHands) -> None:
    started = processes(hands)
    hands.end()
    assert all(process.poll() is not None for process in started.values())


def test_those_of_a_second_worker_have_names_of_their_own(tmp_path: Path, hands: OwnHands) -> None:
    """What the first ones left is found under theirs."""
    hands.end()
    second = OwnHands(tmp_path, 1, 30.0)
    second.start()
    second.end()
    told = [(hand.name, hand.lost) for hand in read_hands(tmp_path)]
    again = "Its session was started again."
    assert told == [("hand-1", again), ("hand-2", again), ("hand-3", "")]


def test_a_session_without_any_writes_and_starts_nothing(tmp_path: Path) -> None:
    own = OwnHands(tmp_path, 0, 60.0)
    own.start()
    own.end()
    assert list(tmp_path.iterdir()) == []
