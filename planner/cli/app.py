"""`callit app` and `callit demo`."""

from __future__ import annotations

import errno
import importlib.util
import os
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.words import own_zone
from planner.clock import now
from planner.domain.errors import CallItError
from planner.home import WORKING_FOLDER_VARIABLE

FIRST_PORT = 8501
_PORTS_TRIED = 50
_ADDRESS = "127.0.0.1"  # this machine only: the app can read files and start trainings
_USUAL_ADDRESS = "Leave --address out to be served here alone; in a container it is 0.0.0.0."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("app", epilog="Example: callit app --port 8600 --no-browser")(open_app)
    app.command("demo", epilog="Example: callit demo")(demo)


def open_app(
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65_535, envvar="CALLIT_PORT", help="The port to serve on; a free one from 8501 on by default."
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", envvar="CALLIT_NO_BROWSER", help="Only say the address.")
    ] = False,
    address: Annotated[
        str,
        typer.Option(
            envvar="CALLIT_ADDRESS",
            help="Where to listen; 0.0.0.0 in a container. Whoever reaches it can read files and start trainings.",
        ),
    ] = _ADDRESS,
) -> None:
    """Open the app in the browser.

    Ctrl-C ends it; a training session goes on without it.
    """
    chosen = _free_port(port, address)
    script = _script()
    environment = {**os.environ, WORKING_FOLDER_VARIABLE: os.environ.get(WORKING_FOLDER_VARIABLE, str(Path.cwd()))}
    typer.echo(f"Call It is at http://{_ADDRESS}:{chosen} (Ctrl-C ends it)")
    sys.stdout.flush()
    command = _command(script, chosen, address, show_browser=not no_browser and _has_screen())
    os.chdir(script.parent)  # a .streamlit folder where the person stands is not for this app
    os.execve(command[0], command, environment)


def demo() -> None:
    """Add a made, finished sample project.

    It is marked as sample, becomes the current project, and can be removed whole in the app.
    """
    from planner import planning, sample_project
    from planner.store import open_store

    with open_store() as store:
        project = sample_project.add_sample_project(store, now(), zone=own_zone())
        planning.make_current(store, project.id, now=now())
    typer.echo(f"The sample project '{project.name}' is there and current. See it with: callit app")


def _free_port(number: int | None, address: str) -> int:
    if number is not None:
        trouble = _trouble_with(number, address)
        if trouble:
            raise CallItError(f"Port {number} {trouble}. Choose another one, or leave --port out to get a free one.")
        return number
    for port in range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED):
        if not _trouble_with(port, address):
            if port != FIRST_PORT:
                typer.echo(f"Port {FIRST_PORT} is taken; using {port}.")
            return port
    raise CallItError(f"Ports {FIRST_PORT} to {port} are all taken. Name a free one with --port.")


def _trouble_with(port: int, address: str) -> str:
    """Why a port cannot be served on; nothing when it can."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port just left is free
        try:
            probe.bind((address, port))
        except PermissionError:
            return "is kept for the system"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "is taken"
            raise CallItError(f"'{address}' is no address of this machine. {_USUAL_ADDRESS}") from error
    return ""


def _script() -> Path:
    spec = importlib.util.find_spec("app_server")
    if spec is None or spec.origin is None:
        raise CallItError("The app's files are missing from this installation. Install Call It again.")
    return Path(spec.origin)


def _command(script: Path, port: int, address: str, *, show_browser: bool) -> list[str]:
    options = {
        "server.address": address,
        "server.port": port,
        "server.headless": str(not show_browser).lower(),
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": _ADDRESS,  # the browser opens what was just said
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    # -P: a streamlit.py or model.py where the person stands must not run in place of the real one.
    return [sys.executable, "-P", "-m", "planner.pages.serving", str(script), *flags]


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("WSL_DISTRO_NAME"))
