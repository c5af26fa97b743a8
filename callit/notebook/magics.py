"""`%callit` in a notebook: its words are passed on to the `callit` command of the installed environment."""

from __future__ import annotations

import shlex
import subprocess
import sys

from IPython.core.error import UsageError

from callit.installed import command, environment
from callit.notebook.cell_rewriting import box_as_a_line

_USUAL = ["status"]  # what is asked with no word
_NOT_HERE = {
    "app": "The app serves until it is ended, and a cell would wait for it. Open it from a terminal: callit app",
    "train": "A training of Call It's own belongs into a terminal or the app: callit train. "
    "For your own network there is: from callit.keras import Timebox",
    "run": "For a command under a box use a terminal: callit run. For a cell write %%callit box 10m in its first line.",
    "box": "A box goes over a whole cell: write %%callit box 10m in its first line, with two percent signs.",
}
_OVER_A_CELL = (
    "Over a cell there is %%callit box 10m alone. Write the others on a line of their own: %callit start Explore"
)
_EMPTY = "This cell has nothing below %%callit box, so nothing ran and nothing is logged."


def line_magic(line: str) -> None:
    """`%callit start Explore`, `%callit stop`, `%callit status`: the callit command, here; without a word, status."""
    try:
        words = shlex.split(line) or _USUAL
    except ValueError:
        _complain('A quotation mark stands alone in that line. Write the text in a pair of them: --note "Let\'s go"')
        return
    if words[0] in _NOT_HERE:
        _complain(_NOT_HERE[words[0]])
    else:
        _passed_on(words)


def cell_magic(line: str, cell: str) -> None:
    """`%%callit box 10m`: a box of time over a cell, warned of at 90 %, interrupted at its end, and logged.

    `%%callit box LENGTH [--phase NAME] [--project NAME] [--grace LENGTH] [--no-log]`: 10m, 90s, 1h30m, or 15 for
    minutes. It is logged on the phase that is named, else on that whose timer runs, else on the training phase.
    `--grace`: how long a cell that catches the interrupt has until the next one, 30s.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if line.split(None, 1)[:1] != ["box"]:
        raise UsageError(_OVER_A_CELL)
    if box_as_a_line not in shell.input_transformer_manager.line_transforms:
        raise UsageError("The box is not loaded whole. Load it again: %reload_ext callit")
    shell.run_cell(f"%%callit {line}\n{cell}")  # called by a program: the first line of a cell comes another way


def say_empty() -> None:
    """What a box over nothing says."""
    print(_EMPTY)


def _passed_on(words: list[str]) -> None:
    """Run it: its output goes where that of the cell goes. Nothing can be asked: the input is closed."""
    done = subprocess.run(
        command("planner.cli", *words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=environment(also={"PYTHONIOENCODING": "utf-8"}),
        check=False,
    )
    sys.stdout.write(done.stdout)
    sys.stdout.flush()
    sys.stderr.write(done.stderr)
    sys.stderr.flush()


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
