"""What an import says: before it is done, and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from planner.domain.local_time import zone_words
from planner.domain.wording.days import moment_words
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.exchange import FORMAT_TITLES, Fate, FilePreview, Imported, ImportPreview, PlannedEntry
from planner.exchange.importing.claimed_twice import ClaimedTwice, twice_sentences
from planner.exchange.importing.mapping import PhaseTarget, ProjectTarget
from planner.exchange.reading import another_format_words

_MOST_SENTENCES = 5  # of each kind, where the preview is not asked for in full
_MOST_PHASES = 20
_FIRST_ROWS = 5


def failed_sentence(preview: ImportPreview) -> str | None:
    """Why nothing at all can be imported; None where something can, or is in the log already."""
    if any(file.entries for file in preview.files):
        return None
    first = next(((file, file.troubles[0]) for file in preview.files if file.troubles), None)
    if first is None:
        return f"{preview.files[0].name} holds no entries."
    file, trouble = first
    more = preview.n_troubles - 1
    rest = f" {count_words(more, 'other')} cannot be read either; a look at them: --dry-run." if more else ""
    another = another_format_words(file.file_format) if file.is_guessed else ""
    read_as = f" It was read as {FORMAT_TITLES[file.file_format]}. {another}" if another else ""
    return f"Nothing in {file.name} can be imported. {trouble.sentence}{rest}{read_as}"


def preview_lines(preview: ImportPreview, *, whole: bool, zone_named: bool, is_answered: bool = False) -> Iterator[str]:
    """The preview: each file with what is left out, the zone, where entries go. Not `whole`: the first of each kind.

    `is_answered`: whether it was said what is done with entries without an end.
    """
    most = None if whole else _MOST_SENTENCES
    for file in preview.files:
        yield from _file_lines(file, preview.zone, most)
    yield from preview.remarks
    yield from twice_sentences(preview.twice)
    yield from _ways_to_answer(preview, is_answered=is_answered)
    if preview.zone_assumed:
        how = "as asked" if zone_named else "that of this machine; --zone names another"
        yield f"Clock times are read in the zone {zone_words(preview.zone)} ({how})."
    for target in preview.projects:
        yield from _target_lines(target, None if whole else _MOST_PHASES)
    if whole:
        yield from _first_rows(preview)
        yield f"Would import {_total_words(preview)}. Nothing was changed."
    elif not preview.has_work and not preview.changed_here:
        yield "Nothing was imported: the log has it all already. --again imports it once more."


def done_line(imported: Imported) -> str:
    """What was done, and the way back."""
    back = "takes them back" if imported.n_entries else "gives them their former values"
    done = f"{imported.summary[:1].upper()}{imported.summary[1:]}. 'callit undo' {back}"
    return f"{done}, with what was made for them." if imported.made else f"{done}."


def import_json(preview: ImportPreview, imported: Imported | None) -> dict[str, Any]:
    """The whole preview for scripts, and the number of entries that were imported: 0 in a dry run."""
    return {
        "imported": imported.n_entries if imported else 0,
        "changed": imported.n_changed if imported else 0,
        "to_import": len(preview.to_add),
        "to_change": len(preview.to_change),
        "claimed_twice": _twice_json(preview.twice),
        "remarks": list(preview.remarks),
        "zone": zone_words(preview.zone) if preview.zone_assumed else None,
        "files": [_file_json(file) for file in preview.files],
        "projects": [_target_json(target) for target in preview.projects],
    }


def _file_json(file: FilePreview) -> dict[str, Any]:
    return {
        "name": file.name,
        "format": file.file_format,
        "entries": len(file.entries),
        "hours": sum(planned.hours for planned in file.entries),
        "duplicates": file.n_duplicates,
        "replaced": file.count(Fate.REPLACED),
        "changes": [_change_json(planned) for planned in file.entries if planned.fate is Fate.CHANGE],
        "changed_here": [_change_json(planned) for planned in file.entries if planned.fate is Fate.ASK],
        "left_out": [{"line": trouble.line, "reason": trouble.sentence} for trouble in file.troubles],
        "remarks": file.remarks,
    }


def _change_json(planned: PlannedEntry) -> dict[str, Any]:
    return {
        "entry": planned.logged.id if planned.logged else None,
        "start": planned.entry.started_at.isoformat(),
        "project": planned.project.name,
        "phase": planned.phase.name,
        "changes": {str(change.fact): {"before": change.before, "after": change.after} for change in planned.changes},
    }


def _twice_json(twice: ClaimedTwice) -> dict[str, Any]:
    return {
        "entries": twice.n_entries,
        "hours": twice.hours,
        "entries_in_log": twice.n_in_log,
        "hours_in_log": twice.hours_in_log,
    }


def _target_json(target: ProjectTarget) -> dict[str, Any]:
    phases = [
        {"name": phase.name, "new": phase.phase is None, "entries": phase.n_entries, "hours": phase.hours}
        for phase in target.phases.values()
    ]
    return {"name": target.name, "new": target.project is None, "phases": phases}


def _file_lines(file: FilePreview, zone: tzinfo, most: int | None) -> Iterator[str]:
    hours = sum(planned.hours for planned in file.entries)
    count = count_words(len(file.entries), "entry", "entries")
    yield f"{file.name} ({file.file_format}): {count}, {hours_words(hours)}."
    if duplicates := file.n_duplicates:
        yield f"  {duplicates} in the log already, left out; --again imports them too."
    if replaced := file.count(Fate.REPLACED):
        yield f"  {replaced} edited in a later file, which counts."
    yield from _change_lines(file, Fate.CHANGE, zone, most)
    yield from _change_lines(file, Fate.ASK, zone, most)
    if file.troubles:
        yield f"  {len(file.troubles)} left out:"
        yield from _some([f"    {trouble.sentence}" for trouble in file.troubles], most)
    yield from _some([f"  {remark}" for remark in file.remarks], most)


def _change_lines(file: FilePreview, fate: Fate, zone: tzinfo, most: int | None) -> Iterator[str]:
    """Entries that are in the log and that the file says otherwise, each with what it was and what it would be."""
    changed = [planned for planned in file.entries if planned.fate is fate]
    if not changed:
        return
    count = count_words(len(changed), "entry", "entries")
    if fate is Fate.CHANGE:
        yield f"  {count} changed:"
    else:
        verb = "was changed here, too, and stays" if len(changed) == 1 else "were changed here, too, and stay"
        yield f"  {count} changed in the file {verb} as in the log; --overwrite takes what the file says:"
    yield from _some([f"    {change_words(planned, zone)}" for planned in changed], most)


def change_words(planned: PlannedEntry, zone: tzinfo) -> str:
    """An entry of the log and what would change about it: `2026-03-02 09:00 Thesis / Read: note was …, now …`."""
    logged = planned.logged
    start = (logged.started_at if logged else planned.entry.started_at).astimezone(zone)
    what = "; ".join(change.words for change in planned.changes)
    return f"{moment_words(start)} {planned.project.name} / {planned.phase.name}: {what}"


def _ways_to_answer(preview: ImportPreview, *, is_answered: bool) -> Iterator[str]:
    if preview.n_open and not is_answered:
        yield (
            "Say when entries without an end ended with --open-ends 17:00, or how long they were with "
            "--open-ends 1.5h; --open-ends skip leaves them out."
        )
    if any(file.placed for file in preview.files):
        yield "--day-start says where the first entry of a date begins."


def _some(lines: Sequence[str], most: int | None) -> Iterator[str]:
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield f"    and {len(lines) - most} more; --dry-run says them all."


def _target_lines(target: ProjectTarget, most: int | None) -> Iterator[str]:
    yield f"{target.name} ({'new project' if target.project is None else 'there already'})"
    yield from _some([_phase_line(phase) for phase in target.phases.values()], most)


def _phase_line(phase: PhaseTarget) -> str:
    new = "" if phase.phase else ", new phase"
    changed = f", {phase.n_changed} changed" if phase.n_changed else ""
    size = f"{count_words(phase.n_entries, 'entry', 'entries')}, {hours_words(phase.hours)}"
    return f"  {phase.name}: {size}{changed}{new}"


def _first_rows(preview: ImportPreview) -> Iterator[str]:
    rows = [planned for file in preview.files for planned in file.entries]
    if rows:
        yield "The first entries:"
    for planned in rows[:_FIRST_ROWS]:
        start = planned.entry.started_at.astimezone(preview.zone)
        note = f"  {planned.entry.note.splitlines()[0][:60]}" if planned.entry.note else ""
        mark = "" if planned.fate is Fate.ADD else f"  ({planned.fate})"
        where = f"{planned.project.name} / {planned.phase.name}"
        yield f"  {moment_words(start)}  {hours_words(planned.hours):>6}  {where}{note}{mark}"


def _total_words(preview: ImportPreview) -> str:
    to_add, to_change = preview.to_add, preview.to_change
    added = f"{count_words(len(to_add), 'entry', 'entries')}, {hours_words(sum(planned.hours for planned in to_add))}"
    return f"{added}, and change {len(to_change)}" if to_change else added
