"""Which column of a table holds what: by its name in many languages, and by what its cells look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.domain.errors import InvalidImport
from planner.domain.wording.lists import list_words
from planner.exchange.entries.durations import unit_named_in, without_unit
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import ChosenColumns
from planner.exchange.entries.wall_clock import date_part, is_clock
from planner.exchange.headings import (
    client,
    date,
    duration,
    end,
    interruption,
    note,
    phase,
    project,
    source_id,
    start,
    zone,
)
from planner.exchange.headings import tags as tag_words
from planner.exchange.headings.folding import folded, unnumbered, without_brackets
from planner.exchange.tables.cell_looks import (
    has_clock,
    is_clearly_clock,
    is_clearly_length,
    is_date,
    is_midnight,
    is_no_length,
    is_share,
)
from planner.exchange.tables.trackers import Tracker, tracker_of

LOOKED_AT = 500  # rows
_MOST = 0.6
_UTC = frozenset({"utc", "gmt"})
Rows = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of columns; None or empty: not there.

    A start or an end may be a clock time alone: its day is then in `start_day` or `end_day`, or for an end that of the
    start. `date` is the day of entries without a start. `last_day` holds mere dates of ends, which say no length. The
    first of `durations` counts, others can confirm it. `kind` says of a row whether it is a break, `zone` of what
    zone its clocks are.
    """

    project: int | None = None
    phase: int | None = None
    note: int | None = None
    tags: int | None = None
    attended: int | None = None
    client: int | None = None
    source_id: int | None = None
    kind: int | None = None
    start: int | None = None
    start_day: int | None = None
    end: int | None = None
    end_day: int | None = None
    date: int | None = None
    last_day: int | None = None
    durations: tuple[int, ...] = ()
    interruptions: tuple[int, ...] = ()
    tracker: Tracker | None = None
    zone: int | None = None


def layout_of(header: Sequence[str], chosen: ChosenColumns, rows: Rows = ()) -> Layout:
    """Find the columns of a table: those chosen, and the others by their usual names.

    Raises
    ------
    InvalidImport
        When a chosen one is not there.
    Unanswered
        When nothing says when entries began and how long they were, or a heading means two things.
    """
    columns = _Columns(header, rows[:LOOKED_AT])
    times = _Times(columns, chosen)
    if not times.are_known:
        raise times.question()
    tracker = tracker_of(header)
    project_at, phase_at, note_at = _names(columns, tracker or Tracker("", ()))
    return Layout(
        project=columns.given(chosen.project, "--project-column", project_at),
        phase=columns.given(chosen.phase, "--phase-column", phase_at),
        note=columns.given(chosen.note, "--note-column", note_at),
        tags=columns.given(chosen.tags, "--tags-column", _tags(columns)),
        attended=columns.first(("attended",)),
        client=columns.first(client.WORDS),
        source_id=_source_id(columns),
        kind=columns.first(interruption.KINDS),
        start=times.start,
        start_day=times.start_day,
        end=times.end,
        end_day=times.end_day,
        date=times.date,
        last_day=times.last_day,
        durations=times.durations,
        interruptions=_interruptions(columns),
        tracker=tracker,
        zone=columns.first(zone.WORDS),
    )


def usual_columns(header: Sequence[str], rows: Rows = ()) -> dict[str, str]:
    """The columns that are found by their usual names, by fields of `ChosenColumns`.

    >>> usual_columns(["Date", "Hours", "Task"])
    {'date': 'Date', 'hours': 'Hours', 'phase': 'Task'}
    """
    try:
        layout = layout_of(header, ChosenColumns(), rows)
    except Unanswered:
        return _usual_names(header, _Columns(header, rows))
    places = {
        "start": layout.start,
        "end": layout.end,
        "date": layout.start_day if layout.date is None else layout.date,
        "hours": layout.durations[0] if layout.durations else None,
        "project": layout.project,
        "phase": layout.phase,
        "note": layout.note,
        "tags": layout.tags,
    }
    return {role: header[at] for role, at in places.items() if at is not None}


def are_dates(rows: Rows, at: int) -> bool:
    """Whether most of what stands in a column is a date, with a midnight behind it or without.

    >>> are_dates([(2, ["2026-03-02 00:00:00"]), (3, ["03.03.2026"]), (4, [""])], 0)
    True
    """
    return _Columns((), rows[:LOOKED_AT]).most(at, lambda cell: is_date(date_part(cell)))


def _usual_names(header: Sequence[str], columns: _Columns) -> dict[str, str]:
    words = {
        "start": start.WORDS,
        "end": end.WORDS,
        "date": (*date.WORDS, *start.DATES),
        "hours": duration.WORDS,
        "project": project.WORDS,
        "phase": phase.WORDS,
        "note": note.WORDS,
        "tags": tag_words.WORDS,
    }
    places = {role: columns.first(names) for role, names in words.items()}
    return {role: header[at] for role, at in places.items() if at is not None}


