"""`callit import` and `callit export`: time logs of other programs, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as calendar_date
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from model.protocol.any_text import shown
from planner import planning, preferences
from planner.cli.exchange_words import done_line, failed_sentence, import_json, preview_lines
from planner.cli.words import JsonOption, own_zone, say_json, typed_text
from planner.clock import now
from planner.domain.errors import InvalidImport
from planner.domain.period import period_of_days
from planner.domain.wording.numbers import count_words
from planner.exchange import (
    EXPORT_FORMATS,
    IMPORT_FORMATS,
    ChosenColumns,
    DayOrder,
    EndRule,
    Mapping,
    PhaseFrom,
    ReadOptions,
    SourceFile,
    Unit,
    export_log,
    import_planned,
    preview_import,
)
from planner.exchange.entries.durations import seconds_in
from planner.exchange.entries.read_entries import DAY_START, Unreadable
from planner.exchange.entries.wall_clock import clock_of
from planner.exchange.formats.registry import PROGRAMS
from planner.store import open_store

FormatOrFileArgument = Annotated[
    str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(IMPORT_FORMATS)}; left out, it is guessed.")
]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="The format, where it does not stand in front of the files.")
]
FilesArgument = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="The files to import.")]
IntoOption = Annotated[
    str | None, typer.Option("--project", "-p", callback=typed_text, help="Put everything into this project.")
]
ZoneOption = Annotated[str | None, typer.Option(help="The zone of the file's clocks, Europe/Berlin; this machine's.")]
WrittenZoneOption = Annotated[str | None, typer.Option("--zone", help="The zone of clock times; this machine's.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, and change nothing.")]
PhaseFromOption = Annotated[PhaseFrom | None, typer.Option(help="What names the phases; the task by default.")]
DayOrderOption = Annotated[DayOrder | None, typer.Option(help="Whether day or month stands first in dates.")]
UnitOption = Annotated[Unit | None, typer.Option(help="What the numbers in a column of durations count; it is found.")]
DayStartOption = Annotated[
    str | None, typer.Option(help="Where entries begin whose file says hours but no clock: 09:00.")
]
WeekOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="A day of the week whose days are the columns, where no date says it."),
]
DayHoursOption = Annotated[
    float | None, typer.Option(min=0.1, max=24, help="Hours of work that a day has, where durations count days.")
]
OpenEndsOption = Annotated[
    str | None,
    typer.Option(
        help="Entries without an end: the time of day they ended, 17:00, how long they were, 1.5h, or 'skip'."
    ),
]
AgainOption = Annotated[bool, typer.Option("--again", help="Also import what is in the log already.")]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Entries changed in the file and here: take what the file says.")
]
StartOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the start.")]
EndOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the end.")]
DateOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the date, with --hours.")]
HoursOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the hours of an entry.")]
ProjectColumnOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the project.")]
PhaseColumnOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the phase.")]
NoteColumnOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the note.")]
TagsColumnOption = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the tags.")]
FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(EXPORT_FORMATS)}.")]
OfOption = Annotated[str | None, typer.Option("--project", "-p", help="Only this project; all by default.")]
FirstDayOption = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Only entries that start on this day or later.")
]
LastDayOption = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Only entries that start on this day or earlier.")
]
OutOption = Annotated[Path | None, typer.Option(dir_okay=False, help="The file to write; the terminal by default.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "import", epilog=f"Reads {PROGRAMS}, any table and calendars. Example: callit import report.csv --dry-run"
    )(import_)
    app.command("export", epilog="Example: callit export csv --out log.csv")(export)


def import_(
    file_format: FormatOrFileArgument,
    files: FilesArgument = None,
    *,
    named_format: FormatOption = None,
    project: IntoOption = None,
    dry_run: DryRunOption = False,
    zone: ZoneOption = None,
    phase_from: PhaseFromOption = None,
    day_order: DayOrderOption = None,
    day_start: DayStartOption = None,
    unit: UnitOption = None,
    week: WeekOption = None,
    day_hours: DayHoursOption = None,
    open_ends: OpenEndsOption = None,
    again: AgainOption = False,
    overwrite: OverwriteOption = False,
    start: StartOption = None,
    end: EndOption = None,
    date: DateOption = None,
    hours: HoursOption = None,
    project_column: ProjectColumnOption = None,
    phase_column: PhaseColumnOption = None,
    note_column: NoteColumnOption = None,
    tags_column: TagsColumnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a time log of another program, any table or a calendar.

    Projects and phases go to those of the same name, and are made where there are none. What was imported before is
    left out; where the file says something else about it by now, it is changed. Everything that one command imports is
    taken back by one 'callit undo'.
    """
    source_format, sources = _format_and_sources(file_format, files or [], named_format)
    columns = ChosenColumns(start, end, date, hours, project_column, phase_column, note_column, tags_column)
    ends = _open_ends(open_ends)
    day_starts = _clock(day_start, "--day-start") or DAY_START
    options = ReadOptions(_zone(zone), day_order, day_starts, columns, unit, _day(week), day_hours)
    with open_store() as store:
        this_moment = now()
        preview = preview_import(
            store,
            sources,
            source_format,
            options=options,
            mapping=Mapping(project, phase_from),
            open_ends=ends,
            now=this_moment,
            again=again,
            overwrite=overwrite,
        )
        if not dry_run and (failed := failed_sentence(preview)):
            raise InvalidImport(failed)
        if not as_json:
            lines = preview_lines(preview, whole=dry_run, zone_named=zone is not None, is_answered=ends.is_answered)
            _say(lines)
        imported = None if dry_run or not preview.has_work else import_planned(store, preview, now=this_moment)
        if as_json:
            say_json(import_json(preview, imported))
        elif imported is not None:
            typer.echo(done_line(imported))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def export(
    file_format: FormatArgument,
    *,
    project: OfOption = None,
    out: OutOption = None,
    zone: WrittenZoneOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
) -> None:
    """Export the time log for another program, a spreadsheet or a calendar.

    A timer that runs is left out.
    """
    with open_store() as store:
        project_id = planning.project_named(store, project).id if project else None
        clocks = _zone(zone)
        period = period_of_days(_day(first), _day(last), clocks, preferences.day_starts_hour(store))
        exported = export_log(store, file_format, project_id=project_id, period=period, zone=clocks, now=now())
    if exported.running is not None:
        typer.echo(f"The timer that runs on {exported.running} is left out: it has no end yet.", err=True)
    if out is None:
        typer.echo(exported.text.encode(), nl=False)  # a file of the same bytes, whatever the terminal is
        return
    _write(out, exported.text)
    typer.echo(f"Exported {count_words(exported.n_entries, 'entry', 'entries')} to {out}.")


