"""Every format that can be imported or exported: its name, who writes it, how it is known, its reader, its writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from planner.domain.wording.lists import list_words
from planner.exchange.entries.json_text import is_json, parsed_json
from planner.exchange.entries.read_entries import ReadFile, ReadOptions
from planner.exchange.entries.table_text import decoded
from planner.exchange.entries.written import LogRow
from planner.exchange.formats.activitywatch import fits_activitywatch, read_activitywatch
from planner.exchange.formats.bartib import fits_bartib, read_bartib
from planner.exchange.formats.calendar import calendar_text, fits_calendar, read_calendar
from planner.exchange.formats.callit_csv import own_csv_text
from planner.exchange.formats.callit_json import fits_own_json, own_json_text, read_own_json
from planner.exchange.formats.clockify import clockify_text, fits_clockify, read_clockify
from planner.exchange.formats.jira import fits_jira, read_jira
from planner.exchange.formats.kimai import fits_kimai, read_kimai
from planner.exchange.formats.klog import fits_klog, read_klog
from planner.exchange.formats.org_mode import fits_org_mode, read_org_mode
from planner.exchange.formats.timeclock import fits_timeclock, read_timeclock
from planner.exchange.formats.timewarrior import (
    fits_timewarrior,
    fits_timewarrior_lines,
    read_timewarrior,
    timewarrior_text,
)
from planner.exchange.formats.toggl import fits_toggl, read_toggl, toggl_text
from planner.exchange.formats.wakatime import fits_wakatime, read_wakatime
from planner.exchange.formats.watson import fits_watson, read_watson, watson_text
from planner.exchange.tables.any_table import read_tracker_table
from planner.exchange.tables.trackers import tracker_names

Reader = Callable[[bytes, ReadOptions], ReadFile]
Writer = Callable[[Sequence[LogRow], tzinfo, datetime], str]  # rows, the zone of clocks, now


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its `key`, as commands have it, and its `title`, as pages do; `where` a person gets such a file.

    `fits_json` says whether parsed JSON is of this format, `fits_text` whether a text that is no JSON is. A table is
    known by its columns.
    """

    key: str
    title: str
    where: str
    read: Reader
    fits_json: Callable[[Any], bool] | None = None
    fits_text: Callable[[str], bool] | None = None


def _json_or_table(read_json: Callable[[Any, ReadOptions], ReadFile]) -> Reader:
    """What a program exports as a table, and its API answers as JSON."""

    def read(data: bytes, options: ReadOptions) -> ReadFile:
        text = decoded(data)[0]
        return read_json(parsed_json(text), options) if is_json(text) else read_tracker_table(data, options)

    return read


# In the order in which JSON, and text, is compared with them: what says most about itself comes first.
FORMATS = (
    Format(
        "csv",
        "Any table (CSV, JSON)",
        f"one entry a row or record, also of {list_words(tracker_names())}; what its columns hold can be chosen",
        read_tracker_table,
    ),
    Format(
        "toggl",
        "Toggl",
        "the detailed report as CSV, or what its API answers (JSON)",
        _json_or_table(read_toggl),
        fits_toggl,
    ),
    Format(
        "clockify",
        "Clockify",
        "the detailed report as CSV, or what its API answers (JSON)",
        _json_or_table(read_clockify),
        fits_clockify,
    ),
    Format(
        "calendar",
        "Calendar",
        "its `.ics` file: each event that has passed is an entry, its title the phase, its first category or the "
        "calendar's name the project",
        read_calendar,
        None,
        fits_calendar,
    ),
    Format(
        "timewarrior",
        "Timewarrior",
        "what `timew export` prints, or a data file such as `2026-05.data`",
        read_timewarrior,
        fits_timewarrior,
        fits_timewarrior_lines,
    ),
    Format("watson", "Watson", "its file `frames`, or what `watson log --json` prints", read_watson, fits_watson),
    Format("harvest", "Harvest", "the detailed time report, exported as CSV", read_tracker_table),
    Format(
        "activitywatch",
        "ActivityWatch",
        "*Raw data*, then *Export all buckets as JSON*",
        read_activitywatch,
        fits_activitywatch,
    ),
    Format(
        "kimai",
        "Kimai",
        "the export as CSV, or what `/api/timesheets?full=true` answers (JSON)",
        _json_or_table(read_kimai),
        fits_kimai,
    ),
    Format(
        "jira",
        "Jira",
        "worklogs as a table, or as its API, or Tempo's, answers (JSON)",
        _json_or_table(read_jira),
        fits_jira,
    ),
    Format(
        "wakatime",
        "WakaTime",
        "the data dump, or what its API answers (JSON)",
        _json_or_table(read_wakatime),
        fits_wakatime,
    ),
    Format(
        "timeclock",
        "Timeclock (hledger)",
        "its file, with lines that begin with `i` and `o`",
        read_timeclock,
        None,
        fits_timeclock,
    ),
    Format("klog", "klog", "its file, with records of a date", read_klog, None, fits_klog),
    Format("org", "Org mode", "the file with `CLOCK:` lines", read_org_mode, None, fits_org_mode),
    Format("bartib", "Bartib", "its activity log", read_bartib, None, fits_bartib),
    Format("json", "Call It (JSON)", "what `callit export json` writes", read_own_json, fits_own_json),
)
FORMAT_OF = {file_format.key: file_format for file_format in FORMATS}
IMPORT_FORMATS = tuple(FORMAT_OF)
FORMAT_TITLES = {file_format.key: file_format.title for file_format in FORMATS}
WRITERS: dict[str, Writer] = {
    "csv": own_csv_text,
    "json": own_json_text,
    "ics": calendar_text,
    "toggl": toggl_text,
    "clockify": clockify_text,
    "timewarrior": timewarrior_text,
    "watson": watson_text,
}
EXPORT_FORMATS = tuple(WRITERS)
_OF_NO_PROGRAM = ("csv", "calendar", "json")
# For sentences on all programs.
PROGRAMS = ", ".join(
    dict.fromkeys(
        [*(file_format.title for file_format in FORMATS if file_format.key not in _OF_NO_PROGRAM), *tracker_names()]
    )
)
