"""What trackers answer as JSON: Toggl, Clockify, Kimai, Jira, WakaTime; each found by what it holds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.errors import InvalidImport
from planner.exchange import IMPORT_FORMATS, ReadEntry, ReadOptions, Unanswered, read_file
from planner.exchange.entries.read_entries import ReadFile
from tests.places import TIMELOGS

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def read(document: Any, file_format: str | None = None) -> tuple[str, ReadFile]:
    return read_file("log", json.dumps(document).encode(), file_format, ReadOptions())


def minutes(entry: ReadEntry) -> float | None:
    return None if entry.stopped_at is None else (entry.stopped_at - entry.started_at).total_seconds() / 60


def facts(found: ReadFile) -> list[tuple[str, str, str, str, float | None, str]]:
    """Client, project, phase, note, minutes and id."""
    return [(e.client, e.project, e.phase, e.note, minutes(e), e.source_id) for e in found.entries]


V9 = {
    "id": 3001,
    "workspace_id": 1,
    "project_id": 2,
    "task_id": None,
    "billable": False,
    "start": "2026-03-02T09:00:00+00:00",
    "stop": "2026-03-02T10:30:00Z",
    "duration": 5400,
    "description": "run 1",
    "tags": ["gpu"],
    "server_deleted_at": None,
}


def test_toggl_entries_are_read_whether_stopped_running_deleted_or_without_names() -> None:
    """A negative duration is one that runs."""
    guessed, found = read(
        [
            {**V9, "project_name": "Thesis", "client_name": "Uni", "task_name": "Training"},
            V9 | {"id": 3002, "stop": None, "duration": -1772445600, "description": None, "tags": None},
            V9 | {"id": 3003, "server_deleted_at": "2026-03-02T12:00:00Z"},
            V9 | {"id": 3004, "stop": None, "duration": 1800, "project_id": None},
            V9 | {"id": 3005, "start": "soon"},
        ]
    )
    assert guessed == "toggl"
    assert facts(found) == [
        ("Uni", "Thesis", "Training", "run 1", 90, "3001"),
        ("", "Project 2", "", "", None, "3002"),
        ("", "", "", "run 1", 30, "3004"),
    ]
    assert found.entries[0].tags == ("gpu",)
    assert found.remarks == [
        "The file names projects or tasks by number only; give them names where it is said where they go."
    ]
    assert [trouble.sentence for trouble in found.troubles] == ["Time entry 5 says 'soon', which is no date."]


def test_the_entry_that_runs_in_toggl_comes_alone() -> None:
    """As its API answers for the current one."""
    guessed, found = read(V9 | {"stop": None, "duration": -1})
    assert (guessed, [minutes(entry) for entry in found.entries]) == ("toggl", [None])


def test_toggls_detailed_reports_are_read_in_both_shapes() -> None:
    """Version 3 has a list of times in each row; version 2 has milliseconds."""
    v3 = [
        {
            "user_id": 1,
            "project_id": 2,
            "project_name": "Thesis",
            "client_name": "Uni",
            "task_name": "Training",
            "description": "run 1",
            "time_entries": [
                {"id": 1, "seconds": 5400, "start": "2026-03-02T10:00:00+01:00", "stop": "2026-03-02T11:30:00+01:00"},
                {"id": 2, "seconds": 600, "start": "2026-03-02T12:00:00+01:00", "stop": "2026-03-02T12:10:00+01:00"},
            ],
        }
    ]
    guessed, found = read(v3)
    assert guessed == "toggl"
    assert [fact[1:] for fact in facts(found)] == [
        ("Thesis", "Training", "run 1", 90, "1"),
        ("Thesis", "Training", "run 1", 10, "2"),
    ]
    v2 = {
        "total_count": 1,
        "data": [
            {
                "id": 5,
                "pid": 2,
                "description": "run 1",
                "start": "2026-03-02T10:00:00+01:00",
                "end": "2026-03-02T11:30:00+01:00",
                "dur": 5400000,
                "project": "Thesis",
                "client": "Uni",
                "task": None,
                "tags": [],
            }
        ],
    }
    guessed, found = read(v2)
    assert (guessed, facts(found)) == ("toggl", [("Uni", "Thesis", "", "run 1", 90, "5")])


def test_clockify_is_read_as_its_api_and_its_reports_answer() -> None:
    """Breaks are no work; one that runs has no end."""
    api = [
        {
            "id": "62b87a97",
            "description": "run 1",
            "tags": [{"id": "t", "name": "gpu"}],
            "projectId": "p",
            "project": {"name": "Website", "clientName": "Alpha"},
            "task": {"name": "Design"},
            "timeInterval": {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:30:00Z", "duration": "PT1H30M"},
        },
        {
            "id": "2",
            "description": "",
            "projectId": "p9",
            "timeInterval": {"start": "2026-03-02T11:00:00Z", "end": None},
        },
        {
            "id": "3",
            "type": "BREAK",
            "timeInterval": {"start": "2026-03-02T12:00:00Z", "end": "2026-03-02T12:30:00Z"},
        },
    ]
    guessed, found = read(api)
    assert guessed == "clockify"
    assert facts(found) == [
        ("Alpha", "Website", "Design", "run 1", 90, "62b87a97"),
        ("", "Project p9", "", "", None, "2"),
    ]
    assert [trouble.sentence for trouble in found.troubles] == ["Time entry 3 is a break, no work."]
    report = {
        "totals": [],
        "timeentries": [
            {
                "_id": "4",
                "description": "x",
                "projectName": "Website",
                "clientName": "Beta",
                "taskName": "Design",
                "tags": [],
                "timeInterval": {
                    "start": "2026-03-02T10:00:00+01:00",
                    "end": "2026-03-02T10:30:00+01:00",
                    "duration": 1800,
                },
            }
        ],
    }
    guessed, found = read(report)
    assert (guessed, facts(found)) == ("clockify", [("Beta", "Website", "Design", "x", 30, "4")])


def test_kimai_timesheets_are_read_with_names_or_numbers_and_breaks() -> None:
    """The activity is the phase, the customer the client, a break an interruption."""
    full = {
        "id": 17,
        "begin": "2026-03-02T10:00:00+0100",
        "end": "2026-03-02T12:00:00+0100",
        "duration": 5400,
        "break": 1800,
        "description": "run 1",
        "tags": ["gpu"],
        "activity": {"id": 1, "name": "Training"},
        "project": {"id": 2, "name": "Thesis", "customer": {"id": 3, "name": "Uni"}},
    }
    guessed, found = read([full, {**full, "id": 18, "activity": 1, "project": 2, "end": None, "break": 0}])
    assert guessed == "kimai"
    assert facts(found) == [
        ("Uni", "Thesis", "Training", "run 1", 120, "17"),
        ("", "Project 2", "Activity 1", "run 1", None, "18"),
    ]
    assert [entry.interrupted_s for entry in found.entries] == [1800, 0]
    assert "'full=true'" in found.remarks[0]


ATLASSIAN = {
    "type": "doc",
    "version": 1,
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "run "}, {"type": "text", "text": "1"}]},
        {
            "type": "bulletList",
            "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "gpu"}]}]}
            ],
        },
    ],
}


def worklog(number: int, comment: Any, **more: Any) -> dict[str, Any]:
    started = f"2026-03-02T{9 + number:02}:00:00.000+0000"
    return {
        "id": str(number),
        "started": started,
        "timeSpent": "1h",
        "timeSpentSeconds": 3600,
        "comment": comment,
        **more,
    }


def test_jira_worklogs_are_read_alone_and_with_their_issues() -> None:
    """A comment is a text, or a document."""
    guessed, found = read(
        {"startAt": 0, "total": 2, "worklogs": [worklog(0, "run 1", issueId="10002"), worklog(1, None)]}
    )
    assert guessed == "jira"
    assert facts(found) == [("", "", "Issue 10002", "run 1", 60, "0"), ("", "", "", "", 60, "1")]
    assert found.entries[0].started_at == NINE
    issues = {
        "issues": [
            {
                "key": "THE-12",
                "fields": {
                    "summary": "Training",
                    "project": {"key": "THE", "name": "Thesis"},
                    "worklog": {"total": 21, "maxResults": 20, "worklogs": [worklog(0, ATLASSIAN)]},
                },
            },
            {"key": "WEB-1", "fields": {"worklog": {"worklogs": [worklog(1, "x")]}}},
        ]
    }
    guessed, found = read(issues)
    assert guessed == "jira"
    assert facts(found) == [
        ("", "Thesis", "Training", "run 1\ngpu", 60, "0"),
        ("", "WEB", "WEB-1", "x", 60, "1"),
    ]
    assert found.remarks == [
        "20 worklogs are not in the file: Jira gives them page by page. Ask /issue/KEY/worklog for the rest."
    ]
    assert read(worklog(0, "x"))[1].entries[0].note == "x"
    guessed, found = read([worklog(0, "x"), {**worklog(1, "x"), "timeSpentSeconds": "1h"}])
    assert (guessed, len(found.entries)) == ("jira", 1)
    assert found.troubles[0].sentence == "Worklog 2 says '1h' where a number of seconds was expected."


def test_tempos_worklogs_are_read_on_the_clocks_of_the_zone() -> None:
    """It says date and clock, and no offset."""
    guessed, found = read(
        {
            "results": [
                {
                    "tempoWorklogId": 8,
                    "issue": {"key": "THE-12", "id": 1},
                    "timeSpentSeconds": 5400,
                    "startDate": "2026-03-02",
                    "startTime": "09:00:00",
                    "description": "run 1",
                }
            ]
        }
    )
    assert (guessed, facts(found)) == ("jira", [("", "THE", "THE-12", "run 1", 90, "8")])
    assert (found.entries[0].started_at, found.zone_assumed) == (NINE, True)


def test_wakatime_durations_and_heartbeats_become_stretches() -> None:
    """A pause of more than 15 minutes ends one; the time up to the next beat belongs to the project before."""
    at = NINE.timestamp()
    guessed, found = read({"data": [{"project": "thesis", "time": at, "duration": 1800.5}], "timezone": "UTC"})
    assert (guessed, [(e.project, e.phase, minutes(e)) for e in found.entries]) == (
        "wakatime",
        [("thesis", "Coding", 30 + 0.5 / 60)],
    )

    def beat(minute: float, project: str, category: str = "coding") -> dict[str, Any]:
        return {"entity": "a.py", "type": "file", "category": category, "time": at + minute * 60, "project": project}

    beats = [beat(0, "a"), beat(10, "a"), beat(20, "b", "debugging"), beat(30, "b", "debugging"), beat(60, "a")]
    guessed, found = read({"user": {}, "days": [{"date": "2026-03-02", "heartbeats": beats}]})
    assert guessed == "wakatime"
    assert [(e.project, e.phase, minutes(e)) for e in found.entries] == [("a", "Coding", 20), ("b", "Debugging", 10)]
    assert found.remarks == [
        "Of 5 heartbeats came 2 stretches: those of one project with at most 15 minutes between them are one."
    ]


@pytest.mark.parametrize("is_dump", [True, False])
def test_wakatime_days_say_how_long_each_project_took(is_dump: bool) -> None:
    """Without a time of day they are placed one after the other."""
    if is_dump:
        projects = [
            {"name": "a", "grand_total": {"total_seconds": 5400.4}},
            {"name": "b", "grand_total": {"total_seconds": 0}},
        ]
        document: Any = {"user": {}, "range": {}, "days": [{"date": "2026-03-02", "projects": projects}]}
    else:
        named = [{"name": "a", "total_seconds": 5400.4}, {"name": "b", "total_seconds": 0.2}]
        document = {"data": [{"grand_total": {}, "projects": named, "range": {"date": "2026-03-02"}}]}
    guessed, found = read(document)
    assert guessed == "wakatime"
    assert [(e.project, minutes(e), e.placed_on) for e in found.entries] == [("a", 90, date(2026, 3, 2))]
    assert (found.placed, found.zone_assumed, found.entries[0].started_at) == (True, True, NINE)


@pytest.mark.parametrize(
    ("name", "file_format", "hours"),
    [
        ("two_hosts.json", "activitywatch", [3, 1]),
        ("export_tag_project.json", "timewarrior", [1.5, 1]),
        ("toggl_api.json", "toggl", [1.5]),
        ("timeclock.dat", "timeclock", [1.5]),
        ("klog.klg", "klog", [1.5]),
    ],
)
def test_the_hours_of_small_logs_from_elsewhere(name: str, file_format: str, hours: list[float]) -> None:
    """Found by themselves; the hours were counted by hand."""
    guessed, found = read_file(name, (TIMELOGS / name).read_bytes(), None, ReadOptions())
    assert (guessed, [(minutes(e) or 0) / 60 for e in found.entries], found.troubles) == (file_format, hours, [])


def test_the_format_is_known_by_what_json_holds_not_by_words_in_it() -> None:
    """Tags and notes may be called anything."""
    note = '"project" "buckets" callit time log "timeInterval"'
    timewarrior = [{"id": 1, "start": "20260302T080000Z", "end": "20260302T090000Z", "tags": ["project", note]}]
    assert read(timewarrior)[0] == "timewarrior"
    start = int(NINE.timestamp())
    assert read([[start, start + 60, "start", "20260302T080000Z", ["begin", note]]])[0] == "watson"
    shown = {"id": "1", "start": "2026-03-02T09:00:00+00:00", "stop": "2026-03-02T10:00:00+00:00", "tags": [note]}
    assert read([{**shown, "project": "duration"}])[0] == "watson"
    assert read([V9 | {"description": note}])[0] == "toggl"


def test_a_format_guessed_wrongly_is_named_with_the_way_to_say_another() -> None:
    """Also where only the whole of a file shows that it is none; a format that was named is not doubted."""
    with pytest.raises(
        Unanswered, match=r"It was read as ActivityWatch\. If another program wrote it, say which, such as"
    ):
        read({"buckets": {}})
    with pytest.raises(InvalidImport) as named:
        read({"buckets": {}}, "activitywatch")
    assert "read as" not in str(named.value)
    with pytest.raises(
        Unanswered, match=r"^log: it is JSON as no known program writes it\. Say which one wrote it, such as"
    ):
        read({"some": "thing"})


@pytest.mark.parametrize("file_format", [name for name in IMPORT_FORMATS if name not in ("csv", "harvest")])
@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        [1],
        [[]],
        [{}],
        {"data": 1},
        {"days": 1},
        "x",
        None,
        [{"fields": 1}],
        {"worklogs": 1},
        {"issues": [{"fields": {"worklog": {"worklogs": 5}}, "key": 1}]},
    ],
)
def test_other_json_is_one_sentence_for_every_format(document: Any, file_format: str) -> None:
    """A file that is something else is refused, or each of its parts is left out with a reason."""
    try:
        _, found = read(document, file_format)
    except InvalidImport as error:
        said = str(error)
    else:
        said = "log: " if found.entries == [] else ""
    assert said.startswith("log: ")
