"""ActivityWatch of several machines: each with its own word on being away, and a person at one at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange import ReadOptions, read_file
from planner.exchange.entries.read_entries import ReadFile

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
Spans = list[tuple[int, int]]  # minutes after nine, and for how long


def events(spans: Spans, **data: str) -> list[dict[str, Any]]:
    return [
        {"timestamp": (NINE + timedelta(minutes=at)).isoformat(), "duration": length * 60, "data": data}
        for at, length in spans
    ]


def machine(host: str, windows: Spans, there: Spans | None, *, named: bool = True) -> dict[str, Any]:
    """The buckets of a machine, whose name may stand only in theirs."""
    said = {"hostname": host} if named else {}
    buckets = {f"aw-watcher-window_{host}": {"type": "currentwindow", **said, "events": events(windows, app=host)}}
    if there is not None:
        states = events(there, status="not-afk")
        buckets[f"aw-watcher-afk_{host}"] = {"type": "afkstatus", **said, "events": states}
    return buckets


def read(*machines: dict[str, Any]) -> ReadFile:
    buckets = {name: bucket for each in machines for name, bucket in each.items()}
    return read_file("aw", json.dumps({"buckets": buckets}).encode(), None, ReadOptions())[1]


def spans(found: ReadFile) -> list[tuple[str, float, float]]:
    """Machine, and minutes after nine."""
    return [
        (
            "".join(entry.tags),
            (entry.started_at - NINE).total_seconds() / 60,
            ((entry.stopped_at or NINE) - NINE).total_seconds() / 60,
        )
        for entry in found.entries
    ]


@pytest.mark.parametrize("named", [True, False])
def test_each_machine_has_its_own_word_on_being_away(named: bool) -> None:
    """Being at the desk is not being away from the laptop."""
    found = read(
        machine("desk", [(0, 180)], [(0, 180)], named=named), machine("lap", [(0, 300)], [(240, 60)], named=named)
    )
    assert spans(found) == [("desk", 0, 180), ("lap", 240, 300)]


def test_time_at_two_machines_at_once_counts_once() -> None:
    """The stretch that began first has it, and how much it was is said."""
    found = read(machine("desk", [(0, 60)], [(0, 60)]), machine("lap", [(30, 60)], [(30, 60)]))
    assert spans(found) == [("desk", 0, 60), ("lap", 60, 90)]
    assert "30 min at two machines at once count only once." in found.remarks
    inside = read(machine("desk", [(0, 60)], [(0, 60)]), machine("lap", [(10, 20)], [(10, 20)]))
    assert spans(inside) == [("desk", 0, 60)]
    assert "20 min at two machines at once count only once." in inside.remarks


def test_a_machine_without_a_word_on_being_away_is_named() -> None:
    """All its time with a window counts; one machine is one, whatever its buckets are called."""
    found = read(machine("desk", [(0, 60)], [(0, 30)]), machine("lap", [(120, 60)], None))
    assert spans(found) == [("desk", 0, 30), ("lap", 120, 180)]
    assert "No bucket says when nobody was at lap, so all time with a window there counts." in found.remarks
    windows, states = machine("desk", [(0, 60)], None), machine("desk.local", [], [(0, 30)])
    del states["aw-watcher-window_desk.local"]
    assert spans(read(windows, states)) == [("", 0, 30)]


MINUTES = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), min_size=1, max_size=4)


@given(desk=MINUTES, lap=MINUTES)
def test_no_minute_counts_twice_and_none_is_lost(desk: Spans, lap: Spans) -> None:
    """Counted minute by minute."""
    found = read(machine("desk", desk, desk), machine("lap", lap, lap))
    there = {minute for at, length in [*desk, *lap] for minute in range(at, at + length)}
    counted = [minute for _, start, stop in spans(found) for minute in range(int(start), int(stop))]
    assert sorted(counted) == sorted(there)
