"""A column that gives the label away, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NAMED = 3
_SHOWN = 20  # characters of each


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that gives the label away, and how, in a sentence.

    `is_in_texts`: it is a column of texts with a word in each that does so; all else is no text to learn from, unless
    there is nothing better, and cells of several words (`is_in_words`) were meant to be texts.
    """

    column: str
    sentence: str
    is_in_texts: bool = False
    is_in_words: bool = False

    @classmethod
    def of_label(cls, column: str, label: str, how: str, *, slips: int) -> Leak:
        """One that says of each row what the label is, in all rows but `slips`.

        >>> Leak.of_label("stars", "mood", "one value for each class", slips=2).sentence
        "'stars' says nearly the same as 'mood': one value for each class."
        """
        return cls(column, f"'{column}' says {'nearly ' if slips else ''}the same as '{label}': {how}.")

    @classmethod
    def of_class(cls, column: str, label: str, name: str, how: str) -> Leak:
        """One that says which rows are of one class."""
        return cls(column, f"'{column}' gives the class '{name}' of '{label}' away: it is {how} there alone.")

    @classmethod
    def in_texts(cls, column: str, label: str, where: str, words: Sequence[str]) -> Leak:
        """Texts with words at one place that say what the label is."""
        say = "says" if where.endswith("word") else "say"
        sentence = (
            f"The {where} of the texts in '{column}' {say} what '{label}' is ({listed(words)}): a model will learn "
            "that and little else. Take it out of the texts."
        )
        return cls(column, sentence, is_in_texts=True)


def listed(words: Sequence[str]) -> str:
    """The first words in quotes.

    >>> listed(["a", ""]), listed(["a", "b", "c", "d"])
    ("'a', blank", "'a', 'b', 'c', …")
    """
    named = ", ".join(f"'{word[:_SHOWN]}'" if word else "blank" for word in words[:_NAMED])
    return f"{named}, …" if len(words) > _NAMED else named
