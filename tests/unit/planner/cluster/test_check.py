"""What is said of a cluster before anything is sent, and waiting for room on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from model.protocol.elsewhere import Elsewhere
from planner.cluster.addresses import check_ray, checked_address
from planner.cluster.check import WITHIN_S, look_at, look_lines
from planner.cluster.errors import ClusterRefused, NoAnswer
from planner.cluster.facts import NodeFacts
from planner.cluster.reserve import kept_for_the_way, patience_s
from planner.cluster.versions import versions_here
from planner.cluster.waiting import wait_for_room

GB = 10**9
NODE = NodeFacts("a", "lab-1", versions_here(), 16, 8, 64 * GB, 40 * GB, gpus=2, free_gpus=1)


@dataclass
class Told:
    """A rim that tells these facts, a list of them for each survey, and takes its time."""

    surveys: list[Sequence[NodeFacts]]
    seconds: float = 0.5
    now: float = 0.0
    limits: list[float] = field(default_factory=list)
    is_slow: bool = False

    def _take(self, timeout_s: float) -> None:
        self.limits.append(timeout_s)
        self.now += timeout_s if self.is_slow else self.seconds

    def open(self, address: str, *, timeout_s: float) -> None:
        self.now += self.seconds

    def survey(self, hashes: Sequence[str], *, timeout_s: float) -> list[NodeFacts]:
        self._take(timeout_s)
        return list(self.surveys.pop(0) if len(self.surveys) > 1 else self.surveys[0])

    def echo(self, node_id: str, data: bytes, *, timeout_s: float) -> float:
        self._take(timeout_s)
        if self.is_slow:
            raise NoAnswer("late")
        return 0.1 + len(data) / 1e7

    def agents(self, *, timeout_s: float) -> list[str]:
        self._take(timeout_s)
        return ["ada@lab/one/1"]

    def ask(self, agent: str, question: Any, data: bytes = b"", *, timeout_s: float) -> tuple[dict[str, Any], bytes]:
        self._take(timeout_s)
        return {"ends_in_s": 240.0, "is_over": False}, b""


def test_a_look_says_nodes_what_is_free_versions_speed_and_the_box_worth_sending() -> None:
    rim = Told([[NODE, replace(NODE, node_id="b", name="lab-2", trouble="did not answer in time")]])
    look = look_at(rim, "ray://head:10001", ticks=lambda: rim.now)  # type: ignore[arg-type]
    lines = look_lines(look)
    assert lines[0] == "The cluster at ray://head:10001 has 2 nodes."
    assert lines[1].startswith("  lab-1: 8 of 16 cores free, 40.0 GB of 64.0 GB of memory, 1 of 2 GPUs; Call It ")
    assert lines[2] == "  lab-2: did not answer in time"
    assert lines[3].startswith("Versions: as here, Call It ")
    assert lines[4] == "Speed of the link: 20 MB a second."
    assert lines[5] == "1 session at work there; the first ends in 4 min at the latest."
    assert lines[6].startswith("A box of ")


def test_a_look_takes_ten_seconds_whatever_does_not_answer() -> None:
    rim = Told([[NODE]], is_slow=True)
    look = look_at(rim, "ray://head:10001", ticks=lambda: rim.now)  # type: ignore[arg-type]
    assert rim.now <= WITHIN_S + 2
    assert look.bytes_per_s is None


def test_nodes_that_tell_nothing_are_said_to_and_no_box_is_named() -> None:
    rim = Told([[NodeFacts("a", "lab-1", trouble="did not answer in time")]])
    look = look_at(rim, "auto", ticks=lambda: rim.now)  # type: ignore[arg-type]
    assert look_lines(look)[2].startswith("No node said within 1 s what it has: they are very busy, or gone.")
    assert look.least_timebox_s is None


def test_versions_that_differ_are_said_in_place_of_a_box() -> None:
    rim = Told([[replace(NODE, versions=replace(versions_here(), python="3.9.1"))]])
    look = look_at(rim, "auto", ticks=lambda: rim.now)  # type: ignore[arg-type]
    assert look.refused.startswith("lab-1 has Python 3.9.1, and this machine Python ")
    assert look.refused in look_lines(look)
    assert look.least_timebox_s is None


def test_a_slower_way_needs_a_longer_box() -> None:
    slow, fast = (kept_for_the_way(600.0, bytes_per_s=speed, answer_s=0.1, proof_s=3.0) for speed in (1e5, 1e8))
    assert slow > 80
    assert fast < 10
    assert kept_for_the_way(40.0, bytes_per_s=1e5, answer_s=0.1, proof_s=3.0) == 10.0
    assert patience_s(1e6) == 60.0


def wait(rim: Told, wait_s: float, **asked: Any) -> list[str]:
    told: list[str] = []

    def sleep(seconds: float) -> None:
        rim.now += seconds

    elsewhere = Elsewhere(address="auto", **asked)
    wait_for_room(rim, elsewhere, wait_s, told.append, ticks=lambda: rim.now, sleep=sleep)  # type: ignore[arg-type]
    return told


def test_who_waits_is_told_once_and_begins_when_there_is_room() -> None:
    full = replace(NODE, free_cpus=0)
    rim = Told([[full], [full], [full], [NODE]])
    (sentence,) = wait(rim, 1800.0, cpus=4)
    assert "Waiting for 30 min at most; the box begins then." in sentence
    assert rim.now < 60
    assert wait(Told([[NODE]]), 1800.0) == []


def test_who_waited_in_vain_is_refused() -> None:
    rim = Told([[replace(NODE, free_cpus=0)]])
    with pytest.raises(ClusterRefused, match=r"The cluster is full: .* It was waited for 2 min\."):
        wait(rim, 120.0, cpus=4)
    assert rim.now == pytest.approx(120.0, abs=20)


def test_who_waits_for_other_versions_is_refused_at_once() -> None:
    rim = Told([[replace(NODE, versions=replace(versions_here(), ray="1.0.0"))]])
    with pytest.raises(ClusterRefused, match=r"Ray 1\.0\.0"):
        wait(rim, 1800.0)


@pytest.mark.parametrize("typed", ["slurm", "Slurm", "slurm://head"])
def test_slurm_is_a_later_step(typed: str) -> None:
    with pytest.raises(ClusterRefused, match="Slurm is a later step"):
        checked_address(typed)


@pytest.mark.parametrize(
    "typed", ["", "head", "http://head:80", "ray://head", "head:99999", "ray://a b:10001", "ray:///:1"]
)
def test_what_is_no_address_is_refused_with_what_one_looks_like(typed: str) -> None:
    with pytest.raises(ClusterRefused, match=r"is no address of a cluster\. Give ray://HEAD:10001"):
        checked_address(typed)


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.cluster.addresses.find_spec", lambda name: None)
    with pytest.raises(ClusterRefused, match=r"Install it with: pip install 'callit\[cluster\]'"):
        check_ray()
