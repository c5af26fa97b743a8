"""klog: records of a date, with time ranges and durations."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.exchange.entries.in_turn import InTurn
from planner.exchange.entries.line_log import LineLog
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import decoded
from planner.exchange.entries.wall_clock import clock_of

_DATE = re.compile(r"(\d{4}([-/])\d{1,2}\2\d{1,2})(?:\s+\([^)]*\))?\s*")
_TIME = r"<?\d{1,2}:\d{2}(?:am|pm)?>?"
_RANGE = re.compile(rf"({_TIME})\s*[-–]\s*({_TIME}|\?+)(?:\s+(.*)|$)", re.IGNORECASE)
_DURATION = re.compile(r"([+-]?)(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:\s+(.*)|$)")
_TAG = re.compile(r"#([\w-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?")
_Duration = tuple[int, re.Match[str], str]  # line, what it says, and what stands below it
_LONGEST_NAME_WORDS = 3
_DAY = timedelta(days=1)
_REMARK = (
    "Short texts name things: that of a date the project, that of an entry the phase; tags such as #project=… and "
    "#phase=… do so outright."
)


@dataclass(slots=True)
class _Record:
    """A date with its text, its entries as they stand there, and its breaks: where each stands, and how long it is."""

    day: date
    text: str = ""
    entries: list[ReadEntry] = field(default_factory=list)
    breaks: list[tuple[int, int, timedelta]] = field(default_factory=list)  # line, entries before it, length


def fits_klog(text: str) -> bool:
    """Whether it begins with a date on a line of its own, and has entries below it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not _DATE.fullmatch(lines[0]):
        return False
    below = (line.strip() for line in lines[1:] if line[:1] in " \t")
    return any(_RANGE.match(line) or _DURATION.match(line) for line in below)


def read_klog(data: bytes, options: ReadOptions) -> ReadFile:
    """Ranges; durations, which are placed one after the other; negative ones are interruptions of what comes before."""
    log = LineLog(options)
    in_turn = InTurn(options, log.clock)
    for block in _blocks(decoded(data)[0].splitlines()):
        with log.line(block[0][0]):
            record = _record(block, log, in_turn)
            log.content.entries += _interrupted(record, log)
    if log.content.entries:
        log.content.remarks.append(_REMARK)
    log.content.remarks += in_turn.remarks
    log.content.placed = in_turn.n_placed > 0
    return log.done()


