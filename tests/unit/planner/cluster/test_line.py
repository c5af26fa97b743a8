"""The connection to a cluster: a head that could not begin one is asked again, and not for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from planner.cluster import line as line_module
from planner.cluster.errors import NotLetIn, Unreachable
from planner.cluster.line import Line

ADDRESS = "ray://head:10001"


class Door:
    """A cluster that refuses so often, each try taking some seconds of a clock that only it moves."""

    def __init__(self, refusals: int, try_s: float = 1.0) -> None:
        self.refusals, self.try_s, self.now_s, self.tries = refusals, try_s, 0.0, 0

    def call(self, told: Mapping[str, Any], **_limits: float) -> tuple[dict[str, Any], bytes]:
        self.tries += 1
        self.now_s += self.try_s
        if self.tries <= self.refusals:
            raise NotLetIn("The cluster does not let this machine in.")
        return {}, b""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Door], Line]:
    def opened(door: Door) -> Line:
        line = Line()
        monkeypatch.setattr(line, "_begin", lambda: None)
        monkeypatch.setattr(line, "_call", door.call)
        monkeypatch.setattr(line_module.time, "monotonic", lambda: door.now_s)
        return line

    return opened


def test_a_head_that_fails_once_is_asked_again(at: Callable[[Door], Line]) -> None:
    """It starts a process for each connection, and one that did not start says nothing of the next."""
    door = Door(refusals=2)
    at(door).open(ADDRESS, timeout_s=20.0)
    assert door.tries == 3


def test_one_that_goes_on_failing_is_given_up_in_time(at: Callable[[Door], Line]) -> None:
    """Within the seconds that were given for it, by and large."""
    door = Door(refusals=1_000, try_s=4.0)
    with pytest.raises(Unreachable, match="does not let this machine in"):
        at(door).open(ADDRESS, timeout_s=20.0)
    assert door.now_s <= 24.0
