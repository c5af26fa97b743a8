"""The length of a box on the command line is `--timebox`; who calls it otherwise is told so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand

OTHER_NAMES = frozenset(
    f"--{name}"
    for name in (
        "for", "time", "minutes", "hours", "seconds", "box", "time-box", "limit", "time-limit", "timelimit", "timeout",
        "duration", "length", "max-time", "budget",
    )
)  # fmt: skip


class BoxedCommand(TyperCommand):
    """A command with a `--timebox`. Where it runs another command, what follows the name of that is not its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As always, once no other name was found."""
        own = own_words(args) if ctx.ignore_unknown_options else args
        for word in own:
            name = word.partition("=")[0]
            if name in OTHER_NAMES:
                length = "The length of the box is --timebox: --timebox 2h, or 90m."
                raise typer.BadParameter(f"There is no {name}. {length}")
        return super().parse_args(ctx, args)


def own_words(words: Sequence[str]) -> Sequence[str]:
    """The options before the command that is run, with their values.

    >>> own_words(["--for", "2h", "--phase", "Model", "--", "python", "train.py", "--time", "5"])
    ['--for', '2h', '--phase', 'Model']
    >>> own_words(["--phase", "Model", "python", "train.py", "--time", "5"])
    ['--phase', 'Model']
    """
    for number, word in enumerate(words):
        is_value = number > 0 and words[number - 1].startswith("-") and "=" not in words[number - 1]
        if word == "--" or not (word.startswith("-") or is_value):
            return words[:number]
    return words
