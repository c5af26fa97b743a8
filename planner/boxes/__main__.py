"""`python -P -m planner.boxes`: told of one box, a JSON object a line, by the process that it runs in.

`{"do": "begin", …}` is answered by where it is logged, or why not; `{"do": "end"}` closes it. Where the input ends
without that, the process died: the box is closed as what it was.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from model.protocol.any_text import speak_plainly
from model.protocol.locks import is_held
from planner.boxes.facts import LOCK_FILE, BoxOrder
from planner.boxes.log import Begun, begin_box, close_box
from planner.domain.errors import CallItError
from planner.domain.wording.durations import length_words
from planner.home import home
from planner.store import DATABASE_FILE, open_store

_LONGEST_FAREWELL_S = 10.0  # for children of a dead process that still hold its lock
_LOOK_EVERY_S = 0.2


def main() -> None:
    """Answer line by line, until the box is closed."""
    speak_plainly()
    begun: Begun | None = None
    for line in sys.stdin:
        told = json.loads(line)
        if told.get("do") == "begin":
            begun = _begin(told)
        elif told.get("do") == "end":
            _end(begun)
            return
    if begun is not None:
        _wait_for(begun)
        _close(begun)


def _begin(told: Mapping[str, Any]) -> Begun | None:
    order = msgspec.convert({name: value for name, value in told.items() if name != "do"}, BoxOrder, strict=False)
    try:
        begun = _begun(order)
    except CallItError as error:
        _say({"refused": str(error)})
        return None
    named = begun and {"project": begun.project.name, "phase": begun.phase.name if begun.phase else None}
    _say({"begun": begun.session_id if begun else None, **(named or {})})
    return begun


def _begun(order: BoxOrder) -> Begun | None:
    is_asked = order.project is not None or order.phase is not None
    if not is_asked and not (home() / DATABASE_FILE).is_file():
        return None  # nobody plans here: nothing is made
    with open_store() as store:
        return begin_box(store, order)


def _end(begun: Begun | None) -> None:
    if begun is None:
        _say({"sentence": ""})
        return
    try:
        used_s = _close(begun)
    except CallItError as error:
        _say({"sentence": f"Its time was not logged: {error}"})
        return
    where = f"{begun.project.name}, {begun.phase.name}" if begun.phase else begun.project.name
    _say({"sentence": f"Logged on {where}: {length_words(used_s)} of machine time."})


def _close(begun: Begun) -> float:
    with open_store() as store:
        close_box(store, store.sessions.session(begun.session_id))
        return store.sessions.session(begun.session_id).used_s or 0.0


def _wait_for(begun: Begun) -> None:
    """Note the moment at which it died, and wait until no child of it is left."""
    with open_store() as store:
        lock = Path(store.sessions.session(begun.session_id).run_folder) / LOCK_FILE
    with suppress(OSError):
        os.utime(lock)
    ends_s = time.monotonic() + _LONGEST_FAREWELL_S
    while is_held(lock) and time.monotonic() < ends_s:
        time.sleep(_LOOK_EVERY_S)


def _say(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
