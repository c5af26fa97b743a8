"""Records in JSON as anybody's own program writes them: read as a table is, with the same questions and remarks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ChosenColumns, ImportQuestion, ReadFile, ReadOptions, Unanswered, Unit, first_rows
from planner.exchange.reading import read_file

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def read(text: str, **options: Any) -> tuple[str, ReadFile]:
    return read_file("log", text.encode(), None, ReadOptions(**options))


def minutes(found: ReadFile) -> list[tuple[str, str, float]]:
    """Day and clock, project, and minutes of each entry."""
    return [
        (f"{e.started_at:%m-%d %H:%M}", e.project, ((e.stopped_at or e.started_at) - e.started_at).total_seconds() / 60)
        for e in found.entries
    ]


PLAIN = (
    '[{"date": "2026-03-02", "project": "Alpha", "minutes": 90}, '
    '{"date": "2026-03-03", "project": "Alpha", "minutes": 30}]'
)
ALPHA = [("03-02 09:00", "Alpha", 90.0), ("03-03 09:00", "Alpha", 30.0)]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f'{{"version": 2, "user": "somebody with a very long name", "log": {PLAIN}}}',
        f'{{"meta": {{"user": "ann"}}, "log": {PLAIN}}}',
        f'{{"result": {{"page": 1, "items": {PLAIN}}}}}',
        "\n".join(json.dumps(record) for record in json.loads(PLAIN)),
        "\n".join(json.dumps(record, indent=2) for record in json.loads(PLAIN)),
        json.dumps(json.loads(PLAIN), indent=2),
        '[["date", "project", "minutes"], ["2026-03-02", "Alpha", 90], ["2026-03-03", "Alpha", 30]]',
        '{"date": ["2026-03-02", "2026-03-03"], "project": ["Alpha", "Alpha"], "minutes": [90, 30]}',
        '{"date":{"0":"2026-03-02","1":"2026-03-03"},"project":{"0":"Alpha","1":"Alpha"},"minutes":{"0":90,"1":30}}',
        '{"columns":["date","project","minutes"],"index":[0,1],"data":[["2026-03-02","Alpha",90],["2026-03-03","Alpha",30]]}',
        '{"2026-03-02": [{"project": "Alpha", "minutes": 90}], "2026-03-03": [{"project": "Alpha", "minutes": 30}]}',
        '[{"date": "2026-03-02", "project": {"id": 7, "name": "Alpha"}, "minutes": 90.0}, '
        '{"date": "2026-03-03", "project": {"id": 7, "name": "Alpha"}, "minutes": 30}]',
    ],
)
def test_one_log_is_read_from_every_shape_in_which_programs_write_it(text: str) -> None:
    """A list, one in an object, a record a line, one after the other, columns, cells, a list a date, nested names."""
    guessed, found = read(text)
    assert (guessed, minutes(found), found.troubles) == ("csv", ALPHA, [])


def test_where_the_records_stood_is_said() -> None:
    """What stands beside them is no part of the log."""
    remarks = read(f'{{"user": "Ann", "log": {PLAIN}}}')[1].remarks
    assert "The records stand in 'log'; what stands beside it was left." in remarks


def test_starts_ends_notes_and_tags_are_read_by_their_names() -> None:
    """Also seconds and milliseconds since 1970, tags with ids, and an entry that runs."""
    at = int(NINE.timestamp())
    found = read(
        json.dumps(
            [
                {"start": at, "end": at + 5400, "project": "Alpha", "task": "read", "note": "a, b", "tags": ["x", "y"]},
                {"start": at * 1000, "end": (at + 60) * 1000, "tags": [{"id": 1, "name": "gpu"}], "billable": True},
                {"start": "2026-03-02T12:00:00+01:00", "end": None, "project": "Beta"},
            ]
        )
    )[1]
    assert [(e.project, e.phase, e.note, e.tags, e.stopped_at) for e in found.entries] == [
        ("Alpha", "read", "a, b", ("x", "y"), NINE + timedelta(minutes=90)),
        ("", "", "", ("gpu",), NINE + timedelta(minutes=1)),
        ("Beta", "", "", (), None),
    ]
    assert found.entries[2].started_at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_what_cannot_be_read_is_named_by_its_record_or_its_line() -> None:
    """A list has no lines to speak of."""
    wrong = '{"date": "soon", "project": "Alpha", "minutes": 90}'
    in_list = read(f'[{{"date": "2026-03-02", "minutes": 90}}, {wrong}, 7]')[1]
    assert [trouble.sentence for trouble in in_list.troubles] == [
        "Record 2 says 'soon', which is no date.",
        "Record 3 is no object with named values.",
    ]
    assert in_list.entries[0].line is None
    by_line = read(f'{{"date": "2026-03-02", "minutes": 90}}\n\n{wrong}\n{{"date": \n')[1]
    assert [trouble.sentence for trouble in by_line.troubles] == [
        "Line 3 says 'soon', which is no date.",
        "Line 4 is no JSON object.",
    ]
    assert by_line.entries[0].line == 1


def test_the_questions_of_a_table_are_asked_of_records_too() -> None:
    """The unit, the order of day and month, and which values hold what."""
    with pytest.raises(Unanswered) as unit:
        read('[{"date": "2026-03-02", "duration": 5}, {"date": "2026-03-03", "duration": 8}]')
    assert unit.value.question is ImportQuestion.UNIT
    answered = read('[{"date": "2026-03-02", "duration": 5}, {"date": "2026-03-03", "duration": 8}]', unit=Unit.MINUTES)
    assert [length for *_, length in minutes(answered[1])] == [5, 8]
    with pytest.raises(Unanswered, match=r"^log: record 1 says '03/04/2026', and no date") as order:
        read('[{"date": "03/04/2026", "hours": 1}]')
    assert order.value.question is ImportQuestion.DAY_ORDER
    with pytest.raises(Unanswered, match=r"It has: when\.at, when\.for\. Name them with --start") as columns:
        read('[{"when": {"at": "2026-03-02", "for": 1.5}}, {"when": {"at": "2026-03-03", "for": 2.5}}]')
    assert columns.value.question is ImportQuestion.COLUMNS
    chosen = ChosenColumns(date="when.at", hours="when.for")
    found = read(
        '[{"when": {"at": "2026-03-02", "for": 1.5}}, {"when": {"at": "2026-03-03", "for": 2.5}}]', columns=chosen
    )
    assert [length for *_, length in minutes(found[1])] == [90, 150]


def test_the_page_shows_the_first_records_as_rows() -> None:
    """However long the file is."""
    many = [{"date": "2026-03-02", "minutes": 90, "note": "x" * 500}] * 1000
    table = first_rows(json.dumps(many, indent=1).encode(), 2)
    assert (table.header, len(table.rows)) == (["date", "minutes", "note"], 2)


@pytest.mark.parametrize("text", ["[1, 2, 3]", '["a", "b"]', "{}", '{"some": "thing"}', '{"x": {"y": [1, 2]}}'])
def test_json_without_records_is_one_sentence(text: str) -> None:
    """It may still be what a known program writes."""
    with pytest.raises(Unanswered, match=r"^log: it is JSON as no known program writes it\. Say which one"):
        read(text)


@pytest.mark.parametrize(
    "record",
    [
        {"start": "2026-03-02 09:00", "stop": "2026-03-02 10:30", "project": "Alpha"},
        {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:30:00Z", "project": "Alpha"},
        {"start": "20260302T090000Z", "end": "20260302T103000Z", "project": "Alpha"},
        {"date": "2026-03-02 09:00", "timeSpentSeconds": 5400, "project": "Alpha"},
        {"start": "2026-03-02T09:00:00Z", "duration": "01:30:00", "description": "x", "project": "Alpha"},
    ],
)
def test_records_that_only_resemble_those_of_a_program_are_read_by_their_names(record: dict[str, Any]) -> None:
    """Watson has no `end` and no clocks without a zone, Timewarrior no `project`, Tempo a `startDate`, Toggl ids."""
    guessed, found = read(json.dumps([record]))
    assert (guessed, minutes(found)) == ("csv", [("03-02 09:00", "Alpha", 90.0)])


Shape = Callable[[list[dict[str, Any]]], str]
SHAPES: list[Shape] = [
    json.dumps,
    lambda rows: json.dumps(rows, indent=2, ensure_ascii=False),
    lambda rows: json.dumps({"by": "ann", "n": len(rows), "entries": rows}),
    lambda rows: "\r\n".join(map(json.dumps, rows)),
    lambda rows: "\n".join(json.dumps(row, indent=1) for row in rows),
    lambda rows: json.dumps([{"project": {"name": row.pop("project")}, **row} for row in map(dict, rows)]),
]


@given(
    logged=some.lists(
        some.tuples(some.integers(0, 10**6), some.integers(1, 300), some.text(max_size=8).map(str.strip)),
        min_size=2,
        max_size=6,
    ),
    shape=some.sampled_from(SHAPES),
)
def test_what_a_program_logged_comes_back_from_any_shape(logged: list[tuple[int, int, str]], shape: Shape) -> None:
    """Starts to the minute, whole minutes, and any names."""
    starts = [(NINE + timedelta(minutes=start), length, name) for start, length, name in logged]
    records = [
        {"start": f"{start:%Y-%m-%dT%H:%M:%S}+00:00", "minutes": length, "project": name}
        for start, length, name in starts
    ]
    found = read(shape(records), unit=Unit.MINUTES)[1]
    lengths = [round(((e.stopped_at or e.started_at) - e.started_at).total_seconds() / 60) for e in found.entries]
    wanted = [name.encode("utf-8", "replace").decode() for *_, name in starts]
    assert (found.troubles, lengths) == ([], [length for _, length, _ in starts])
    assert [entry.project for entry in found.entries] == wanted
