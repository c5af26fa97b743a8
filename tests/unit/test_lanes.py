"""How all tests are run: what runs beside is seen afterwards, whole, and what failed anywhere has failed."""

from __future__ import annotations

import sys

import pytest

from tests.lanes import BUSY_PROCESS, BUSY_WITH, WAITING, in_lanes
from tests.places import ROOT


def says(words: str, code: int = 0) -> tuple[str, ...]:
    """A command that says so and ends with this status."""
    return (sys.executable, "-c", f"print({words!r}, flush=True); raise SystemExit({code})")


def test_what_runs_beside_is_told_after_what_is_seen(capfd: pytest.CaptureFixture[str]) -> None:
    """And what is to be alone comes when both are over."""
    assert in_lanes(says("front"), {"Types": says("no issue")}, says("alone")) == 0
    assert capfd.readouterr().out.split("\n") == ["front", "", "Types:", "no issue", "alone", ""]


@pytest.mark.parametrize("codes", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_whatever_fails_is_a_failure_and_the_rest_is_run(
    codes: tuple[int, int, int], capfd: pytest.CaptureFixture[str]
) -> None:
    """The others would otherwise be known a run later."""
    front, beside, alone = codes
    assert in_lanes(says("front", front), {"Types": says("types", beside)}, says("alone", alone)) == 1
    assert "alone" in capfd.readouterr().out


def test_after_an_interruption_nothing_more_is_started(capfd: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C reaches what runs in front, which says so by its status."""
    assert in_lanes(says("front", 2), {"Types": says("types")}, says("alone")) == 2
    assert "alone" not in capfd.readouterr().out


def test_what_is_alone_is_told_who_keeps_a_core_busy_meanwhile(capfd: pytest.CaptureFixture[str]) -> None:
    """And what that one says is told behind it; it fails as any other."""
    told = (sys.executable, "-c", f"import os; print(os.environ[{BUSY_PROCESS!r}].isdigit(), flush=True)")
    assert in_lanes(says("front"), {}, told, says("types", 1)) == 1
    assert capfd.readouterr().out.split("\n") == ["front", "True", "", "Meanwhile:", "types", ""]


def test_every_place_that_is_left_to_another_lane_is_there() -> None:
    """What is not would be left out of one lane and be in no other."""
    assert all((ROOT / place).exists() for place in (*BUSY_WITH, *WAITING))
