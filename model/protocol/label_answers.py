"""What a person said of labels that look wrong: a file beside the hash of a table, of which a session gets a copy.

The table itself is never changed. An answer is about a text, not about a row: rows move, and a duplicate is the same
text. `LabelAnswers.save` and `load` are the only writer and reader of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from data.labels.decision import Decision
from model.protocol.whole_file import whole_file

LABEL_ANSWERS_FILE = "label-answers.json"  # in a run folder: those that the session was given
LABEL_ANSWERS_VERSION = 2  # 1 knew of no texts with several labels, and of one label a row alone


class AnswersUnreadable(ValueError):
    """The file holds no answers, or those of a newer version; one sentence says what was found."""


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """What was said of one text: the label it had, the one that looked likelier, and the one that is right.

    `text` is as cleaned. `confidence`: how sure the n-gram model was, 0 to 1, that the label is wrong. Where a row
    may have several labels, `name` is the one that was asked about, and the labels are `toxic` and `not toxic`. A text
    that stands in the table with several labels has these in `labels`, and `decision` may be that all stay or that it
    goes: `answer` is empty then. Of several labels a row they are label cells (see `data.labels.label_cell`).
    """

    text: str
    label: str
    likelier_label: str
    answer: str
    confidence: float
    answered_unix: float
    name: str = ""
    labels: tuple[str, ...] = ()
    decision: Decision = Decision.LABEL

    @property
    def about(self) -> tuple[str, str]:
        """What was asked about: the text, and the label where it may have several."""
        return self.text, self.name

    @property
    def is_of_pair(self) -> bool:
        """Whether the text stood in the table with several labels."""
        return bool(self.labels)

    @property
    def is_kept(self) -> bool:
        """Whether the label was right as it stood."""
        return self.answer == self.label and not self.is_of_pair

    @property
    def repairs(self) -> bool:
        """Whether some row has another label by it."""
        return self.decision is Decision.LABEL and not self.is_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAnswers:
    """All answers about one table, read by the same columns; in the order in which they were given.

    `table_bytes` is the size of the table, so that one of another size need not be read to know that it is another.
    """

    version: int = LABEL_ANSWERS_VERSION
    table_sha256: str
    table_bytes: int
    source: str
    text_columns: tuple[str, ...]
    label_column: str
    label_made: str = ""
    answers: tuple[LabelAnswer, ...] = ()

    @property
    def repaired(self) -> tuple[LabelAnswer, ...]:
        """Those that say another label than the table."""
        return tuple(answer for answer in self.answers if answer.repairs)

    @property
    def of_suspects(self) -> tuple[LabelAnswer, ...]:
        """Those about a label that looked wrong."""
        return tuple(answer for answer in self.answers if not answer.is_of_pair)

    @property
    def of_pairs(self) -> tuple[LabelAnswer, ...]:
        """Those about a text that stood in the table with several labels."""
        return tuple(answer for answer in self.answers if answer.is_of_pair)

    def with_answer(self, answer: LabelAnswer) -> LabelAnswers:
        """The same with one more; a former one about the same goes."""
        return replace(self, answers=(*self.without(*answer.about).answers, answer))

    def without(self, text: str, name: str = "") -> LabelAnswers:
        """The same with nothing said about a text (and one of its labels): it may be asked about again."""
        return replace(self, answers=tuple(one for one in self.answers if one.about != (text, name)))

    def save(self, path: Path) -> None:
        """Write the file whole; `OSError` where there is no room or it cannot be written."""
        told = json.dumps(asdict(replace(self, version=LABEL_ANSWERS_VERSION)), indent=1, ensure_ascii=False)
        with whole_file(path) as file:
            file.write(told.encode("utf-8", "surrogatepass"))

    @classmethod
    def load(cls, path: Path) -> LabelAnswers:
        """Read what `save` wrote, or an earlier version did; keys that are not known are ignored.

        Raises
        ------
        AnswersUnreadable
            It holds no answers, or those of a newer version.
        OSError
            There is no such file, or it cannot be read.
        """
        try:
            told = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
            answers = msgspec.convert(told, cls)
        except (ValueError, RecursionError, msgspec.ValidationError) as error:
            reason = str(error).rstrip(".")
            raise AnswersUnreadable(f"The answers about labels in {path} cannot be read: {reason}.") from error
        if answers.version > LABEL_ANSWERS_VERSION:
            raise AnswersUnreadable(
                f"The answers about labels in {path} have version {answers.version}, and versions up to "
                f"{LABEL_ANSWERS_VERSION} are known. Install a newer Call It."
            )
        return answers


def answers_in(run_folder: Path) -> tuple[LabelAnswer, ...]:
    """The answers that a session was given; none where there is no file, or none that can be read."""
    try:
        return LabelAnswers.load(run_folder / LABEL_ANSWERS_FILE).answers
    except (OSError, ValueError):
        return ()


def texts_of(answers: Iterable[LabelAnswer]) -> tuple[str, ...]:
    """The texts that were asked about."""
    return tuple(answer.text for answer in answers)
