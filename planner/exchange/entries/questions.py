"""What only the person knows about a file: asked before it can be read."""

from __future__ import annotations

from enum import StrEnum

from planner.domain.errors import InvalidImport


class ImportQuestion(StrEnum):
    """What has to be said first."""

    DAY_ORDER = "whether day or month stands first"
    COLUMNS = "which columns hold what"
    FORMAT = "which program wrote it"
    UNIT = "what the numbers of a duration count"
    WEEK = "of what week its days are"
    DAY_HOURS = "how many hours of work a day has"


class Unanswered(InvalidImport):
    """A file that can be read once a question is answered.

    `found` says what was found; the whole text says also by which option of the command it is answered.
    """

    def __init__(self, question: ImportQuestion, found: str, hint: str) -> None:
        super().__init__(f"{found} {hint}")
        self.question = question
        self.found = found
        self._hint = hint

    def of_file(self, name: str) -> Unanswered:
        """The same, with the name of the file in front."""
        return Unanswered(self.question, f"{name}: {self.found}", self._hint)
