"""The table of an ended session, read once more: its rows as they stand there, and which of them it scored on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.clean import normalise
from data.cleaning.duplicate_key import Key, duplicate_keys
from data.errors import DataError
from model.protocol.errors import NoDesk
from model.protocol.order import TrainingOrder
from model.session.data_stages import SessionData, read_rows, rows_of
from model.session.label_rows import LabelRows

MOST_READ_S = 20.0
_LEAST_FOUND = 0.5  # of the validation texts: else it is another table


class Role(IntEnum):
    """What a session did with a text, by the text's key as a duplicate."""

    LEFT_OUT = 0  # cleaning dropped it, or there was no time for it
    TRAINED = 1
    VALIDATION = 2
    HELD_OUT = 3


@dataclass(frozen=True, slots=True, eq=False)
class TableAgain:
    """Rows for training and validation in the order in which the session read them: random, the same each time.

    `texts` and `cells` (labels, or label cells) are as they stand in the table, joined where there are several columns;
    `mended` are the texts as all rules mend them, `roles` (rows,) what the session did with each text. `validation` has
    a row for each validation text of the session, -1 where none was found.
    """

    order: TrainingOrder
    texts: pd.Series[str]
    cells: pd.Series[str]
    labels: LabelRows
    mended: list[str]
    roles: NDArray[np.int8]
    validation: NDArray[np.intp]


def read_again(order: TrainingOrder, data: SessionData, *, most_s: float = MOST_READ_S) -> TableAgain:
    """Read it as the session did, for `most_s` seconds at most.

    Raises
    ------
    NoDesk
        The table is gone, cannot be read, or is another one now.
    """
    ends = time.monotonic() + most_s
    try:
        split_column = order.table.split_column
        read = read_rows(order.table.data_file, order, lambda: ends - time.monotonic(), split_column=split_column)
        order, frame, given, labels = rows_of(order, read.frame)
    except DataError as error:
        raise NoDesk(str(error)) from error
    rows = frame if given is None else given.learned_from(frame)
    texts, cells = (rows[name].fillna("").astype(str) for name in (order.table.text_column, order.table.label_column))
    mended = normalise(texts, rules_off=data.left_off)
    keys, known = _keys(mended, data)
    validation = _first_rows(keys, known[Role.VALIDATION])
    if (found := float((validation >= 0).mean())) < _LEAST_FOUND:
        raise NoDesk(
            f"{order.table.source_name} is not the table that the session learned from: {100 * found:.0f} % of its "
            "validation texts stand in it. Put that table back, or train again."
        )
    return TableAgain(order, texts, cells, labels, mended, _roles(keys, known), validation)


def _keys(mended: list[str], data: SessionData) -> tuple[list[Key], dict[Role, list[Key]]]:
    """The key of each row, and those of the parts of the session; all from one call, as only such can be compared."""
    parts = {Role.TRAINED: data.train, Role.VALIDATION: data.validation, Role.HELD_OUT: data.held_out}
    texts = [text for part in parts.values() for text in normalise(part.texts, rules_off=data.left_off)]
    keys = duplicate_keys([*texts, *mended])
    known, start = dict[Role, list[Key]](), 0
    for role, part in parts.items():
        known[role] = keys[start : start + len(part)]
        start += len(part)
    return keys[start:], known


def _first_rows(keys: Sequence[Key], wanted: Sequence[Key]) -> NDArray[np.intp]:
    """The first row of each wanted key, -1 where there is none."""
    first: dict[Key, int] = {}
    for row, key in enumerate(keys):
        first.setdefault(key, row)
    return np.array([first.get(key, -1) for key in wanted], np.intp)


def _roles(keys: Sequence[Key], known: dict[Role, list[Key]]) -> NDArray[np.int8]:
    role_of: dict[Key, Role] = {}
    for role in (Role.TRAINED, Role.VALIDATION, Role.HELD_OUT):  # what is scored on counts, wherever else it stands
        role_of |= dict.fromkeys(known[role], role)
    return np.array([role_of.get(key, Role.LEFT_OUT) for key in keys], np.int8)
