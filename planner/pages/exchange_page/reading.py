"""The files of a draft, read: each once, as long as nothing is said that reads it in another way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from planner.clock import now
from planner.domain.errors import InvalidImport
from planner.exchange import (
    ChosenColumns,
    DayOrder,
    ImportQuestion,
    ReadFile,
    ReadOptions,
    ReadSource,
    Unanswered,
    Unit,
    read_file,
)
from planner.exchange.formats.calendar import fits_calendar
from planner.pages.exchange_page.draft import DraftFile, ImportDraft
from planner.pages.words import own_zone

_BEGINNING = 4096  # bytes that show whether a file is a calendar
_KEPT = 8  # files that were read, of all tabs


@dataclass(frozen=True)
class Refused:
    """Why a file cannot be read, or not yet."""

    sentence: str
    question: ImportQuestion | None = None

    @property
    def needs_columns(self) -> bool:
        """Whether choosing columns would help."""
        return self.question is ImportQuestion.COLUMNS

    @property
    def is_asked_below(self) -> bool:
        """Whether the question is asked for all files at once, below them."""
        return self.question not in (None, ImportQuestion.FORMAT, ImportQuestion.COLUMNS)


@dataclass
class Reading:
    """What was read and what was refused, by path."""

    sources: dict[str, ReadSource] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)

    def format_of(self, path: str) -> str | None:
        """The format of a file that was read."""
        return self.sources[path].file_format if path in self.sources else None

    def words_on(self, path: str) -> str:
        """The format of a file, or how far it has come."""
        if path in self.sources:
            return self.sources[path].file_format
        is_asked = self.refused[path].question not in (None, ImportQuestion.FORMAT)
        return "one question first" if is_asked else "cannot be read"

    def unclear(self, question: ImportQuestion) -> list[str]:
        """Sentences on what has to be said first."""
        return [refused.sentence for refused in self.refused.values() if refused.question is question]


def read_files(draft: ImportDraft) -> Reading:
    """Read all files of a draft."""
    reading = Reading()
    with st.spinner("Reading…"):
        for file in draft.files:
            outcome = _read(file.path, file.file_format, _options(draft, file))
            if isinstance(outcome, Refused):
                reading.refused[file.path] = outcome
            else:
                reading.sources[file.path] = ReadSource(file.name, *outcome, is_guessed=file.file_format is None)
    return reading


def zone_of(draft: ImportDraft) -> tzinfo:
    """The zone in which clock times are read: the chosen one, or this machine's."""
    try:
        return ZoneInfo(draft.zone) if draft.zone else own_zone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return own_zone()


def _options(draft: ImportDraft, file: DraftFile) -> ReadOptions:
    return ReadOptions(
        zone_of(draft),
        DayOrder(draft.day_order) if draft.day_order else None,
        time.fromisoformat(draft.day_start),
        ChosenColumns(**file.columns),
        Unit(draft.unit) if draft.unit else None,
        date.fromisoformat(draft.week) if draft.week else None,
        draft.day_hours,
        _up_to(file),
    )


def _up_to(file: DraftFile) -> datetime:
    """The moment up to which a file is a log: this minute of a calendar, this hour of others, which are read once."""
    with Path(file.path).open("rb") as content:
        is_calendar = file.file_format == "calendar" or fits_calendar(content.read(_BEGINNING).decode(errors="replace"))
    moment = now().replace(second=0, microsecond=0)
    return moment if is_calendar else moment.replace(minute=0)


@lru_cache(maxsize=_KEPT)
def _read(path: str, file_format: str | None, options: ReadOptions) -> tuple[str, ReadFile] | Refused:
    """Format and content. The path of an upload has the hash of its content, so it says which bytes these are."""
    file = Path(path)
    try:
        return read_file(file.name, file.read_bytes(), file_format, options)
    except Unanswered as question:
        return Refused(question.found, question.question)
    except InvalidImport as error:
        return Refused(str(error))
