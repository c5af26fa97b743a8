"""Which format a file is of, by its structure: what its JSON holds, how its lines begin, or its columns."""

from __future__ import annotations

import json

from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_records import json_records
from planner.exchange.entries.json_text import is_json
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.table_text import decoded, first_rows
from planner.exchange.formats.registry import FORMATS
from planner.exchange.tables.table_layout import usual_columns

_LOOKED_AT = 32_768  # letters; a log of lines shows by then what it is


def guessed_format(data: bytes) -> str:
    """The key of the format that a file looks like; a table is read by its columns whatever wrote it.

    Raises
    ------
    Unanswered
        For JSON that no known program writes, and that holds no records.
    """
    text = decoded(data)[0]
    if is_json(text):
        return _of_json(text)
    beginning = text[:_LOOKED_AT]
    for file_format in FORMATS:
        if file_format.fits_text is not None and file_format.fits_text(text if file_format.key == "org" else beginning):
            return file_format.key
    return _of_table(data)


def _of_json(text: str) -> str:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _of_broken_json(text)
    key = next(
        (
            file_format.key
            for file_format in FORMATS
            if file_format.fits_json is not None and file_format.fits_json(document)
        ),
        None,
    )
    if key is not None:
        return key
    if _has_times(text):
        return "csv"
    raise _unknown("it is JSON as no known program writes it.")


def _has_times(text: str) -> bool:
    """Whether JSON holds records that may be a time log: several, or one that says when it was."""
    records = json_records(text)
    return records is not None and (len(records.rows) > 1 or bool(usual_columns(records.names, records.rows)))


def _unknown(sentence: str) -> Unanswered:
    hint = "Say which one wrote it, such as --format toggl, or export it as a table (CSV)."
    return Unanswered(ImportQuestion.FORMAT, sentence, hint)


def _of_broken_json(text: str) -> str:
    """Something that reads JSON, and says where it breaks off: by the words that its beginning has."""
    if (records := json_records(text)) is not None and records.rows:
        return "csv"
    beginning = text[:_LOOKED_AT]
    words = {"json": "callit time log", "activitywatch": '"buckets"', "timewarrior": '"start"'}
    return next((key for key, word in words.items() if word in beginning), "watson")


def _of_table(data: bytes) -> str:
    try:
        names = {name.casefold() for name in first_rows(data, 1).header}
    except InvalidImport:
        return "csv"
    if {"hours", "project code"} <= names:
        return "harvest"
    if {"start date", "start time"} <= names:
        return "clockify" if "duration (h)" in names else "toggl"
    return "csv"
