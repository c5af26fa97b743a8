"""What a person said of labels in a table, kept beside the hash of the table: the same content is the same table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from model.protocol.label_answers import AnswersUnreadable, LabelAnswers
from model.protocol.order import TableOrder
from planner.home import LABEL_ANSWERS
from planner.material.uploads import HASH_LETTERS

_COLUMN_LETTERS = 8


def answers_of(table: TableOrder, home: Path) -> LabelAnswers:
    """All that was said about a table read by these columns; without any answer where nothing was.

    Raises
    ------
    OSError
        The table, or what was said, cannot be read.
    AnswersUnreadable
        A newer version wrote the file, or it is damaged: nothing is written over it.
    """
    none = _none_yet(table)
    with suppress(FileNotFoundError):
        return LabelAnswers.load(place_of(none, home))
    return none


def known_answers(table: TableOrder, home: Path) -> LabelAnswers | None:
    """The same for a session that begins: None where nothing was said, which is known without reading a large table.

    Raises
    ------
    OSError, AnswersUnreadable
        As in `answers_of`.
    """
    size = table.data_file.stat().st_size
    if not any(kept.table_bytes == size for kept in _all_kept(home)):
        return None
    answers = answers_of(table, home)
    return answers if answers.answers else None


def keep_answers(answers: LabelAnswers, home: Path) -> Path:
    """Write them, whole; `OSError` where that cannot be done."""
    path = place_of(answers, home)
    path.parent.mkdir(parents=True, exist_ok=True)
    answers.save(path)
    return path


def place_of(answers: LabelAnswers, home: Path) -> Path:
    """`home/label-answers/<hash of the table>-<hash of its columns>.json`."""
    columns = json.dumps([answers.text_columns, answers.label_column, answers.label_made])
    of_columns = hashlib.sha256(columns.encode("utf-8", "surrogatepass")).hexdigest()[:_COLUMN_LETTERS]
    return home / LABEL_ANSWERS / f"{answers.table_sha256[:HASH_LETTERS]}-{of_columns}.json"


def _none_yet(table: TableOrder) -> LabelAnswers:
    state = table.data_file.stat()
    return LabelAnswers(
        table_sha256=_sha256(table.data_file, (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)),
        table_bytes=state.st_size,
        source=table.source_name,
        text_columns=table.text_columns,
        label_column=table.label_column,
        label_made=table.label_made,
    )


@lru_cache(maxsize=8)
def _sha256(path: Path, _state: tuple[int, ...]) -> str:
    """The hash of a file as it was last changed: a large one is not read again for each answer."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _all_kept(home: Path) -> Iterator[LabelAnswers]:
    for path in sorted((home / LABEL_ANSWERS).glob("*.json")):
        with suppress(OSError, AnswersUnreadable):
            yield LabelAnswers.load(path)
