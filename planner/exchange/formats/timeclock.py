"""Timeclock files, as hledger, ledger and timeclock.el have them: a line to clock in, a line to clock out."""

from __future__ import annotations

import dataclasses
import re

from planner.exchange.entries.line_log import LineLog
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Unreadable
from planner.exchange.entries.table_text import decoded

_LINE = re.compile(
    r"(?P<code>[iIoO])\s+(?P<day>\d{4}([-/.])\d{1,2}\3\d{1,2})\s+"
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?)(?P<offset>[+-]\d{4})?(?:\s+(?P<rest>.*))?"
)
_LOOKS = re.compile(r"[iIoObh]\s+\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}|[bh]\s+\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s")
_TAG = re.compile(r"([\w-]+):\s*([^,]*)")
_COMMENTS = (";", "#", "*")
_SETTINGS = ("b", "h")  # a balance, and the hours of a day: no time that was worked


def fits_timeclock(text: str) -> bool:
    """Whether the first line that is no comment clocks in or out."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(_COMMENTS))
    return _LOOKS.match(next(lines, "")) is not None


def read_timeclock(data: bytes, options: ReadOptions) -> ReadFile:
    """Sessions: the first part of an account is the project, the rest the phase; one never clocked out has no end."""
    log = LineLog(options)
    clocked_in: list[ReadEntry] = []
    for number, line in enumerate(decoded(data)[0].splitlines(), start=1):
        if line.strip() and not line.startswith(_COMMENTS) and line.split()[0] not in _SETTINGS:
            with log.line(number):
                _read_line(number, line.strip(), log, clocked_in)
    log.content.entries += clocked_in
    return log.done()


def _read_line(number: int, line: str, log: LineLog, clocked_in: list[ReadEntry]) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise Unreadable("is no line of a timeclock; 'i 2026-03-02 09:00:00 project:phase' was expected")
    moment = f"{match['day']} {match['clock']}{match['offset'] or ''}"
    rest = match["rest"] or ""
    if match["code"] in "iI":
        clocked_in.append(_begun(number, moment, rest, log))
        return
    if not clocked_in:
        raise Unreadable("clocks out, but nothing is clocked in")
    entry = clocked_in.pop(_which(rest, clocked_in))
    stopped_at = log.clock.instant(moment, entry.started_at)
    note = entry.note or ("" if _account(rest) == (entry.project, entry.phase) else rest.partition(";")[0].strip())
    log.content.entries.append(dataclasses.replace(entry, stopped_at=stopped_at, note=note))


def _begun(number: int, moment: str, rest: str, log: LineLog) -> ReadEntry:
    before_comment, _, comment = rest.partition(";")
    account, _, description = before_comment.strip().partition("  ")
    project, phase = _account(account)
    tags = tuple(f"{name}:{value.strip()}" if value.strip() else name for name, value in _TAG.findall(comment))
    note = description.strip() or _TAG.sub("", comment).strip(" ,")
    return ReadEntry(number, project, phase, log.clock.instant(moment), None, None, note, tags)


def _which(rest: str, clocked_in: list[ReadEntry]) -> int:
    """The place of the session that is clocked out: the one of that account, else the last."""
    account = _account(rest.partition(";")[0])
    same = [place for place, entry in enumerate(clocked_in) if (entry.project, entry.phase) == account]
    return same[-1] if same else len(clocked_in) - 1


def _account(text: str) -> tuple[str, str]:
    """Project and phase.

    >>> _account("Thesis:Training:Run 1"), _account("Thesis")
    (('Thesis', 'Training:Run 1'), ('Thesis', ''))
    """
    project, _, phase = text.strip().partition("  ")[0].partition(":")
    return project.strip(), phase.strip()