def _write(out: Path, text: str) -> None:
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise InvalidImport(f"{out} cannot be written ({error.strerror}). Choose another file.") from error


def _format_and_sources(first: str, others: list[str], named: str | None) -> tuple[str | None, list[SourceFile]]:
    """What was typed: the first word is a format or, where that is named or left to be guessed, a file like others."""
    if named is not None and named.casefold() not in IMPORT_FORMATS:
        raise typer.BadParameter(f"'{named}' is no format for --format. One of: {', '.join(IMPORT_FORMATS)}.")
    file_format = named.casefold() if named else None
    if first.casefold() not in IMPORT_FORMATS or (named is not None and not others):
        return file_format, [_source(Path(word)) for word in (first, *others)]
    if not others:
        raise typer.BadParameter(f"Which file? Write it behind '{first}'.")
    return file_format or first.casefold(), [_source(Path(word)) for word in others]


def _day(typed: datetime | None) -> calendar_date | None:
    return typed.date() if typed else None


def _source(path: Path) -> SourceFile:
    try:
        return SourceFile(shown(path.name), path.read_bytes())
    except OSError as error:
        raise InvalidImport(
            f"{path} cannot be read ({error.strerror}). Give a format of {', '.join(IMPORT_FORMATS)}, and files."
        ) from error


def _zone(name: str | None) -> tzinfo:
    if name is None:
        return own_zone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter(f"'{name}' is no time zone. Write it like Europe/Berlin or UTC.") from None


def _clock(text: str | None, option: str) -> time | None:
    try:
        return None if text is None else clock_of(text)
    except Unreadable:
        raise typer.BadParameter(f"'{text}' is no time of day for {option}. Write it like 17:00.") from None


def _open_ends(text: str | None) -> EndRule:
    if text == "skip":
        return EndRule(skip=True)
    if text is None or not text.strip().endswith("h"):
        return EndRule(at=_clock(text, "--open-ends"))
    try:
        return EndRule(hours=seconds_in(text) / 3600)
    except Unreadable:
        raise typer.BadParameter(f"'{text}' is no number of hours for --open-ends. Write it like 1.5h.") from None
