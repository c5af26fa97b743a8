"""`callit verify`: whether a model folder holds what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.boxes import is_box
from planner.cli.words import JsonOption, say_json
from planner.domain.errors import CallItError

_MARKS = {True: "ok", False: "NO", None: "--"}
_EXAMPLE = "Example: callit verify callit-boxes/lstm"


class NotVerified(CallItError):
    """The checks could not be made."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", epilog=_EXAMPLE)(verify)


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a model, a session, or a box.")],
    *,
    load: Annotated[
        bool, typer.Option("--load", help="Load .pt files of a box too, with PyTorch's weights_only=True.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a model folder: files, weights, and score.

    Files and hashes as the manifest says, the weights as the score names them, reloaded in a fresh process, and scored
    again on the held-out texts or data that are kept, to 1e-5. A line for each check: ok, NO, or -- where it could not
    be made. The exit code is 0 where none says NO. No file is unpickled.
    """
    if not folder.is_dir():
        raise NotVerified(f"There is no folder {folder}. Name the folder that a training or a box left.")
    checks = _checks(folder.absolute(), load=load)
    is_whole = all(check["ok"] is not False for check in checks)
    if as_json:
        say_json({"folder": str(folder), "ok": is_whole, "checks": checks})
    else:
        for check in checks:
            typer.echo(f"{_MARKS[check['ok']]}  {check['check'] + ':':<13} {check['words']}")
    if not is_whole:
        raise typer.Exit(1)


def _checks(folder: Path, *, load: bool) -> list[dict[str, Any]]:
    """What a process of its own finds: a model is loaded there, never here."""
    words = ["callit.verifying", str(folder), *(["--load"] if load else [])] if is_box(folder) else []
    command = [sys.executable, "-P", "-m", *(words or ["model.session.verifying", str(folder)])]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    try:
        checks: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        why = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise NotVerified(f"The checks of {folder} ended early: {why}") from None
    return checks
