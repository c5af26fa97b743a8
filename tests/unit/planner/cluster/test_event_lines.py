"""Lines of another machine's events as they stand here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.events import Event, EventReader, EventWriter, ModelSaved, SessionStarted, WarningSaid
from planner.cluster.event_lines import Clocks, append, read_until, told_lines
from tests.made_orders import made_config

STARTED = SessionStarted(
    session_id="one",
    source_name="tweets.csv",
    text_column="text",
    label_column="label",
    metric="macro_f1",
    timebox_s=60.0,
    started_unix=5000.0,
    deadline_unix=5060.0,
    seed=7,
)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


def lines(said: bytes, *, ends_at: int | None = None, later_s: float = 0.0) -> list[str]:
    config = made_config("one", started_unix=100.0, timebox_s=60.0)
    return [
        line.line
        for line in told_lines(
            said,
            ends_at=len(said) if ends_at is None else ends_at,
            agent="ada/one/1",
            node="n1",
            config=config,
            clocks=Clocks(later_s),
        )
    ]


@given(st.lists(st.tuples(st.floats(0, 4e9), WORDS), max_size=20), st.floats(-1e6, 1e6))
def test_every_instant_is_one_of_this_machine_and_every_word_as_it_was(
    told: list[tuple[float, str]], later_s: float
) -> None:
    said = "".join(Event(unix_s, WarningSaid(words)).to_line() for unix_s, words in told).encode()
    here = [Event.from_line(line) for line in lines(said, later_s=later_s)]
    assert [event.body for event in here if event] == [WarningSaid(words) for _, words in told]
    for event, (unix_s, _) in zip(here, told, strict=True):
        assert event is not None
        assert event.unix_s == pytest.approx(unix_s + later_s, abs=2e-3)


def test_a_session_began_when_it_began_here_and_says_its_node() -> None:
    """Both clocks are never the same to the millisecond, and the box is this machine's."""
    (line,) = lines(Event(5003.0, STARTED).to_line().encode(), later_s=-4900.0)
    event = Event.from_line(line)
    assert event is not None
    assert isinstance(event.body, SessionStarted)
    assert (event.unix_s, event.body.started_unix, event.body.deadline_unix, event.body.node) == (103, 100, 160, "n1")


@pytest.mark.parametrize(
    "line",
    [
        b"not json\n",
        b"[1]\n",
        b'{"v": 1}\n',
        b'{"v": 1, "kind": "moon", "unix_s": 1}\n',
        b'{"unix_s": "now"}\n',
        b"\xff\n",
    ],
)
def test_what_is_no_event_of_ours_is_left_out(line: bytes) -> None:
    """A node may say what it likes."""
    whole = Event(1.0, WarningSaid("Full.")).to_line().encode()
    assert len(lines(line + whole)) == 1


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_a_second_link_goes_on_behind_the_last_line_that_is_here(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], data: st.DataObject
) -> None:
    """However the file was cut into parts, and wherever the first one was killed."""
    run = tmp_path_factory.mktemp("run")
    said = "".join(Event(1.0, WarningSaid(word)).to_line() for word in words).encode()
    ends = [index + 1 for index, byte in enumerate(said) if byte == ord("\n")]
    for _ in range(3):
        offset = read_until(run, "ada/one/1")
        end = data.draw(st.sampled_from([end for end in ends if end >= offset] or [offset]))
        config = made_config("one")
        part = said[offset:end]
        append(run, list(told_lines(part, ends_at=end, agent="ada/one/1", node="n1", config=config, clocks=Clocks())))
    offset = read_until(run, "ada/one/1")
    rest = said[offset:]
    append(
        run,
        list(
            told_lines(
                rest, ends_at=len(said), agent="ada/one/1", node="n1", config=made_config("one"), clocks=Clocks()
            )
        ),
    )
    assert [event.body for event in EventReader(run).read_new()] == [WarningSaid(word) for word in words]


def test_lines_of_another_agent_or_of_this_machine_count_for_nothing(tmp_path: Path) -> None:
    """A second node's file begins at its beginning."""
    said = Event(1.0, ModelSaved("benchmark", "aa")).to_line().encode()
    append(
        tmp_path,
        list(told_lines(said, ends_at=len(said), agent="a", node="n", config=made_config("one"), clocks=Clocks())),
    )
    EventWriter(tmp_path, now=lambda: 2.0).emit(WarningSaid('"from"'))
    assert read_until(tmp_path, "a") == len(said)
    assert read_until(tmp_path, "b") == 0


def test_a_half_line_of_a_killed_process_swallows_nothing(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(b'{"v": 1, "ki')
    said = Event(1.0, WarningSaid("Full.")).to_line().encode()
    append(
        tmp_path,
        list(told_lines(said, ends_at=len(said), agent="a", node="n", config=made_config("one"), clocks=Clocks())),
    )
    assert [event.body for event in EventReader(tmp_path).read_new()] == [WarningSaid("Full.")]
    assert json.loads((tmp_path / "events.jsonl").read_text().splitlines()[-1])["from"] == ["a", len(said)]
