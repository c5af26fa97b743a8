"""What an import says: before it is done, and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planner.domain.local_time import zone_words
from planner.domain.wording import count_words, hours_words
from planner.exchange import FilePreview, Imported, ImportPreview
from planner.exchange.mapping import PhaseTarget, ProjectTarget

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
    return f"Nothing in {file.name} can be imported. {trouble.sentence}{rest}"


def preview_lines(preview: ImportPreview, *, whole: bool, zone_named: bool, is_answered: bool = False) -> Iterator[str]:
    """The preview: each file with what is left out, the zone, where entries go. Not `whole`: the first of each kind.

    `is_answered`: whether it was said what is done with entries without an end.
    """
    most = None if whole else _MOST_SENTENCES
    for file in preview.files:
        yield from _file_lines(file, most)
    yield from _ways_to_answer(preview, is_answered=is_answered)
    if preview.zone_assumed:
        how = "as asked" if zone_named else "that of this machine; --zone names another"
        yield f"Clock times are read in the zone {zone_words(preview.zone)} ({how})."
    for target in preview.projects:
        yield from _target_lines(target, None if whole else _MOST_PHASES)
    if whole:
        yield from _first_rows(preview)
        yield f"Would import {_total_words(preview)}. Nothing was changed."
    elif not preview.to_add:
        yield "Nothing was imported: the log has it all already. --again imports it once more."


def done_line(imported: Imported) -> str:
    """What was done, and the way back."""
    done = f"{imported.summary[:1].upper()}{imported.summary[1:]}. 'callit undo' takes them back"
    return f"{done}, with what was made for them." if imported.made else f"{done}."


def import_json(preview: ImportPreview, imported: Imported | None) -> dict[str, Any]:
    """The whole preview for scripts, and the number of entries that were imported: 0 in a dry run."""
    return {
        "imported": imported.n_entries if imported else 0,
        "to_import": len(preview.to_add),
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
        "left_out": [{"line": trouble.line, "reason": trouble.sentence} for trouble in file.troubles],
        "remarks": file.remarks,
    }


def _target_json(target: ProjectTarget) -> dict[str, Any]:
    phases = [
        {"name": phase.name, "new": phase.phase is None, "entries": phase.n_entries, "hours": phase.hours}
        for phase in target.phases.values()
    ]
    return {"name": target.name, "new": target.project is None, "phases": phases}


def _file_lines(file: FilePreview, most: int | None) -> Iterator[str]:
    hours = sum(planned.hours for planned in file.entries)
    found = count_words(len(file.entries), "entry", "entries")
    yield f"{file.name} ({file.file_format}): {found}, {hours_words(hours)}."
    if duplicates := file.n_duplicates:
        yield f"  {duplicates} in the log already, left out; --again imports them too."
    if file.troubles:
        yield f"  {len(file.troubles)} left out:"
        yield from _some([f"    {trouble.sentence}" for trouble in file.troubles], most)
    yield from _some([f"  {remark}" for remark in file.remarks], most)


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
    return f"  {phase.name}: {count_words(phase.n_entries, 'entry', 'entries')}, {hours_words(phase.hours)}{new}"


def _first_rows(preview: ImportPreview) -> Iterator[str]:
    rows = [planned for file in preview.files for planned in file.entries]
    if rows:
        yield "The first entries:"
    for planned in rows[:_FIRST_ROWS]:
        start = planned.entry.started_at.astimezone(preview.zone)
        note = f"  {planned.entry.note.splitlines()[0][:60]}" if planned.entry.note else ""
        mark = "  (in the log already)" if planned.is_duplicate else ""
        where = f"{planned.project.name} / {planned.phase.name}"
        yield f"  {start:%Y-%m-%d %H:%M}  {hours_words(planned.hours):>6}  {where}{note}{mark}"


def _total_words(preview: ImportPreview) -> str:
    to_add = preview.to_add
    return f"{count_words(len(to_add), 'entry', 'entries')}, {hours_words(sum(planned.hours for planned in to_add))}"
