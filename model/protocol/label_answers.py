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

from model.protocol.whole_file import whole_file

LABEL_ANSWERS_FILE = "label-answers.json"  # in a run folder: those that the session was given
LABEL_ANSWERS_VERSION = 1


class AnswersUnreadable(ValueError):
    """The file holds no answers, or those of a newer version; one sentence says what was found."""


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """What was said of one text: the label it had, the one that looked likelier, and the one that is right.

    `text` is as cleaned. `confidence`: the probability, 0 to 1, of the likelier label when it was asked.
    """

    text: str
    label: str
    likelier_label: str
    answer: str
    confidence: float
    answered_unix: float

    @property
    def is_kept(self) -> bool:
        """Whether the label was right as it stood."""
        return self.answer == self.label


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
        return tuple(answer for answer in self.answers if not answer.is_kept)

    def with_answer(self, answer: LabelAnswer) -> LabelAnswers:
        """The same with one more; a former one about that text goes."""
        return replace(self, answers=(*self.without(answer.text).answers, answer))

    def without(self, text: str) -> LabelAnswers:
        """The same with nothing said about a text: it may be asked about again."""
        return replace(self, answers=tuple(one for one in self.answers if one.text != text))

    def save(self, path: Path) -> None:
        """Write the file whole; `OSError` where there is no room or it cannot be written."""
        told = json.dumps(asdict(self), indent=1, ensure_ascii=False)
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
