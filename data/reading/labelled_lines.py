"""Lines that name their labels themselves, as fastText takes them: `__label__pos __label__short so good`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from data.reading.skipped import SkipCounter

PREFIX = "__label__"
TEXT, LABEL = "text", "label"
NO_TEXT = "a label and no text"
BETWEEN_LABELS = ";"  # of a line, in the cell that is made of them
_BETWEEN = re.compile(r"[ \t]")  # words, and a label from its text
_LEAST_SHARE = 0.9  # of the first lines; a few may have lost their label


def are_labelled(lines: list[str]) -> bool:
    """Whether nearly all of these lines begin or end with a label.

    >>> are_labelled(["__label__pos so good", "", "so bad __label__neg"]), are_labelled(["text,label", "__label__a,b"])
    (True, False)
    """
    filled = [words for line in lines if (words := line.split())]
    labelled = sum(words[0].startswith(PREFIX) or words[-1].startswith(PREFIX) for words in filled)
    return bool(filled) and labelled >= _LEAST_SHARE * len(filled)


def labelled_lines(lines: Iterator[str], skips: SkipCounter) -> Iterator[dict[str, Any]]:
    """The text and the label of each line, several labels with a semicolon between them; blank lines do not count.

    >>> next(labelled_lines(iter(["__label__new-york __label__sport so good, so far\\n"]), SkipCounter()))
    {'text': 'so good, so far', 'label': 'new-york; sport'}
    """
    for line in lines:
        words = _BETWEEN.split(line.strip("\ufeff"))
        labels = [word.strip().removeprefix(PREFIX).rstrip(",") for word in words if word.startswith(PREFIX)]
        text = " ".join(word for word in words if not word.startswith(PREFIX)).strip().removeprefix(",").strip()
        if text:
            yield {TEXT: text, LABEL: f"{BETWEEN_LABELS} ".join(filter(None, labels))}
        elif labels:
            skips.add(NO_TEXT)
