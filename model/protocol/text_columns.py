"""How columns of texts are named: in a sentence, and on the command line."""

from __future__ import annotations

import shlex
from collections.abc import Sequence


def column_words(columns: Sequence[str]) -> str:
    """Columns that are read as one text.

    >>> column_words(["review"]), column_words(["title", "body"])
    ('review', 'title + body')
    """
    return " + ".join(columns)


def text_options(columns: Sequence[str]) -> str:
    """The options that name them.

    >>> text_options(["title", "full text"])
    "--text title --text 'full text'"
    """
    return " ".join(f"--text {shlex.quote(column)}" for column in columns)
