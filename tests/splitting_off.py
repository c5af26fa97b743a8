"""Becoming a process that was just started: what a process that was split off has to take up, and to forget."""

from __future__ import annotations

import atexit
import gc
import io
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

OURS = (sys.executable, "-P", "-m")  # how our programs start one another
MODULES = ("model", "model.folder.predict", "model.folder.reload", "model.session.suspect_desk")
_of_libraries: set[int] = set()


@dataclass(frozen=True)
class Begins:
    """How a process begins: its three streams, and what else it was given; None where it is its parent's."""

    streams: Sequence[int]
    environment: Mapping[str, str] | None = None
    folder: str | None = None
    handed_down: Sequence[int] = ()
    leads_session: bool = False


def keep_what_libraries_opened() -> None:
    """Descriptors that are open once all is imported are what a process that imports them has, too."""
    _of_libraries.update(_descriptors() - {0, 1, 2})


def split_off(program: Callable[[], object], begins: Begins) -> int:
    """The number of a process that runs the program and ends."""
    return os.fork() or _become(program, begins)


def run_module(module: str, words: Sequence[str]) -> None:
    """As `python -P -m module words…`."""
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


class SplittingPopen(subprocess.Popen):  # type: ignore[type-arg]
    """Starts a program as ever, but one of ours is split off from this process, and is its child likewise."""

    def _execute_child(self, args: Any, *others: Any) -> None:
        executable, preexec, _, handed_down, folder, environment, *_, own_session, _group = others
        if not _is_ours(args) or (executable, preexec, folder) != (None, None, None) or tensorflow_runs():
            return super()._execute_child(args, *others)
        pipes = others[9:15]
        begins = Begins((pipes[0], pipes[3], pipes[5]), environment, None, handed_down, own_session)
        self.pid = split_off(lambda: run_module(args[len(OURS)], args[len(OURS) + 1 :]), begins)
        self._child_created = True
        self._close_pipe_fds(*pipes)


def _is_ours(args: Any) -> bool:
    return isinstance(args, list) and tuple(args[: len(OURS)]) == OURS and args[len(OURS)] in MODULES


def tensorflow_runs() -> bool:
    """Whether its runtime has started: a child would lack its threads."""
    context = sys.modules["tensorflow.python.eager.context"].context_safe()
    return context is not None and context._context_handle is not None


def _become(program: Callable[[], object], begins: Begins) -> NoReturn:
    code = 1
    try:
        gc.freeze()  # what the parent held is not this process's to close
        if begins.leads_session:
            os.setsid()
        _move(begins)
        _take_streams(begins.streams)
        _close_all_but({0, 1, 2, *begins.handed_down})
        _forget_signals()
        code = _ended(program)
    finally:
        os._exit(code)


def _take_streams(given: Sequence[int]) -> None:
    """Three streams as a process has them that was just started, in the encoding that its environment asks for."""
    encoding, _, asked = os.environ.get("PYTHONIOENCODING", "").partition(":")
    own = [os.dup(number if stream == -1 else stream) for number, stream in enumerate(given)]
    for number, (name, copy) in enumerate(zip(("stdin", "stdout", "stderr"), own, strict=True)):
        os.dup2(copy, number)
        is_read, is_error = name == "stdin", name == "stderr"
        raw = os.fdopen(number, "rb" if is_read else "wb", closefd=False)
        errors = "backslashreplace" if is_error else asked or ("strict" if encoding else "surrogateescape")
        stream = io.TextIOWrapper(raw, encoding=encoding or "utf-8", errors=errors, line_buffering=is_error)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _descriptors() -> set[int]:
    return {int(name) for name in os.listdir("/proc/self/fd")}


def _close_all_but(kept: set[int]) -> None:
    for number in _descriptors() - kept - _of_libraries:
        with suppress(OSError):
            os.close(number)


def _forget_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _move(begins: Begins) -> None:
    if begins.environment is not None:
        os.environ.clear()
        os.environ.update(begins.environment)
        time.tzset()
    if begins.folder is not None:
        os.chdir(begins.folder)


def _ended(program: Callable[[], object]) -> int:
    """Run a program as Python does; its exit code."""
    code: object = 0
    try:
        program()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0)  # type: ignore[call-overload,no-any-return]
