"""Saying something where the person is: a card in a notebook, plain text in a terminal."""

from __future__ import annotations

import sys
from typing import Any


def is_notebook() -> bool:
    """Whether this process is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and hasattr(shell, "kernel")


def show(card: Any, text: str) -> None:
    """Show an object with a `_repr_html_` in a notebook, and its text elsewhere."""
    if is_notebook():
        from IPython.display import display

        display(card)
    else:
        say(text)


def say(text: str) -> None:
    """A line on stderr: what a script prints stays its own."""
    print(text, file=sys.stderr, flush=True)
