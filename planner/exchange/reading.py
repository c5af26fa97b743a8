"""A file's bytes to entries, by the reader of its format; a format that is not named is guessed."""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.errors import InvalidImport
from planner.domain.wording import list_words
from planner.exchange.activitywatch import read_activitywatch
from planner.exchange.own_json import FORMAT_NAME, read_own_json
from planner.exchange.questions import Unanswered
from planner.exchange.read_entries import ReadFile, ReadOptions
from planner.exchange.table_text import decoded
from planner.exchange.tables import read_tracker_table
from planner.exchange.timewarrior import read_timewarrior
from planner.exchange.watson import read_watson

_READERS: dict[str, Callable[[bytes, ReadOptions], ReadFile]] = {
    "csv": read_tracker_table,
    "toggl": read_tracker_table,
    "clockify": read_tracker_table,
    "timewarrior": read_timewarrior,
    "watson": read_watson,
    "harvest": read_tracker_table,
    "activitywatch": read_activitywatch,
    "json": read_own_json,
}
IMPORT_FORMATS = tuple(_READERS)
_LOOKED_AT = 4096  # bytes


def read_file(name: str, data: bytes, file_format: str | None, options: ReadOptions) -> tuple[str, ReadFile]:
    """Format and content of a file; None guesses the format.

    Raises
    ------
    InvalidImport
        When the file as a whole cannot be read; the sentence begins with `name`. `Unanswered` when it could be, once
        the person has answered a question.
    """
    if file_format is not None and file_format not in _READERS:
        raise InvalidImport(f"'{file_format}' is no format. Choose {list_words(list(IMPORT_FORMATS), 'or')}.")
    found_format = file_format or guessed_format(data)
    try:
        return found_format, _READERS[found_format](data, options)
    except Unanswered as error:
        raise error.of_file(name) from error
    except InvalidImport as error:
        raise InvalidImport(f"{name}: {error}") from error


def guessed_format(data: bytes) -> str:
    """The format that a file looks like; a table is read by its columns whatever wrote it."""
    beginning = decoded(data[:_LOOKED_AT])[0].lstrip()
    first_line = beginning.partition("\n")[0].casefold()
    if beginning.startswith("{"):
        return _guessed_object(beginning, data)
    if beginning.startswith("["):
        return "timewarrior" if '"start":"' in beginning.replace(" ", "") and '"project"' not in beginning else "watson"
    if beginning.startswith("inc ") or "[" in map(str.strip, beginning.split("\n")):
        return "timewarrior"  # its data files; or its settings, then its export, as an extension gets them
    return _guessed_table(first_line)


def _guessed_object(beginning: str, data: bytes) -> str:
    if FORMAT_NAME in beginning:
        return "json"
    if b'"buckets"' in data:
        return "activitywatch"
    return "timewarrior" if '"count"' in beginning else "watson"


def _guessed_table(names: str) -> str:
    if "hours" in names and "project code" in names:
        return "harvest"
    if "start date" in names and "start time" in names:
        return "clockify" if "duration (h)" in names else "toggl"
    return "csv"