def _blocks(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    """Lines without a blank one between them, each with its number."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []


def _record(block: list[tuple[int, str]], log: LineLog, in_turn: InTurn) -> _Record:
    record = _Record(_date_of(block[0][1]))
    indent = next((line[: len(line) - len(line.lstrip())] for _, line in block[1:] if line[:1] in " \t"), "")
    waiting: list[tuple[int, str]] = []
    for number, line in block[1:]:
        if line[:1] not in " \t":
            record.text = f"{record.text}\n{line.strip()}".strip()
        elif waiting and line.startswith(indent * 2):
            waiting[-1] = waiting[-1][0], f"{waiting[-1][1]}\n{line.strip()}"
        else:
            waiting.append((number, line.strip()))
    for duration in _read_ranges(record, waiting, log, in_turn):
        _read_duration(record, duration, log, in_turn)
    return record


def _date_of(head: str) -> date:
    """The date in the first line of a record."""
    match = _DATE.fullmatch(head)
    if match is None:
        raise Unreadable("begins no record; a date such as 2026-03-02 was expected")
    try:
        return date(*map(int, match[1].replace("/", "-").split("-")))
    except ValueError:
        raise Unreadable(f"says '{match[1]}', which is no date") from None


def _read_ranges(record: _Record, lines: list[tuple[int, str]], log: LineLog, in_turn: InTurn) -> list[_Duration]:
    """Add the entries with a range; the durations, which come behind all ranges of their date."""
    durations = []
    for number, line in lines:
        head, _, more = line.partition("\n")
        with log.line(number):
            if match := _RANGE.fullmatch(head):
                start, stop = _range(record.day, match[1], match[2], log)
                in_turn.take(record.day, stop or start)
                record.entries.append(_entry(number, record, start, stop, f"{match[3] or ''}\n{more}"))
            elif (match := _DURATION.fullmatch(head)) and (match[2] or match[3]):
                durations.append((number, match, more))
            else:
                raise Unreadable("is no entry; a range such as 9:00 - 10:30, or a duration such as 1h30m was expected")
    return durations


def _read_duration(record: _Record, duration: _Duration, log: LineLog, in_turn: InTurn) -> None:
    """Add an entry where it stands in the record, or a break."""
    number, match, more = duration
    length = timedelta(hours=int(match[2] or 0), minutes=int(match[3] or 0))
    if match[1] == "-":
        before = sum(entry.line is not None and entry.line < number for entry in record.entries)
        record.breaks.append((number, before, length))
    elif length:
        with log.line(number):
            start, stop = in_turn.place(record.day, length)
            entry = _entry(number, record, start, stop, f"{match[4] or ''}\n{more}")
            record.entries.append(dataclasses.replace(entry, placed_on=record.day))
            record.entries.sort(key=lambda entry: entry.line or 0)


def _range(day: date, first: str, last: str, log: LineLog) -> tuple[datetime, datetime | None]:
    log.clock.assumed = True
    start = log.clock.of_local(_moment(day, first))
    return start, None if last.startswith("?") else log.clock.of_local(_moment(day, last), start)


def _moment(day: date, text: str) -> datetime:
    """A time of day, of the day before behind `<`, of the next one before `>`.

    >>> _moment(date(2026, 3, 2), "<23:00"), _moment(date(2026, 3, 2), "1:30am>")
    (datetime.datetime(2026, 3, 1, 23, 0), datetime.datetime(2026, 3, 3, 1, 30))
    """
    shift = text.endswith(">") - text.startswith("<")
    clock = text.strip("<>")
    if clock == "24:00":
        clock, shift = "00:00", shift + 1
    return datetime.combine(day + shift * _DAY, clock_of(clock))


def _entry(number: int, record: _Record, start: datetime, stop: datetime | None, text: str) -> ReadEntry:
    text = text.strip()
    tags = [*_tags(record.text), *_tags(text)]
    named = dict(tags)
    day_name, name = _name(record.text), _name(text)
    project = named.get("project") or day_name
    phase = named.get("phase") or named.get("task") or name
    unused = (
        written
        for written, used in ((text, phase), (record.text, project))
        if _plain(written) and (_name(written) or None) != used
    )
    note = next(unused, "")
    shown = tuple(dict.fromkeys(f"{tag}={value}" if value else tag for tag, value in tags if not _is_name(tag, value)))
    return ReadEntry(number, project, phase, start, stop, None, note, shown)


def _tags(text: str) -> list[tuple[str, str]]:
    """Tags with their values.

    >>> _tags("run #gpu #project='My thesis'")
    [('gpu', ''), ('project', 'My thesis')]
    """
    return [(match[1], match[2] or match[3] or match[4] or "") for match in _TAG.finditer(text)]


def _is_name(tag: str, value: str) -> bool:
    return bool(value) and tag in ("project", "phase", "task")


def _name(text: str) -> str:
    """What a short text names, "" for a longer one.

    >>> _name("Training #gpu"), _name("A day on which much was done.")
    ('Training', '')
    """
    plain = _plain(text)
    is_short = len(plain.split()) <= _LONGEST_NAME_WORDS and "\n" not in text and not plain.endswith((".", "!", "?"))
    return plain if is_short else ""


def _plain(text: str) -> str:
    """A text without its tags."""
    return " ".join(_TAG.sub("", text).split())


def _interrupted(record: _Record, log: LineLog) -> list[ReadEntry]:
    """The entries of a record with its breaks, each taken from the entries before it, then from those behind it."""
    entries = list(record.entries)
    for line, before, length in record.breaks:
        left_s = length.total_seconds()
        for at in [*reversed(range(before)), *range(before, len(entries))]:
            taken = min(left_s, _room_s(entries[at]))
            entries[at] = dataclasses.replace(entries[at], interrupted_s=entries[at].interrupted_s + taken)
            left_s -= taken
        if left_s > 1:  # a second stays of each entry
            reason = f"takes {left_s / 60:.0f} min off the record, more than its other entries have"
            log.content.troubles.append(Trouble(line, reason))
    return entries


def _room_s(entry: ReadEntry) -> float:
    """How long an entry can still be interrupted so that something of it is left."""
    if entry.stopped_at is None:
        return 0.0
    return max(0.0, (entry.stopped_at - entry.started_at).total_seconds() - entry.interrupted_s - 1)
