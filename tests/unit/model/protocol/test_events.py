"""Events written and read as lines, while the writer may be killed at any moment."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.events import (
    EVENT_TYPES,
    Event,
    EventBody,
    EventReader,
    EventWriter,
    Kind,
    ModelSaved,
    RowsCleaned,
    RuleApplied,
    SessionFinished,
    Stage,
    StageEnded,
    StageStarted,
    TrainingProgress,
    WarningSaid,
)
from model.protocol.run_folder import EVENTS_FILE

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ROWS = st.integers(-(2**50), 2**50)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
RULES = st.builds(RuleApplied, TEXTS, TEXTS, ROWS, TEXTS, TEXTS, TEXTS)
TOLD = (
    st.builds(RowsCleaned, ROWS, ROWS, st.lists(RULES, max_size=3).map(tuple), st.dictionaries(TEXTS, ROWS))
    | st.builds(TrainingProgress, training=st.none() | ROWS, epoch=NUMBERS, loss=NUMBERS, score=NUMBERS)
    | st.builds(SessionFinished, TEXTS, TEXTS, TEXTS, NUMBERS)
)


def _kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events]


@given(TOLD)
def test_an_event_is_one_line_that_reads_back(told: EventBody) -> None:
    """Whatever a text holds, line breaks of every kind included."""
    event = Event(12.5, told)
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


def test_a_kind_that_is_not_known_is_skipped_and_what_it_tells_more_is_passed_over(tmp_path: Path) -> None:
    """A later version may say more than this one understands."""
    lines = (
        '{"v": 1, "kind": "moon", "unix_s": 1.0, "full": true}',
        '{"v": 1, "kind": "warning", "unix_s": 2.0, "message": "Full.", "moon": {"full": true}}',
        '{"v": 1, "kind": "stage_started", "unix_s": 3.0, "stage": "of the moon"}',
        '{"v": 1, "kind": "read", "unix_s": 4.0, "rows": "many"}',
    )
    (tmp_path / EVENTS_FILE).write_text("\n".join(lines) + "\n")
    assert EventReader(tmp_path).read_new() == [Event(2.0, WarningSaid("Full."))]


def test_every_kind_has_a_type_of_its_own() -> None:
    """And each type tells its kind."""
    assert list(EVENT_TYPES) == [str(kind) for kind in Kind]
    assert len(set(EVENT_TYPES.values())) == len(Kind)


def test_what_is_said_is_on_the_disk_at_once(tmp_path: Path) -> None:
    """A worker killed right after saying something has said it."""
    writer = EventWriter(tmp_path, now=lambda: 100.0)
    writer.emit(ModelSaved("benchmark"))
    (event,) = EventReader(tmp_path).read_new()
    assert event == Event(100.0, ModelSaved("benchmark"))


def test_a_reader_reads_only_what_is_new(tmp_path: Path) -> None:
    """Each call gives what was said since the last one, and nothing twice."""
    reader, writer = EventReader(tmp_path), EventWriter(tmp_path)
    writer.emit(StageStarted(Stage.READ))
    writer.emit(StageEnded(Stage.READ))
    assert _kinds(reader.read_new()) == ["stage_started", "stage_ended"]
    assert reader.read_new() == []
    writer.emit(WarningSaid("ü中😀"))
    (event,) = reader.read_new()
    assert event.body == WarningSaid("ü中😀")


def test_a_refresh_does_not_read_the_file_from_its_beginning(tmp_path: Path) -> None:
    """What was read once is not looked at again: even if its bytes are gone."""
    reader, writer = EventReader(tmp_path), EventWriter(tmp_path)
    writer.emit(WarningSaid("one"))
    reader.read_new()
    path = tmp_path / EVENTS_FILE
    path.write_bytes(b"\0" * (path.stat().st_size - 1) + b"\n")
    EventWriter(tmp_path).emit(WarningSaid("two"))
    assert [event.body for event in reader.read_new()] == [WarningSaid("two")]


def test_a_half_line_waits_for_its_rest(tmp_path: Path) -> None:
    """Cut at any byte, in the middle of a character too, an event is read once, when it is whole."""
    path, reader = tmp_path / EVENTS_FILE, EventReader(tmp_path)
    line = Event(1.0, WarningSaid("é中")).to_line().encode()
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
    (tmp_path / EVENTS_FILE).write_bytes(
        Event(1.0, ModelSaved("benchmark")).to_line().encode() + b'{"v": 1, "kind": "prog'
    )
    EventWriter(tmp_path).emit(WarningSaid("restarted"))
    assert _kinds(EventReader(tmp_path).read_new()) == ["saved", "warning"]


def test_numbers_that_json_does_not_have_are_refused_when_written(tmp_path: Path) -> None:
    """Not-a-number would make the line unreadable elsewhere, and nothing of it is written."""
    writer = EventWriter(tmp_path)
    with pytest.raises(ValueError):
        writer.emit(TrainingProgress(loss=float("nan")))
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
