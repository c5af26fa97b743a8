"""What is seen of the texts, in sentences: the answer first."""

from __future__ import annotations

from collections.abc import Iterator

from data.profiling.distinctive import ClassTerms
from data.profiling.profile import CHARACTERS, Lengths
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words, small_share
from planner.material.text_look import TextLook

_SHORT, _MIDDLE = 30, 150  # words of the median text
_CHARACTERS_OF_A_WORD = {CHARACTERS: 2}  # about, in scripts without blanks
_NAMED_CLASSES = 3
_MOST_LABEL_CHARACTERS = 30


def answer_words(look: TextLook) -> str:
    """The whole look in one sentence: lengths, duplicates, and the words that tell the classes apart."""
    parts = [lengths_words(look.lengths), duplicate_words(look), terms_words(look.terms, look.lengths.unit)]
    return "; ".join(part for part in parts if part) + "."


def lengths_words(lengths: Lengths) -> str:
    """How long the texts are, and what the middle half of them has.

    >>> lengths_words(Lengths("words", 14.2, 8, 12, 19, 40, 90))
    'Texts are short (half have 8 to 19 words)'
    """
    if not lengths.most:
        return "There is no text in this column"
    words = lengths.median / _CHARACTERS_OF_A_WORD.get(lengths.unit, 1)
    size = "short" if words <= _SHORT else "of middle length" if words <= _MIDDLE else "long"
    return f"Texts are {size} ({half_words(lengths)})"


def half_words(lengths: Lengths) -> str:
    """The middle half of all texts.

    >>> half_words(Lengths("characters", 4.0, 4, 4, 4, 4, 5))
    'most have 4 characters'
    """
    if lengths.low == lengths.high:
        return f"most have {lengths.low:,} {lengths.unit}"
    return f"half have {lengths.low:,} to {lengths.high:,} {lengths.unit}"


def longest_words(lengths: Lengths) -> str:
    """How long the few long texts are: what a picture of the lengths shows at its end.

    >>> longest_words(Lengths("words", 14.2, 8, 12, 19, 40, 90))
    '1 text in 20 has 40 words or more'
    """
    return f"1 text in 20 has {lengths.p95:,} {lengths.unit} or more"


def duplicate_words(look: TextLook) -> str:
    """The share of rows whose text came before."""
    if not look.duplicates:
        return "none is a duplicate"
    return f"{small_share(look.duplicates, look.rows)} are duplicates"


def terms_words(terms: tuple[ClassTerms, ...], unit: str) -> str:
    """The word that stands out most, for the classes where one stands out most; pairs where a word is a character."""
    kind = "character pairs" if unit == CHARACTERS else "words"
    told = [(found.label, found.pairs if unit == CHARACTERS else found.words) for found in terms]
    known = sorted(((label, best[0]) for label, best in told if best), key=lambda each: -each[1].z)
    if not known:
        return f"no {kind} tell the classes apart"
    named = [f"“{term.words}” ({short_label(label)})" for label, term in known[:_NAMED_CLASSES]]
    return f"classes are told apart by {kind} such as {list_words(named)}"


def short_label(label: str) -> str:
    """A label that leaves room for the sentence around it."""
    return label if len(label) <= _MOST_LABEL_CHARACTERS else f"{label[: _MOST_LABEL_CHARACTERS - 1]}…"


def missing_words(look: TextLook) -> str:
    """What is not there, what contradicts itself, and how many rows cleaning would keep."""
    found = list_words(list(_missing(look))) or "No text or label is missing, and no text has two labels"
    kept = look.rows - look.left_out
    return f"{found}. Cleaning would keep {kept:,} of {count_words(look.rows, 'row')}."


def _missing(look: TextLook) -> Iterator[str]:
    if look.empty_texts:
        yield f"{count_words(look.empty_texts, 'row')} {_have(look.empty_texts)} no text"
    if look.missing_labels:
        yield f"{count_words(look.missing_labels, 'row')} {_have(look.missing_labels)} no label"
    if look.conflicting_texts:
        texts = count_words(look.conflicting_texts, "text")
        yield f"{texts} {_have(look.conflicting_texts)} more than one label"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def looked_at_words(look: TextLook) -> str:
    """Which rows were looked at, and in how many seconds."""
    which = look.sampling or f"all {count_words(look.rows, 'row')}"
    return f"Looked at {which} in {max(0.1, look.seconds):.1f} s."
