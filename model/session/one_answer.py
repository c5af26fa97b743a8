"""The rim of a process that answers one question of another one: a line of JSON, or one sentence and exit code 1."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, NoReturn

from model.protocol.any_text import speak_plainly
from model.protocol.errors import ModelError
from model.protocol.told_progress import ToldProgress


def answer_and_leave(answer: Callable[[list[str]], dict[str, Any]]) -> NoReturn:
    """Print what `answer` says of this process's words, and leave at once.

    `answer` may raise ModelError, ValueError and OSError, whose sentence goes to stderr.
    """
    speak_plainly()
    code = _answered(answer)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the libraries' own teardown takes seconds


def say_progress(done: int, of: int, now: str) -> None:
    """Tell whoever asked how far the answer has come."""
    print(json.dumps(asdict(ToldProgress(done, of, now))), flush=True)


def _answered(answer: Callable[[list[str]], dict[str, Any]]) -> int:
    try:
        said = answer(sys.argv[1:])
    except (ModelError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(said))
    return 0
