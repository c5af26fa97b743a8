"""Org mode: CLOCK lines below headings, of which the outermost is the project and the innermost the phase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.exchange.entries.line_log import LineLog
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Unreadable
from planner.exchange.entries.table_text import decoded

_HEADING = re.compile(r"(\*+)\s+(.*?)(?:\s+(:[\w@#%:]+:))?\s*")
_STAMP = r"[\[<](\d{4}-\d{2}-\d{2})(?:\s+[^\]>\d\s]+)?\s+(\d{1,2}:\d{2})[\]>]"
_CLOCK = re.compile(rf"\s*CLOCK:\s*{_STAMP}(?:--{_STAMP}(?:\s*=>.*)?)?\s*", re.IGNORECASE)
_CLOCK_LINE = re.compile(r"\s*CLOCK:", re.IGNORECASE)
_CLOCKED = re.compile(r"^\s*CLOCK:\s*[\[<]\d{4}-\d{2}-\d{2}", re.IGNORECASE | re.MULTILINE)
_STATES = re.compile(r"#\+(?:(?:SEQ|TYP)_)?TODO:\s*(.*)", re.IGNORECASE)
_FILE_TAGS = re.compile(r"#\+FILETAGS:\s*(.*)", re.IGNORECASE)
_BLOCK = re.compile(r"\s*#\+(begin|end)_\w+", re.IGNORECASE)
_USUAL_STATES = frozenset({"TODO", "DONE", "NEXT", "WAITING", "WAIT", "HOLD", "STARTED", "CANCELLED", "CANCELED"})
_PRIORITY = re.compile(r"\[#\w+\]\s*")
_PROGRESS = re.compile(r"\s*\[(?:\d*/\d*|\d*%)\]")
_EXAMPLE = "CLOCK: [2026-03-02 Mon 09:00]--[2026-03-02 Mon 10:30]"
_LINK = re.compile(r"\[\[[^\]]*\]\[([^\]]*)\]\]|\[\[([^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: str
    tags: tuple[str, ...]


def fits_org_mode(text: str) -> bool:
    """Whether a line of a text is a clock."""
    return _CLOCKED.search(text) is not None


def read_org_mode(data: bytes, options: ReadOptions) -> ReadFile:
    """Clocked stretches; what lies between project and phase is the note, a clock that runs has no end."""
    outline, log = _Outline(), LineLog(options)
    for number, line in enumerate(decoded(data)[0].splitlines(), start=1):
        outline.read(line)
        if _CLOCK_LINE.match(line) and not outline.in_block:
            with log.line(number):
                log.content.entries.append(_entry(number, line, outline, log))
    return log.done()


class _Outline:
    """The headings above a line."""

    def __init__(self) -> None:
        self.headings: list[_Heading] = []
        self.in_block = False  # an example or source, in which a heading or a clock is text
        self._states = set(_USUAL_STATES)
        self._file_tags: tuple[str, ...] = ()

    def read(self, line: str) -> None:
        """Go on by a line."""
        if block := _BLOCK.match(line):
            self.in_block = block[1].casefold() == "begin"
        elif not self.in_block and (match := _HEADING.fullmatch(line)):
            level = len(match[1])
            self.headings = [heading for heading in self.headings if heading.level < level]
            self.headings.append(_Heading(level, self._title(match[2]), _tags(match[3])))
        elif match := _STATES.fullmatch(line.strip()):
            self._states |= {word.partition("(")[0] for word in match[1].split()}
        elif match := _FILE_TAGS.fullmatch(line.strip()):
            self._file_tags = _tags(match[1].replace(" ", ":"))

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of all headings above, as Org mode hands them down."""
        handed_down = [self._file_tags, *(heading.tags for heading in self.headings)]
        return tuple(dict.fromkeys(tag for tags in handed_down for tag in tags))

    def _title(self, text: str) -> str:
        first, _, rest = text.partition(" ")
        title = _PROGRESS.sub("", _PRIORITY.sub("", rest if first in self._states else text))
        return _LINK.sub(lambda link: link[1] or link[2], title.removeprefix("COMMENT ")).strip()


def _tags(text: str | None) -> tuple[str, ...]:
    return tuple(tag for tag in (text or "").split(":") if tag)


def _entry(number: int, line: str, outline: _Outline, log: LineLog) -> ReadEntry:
    match = _CLOCK.fullmatch(line)
    if match is None:
        raise Unreadable(
            "is no clock that can be read; 'CLOCK: [2026-03-02 Mon 09:00]--[2026-03-02 Mon 10:30]' was expected"
        )
    start = log.clock.instant(f"{match[1]} {match[2]}")
    stop = log.clock.instant(f"{match[3]} {match[4]}", start) if match[3] else None
    titles = [heading.title for heading in outline.headings]
    project, phase = "".join(titles[:1]), "".join(titles[1:][-1:])
    return ReadEntry(number, project, phase, start, stop, None, " / ".join(titles[1:-1]), outline.tags)