class _Times:
    """The columns that say when an entry was, and how long."""

    def __init__(self, columns: _Columns, chosen: ChosenColumns) -> None:
        self._columns = columns
        self._unsure = None if _any_time(chosen) else columns.first(duration.CLOCK_OR_LENGTH)
        self.date = columns.given(chosen.date, "--date", self._usual_date())
        self.start = columns.given(chosen.start, "--start", columns.clock((*start.WORDS, *duration.CLOCK)))
        self.end = columns.given(chosen.end, "--end", columns.clock(end.WORDS))
        hours = columns.given(chosen.hours, "--hours", None)
        self.durations = self._usual_durations() if chosen.hours is None else () if hours is None else (hours,)
        if (chosen.date or chosen.hours) and not (chosen.start or chosen.end):
            self.start, self.end = None, None
        self._take_unsure()
        self.start_day = columns.first(start.DATES) if chosen.date is None else self.date
        self.end_day = columns.first(end.DATES)
        self.last_day: int | None = None
        self._settle_dates()
        self._settle_mere_days()

    @property
    def are_known(self) -> bool:
        """Whether the columns say when entries began and how long they were."""
        has_length = self.end is not None or bool(self.durations)
        has_day = self.date is not None or (self.start is not None and not self._columns.most(self.start, is_clock))
        is_placed = self.date is not None and bool(self.durations)
        return self._unsure is None and has_length and has_day and (self.start is not None or is_placed)

    def question(self) -> Unanswered:
        """What has to be said first."""
        header = self._columns.header
        if self._unsure is not None:
            name = header[self._unsure]
            return Unanswered(
                ImportQuestion.COLUMNS,
                f"the column '{name}' could say when an entry began, or how long it was.",
                f"Say which with --start '{name}' or --hours '{name}'.",
            )
        if self.date is not None and self.last_day is not None:
            first, last = header[self.date], header[self.last_day]
            return Unanswered(
                ImportQuestion.COLUMNS,
                f"'{first}' and '{last}' hold dates without a clock, which do not say how many hours were worked. "
                f"It has: {', '.join(header)}.",
                "Name a column that says so with --hours COLUMN.",
            )
        return Unanswered(
            ImportQuestion.COLUMNS,
            f"no columns say when entries began and ended. It has: {', '.join(header)}.",
            "Name them with --start COLUMN and --end COLUMN, or with --date COLUMN and --hours COLUMN.",
        )

    def _usual_date(self) -> int | None:
        date_at = self._columns.first(date.WORDS)
        day_or_tag = self._columns.first((date.DAY_OR_TAG,))
        is_day = day_or_tag is not None and self._columns.most(day_or_tag, is_date)
        return day_or_tag if date_at is None and is_day else date_at

    def _usual_durations(self) -> tuple[int, ...]:
        """Columns of durations, the surest first; a column of words is none, whatever its name."""
        places = self._columns.lengths((*duration.WORDS, *duration.GROSS, *duration.DAYS))
        return tuple(at for at in places if not self._columns.most(at, is_no_length))

    def _take_unsure(self) -> None:
        """Take a column such as Time for what its cells look like, or for what is missing; else it stays unsure."""
        at = self._unsure
        if at is None or at in self.durations:
            self._unsure = None
            return
        looks_like_clock = self._columns.most(at, is_clearly_clock)
        looks_like_length = unit_named_in(self._columns.header[at]) is not None or self._columns.most(
            at, is_clearly_length
        )
        if self.start is None and (looks_like_clock or (self.durations and not looks_like_length)):
            self.start = at
        elif not self.durations and (looks_like_length or self.start is not None):
            self.durations = (at,)
        elif self.start is None and not self.durations:
            return
        self._unsure = None

    def _settle_dates(self) -> None:
        """Dates with a clock are starts; a start of mere dates is a date; clocks find their day."""
        most = self._columns.most
        if self.start_day is None:
            self.start_day = self.date
        has_length = self.end is not None or self.end_day is not None or bool(self.durations)
        if self.start is None and self.start_day is not None and has_length and most(self.start_day, has_clock):
            self.start = self.start_day
        if self.start is not None and self.durations and self.end is None and most(self.start, is_date):
            self.date, self.start = self.start, None
        if self.date is None:
            self.date = self.start_day
        if self.end is None and self.end_day is not None and most(self.end_day, has_clock):
            self.end = self.end_day

    def _settle_mere_days(self) -> None:
        """From one date to another nobody works through: without clocks, the first is the day and the last no end."""
        if self.start is None and self.end is None:
            self.last_day = self.end_day
        elif self.start is not None and self.end is not None and self._say_no_clocks(self.start, self.end):
            self.date, self.last_day = self.start, self.end
            self.start, self.end = None, None

    def _say_no_clocks(self, first: int, last: int) -> bool:
        """Whether two columns hold dates alone; 02.03.26 is one where no other column says the day."""
        looks = is_midnight if self.start_day is not None else _is_date_or_midnight
        both = [cell for at in (first, last) for cell in self._columns.cells(at) if any(map(str.isdigit, cell))]
        are_dates = self._columns.most(first, looks) and self._columns.most(last, looks)
        return are_dates and all(looks(cell) for cell in both if is_clock(cell) or has_clock(cell))


