"""What makes the made reviews as dirty as real ones: wrong and missing labels, duplicates, markup, mojibake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

WRONG_LABELS = 0.05
MISSING_LABELS = 0.015
OTHER_SPELLINGS = 0.01
DUPLICATES = 0.03
CONFLICTS = 0.003
MARKUP = 0.04
MOJIBAKE = 0.03
LINKS = 0.01
EMPTY_TEXTS = 0.002
_BLANKS = ("", "nan", "n/a", "?", "-", "NULL")


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One row of the sample: what is in the file, and what its maker meant (None where the text cannot tell)."""

    review: str
    sentiment: str
    meaning: str | None


def make_dirty(rows: Sequence[MadeRow], classes: Sequence[str], random: Random) -> list[MadeRow]:
    """As many rows as given, in a new order: some spoilt, the last ones replaced by duplicates of others."""
    count = len(rows)
    copies = round(DUPLICATES * count)
    dirty = list(rows[: count - copies])
    for share, spoil in _spoilers(classes):
        for i in random.sample(range(len(dirty)), round(share * len(dirty))):
            dirty[i] = spoil(dirty[i], random)
    dirty += [_duplicate(dirty[random.randrange(len(dirty))], random) for _ in range(copies)]
    dirty = _contradict(dirty, classes, random)
    random.shuffle(dirty)
    return dirty


def _spoilers(classes: Sequence[str]) -> tuple[tuple[float, Callable[[MadeRow, Random], MadeRow]], ...]:
    def wrong_label(row: MadeRow, random: Random) -> MadeRow:
        return replace(row, sentiment=_another(row.sentiment, classes, random))

    return (
        (WRONG_LABELS, wrong_label),
        (MISSING_LABELS, lambda row, random: replace(row, sentiment=random.choice(_BLANKS))),
        (OTHER_SPELLINGS, lambda row, random: replace(row, sentiment=_respelt(row.sentiment, random))),
        (MARKUP, lambda row, random: replace(row, review=_marked_up(row.review, random))),
        (LINKS, lambda row, random: replace(row, review=_linked(row.review, random))),
        (MOJIBAKE, lambda row, random: replace(row, review=_misread(row.review))),
        (EMPTY_TEXTS, lambda row, random: replace(row, review=random.choice(("", "   ", "<br />")))),
    )


def _contradict(rows: list[MadeRow], classes: Sequence[str], random: Random) -> list[MadeRow]:
    """Some texts come a second time with another label, in place of the rows after the first ones."""
    count = round(CONFLICTS * len(rows))
    texts = [row for row in rows[count:] if row.review.strip() and row.sentiment in classes]
    again = [random.choice(texts) for _ in range(count)]
    return [replace(row, sentiment=_another(row.sentiment, classes, random)) for row in again] + rows[count:]


def _another(label: str, classes: Sequence[str], random: Random) -> str:
    return random.choice([name for name in classes if name != label])


def _respelt(label: str, random: Random) -> str:
    return random.choice((label.capitalize(), label.upper(), f" {label}", f"{label} "))


def _duplicate(row: MadeRow, random: Random) -> MadeRow:
    text = row.review
    choices = (text, text, text.upper(), text.rstrip(".") + "!!", text.replace(", ", " "), text.replace(" ", "  "))
    return replace(row, review=random.choice(choices))


def _marked_up(text: str, random: Random) -> str:
    first, space, rest = text.partition(" ")
    choices = (
        text.replace(". ", ".<br /><br />") + "<br />",
        f"<p>{text}</p>",
        f"<b>{first}</b>{space}{rest}",
        text.replace("’", "&#39;").replace(" and ", " &amp; ") + " &quot;&quot;",
        text.replace(" ", "&nbsp;", 2),
    )
    return random.choice(choices)


def _linked(text: str, random: Random) -> str:
    handle, number = random.choice(("@reviewclub", "@the_daily_cup", "@kettlefan")), random.randrange(1_000, 9_999)
    return random.choice((f"{handle} {text}", f"{text} https://example.com/r/{number}", f"{text} (www.example.org)"))


def _misread(text: str) -> str:
    """The text as it looks when its UTF-8 bytes were read as Windows-1252; with a dash, so that there is something."""
    text = text.replace(". ", ".\u00a0— ", 1) if text.isascii() else text
    return "".join(_misread_character(character) for character in text)


def _misread_character(character: str) -> str:
    encoded = character.encode("utf-8")
    try:
        return encoded.decode("cp1252")
    except UnicodeDecodeError:
        return encoded.decode("latin-1")
