"""Finds the place and the fate of each entry of files that were read; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

from planner.domain.wording.numbers import count_words
from planner.exchange.collecting import without_collecting
from planner.exchange.entries.read_entries import ReadEntry, ReadOptions, Trouble
from planner.exchange.importing.changes import Fact, changes_between
from planner.exchange.importing.claimed_twice import ClaimedTwice, claimed_twice
from planner.exchange.importing.clients import ClientProjects
from planner.exchange.importing.edits import as_changed, is_as_logged, moves
from planner.exchange.importing.identity import placed_day, source_key
from planner.exchange.importing.mapping import Mapping, Place, Targets
from planner.exchange.importing.missing_ends import EndRule, settled
from planner.exchange.importing.placing import FreeHours
from planner.exchange.importing.preview import Fate, FilePreview, ImportPreview, PlannedEntry, ReadSource, SourceFile
from planner.exchange.importing.recognising import Known, Recognised, Recogniser
from planner.exchange.reading import read_file
from planner.store import Store


def preview_import(
    store: Store,
    files: Sequence[SourceFile],
    file_format: str | None,
    *,
    options: ReadOptions,
    mapping: Mapping,
    open_ends: EndRule,
    now: datetime,
    again: bool = False,
    overwrite: bool = False,
) -> ImportPreview:
    """Read files and plan their import; see `plan_import`.

    Raises
    ------
    InvalidImport
        When a file as a whole cannot be read.
    """
    asked = replace(options, now=now)
    sources = [
        ReadSource(file.name, *read_file(file.name, file.data, file_format, asked), is_guessed=file_format is None)
        for file in files
    ]
    return plan_import(
        store,
        sources,
        zone=options.zone,
        mapping=mapping,
        open_ends=open_ends,
        now=now,
        again=again,
        overwrite=overwrite,
    )


@without_collecting()
def plan_import(
    store: Store,
    sources: Sequence[ReadSource],
    *,
    zone: tzinfo,
    mapping: Mapping,
    open_ends: EndRule,
    now: datetime,
    again: bool = False,
    overwrite: bool = False,
) -> ImportPreview:
    """Find the place of each entry of files that were read; nothing is written.

    An entry that an earlier import, an earlier file of this one, or somebody by hand brought is a duplicate; where the
    file says something else about it than before, it is a change. An entry that was changed here, too, stays as it is,
    unless `overwrite` says that the file is right. `again` takes all entries for new ones. See `Recogniser`.
    """
    read = [_settled_file(source, open_ends, zone, now) for source in sources]
    clients = ClientProjects(store, (entry for file in read for entry in file.entries))
    targets = Targets(store, mapping, clients)
    recogniser = None if again else Recogniser(store, zone)
    planning = _Planning(targets, recogniser, zone, now, overwrite=overwrite)
    for file in read:
        planning.add(file.entries, file.source.file_format, is_last=file is read[-1])
    moved, twice = planning.settle(store)
    for planned in planning.entries():
        moves_there = planned.fate is Fate.CHANGE and moves(planned.changes)
        planned.place.count(planned.fate is Fate.ADD, moves_there, planned.hours)
    previews = [
        _preview(file, entries, n_moved) for file, entries, n_moved in zip(read, planning.files, moved, strict=True)
    ]
    return ImportPreview(
        previews,
        targets.used(),
        list(targets.places.values()),
        zone,
        any(source.content.zone_assumed for source in sources),
        twice,
        tuple(clients.remarks),
    )


class _SettledFile(NamedTuple):
    """A file with the entries that a log can keep."""

    source: ReadSource
    entries: list[ReadEntry]
    troubles: list[Trouble]
    n_open: int


def _settled_file(source: ReadSource, open_ends: EndRule, zone: tzinfo, now: datetime) -> _SettledFile:
    content = source.content
    outcome = settled(content.entries, open_ends, zone=zone, now=now)
    troubles = sorted([*content.troubles, *outcome.troubles], key=lambda trouble: trouble.line or 0)
    return _SettledFile(source, outcome.entries, troubles, outcome.n_open)


def _preview(file: _SettledFile, entries: list[PlannedEntry], n_moved: int) -> FilePreview:
    remarks = list(file.source.content.remarks)
    if n_moved:
        stand = count_words(n_moved, "entry without a time of day stands", "entries without a time of day stand")
        remarks.append(f"{stand} where the log has no hours of that date yet.")
    return FilePreview(
        file.source.name,
        file.source.file_format,
        entries,
        file.troubles,
        remarks,
        file.n_open,
        file.source.content.placed,
        file.source.is_guessed,
    )


class _Planning:
    """Plans file after file, so that what one brought is known in the next."""

    def __init__(
        self, targets: Targets, recogniser: Recogniser | None, zone: tzinfo, now: datetime, *, overwrite: bool
    ) -> None:
        self.files: list[list[PlannedEntry]] = []
        self._targets = targets
        self._recogniser = recogniser
        self._zone = zone
        self._now = now
        self._overwrite = overwrite

    def entries(self) -> Iterator[PlannedEntry]:
        """Those of all files."""
        return chain.from_iterable(self.files)

    def add(self, entries: Sequence[ReadEntry], file_format: str, *, is_last: bool) -> None:
        """Plan one file."""
        places = [self._targets.of(entry) for entry in entries]
        keys = [source_key(entry) for entry in entries]
        news = zip(entries, places, keys, strict=True)
        if self._recogniser is None:
            self.files.append([PlannedEntry(entry, place, key, Fate.ADD, entry) for entry, place, key in news])
            return
        matches = self._recogniser.of(entries, keys, places, file_format)
        planned = [self._planned(*new, match, file_format) for new, match in zip(news, matches, strict=True)]
        self.files.append(planned)
        for number, (entry, match) in enumerate(zip(planned, matches, strict=True)):
            if is_last and match.known is None:
                continue  # nothing comes that could be it
            self._remember(entry, match.known, (len(self.files) - 1, number), file_format)

    def _planned(self, entry: ReadEntry, place: Place, key: str, match: Recognised, file_format: str) -> PlannedEntry:
        known = match.known
        if known is None:
            return PlannedEntry(entry, place, key, Fate.KNOWN if match.in_log else Fate.ADD, entry)
        if known.is_as_before(entry, key):
            return PlannedEntry(entry, place, key, Fate.KNOWN, entry)
        logged = known.stored.entry if known.stored else None
        before = known.first_said
        places = self._targets.of(before), place
        changes = changes_between(before, entry, places, self._zone, same_format=known.file_format == file_format)
        if logged is None or known.stored is None:
            return PlannedEntry(entry, place, key, Fate.ADD if changes else Fate.KNOWN, entry, None, changes)
        after = as_changed(logged, entry, changes)
        if not changes or is_as_logged(logged, after, place, changes):
            return PlannedEntry(entry, place, key, Fate.KNOWN, entry, logged)
        fate = Fate.ASK if known.stored.touched and not self._overwrite else Fate.CHANGE
        return PlannedEntry(after, place, key, fate, entry, logged, changes)

    def _remember(self, planned: PlannedEntry, known: Known | None, at: tuple[int, int], file_format: str) -> None:
        """Know for the next files what this one says; what an earlier one says otherwise about the same is replaced."""
        if planned.fate is Fate.KNOWN or self._recogniser is None:
            return
        if known is not None and known.planned is not None:
            file, number = known.planned
            self.files[file][number] = replace(self.files[file][number], fate=Fate.REPLACED)
        known = known or Known(None)
        known.say(planned.said, planned.source_key, file_format, at)
        self._recogniser.add(known)

    def settle(self, store: Store) -> tuple[list[int], ClaimedTwice]:
        """Move entries without clock times to free hours, how many of each file; and count what is claimed twice."""
        ahead = [planned for planned in self.entries() if _claims_hours(planned)]
        if not ahead:
            return [0] * len(self.files), ClaimedTwice()
        day = timedelta(days=1)  # what is placed may move within its date
        first, last = min(planned.entry.started_at for planned in ahead), max(_stop(planned) for planned in ahead)
        rewritten = {planned.logged.id for planned in ahead if planned.logged is not None}
        logged = [
            (start, stop)
            for entry_id, start, stop in store.overlaps.claimed(first - day, last + day)
            if entry_id not in rewritten
        ]
        moved = self._placed(logged) if any(_is_placed(planned) for planned in ahead) else [0] * len(self.files)
        spans = [(planned.entry.started_at, _stop(planned)) for planned in self.entries() if _claims_hours(planned)]
        return moved, claimed_twice(spans, logged)

    def _placed(self, logged: Sequence[tuple[datetime, datetime]]) -> list[int]:
        fixed = [
            (planned.entry.started_at, _stop(planned))
            for planned in self.entries()
            if _claims_hours(planned) and not _is_placed(planned)
        ]
        free = FreeHours(chain(logged, fixed), self._zone, self._now)
        moved = []
        for entries in self.files:
            before = [planned.entry.started_at for planned in entries]
            entries[:] = [self._in_free_hours(planned, free) for planned in entries]
            moved.append(sum(planned.entry.started_at != was for planned, was in zip(entries, before, strict=True)))
        return moved

    def _in_free_hours(self, planned: PlannedEntry, free: FreeHours) -> PlannedEntry:
        if not (_claims_hours(planned) and _is_placed(planned)):
            return planned
        proposed = planned.entry.started_at, _stop(planned)
        start, stop = free.place(proposed, placed_day(planned.said, self._zone))
        if start == proposed[0]:
            return planned
        return replace(planned, entry=replace(planned.entry, started_at=start, stopped_at=stop))


def _claims_hours(planned: PlannedEntry) -> bool:
    """Whether the log would have it, as hours of a person."""
    return planned.fate in (Fate.ADD, Fate.CHANGE) and planned.is_attended


def _is_placed(planned: PlannedEntry) -> bool:
    """Whether its time of day was made up, and may be another one: not where only a note changes."""
    facts = {change.fact for change in planned.changes}
    return planned.said.placed_on is not None and (planned.logged is None or Fact.LENGTH in facts)


def _stop(planned: PlannedEntry) -> datetime:
    assert planned.entry.stopped_at is not None
    return planned.entry.stopped_at
