"""One session's suspects and the answers about its table: asked, answered, undone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from data.labels.decision import Decision
from data.labels.label_cell import readable_labels
from data.text_mark import readable
from model.protocol.label_answers import AnswersUnreadable, LabelAnswer, LabelAnswers, texts_of
from model.protocol.order import TableOrder
from model.protocol.run_folder import RESUME_FOLDER
from model.protocol.suspect_desk import DeskSuspect, SuspectDesk
from model.protocol.whole_file import whole_file
from planner.domain.wording.numbers import count_words
from planner.material.label_answers import answers_of, keep_answers
from planner.relabelling.asked import asked
from planner.relabelling.refused import RelabelRefused
from planner.relabelling.table_of_run import ended_table

DESK_FILE = f"{RESUME_FOLDER}/suspect-desk.json"  # what is to be seen of suspects, worked out once
_DESK_MODULE = "model.session.suspect_desk"
_NOTHING = ("", "")  # no text that was asked about is empty


@dataclass(frozen=True, slots=True)
class Relabelling:
    """A session whose labels are looked at, its table, what was answered so far, and what is to be seen."""

    run_folder: Path
    home: Path
    table: TableOrder
    answers: LabelAnswers
    desk: SuspectDesk

    @property
    def waiting(self) -> tuple[DeskSuspect, ...]:
        """Suspects that nobody has answered, the surest first, as far as they were told."""
        known = {one.about for one in self.answers.answers}
        return tuple(one for one in self.desk.suspects if not known & {one.about, (one.text, "")})

    def choices(self, suspect: DeskSuspect) -> tuple[str, ...]:
        """The labels that may be right: all classes, or that the text has the one in doubt and that it has not."""
        return (suspect.name, f"not {suspect.name}") if suspect.name else self.desk.classes


@dataclass(frozen=True, slots=True)
class _KeptDesk:
    """A desk with the texts that were answered when it was made: it holds as long as none of them is undone."""

    answered: tuple[str, ...]
    desk: SuspectDesk


def open_relabelling(run_folder: Path, home: Path) -> Relabelling:
    """The suspects of an ended session and the answers about its table; takes seconds the first time.

    Raises
    ------
    RelabelRefused
        The folder holds no ended session with texts to look at, its table is gone, or the answers cannot be read.
    """
    table = ended_table(run_folder)
    answers = answers_about(table, home)
    return Relabelling(run_folder, home, table, answers, _desk(run_folder, answers))


def give_answer(at: Relabelling, suspect: DeskSuspect, label: str, *, now_unix: float) -> Relabelling:
    """Write down which label of a text is right; what was said by somebody else meanwhile stays.

    Raises
    ------
    RelabelRefused
        There is no such class, or the answers cannot be written.
    """
    if label not in (choices := at.choices(suspect)):
        what = "The answers are" if suspect.name else "The classes of this session are"
        raise RelabelRefused(f"There is no class '{label}'. {what}: {', '.join(choices)}.")
    said = LabelAnswer(
        suspect.text, suspect.label, suspect.likelier_label, label, suspect.confidence, now_unix, suspect.name
    )
    return replace(at, answers=kept_answers(answers_about(at.table, at.home).with_answer(said), at.home))


def undo_answer(at: Relabelling, about: tuple[str, str] | None = None) -> tuple[Relabelling, LabelAnswer]:
    """Take an answer back, by default the last one about a label that looked wrong: it is asked about again.

    Raises
    ------
    RelabelRefused
        There is none, or the answers cannot be written.
    """
    if about is None and (asked := answers_about(at.table, at.home).of_suspects):
        about = asked[-1].about
    answers, gone = without_answer(at.table, at.home, about or _NOTHING)
    return replace(at, answers=answers, desk=_desk(at.run_folder, answers)), gone


def without_answer(table: TableOrder, home: Path, about: tuple[str, str]) -> tuple[LabelAnswers, LabelAnswer]:
    """The answers about a table without one of them, kept so; errors as of `undo_answer`."""
    answers = answers_about(table, home)
    gone = [one for one in answers.answers if one.about == about]
    if not gone:
        raise RelabelRefused("There is no answer to undo. See those that there are with --answers.")
    return kept_answers(answers.without(*gone[-1].about), home), gone[-1]


def refilled(at: Relabelling) -> Relabelling:
    """The next suspects, where all that were told are answered and there are more."""
    if at.waiting or at.desk.count <= len(at.desk.suspects):
        return at
    (at.run_folder / DESK_FILE).unlink(missing_ok=True)
    return replace(at, desk=_desk(at.run_folder, at.answers))


def suspect_numbered(at: Relabelling, number: int) -> DeskSuspect:
    """The suspect of a number, as `--list` says it (`RelabelRefused` where there is none that waits)."""
    found = next((one for one in at.waiting if one.number == number), None)
    if found is None:
        known = waiting_words([one.number for one in at.waiting])
        raise RelabelRefused(f"No label with the number {number} waits for an answer. {known}: see --list.")
    return found


def waiting_words(numbers: Sequence[int]) -> str:
    """Which numbers can be answered, as the beginning of a sentence.

    >>> waiting_words([2, 3, 5]), waiting_words([])
    ('The numbers that wait are 2 to 5', 'None waits')
    """
    return f"The numbers that wait are {numbers[0]} to {numbers[-1]}" if numbers else "None waits"


def answer_words(answer: LabelAnswer) -> str:
    """What was said, on one line.

    >>> answer_words(LabelAnswer("so good", "bad", "good", "good", 0.97, 0.0))
    'bad -> good: so good'
    """
    return f"{_change_words(answer)}: {readable(answer.text)}"


def _change_words(answer: LabelAnswer) -> str:
    if answer.is_of_pair:
        labels = " or ".join(readable_labels(label) for label in answer.labels)
        done = {Decision.BOTH: "all stay", Decision.DROP: "dropped", Decision.LABEL: readable_labels(answer.answer)}
        return f"{labels} -> {done[answer.decision]}"
    return f"{answer.label} kept" if answer.is_kept else f"{answer.label} -> {answer.answer}"


def counted_words(answers: LabelAnswers) -> str:
    """How many answers there are, and how many of the labels were wrong; empty before the first."""
    if not answers.answers:
        return ""
    return f"{count_words(len(answers.answers), 'answer')}, {len(answers.repaired):,} of them repaired a label"


def answers_about(table: TableOrder, home: Path) -> LabelAnswers:
    """What was said about a table (`RelabelRefused` where that cannot be read)."""
    try:
        return answers_of(table, home)
    except AnswersUnreadable as error:
        raise RelabelRefused(str(error)) from error
    except OSError as error:
        raise RelabelRefused(f"{error.filename} cannot be read ({error.strerror}).") from error


def kept_answers(answers: LabelAnswers, home: Path) -> LabelAnswers:
    """The same, written down (`RelabelRefused` where there is no room)."""
    try:
        keep_answers(answers, home)
    except OSError as error:
        raise RelabelRefused(f"The answer could not be kept in {home} ({error.strerror}). Free some room.") from error
    return answers


def _desk(run_folder: Path, answers: LabelAnswers) -> SuspectDesk:
    path, answered = run_folder / DESK_FILE, texts_of(answers.answers)
    with suppress(OSError, ValueError):
        kept = msgspec.convert(json.loads(path.read_bytes()), _KeptDesk)
        if set(kept.answered) <= set(answered):
            return kept.desk
    return _made_desk(run_folder, path, answers)


def _made_desk(run_folder: Path, path: Path, answers: LabelAnswers) -> SuspectDesk:
    with tempfile.TemporaryDirectory(prefix="callit-") as scratch:
        given = Path(scratch) / "answers.json"
        answers.save(given)
        desk = asked(_DESK_MODULE, SuspectDesk, run_folder, given)
    with suppress(OSError), whole_file(path) as file:  # a folder that cannot be written is worked out again
        file.write(json.dumps(asdict(_KeptDesk(texts_of(answers.answers), desk))).encode())
    return desk
