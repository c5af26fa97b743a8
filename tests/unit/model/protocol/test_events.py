"""Events written and read as lines, while the writer may be killed at any moment."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.events import EVENTS_FILE, Event, EventReader, EventWriter, Kind, Stage

BODIES = st.dictionaries(
    st.text(min_size=1).filter(lambda key: key not in {"v", "kind", "unix_s"}),
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(st.characters(exclude_categories=["Cs"])),
)


def _kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events]


@given(BODIES)
def test_an_event_is_one_line_that_reads_back(body: dict[str, object]) -> None:
    """Whatever a text holds, line breaks of every kind included."""
    event = Event("progress", 12.5, body)
    line = event.to_line()
    assert line.count("\n") == 1
    assert Event.from_line(line) == event


NO_EVENTS = (
    "",
    "{",
    '{"v": 1, "kind": "sav',
    "[1]",
    "3",
    "null",
    '{"v": 1}',
    '{"v": 1, "kind": "saved"}',
    "[" * 99_999,
)
MISSING_KEYS = ('{"v": 1, "kind": "saved", "unix_s": null}', '{"kind": "saved", "unix_s": 1}')


@pytest.mark.parametrize("line", NO_EVENTS + MISSING_KEYS)
def test_a_line_that_is_no_event_is_skipped(line: str) -> None:
    """Half lines, lines of other programs and lines without their keys are no error."""
    assert Event.from_line(line) is None


def test_an_event_of_a_newer_version_is_skipped() -> None:
    """An old page beside a new worker shows what it understands."""
    assert Event.from_line(json.dumps({"v": 2, "kind": "saved", "unix_s": 1.0})) is None


def test_what_is_said_is_on_the_disk_at_once(tmp_path: Path) -> None:
    """A worker killed right after saying something has said it."""
    writer = EventWriter(tmp_path, now=lambda: 100.0)
    writer.emit(Kind.SAVED, what="benchmark")
    (event,) = EventReader(tmp_path).read_new()
    assert event == Event("saved", 100.0, {"what": "benchmark"})


def test_a_reader_reads_only_what_is_new(tmp_path: Path) -> None:
    """Each call gives what was said since the last one, and nothing twice."""
    reader, writer = EventReader(tmp_path), EventWriter(tmp_path)
    writer.emit(Kind.STAGE_STARTED, stage=Stage.READ)
    writer.emit(Kind.STAGE_ENDED, stage=Stage.READ)
    assert _kinds(reader.read_new()) == ["stage_started", "stage_ended"]
    assert reader.read_new() == []
    writer.emit(Kind.WARNING, message="ü中😀")
    (event,) = reader.read_new()
    assert event.body["message"] == "ü中😀"


def test_a_refresh_does_not_read_the_file_from_its_beginning(tmp_path: Path) -> None:
    """What was read once is not looked at again: even if its bytes are gone."""
    reader, writer = EventReader(tmp_path), EventWriter(tmp_path)
    writer.emit(Kind.WARNING, message="one")
    reader.read_new()
    path = tmp_path / EVENTS_FILE
    path.write_bytes(b"\0" * (path.stat().st_size - 1) + b"\n")
    EventWriter(tmp_path).emit(Kind.WARNING, message="two")
    assert [event.body["message"] for event in reader.read_new()] == ["two"]


def test_a_half_line_waits_for_its_rest(tmp_path: Path) -> None:
    """Cut at any byte, in the middle of a character too, an event is read once, when it is whole."""
    path, reader = tmp_path / EVENTS_FILE, EventReader(tmp_path)
    line = Event("warning", 1.0, {"message": "é中"}).to_line().encode()
    read = []
    for place in range(len(line)):
        path.write_bytes(line[: place + 1])
        read.append(len(reader.read_new()))
    assert read == [0] * (len(line) - 1) + [1]


def test_there_is_nothing_to_read_before_the_worker_has_begun(tmp_path: Path) -> None:
    """No file is no error."""
    assert EventReader(tmp_path).read_new() == []


def test_last_words_cut_short_do_not_swallow_the_next_workers_first(tmp_path: Path) -> None:
    """A worker killed in the middle of a line is followed by one that begins on a line of its own."""
    (tmp_path / EVENTS_FILE).write_bytes(Event("saved", 1.0).to_line().encode() + b'{"v": 1, "kind": "prog')
    EventWriter(tmp_path).emit(Kind.WARNING, message="restarted")
    assert _kinds(EventReader(tmp_path).read_new()) == ["saved", "warning"]


def test_numbers_that_json_does_not_have_are_refused_when_written(tmp_path: Path) -> None:
    """Not-a-number would make the line unreadable elsewhere, and nothing of it is written."""
    writer = EventWriter(tmp_path)
    with pytest.raises(ValueError):
        writer.emit(Kind.PROGRESS, loss=float("nan"))
    assert EventReader(tmp_path).read_new() == []


def test_every_stage_has_a_name_for_screens() -> None:
    """In the order of a session."""
    names = [stage.screen_name for stage in Stage]
    assert names == [
        "Read",
        "Clean",
        "Benchmark",
        "Test run",
        "Try batch sizes",
        "Measure speed",
        "Learning curve",
        "Train",
        "Final check",
    ]