def _is_date_or_midnight(cell: str) -> bool:
    return is_date(cell) or is_midnight(cell)


class _Columns:
    """Positions by name, as `folded`; a unit in a name aside. The rows show what the cells look like."""

    def __init__(self, header: Sequence[str], rows: Rows) -> None:
        self.header = header
        self._rows = rows
        self._as_typed: dict[str, int] = {}
        self._at: dict[str, list[int]] = {}
        self._lengths_at: dict[str, list[int]] = {}
        for place, name in enumerate(header):
            self._as_typed.setdefault(name.strip().casefold(), place)
            spellings = {folded(name), without_brackets(name), _without_zone(name)} - {""}
            for spelling in spellings:
                self._at.setdefault(spelling, []).append(place)
            for spelling in spellings | {without_unit(name), unnumbered(without_unit(name))} - {""}:
                self._lengths_at.setdefault(spelling, []).append(place)

    def given(self, name: str | None, option: str, usual: int | None) -> int | None:
        if name is None:
            return usual
        if not name:
            return None
        if name.strip().casefold() not in self._as_typed:
            has = list_words([f"'{column}'" for column in self.header])
            raise InvalidImport(f"there is no column '{name}' for {option}. It has {has}.")
        return self._as_typed[name.strip().casefold()]

    def first(self, names: Sequence[str], *, unless: Callable[[str], bool] | None = None) -> int | None:
        """The first column of one of the names, in their order, of which most cells do not look like `unless`."""
        places = (self._at[name][0] for name in names if name in self._at)
        return next((at for at in places if unless is None or not self.most(at, unless)), None)

    def clock(self, names: Sequence[str]) -> int | None:
        """The first column of one of the names, or where there is none of one with a number behind it."""
        exact = self.first(names)
        spelled = enumerate(unnumbered(without_brackets(name)) for name in self.header)
        return exact if exact is not None else next((at for at, name in spelled if name in names), None)

    def lengths(self, names: Sequence[str]) -> list[int]:
        """Columns of durations: a unit in a name, such as minutes in `break minutes`, aside."""
        return list(dict.fromkeys(at for name in names for at in self._lengths_at.get(name, ())))

    def most(self, at: int, looks: Callable[[str], bool]) -> bool:
        """Whether most cells of a column that are not empty look so; not where all are empty, or none are known."""
        cells = [cells[at].strip() for _, cells in self._rows if cells[at].strip(" -–")]
        return bool(cells) and sum(map(looks, cells)) >= _MOST * len(cells)

    def cells(self, at: int) -> list[str]:
        return [cells[at].strip() for _, cells in self._rows]


def is_utc(heading: str) -> bool:
    """Whether a heading says that its clocks are those of UTC.

    >>> is_utc("Start (UTC)"), is_utc("start_time_gmt"), is_utc("Start")
    (True, True, False)
    """
    return bool(_UTC & set(folded(heading).split()))


def _without_zone(heading: str) -> str:
    return " ".join(word for word in folded(heading).split() if word not in _UTC)


def _any_time(chosen: ChosenColumns) -> bool:
    return any((chosen.start, chosen.end, chosen.hours))


def _names(columns: _Columns, tracker: Tracker) -> tuple[int | None, int | None, int | None]:
    """The columns of project, phase and note; a category is the phase, or where there is one the project."""
    project_at = columns.first((*tracker.project, *project.WORDS))
    phase_at = columns.first((*tracker.phase, *phase.WORDS), unless=is_share)
    category = columns.first(phase.CATEGORIES)
    if phase_at is None:
        phase_at = category
    elif project_at is None:
        project_at = category
    return project_at, phase_at, columns.first((*tracker.note, *note.WORDS))


def _tags(columns: _Columns) -> int | None:
    tags_at = columns.first(tag_words.WORDS)
    day_or_tag = columns.first((date.DAY_OR_TAG,))
    is_day = day_or_tag is not None and columns.most(day_or_tag, is_date)
    return day_or_tag if tags_at is None and not is_day else tags_at


def _source_id(columns: _Columns) -> int | None:
    """The column of ids; one that is called ID only counts where no row's number can be meant."""
    id_at = columns.first(source_id.WORDS)
    maybe = columns.first(source_id.MAYBE)
    if id_at is not None or maybe is None:
        return id_at
    cells = columns.cells(maybe)
    numbered = [str(number) for number in range(len(cells))], [str(number + 1) for number in range(len(cells))]
    return maybe if all(cells) and len(set(cells)) == len(cells) > 1 and cells not in numbered else None


def _interruptions(columns: _Columns) -> tuple[int, ...]:
    """Columns of breaks, also numbered ones."""
    places = columns.lengths(interruption.WORDS)
    return tuple(at for at in places if not columns.most(at, is_no_length))
