"""Servers of the app that are ready at once: a process that has imported what they import becomes each of them.

Importing takes longer than most journeys have to do with a server. What is started here is a process of its own, has
its own data folder, and can be killed; how `callit app` starts one is looked at where a killed one is started again.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules, walk_packages

LIBRARIES = ("altair", "pandas", "pyarrow", "streamlit.web.bootstrap", "streamlit.web.cli", "streamlit.web.server")


class ReadyServers:
    """A process from which servers are split off."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", __file__]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, text=True, **pipes)  # type: ignore[call-overload]

    def start(self, port: int, environment: dict[str, str]) -> int:
        """The number of a process, leader of its group, that serves the app on this port from now on."""
        print(json.dumps([port, environment]), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Nothing more is split off; servers go on."""
        self._process.communicate()


def _import_pages() -> None:
    """What the pages are made of; the pages themselves are scripts, which run when they are imported."""
    from planner import pages

    for name in LIBRARIES:
        import_module(name)
    for package in iter_modules(pages.__path__, f"{pages.__name__}."):
        if package.ispkg:
            for module in walk_packages(import_module(package.name).__path__, f"{package.name}."):
                import_module(module.name)


def _split_off(port: int, environment: dict[str, str]) -> int:
    number = os.fork()
    if number:
        return number
    try:
        _serve(port, environment)
    finally:
        os._exit(1)


def _serve(port: int, environment: dict[str, str]) -> None:
    from planner.cli.app import _command, _script
    from planner.pages.serving import serve

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.environ.clear()
    os.environ.update(environment)
    script = _script()
    os.chdir(script.parent)
    command = _command(script, port, "127.0.0.1", show_browser=False)
    serve(command[command.index(str(script)) :])


def main() -> None:
    """A line for each server: its port and environment; the answer is the number of its process."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # one that has ended is gone
    _import_pages()
    for line in sys.stdin:
        print(_split_off(*json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
