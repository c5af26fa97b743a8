"""`python -P -m model.session.pair_desk RUN_FOLDER [ANSWERS_FILE]`: texts that stand in the table with several labels.

The table is read again as the session read it and cleaned up to where conflicts are settled: there, rows that differ in
case, punctuation or spaces alone are the same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from data.cleaning.clean import ConflictingRow, conflicting_rows
from data.cleaning.row_rules import majority
from model.protocol.config import SessionConfig
from model.protocol.label_answers import LabelAnswer, LabelAnswers
from model.protocol.order import TrainingOrder
from model.protocol.pair_desk import DeskPair, PairDesk, PairSide
from model.session.data_stages import SessionData
from model.session.decided_labels import not_answered
from model.session.one_answer import answer_and_leave
from model.session.suspect_desk import kept_session
from model.session.table_again import Role, TableAgain, read_again

MOST_LISTED, MOST_SCORED = 500, 50


def pairs_of(order: TrainingOrder, data: SessionData, answers: Sequence[LabelAnswer] = ()) -> PairDesk:
    """The pairs that nobody has decided, and those of texts that are scored on apart.

    Raises
    ------
    NoDesk
        The table is gone, cannot be read, or is another one now.
    """
    again = read_again(order, data)
    asked, scored = list[DeskPair](), list[DeskPair]()
    for rows in _conflicts(again):
        is_scored = bool(np.any(again.roles[[row.place for row in rows]] >= Role.VALIDATION))
        (scored if is_scored else asked).append(_pair(rows))
    asked, scored = _numbered(asked), _numbered(scored)
    left = [asked[at] for at in not_answered([one.text for one in asked], answers)]
    return PairDesk(len(left), tuple(left[:MOST_LISTED]), len(scored), tuple(scored[:MOST_SCORED]))


def _conflicts(again: TableAgain) -> list[list[ConflictingRow]]:
    order = again.order
    return conflicting_rows(
        again.texts,
        again.cells,
        rules_off=order.choices.cleaning_rules_off,
        reading=order.table.reading,
        form=again.labels.form,
    )


def _pair(rows: Sequence[ConflictingRow]) -> DeskPair:
    labels = Counter(row.label for row in rows)
    first = {row.label: row.text for row in reversed(rows)}
    sides = [PairSide(label, count, first[label]) for label, count in labels.most_common()]
    return DeskPair(0, tuple(sorted(sides, key=lambda side: (-side.rows, side.label))), majority(labels))


def _numbered(pairs: Sequence[DeskPair]) -> list[DeskPair]:
    """Those of most rows first, and by the alphabet: the same whenever the table is read."""
    ordered = sorted(pairs, key=lambda one: (-sum(side.rows for side in one.sides), one.text))
    return [replace(one, number=number) for number, one in enumerate(ordered, start=1)]


def _answer(arguments: list[str]) -> dict[str, Any]:
    """Of the words of a process: the run folder, and the file of the answers (or nothing)."""
    folder, *answers_file = map(Path, arguments)
    answers = LabelAnswers.load(answers_file[0]).answers if answers_file else ()
    return asdict(pairs_of(SessionConfig.load(folder).order, kept_session(folder).fitted.data, answers))


if __name__ == "__main__":
    answer_and_leave(_answer)
