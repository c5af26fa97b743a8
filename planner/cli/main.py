"""The `callit` command: the app, the sample project, training, and the timer."""

from __future__ import annotations

import os
import sys
import traceback
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from data.errors import DataError
from model.protocol.any_text import speak_plainly
from planner.cli import app as app_commands
from planner.cli import (
    availability,
    backtest,
    backup,
    clean_worth,
    cluster,
    edit,
    exchange,
    forecast,
    log,
    pairs,
    relabel,
    result,
    retro,
    run,
    settings,
    status,
    summary,
    timer,
    train,
    verify,
)
from planner.domain.errors import CallItError

NAME = "callit"

app = typer.Typer(
    name=NAME,
    help="Plan, train and review a deep-learning project inside the hours you have.",
    epilog="Example: callit app",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"callit {installed_version('callit')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Plan, train and review a deep-learning project inside the hours you have."""


for commands in (
    app_commands,
    train,
    relabel,
    pairs,
    clean_worth,
    cluster,
    verify,
    run,
    result,
    timer,
    edit,
    status,
    log,
    summary,
    settings,
    availability,
    backtest,
    forecast,
    retro,
    exchange,
    backup,
):
    commands.register(app)


def main() -> None:
    """Run the command. Exit code 0: done; 1: failed, with one sentence on stderr; 2: wrong usage."""
    _read_names_as_utf8()
    speak_plainly()
    try:
        app(prog_name=NAME)
    except (CallItError, DataError) as error:
        _fail(str(error))
    except Exception:
        _fail(_unexpected())


def _read_names_as_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale would have names and files read in another way."""
    if sys.getfilesystemencoding().lower() == "utf-8" or os.environ.get("PYTHONUTF8") == "1":
        return
    spoken = os.environ.get("PYTHONIOENCODING") or getattr(sys.stdout, "encoding", None) or "utf-8"
    settings = os.environ | {"PYTHONUTF8": "1", "PYTHONIOENCODING": spoken}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], settings)


def _fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def _unexpected() -> str:
    from planner.error_log import log_details  # loading it takes time that no command that works need pay

    try:
        log_file = log_details("A command stopped at an unexpected error", traceback.format_exc())
    except OSError:
        return f"Something went wrong that Call It did not expect: {sys.exc_info()[1]!r}."
    return f"Something went wrong that Call It did not expect. The details are in {log_file}."
