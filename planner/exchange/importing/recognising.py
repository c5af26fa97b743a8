"""Which entry of the log an entry of a file is: by what it says, by its id, or by its place in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.identity import Placed, as_read, length_s, placed_facts, placed_names
from planner.exchange.importing.mapping import Place
from planner.exchange.importing.names import name_key
from planner.store import Store
from planner.store.imports import KnownEntry
from planner.store.instants import to_text

_FEW_DIGITS = 4  # an id of so many may be the number of a row


class Known:
    """An entry that an earlier import, or an earlier file of this one, brought.

    `stored` is what the store knows about it, None for one that an earlier file of this import brings. `planned` is
    where an earlier file of this import speaks of it: number of the file, and of the entry there; `said_now` what it
    says.
    """

    __slots__ = ("file_format", "planned", "said_now", "source_id", "source_key", "started_at", "stopped_at", "stored")

    def __init__(self, stored: KnownEntry | None) -> None:
        self.stored = stored
        self.planned: tuple[int, int] | None = None
        self.said_now: ReadEntry | None = None
        if stored is not None:
            self.source_key, self.source_id, self.file_format = stored.source_key, stored.source_id, stored.file_format
            self.started_at, self.stopped_at = stored.started_at, stored.stopped_at

    def say(self, entry: ReadEntry, key: str, file_format: str, planned: tuple[int, int]) -> None:
        """Know what an earlier file of this import says."""
        assert entry.stopped_at is not None
        self.said_now, self.planned = entry, planned
        self.source_key, self.source_id, self.file_format = key, entry.source_id, file_format
        self.started_at, self.stopped_at = to_text(entry.started_at), to_text(entry.stopped_at)

    @property
    def said(self) -> ReadEntry:
        """What a file said about it last."""
        return self.said_now or self.first_said

    @property
    def first_said(self) -> ReadEntry:
        """What was said when it was imported; by the earlier file, where that brings it."""
        if self.stored is None:
            assert self.said_now is not None
            return self.said_now
        return as_read(self.stored.said)

    @property
    def logged_id(self) -> int | None:
        """The entry of the log."""
        return self.stored.entry_id if self.stored else None

    def is_as_before(self, entry: ReadEntry, key: str) -> bool:
        """Whether an entry says nothing else than was said, which is so for most of them."""
        if self.stored is None or self.said_now is not None or key != self.source_key:
            return False
        return self.stored.says_also(entry.tags, entry.attended, entry.interrupted_s)


@dataclass(slots=True)
class Recognised:
    """What an entry of a file is: one that was imported, one that the log has from elsewhere, or neither."""

    known: Known | None = None
    in_log: bool = False


@dataclass(slots=True)
class _File:
    """Entries of a file with their keys and places, and what was found about them."""

    entries: Sequence[ReadEntry]
    keys: Sequence[str]
    places: Sequence[Place]
    file_format: str
    matches: list[Recognised] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)  # of the known, by identity
    logged: set[int] = field(default_factory=set)  # entries of the log
    ids_hold: bool = False

    def left(self) -> list[int]:
        """Numbers of the entries about which nothing is found yet."""
        return [number for number, match in enumerate(self.matches) if match.known is None and not match.in_log]

    def is_free(self, known: Known) -> bool:
        """Whether no entry of the file is that one yet."""
        return id(known) not in self.claimed and known.logged_id not in self.logged

    def claim(self, number: int, known: Known) -> None:
        """Take an entry for a known one."""
        self.matches[number].known = known
        self.claimed.add(id(known))
        if known.logged_id is not None:
            self.logged.add(known.logged_id)


class Recogniser:
    """Recognises the entries of one file after the other, each known one for one entry of a file.

    First those that say the same as before; then the log is asked, which has also what was never imported; then those
    that were edited: with the id of the program that wrote the file, else with the same start in the same project,
    else with the same times and note in another one, or with the same end, phase and note. Of another program, start
    and project and either end or note must be the same. Without clock times, it is the same date, project and phase
    with either the length or the note unchanged.
    """

    def __init__(self, store: Store, zone: tzinfo) -> None:
        self._zone = zone
        self._in_log = _Logged(store)
        self._all: list[Known] = []
        self._by_key: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_id: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
        self._by_start: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_stop: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_facts: defaultdict[Placed, list[Known]] = defaultdict(list)
        self._by_day: defaultdict[str, list[Known]] = defaultdict(list)
        self._n_timed = self._n_dated = 0  # how many of all the last four know
        for stored in store.imports.known():
            self.add(Known(stored))

    def add(self, known: Known) -> None:
        """Know one more, or what is said about one now."""
        self._all.append(known)
        self._by_key[known.source_key].append(known)
        if known.source_id:
            self._by_id[known.file_format, known.source_id].append(known)

    def of(
        self, entries: Sequence[ReadEntry], keys: Sequence[str], places: Sequence[Place], file_format: str
    ) -> list[Recognised]:
        """What each entry of a file is."""
        file = _File(entries, keys, places, file_format, [Recognised() for _ in entries])
        if self._all:
            file.ids_hold = self._ids_hold(file)
            if any(entry.placed_on for entry in entries):
                self._know_days()
            self._claim_each(file, self._same_id)
            self._claim_each(file, self._same_words)
            self._claim_each(file, self._same_without_clock)
        self._ask_log(file)
        if self._all and file.left():
            self._know_times()
            self._claim_each(file, self._edited)
        return file.matches

    def _know_days(self) -> None:
        for known in self._all[self._n_dated :]:
            self._by_facts[placed_facts(known.said, self._zone)].append(known)
            self._by_day[placed_names(known.said, self._zone)[0]].append(known)
        self._n_dated = len(self._all)

    def _know_times(self) -> None:
        for known in self._all[self._n_timed :]:
            self._by_start[known.started_at].append(known)
            self._by_stop[known.stopped_at].append(known)
        self._n_timed = len(self._all)

    def _claim_each(self, file: _File, finding: Callable[[_File, int], Known | None]) -> None:
        for number in file.left():
            known = finding(file, number)
            if known is not None:
                file.claim(number, known)

    def _ask_log(self, file: _File) -> None:
        left = file.left()
        without_notes = bool(left) and self._has_no_notes(file)
        for number in left:
            entry, place = file.entries[number], file.places[number]
            logged_id = self._in_log.find(entry, place, file.logged, without_notes=without_notes)
            if logged_id is not None:
                file.matches[number].in_log = True
                file.logged.add(logged_id)

    def _has_no_notes(self, file: _File) -> bool:
        """Whether a file has no notes, and none of its format had: it says nothing about those of the log."""
        if any(entry.note.strip() for entry in file.entries):
            return False
        return not any(known.said.note for known in self._all if known.file_format == file.file_format)

    def _ids_hold(self, file: _File) -> bool:
        """Whether ids of the file tell entries apart: no id twice, no row numbers, and entries keep theirs."""
        ids = [entry.source_id for entry in file.entries if entry.source_id]
        if not ids or len(set(ids)) < len(ids) or _are_row_numbers(ids):
            return False
        moved = 0
        for entry, key in zip(file.entries, file.keys, strict=True):
            same = [k.source_id for k in self._by_key.get(key, ()) if k.file_format == file.file_format]
            known_ids = {source_id for source_id in same if source_id}
            if entry.source_id and known_ids:
                moved += 1 if entry.source_id not in known_ids else -1
        return moved <= 0

    def _same_id(self, file: _File, number: int) -> Known | None:
        entry = file.entries[number]
        if not file.ids_hold or not entry.source_id:
            return None
        for known in reversed(self._by_id.get((file.file_format, entry.source_id), [])):
            if file.is_free(known) and (_is_telling(entry.source_id) or _has_in_common(entry, known.said)):
                return known
        return None

    def _same_words(self, file: _File, number: int) -> Known | None:
        return next((known for known in self._by_key.get(file.keys[number], ()) if file.is_free(known)), None)

    def _same_without_clock(self, file: _File, number: int) -> Known | None:
        entry = file.entries[number]
        if entry.placed_on is None:
            return None
        same = self._by_facts.get(placed_facts(entry, self._zone), ())
        return next((known for known in same if file.is_free(known)), None)

    def _edited(self, file: _File, number: int) -> Known | None:
        entry = file.entries[number]
        if entry.placed_on is not None:
            near, rank = self._by_day.get(entry.placed_on.isoformat(), []), _likeness_without_clock
        else:
            assert entry.stopped_at is not None
            at = to_text(entry.started_at), to_text(entry.stopped_at)
            near = [*self._by_start.get(at[0], ()), *self._by_stop.get(at[1], ())]
            rank = _likeness
        ranked = [
            (rank(entry, known, file), -place)
            for place, known in enumerate(near)
            if file.is_free(known) and _may_be_one(entry, known, file)
        ]
        best, place = max(ranked, default=(0, 0))
        return near[-place] if best else None


def _likeness(entry: ReadEntry, known: Known, file: _File) -> int:
    """How sure it is that an entry is a known one, edited; 0: it is not."""
    before = known.said
    if before.placed_on is not None:
        return 0
    project = name_key(entry.project) == name_key(before.project)
    phase = name_key(entry.phase) == name_key(before.phase)
    start, stop = entry.started_at == before.started_at, entry.stopped_at == before.stopped_at
    note = entry.note.strip() == before.note.strip()
    same_format = file.file_format == known.file_format
    if same_format:
        is_one = (project and start) or (start and stop and note) or (project and phase and stop and note)
    else:
        is_one = project and start and (stop or (note and entry.note.strip() != ""))
    return 1 + 8 * project + 4 * start + 2 * stop + 2 * phase + note if is_one else 0


def _likeness_without_clock(entry: ReadEntry, known: Known, file: _File) -> int:
    before = known.said
    if before.placed_on is None or file.file_format != known.file_format:
        return 0
    names = name_key(entry.project) == name_key(before.project), name_key(entry.phase) == name_key(before.phase)
    note, length = entry.note.strip() == before.note.strip(), length_s(entry) == length_s(before)
    is_one = (note or length) if all(names) else (note and length and bool(entry.note.strip()))
    return 1 + 4 * sum(names) + 2 * note + length if is_one else 0


def _may_be_one(entry: ReadEntry, known: Known, file: _File) -> bool:
    """Whether neither ids nor clients say that these are two."""
    ids = {entry.source_id, known.source_id} - {""}
    if file.ids_hold and file.file_format == known.file_format and len(ids) == 2:
        return False
    clients = {name_key(client) for client in (entry.client, known.said.client) if client.strip()}
    return len(clients) < 2 or entry.source_id == known.source_id != ""


def _is_telling(source_id: str) -> bool:
    return not (source_id.lstrip("#").isdigit() and len(source_id.lstrip("#")) <= _FEW_DIGITS)


def _are_row_numbers(ids: Sequence[str]) -> bool:
    """Whether ids are 1, 2, 3 … in the order of the rows, as of no entry but the first ones of a program."""
    first = ids[0]
    return first in ("0", "1") and all(
        source_id == str(number) for number, source_id in enumerate(ids, start=int(first))
    )


def _has_in_common(entry: ReadEntry, before: ReadEntry) -> bool:
    """Whether what two say can be the same entry before and after an edit, where the id may be one by chance."""
    note = entry.note.strip()
    return (
        entry.started_at == before.started_at
        or entry.stopped_at == before.stopped_at
        or (note != "" and note == before.note.strip())
        or (entry.placed_on is not None and entry.placed_on == before.placed_on)
    )


class _Logged:
    """Whether the log has an entry; a project's are looked up when first asked for. Programs that it is exported for
    have whole seconds, and some have no notes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_project: dict[int, dict[tuple[int, datetime, datetime, str | None], list[int]]] = {}

    def find(self, entry: ReadEntry, place: Place, taken: set[int], *, without_notes: bool) -> int | None:
        """The id of the entry that says the same, of those that are not taken."""
        if place.project.project is None or place.phase.phase is None or entry.stopped_at is None:
            return None
        logged = self._logged(place.project.project.id)
        note = None if without_notes else entry.note.strip()
        facts = (place.phase.phase.id, _second(entry.started_at), _second(entry.stopped_at), note)
        return next((entry_id for entry_id in logged.get(facts, ()) if entry_id not in taken), None)

    def _logged(self, project_id: int) -> dict[tuple[int, datetime, datetime, str | None], list[int]]:
        if project_id not in self._of_project:
            by_facts: defaultdict[tuple[int, datetime, datetime, str | None], list[int]] = defaultdict(list)
            for entry in self._store.entries.of_project(project_id):
                if entry.stopped_at is not None:
                    times = (entry.phase_id, _second(entry.started_at), _second(entry.stopped_at))
                    by_facts[*times, entry.note].append(entry.id)
                    by_facts[*times, None].append(entry.id)
            self._of_project[project_id] = by_facts
        return self._of_project[project_id]


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
