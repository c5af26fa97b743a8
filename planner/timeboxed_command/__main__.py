"""`python -P -m planner.timeboxed_command`: told of a box over a cell, a JSON object a line, by the kernel.

`{"do": "begin", …}` is answered by whether it is logged, or why not. `pause` and `resume` stand around a box inside of
the cell that is logged by itself. `{"do": "end"}` logs it. Where the input ends without that, or the kernel is gone, it
died: its time until then is logged as what it was.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from model.protocol.any_text import speak_plainly
from model.protocol.timebox import seconds_counting_sleep
from planner.domain.errors import CallItError
from planner.domain.project import Phase, Project
from planner.domain.wording.durations import length_words
from planner.home import home
from planner.store import DATABASE_FILE, open_store
from planner.timeboxed_command.cells import CellLog, CellOrder, cell_target

_LOOK_EVERY_S = 1.0
_DIED = "the kernel died"


def main() -> None:
    """Answer line by line, until the cell has ended."""
    speak_plainly()
    place: tuple[Project, Phase] | None = None
    log: CellLog | None = None
    for told in _told(os.getppid()):
        if told is None:
            if log is not None:
                log.touch()
        elif told["do"] == "begin":
            place, log = _begin(told)
        elif told["do"] == "end":
            _end(place, log, str(told.get("how", "")))
            return
        elif log is not None:
            _between(log, told)
    if log is not None:
        log.end(_DIED)


def _between(log: CellLog, told: Mapping[str, Any]) -> None:
    if told["do"] == "pause":
        at_unix = told.get("at_unix")
        log.pause(None if at_unix is None else float(at_unix))
    elif told["do"] == "resume":
        log.resume()


def _told(kernel: int) -> Iterator[dict[str, Any] | None]:
    """What the kernel says; None where it said nothing for a second. It may die while a child holds our input open."""
    read = b""
    while True:
        is_gone = os.getppid() != kernel
        if not select.select([sys.stdin.fileno()], [], [], 0.0 if is_gone else _LOOK_EVERY_S)[0]:
            if is_gone:
                return
            yield None
            continue
        chunk = os.read(sys.stdin.fileno(), 65536)
        if not chunk:
            return
        *lines, read = (read + chunk).split(b"\n")
        yield from map(json.loads, lines)


def _begin(told: Mapping[str, Any]) -> tuple[tuple[Project, Phase] | None, CellLog | None]:
    order = msgspec.convert({name: value for name, value in told.items() if name != "do"}, CellOrder, strict=False)
    try:
        place = _place(order)
        log = None
        if place is not None:
            log = CellLog(order, place[1], home(), ticks=seconds_counting_sleep, now_unix=time.time)
    except CallItError as error:
        _say({"refused": str(error)})
        return None, None
    _say({"begun": place is not None})
    return place, log


def _place(order: CellOrder) -> tuple[Project, Phase] | None:
    is_asked = order.project is not None or order.phase is not None
    if not is_asked and not (home() / DATABASE_FILE).is_file():
        return None  # nobody plans here: nothing is made
    with open_store() as store:
        return cell_target(store, order)


def _end(place: tuple[Project, Phase] | None, log: CellLog | None, how: str) -> None:
    if place is None or log is None:
        _say({"sentence": ""})
        return
    try:
        log.end(how)
    except CallItError as error:
        _say({"sentence": f"Its time was not logged: {error}"})
        return
    project, phase = place
    _say({"sentence": _logged_words(project, phase, log)})


def _logged_words(project: Project, phase: Phase, log: CellLog) -> str:
    if not log.logged_s:
        return "Its time is logged with the box inside of it." if log.is_in_pieces else ""
    return f"Logged on {project.name}, {phase.name}: {length_words(log.logged_s)} of machine time."


def _say(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
