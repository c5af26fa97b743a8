"""Timewarrior, Watson, ActivityWatch: intervals, frames and buckets become entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.domain.errors import InvalidImport
from planner.exchange import (
    IMPORT_FORMATS,
    EndRule,
    Mapping,
    ReadEntry,
    ReadOptions,
    SourceFile,
    import_planned,
    preview_import,
    read_file,
)
from planner.exchange.entries.read_entries import ReadFile
from planner.store import Store

NINE = datetime(2026, 5, 8, 9, tzinfo=UTC)


def read(text: str, file_format: str | None = None) -> tuple[str, ReadFile]:
    return read_file("log", text.encode(), file_format, ReadOptions())


def hours(entry: ReadEntry) -> float | None:
    return None if entry.stopped_at is None else (entry.stopped_at - entry.started_at).total_seconds() / 3600


def test_timewarrior_data_files_are_read_with_their_tags_and_annotations() -> None:
    """The first tag is the project, the second the phase; an open interval stays open."""
    guessed, found = read(
        'inc 20260508T090000Z - 20260508T103000Z # thesis "read papers" night # "why \\"it\\" works"\n'
        "inc 20260508T110000Z - 20260508T120000Z #\n"
        "inc 20260508T130000Z # #client1.sub\n"
        "exc monday\n"
    )
    assert guessed == "timewarrior"
    first, second, third = found.entries
    assert (first.project, first.phase, first.tags, first.note) == (
        "thesis",
        "read papers",
        ("night",),
        'why "it" works',
    )
    assert (first.started_at, hours(first)) == (NINE, 1.5)
    assert (second.project, second.phase) == ("", "")
    assert found.remarks == ["The first tag of an interval is taken as its project, the second as its phase."]
    assert (third.project, third.stopped_at) == ("#client1.sub", None)
    assert [trouble.sentence for trouble in found.troubles] == [
        "Line 4 is no interval; 'inc START - END # tags' was expected."
    ]


@pytest.mark.parametrize("before", ["", "color: on\nreports.day.axis: internal\n\n"])
def test_timewarrior_exports_are_read_also_as_extensions_get_them(before: str) -> None:
    """Tags that say project and phase are believed, in any order."""
    export = [
        {"id": 2, "start": "20260508T090000Z", "end": "20260508T100000Z", "tags": ["b", "phase:Clean", "project:A"]},
        {"id": 1, "start": "20260508T100000Z", "annotation": "runs", "tags": ["A", "unattended"]},
        {"id": 0, "end": "20260508T100000Z"},
    ]
    guessed, found = read(before + "[\n" + ",\n".join(json.dumps(each) for each in export) + "\n]\n")
    assert guessed == "timewarrior"
    first, second = found.entries
    assert (first.project, first.phase, first.tags, first.attended) == ("A", "Clean", ("b",), None)
    assert (second.project, second.note, second.stopped_at, second.attended) == ("A", "runs", None, False)
    assert [trouble.sentence for trouble in found.troubles] == ["Interval 3 says no start."]


@pytest.mark.parametrize(
    ("text", "file_format", "said"),
    [
        ('color: on\n\n[\n{"id":1,"start":"20260508T090000Z"\n]\n', None, "log: line 5 is not JSON"),
        ("color: on\n", "timewarrior", "log: it holds no intervals"),
        ('{\n  "gpu":{"count":1}\n}', None, "log: it holds no intervals, as the list of tags does"),
        ('{"frames": 1}', "watson", "log: it holds no list of frames"),
        ("[1, 2", "watson", "log: line 1 is not JSON"),
        pytest.param("[" * 100_000, "watson", "log: it is JSON within JSON", id="deep"),
        ('{"buckets": {}}', None, "log: it has no bucket of windows"),
        ("[]", "activitywatch", "log: it has no 'buckets'"),
        ('{"entries": []}', "json", "log: it is not what 'callit export json' writes"),
        ("a,b", "xml", "'xml' is no format. Choose csv, toggl"),
    ],
)
def test_a_file_that_is_something_else_is_one_sentence(text: str, file_format: str | None, said: str) -> None:
    """With the line where there is one, and what was expected."""
    with pytest.raises(InvalidImport, match="^" + said.replace("(", r"\(")) as refused:
        read(text, file_format)
    assert str(refused.value).endswith(".")


def test_watson_frames_are_read_in_both_shapes_and_odd_ones_are_said() -> None:
    """The first tag is the phase; a frame that still runs has no end."""
    start = int(NINE.timestamp())
    frames: list[Any] = [
        [start, start + 1800, "thesis", "id1", ["read", "night"], start],
        [start, start + 3600, "thesis", "id2", []],
        {"start": "2026-05-08T11:00:00+02:00", "stop": "2026-05-08T12:00:00+02:00", "project": "x", "tags": ["y"]},
        {"start": start, "project": "x", "tags": []},
        [start],
        ["soon", start, "x"],
    ]
    guessed, found = read(json.dumps(frames))
    assert guessed == "watson"
    assert [(e.project, e.phase, e.tags, e.started_at, hours(e)) for e in found.entries] == [
        ("thesis", "read", ("night",), NINE, 0.5),
        ("thesis", "", (), NINE, 1.0),
        ("x", "y", (), NINE, 1.0),
        ("x", "", (), NINE, None),
    ]
    assert [trouble.sentence[:8] for trouble in found.troubles] == ["Frame 5 ", "Frame 6 "]


def events(*spans: tuple[float, float, str], key: str) -> list[dict[str, Any]]:
    """Events from minutes after nine, their length in minutes, and what they say."""
    return [
        {"timestamp": (NINE + timedelta(minutes=at)).isoformat(), "duration": length * 60, "data": {key: said}}
        for at, length, said in spans
    ]


def watched(windows: list[dict[str, Any]], states: list[dict[str, Any]] | None, *, beside: bool = False) -> str:
    listed = {"aw-watcher-window_pc": windows, **({} if states is None else {"aw-watcher-afk_pc": states})}
    kinds = {"aw-watcher-window_pc": "currentwindow", "aw-watcher-afk_pc": "afkstatus"}
    inside = {name: {"type": kinds[name], **({} if beside else {"events": listed[name]})} for name in listed}
    return json.dumps({"buckets": inside, **({"events": listed} if beside else {})})


@pytest.mark.parametrize("beside", [True, False])
def test_activitywatch_counts_only_time_with_a_window_and_nobody_away(beside: bool) -> None:
    """Gaps of a minute between windows are one stretch; being away cuts it; events come in any order."""
    windows = events((20, 30, "Code"), (0, 9.5, "Code"), (10, 5, "Browser"), key="app")
    states = events((0, 25, "not-afk"), (25, 10, "afk"), (35, 60, "not-afk"), key="status")
    guessed, found = read(watched(windows, states, beside=beside))
    assert guessed == "activitywatch"
    minutes = [
        ((e.started_at - NINE).total_seconds() / 60, (e.stopped_at - NINE).total_seconds() / 60, e.note)
        for e in found.entries
        if e.stopped_at
    ]
    assert minutes == [(0, 15, "Code, Browser"), (20, 25, "Code"), (35, 50, "Code")]
    assert found.remarks[0].startswith("Of 3 windows came 3 stretches")


def test_activitywatch_without_a_bucket_of_absence_says_what_it_takes_for_granted() -> None:
    """And an event that cannot be read is said."""
    windows = [*events((0, 9, "Code"), key="app"), {"timestamp": "soon"}]
    _, found = read(watched(windows, None))
    assert [hours(entry) for entry in found.entries] == [0.15]
    assert "nobody was there" in found.remarks[1]
    assert [trouble.sentence[:31] for trouble in found.troubles] == ["Event 2 of aw-watcher-window_pc"]


ODD = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just("\ud800"),
    st.sampled_from(["2026-05-08T09:00:00Z", "0001-01-01", "9999-12-31 23:59", "20260508T090000Z", "99999:00", "9:00"]),
)
ODD_TABLES = st.lists(st.lists(ODD.map(str), min_size=4, max_size=4), max_size=3).map(
    lambda rows: "\n".join(["date,start,end,hours", *(",".join(row) for row in rows)]).encode("utf-8", "replace")
)
KEYS = [
    "start",
    "stop",
    "end",
    "project",
    "tags",
    "buckets",
    "events",
    "timestamp",
    "duration",
    "type",
    "entries",
    "format",
]
ODD_JSON = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(data=b"\xb2", file_format=None)  # a raised two as a heading: a digit, and no number
@given(
    data=st.one_of(st.binary(max_size=60), ODD_TABLES, ODD_JSON), file_format=st.sampled_from([None, *IMPORT_FORMATS])
)
def test_no_file_breaks_the_reader(store: Store, data: bytes, file_format: str | None) -> None:
    """Whatever it holds, it is imported, or said in a sentence."""
    later = NINE + timedelta(days=30)
    try:
        planned = preview_import(
            store,
            [SourceFile("log", data)],
            file_format,
            options=ReadOptions(),
            mapping=Mapping(),
            open_ends=EndRule(NINE.time()),
            now=later,
        )
    except InvalidImport:
        return
    if planned.to_add:
        import_planned(store, planned, now=later)
