"""Texts that stand in a table with several labels: decided one by one, undone one by one, never asked again."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from data.labels.decision import Decision
from data.labels.label_cell import readable_labels
from model.protocol.label_answers import LabelAnswer, LabelAnswers
from model.protocol.order import TableOrder
from model.protocol.pair_desk import DeskPair, PairDesk
from model.protocol.run_folder import RESUME_FOLDER
from model.protocol.whole_file import whole_file
from planner.domain.wording.numbers import count_words
from planner.relabelling.answering import answers_about, kept_answers, waiting_words, without_answer
from planner.relabelling.asked import asked
from planner.relabelling.refused import RelabelRefused
from planner.relabelling.table_of_run import ended_table

PAIRS_FILE = f"{RESUME_FOLDER}/pair-desk.json"  # what is to be seen of pairs, worked out once for a table
_MODULE = "model.session.pair_desk"


@dataclass(frozen=True, slots=True)
class Pairs:
    """A session whose table has texts with several labels, and what was decided so far."""

    run_folder: Path
    home: Path
    table: TableOrder
    answers: LabelAnswers
    desk: PairDesk

    @property
    def waiting(self) -> tuple[DeskPair, ...]:
        """Pairs that nobody has decided, those of most rows first, as far as they were told."""
        known = {one.text for one in self.answers.answers}
        return tuple(one for one in self.desk.pairs if not known & {side.text for side in one.sides})


@dataclass(frozen=True, slots=True)
class _KeptPairs:
    """A desk with the table and the texts that were answered when it was made: it holds until one is undone."""

    table_sha256: str
    answered: tuple[str, ...]
    desk: PairDesk


def open_pairs(run_folder: Path, home: Path) -> Pairs:
    """The pairs of an ended session's table; takes seconds the first time.

    Raises
    ------
    RelabelRefused
        The folder holds no ended session with texts to look at, its table is gone or another one now.
    """
    table = ended_table(run_folder)
    answers = answers_about(table, home)
    return Pairs(run_folder, home, table, answers, _desk(run_folder, answers))


def decide(at: Pairs, pair: DeskPair, decision: Decision, label: str = "", *, now_unix: float) -> Pairs:
    """Write down which label of a text is right, that all stay, or that the text goes.

    Raises
    ------
    RelabelRefused
        The text has no such label in the table, or the answer cannot be written.
    """
    if decision is Decision.LABEL and label not in pair.labels:
        has = ", ".join(map(readable_labels, pair.labels))
        raise RelabelRefused(f"That text has no label '{readable_labels(label)}' in the table. It has: {has}.")
    first, second = pair.labels[:2]
    right = label if decision is Decision.LABEL else ""
    said = LabelAnswer(pair.text, first, second, right, 0.0, now_unix, labels=pair.labels, decision=decision)
    return replace(at, answers=kept_answers(answers_about(at.table, at.home).with_answer(said), at.home))


def undo_pair(at: Pairs) -> tuple[Pairs, LabelAnswer]:
    """Take the last decision about a pair back (`RelabelRefused` where there is none)."""
    decided = answers_about(at.table, at.home).of_pairs
    if not decided:
        raise RelabelRefused("No pair was decided that could be undone.")
    answers, gone = without_answer(at.table, at.home, decided[-1].about)
    return replace(at, answers=answers, desk=_desk(at.run_folder, answers)), gone


def refilled_pairs(at: Pairs) -> Pairs:
    """The next pairs, where all that were told are decided and there are more."""
    if at.waiting or at.desk.count <= len(at.desk.pairs):
        return at
    (at.run_folder / PAIRS_FILE).unlink(missing_ok=True)
    return replace(at, desk=_desk(at.run_folder, at.answers))


def pair_numbered(at: Pairs, number: int) -> DeskPair:
    """The pair of a number, as `--list` says it (`RelabelRefused` where there is none that waits)."""
    found = next((one for one in at.waiting if one.number == number), None)
    if found is None:
        known = waiting_words([one.number for one in at.waiting])
        raise RelabelRefused(f"No pair with the number {number} waits for a decision. {known}: see --list.")
    return found


def left_words(at: Pairs) -> str:
    """How many texts are left to decide, and how many were.

    >>> from model.protocol.label_answers import LabelAnswers
    >>> none = LabelAnswers(table_sha256="", table_bytes=0, source="", text_columns=(), label_column="")
    >>> left_words(Pairs(Path(), Path(), None, none, PairDesk(2)))
    '2 texts with several labels to decide'
    """
    left = at.desk.count - sum(one not in at.waiting for one in at.desk.pairs)
    words = count_words(left, "text with several labels", "texts with several labels") + " to decide"
    decided = at.answers.of_pairs
    return f"{words} · {count_words(len(decided), 'decided', 'decided')}" if decided else words


def today_words(pair: DeskPair) -> str:
    """What cleaning does as long as nobody decides.

    >>> from model.protocol.pair_desk import PairSide
    >>> sides = (PairSide("good", 2, "so so"), PairSide("bad", 1, "So so!"))
    >>> today_words(DeskPair(1, sides, "good")), today_words(DeskPair(1, sides))
    ("Undecided, the rows with 'good' are learned from, as they are most.", 'Undecided, no row of it is learned from.')
    """
    if not pair.kept:
        return "Undecided, no row of it is learned from."
    return f"Undecided, the rows with '{readable_labels(pair.kept)}' are learned from, as they are most."


def _desk(run_folder: Path, answers: LabelAnswers) -> PairDesk:
    path = run_folder / PAIRS_FILE
    answered = tuple(one.text for one in answers.answers)
    with suppress(OSError, ValueError):
        kept = msgspec.convert(json.loads(path.read_bytes()), _KeptPairs)
        if kept.table_sha256 == answers.table_sha256 and set(kept.answered) <= set(answered):
            return kept.desk
    with tempfile.TemporaryDirectory(prefix="callit-") as scratch:
        given = Path(scratch) / "answers.json"
        answers.save(given)
        desk = asked(_MODULE, PairDesk, run_folder, given)
    with suppress(OSError), whole_file(path) as file:  # a folder that cannot be written is worked out again
        told = asdict(_KeptPairs(answers.table_sha256, answered, desk))
        file.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return desk
