"""The words of this program that a newcomer does not know, each explained in one sentence: here, and nowhere else."""

from __future__ import annotations

import re

MEANINGS = {
    "honest": "**Honest** is the range that the record of finished work makes of yours: 8 of 10 should hold.",
    "attended": "**Attended** hours are your own; ranges, caps and chances count these only.",
    "unattended": "**Unattended** hours are a machine's alone, such as a training overnight: no range counts them.",
    "cap": "A **cap** is the most hours that a phase may take before you decide anew: go on, park it, or call it.",
    "made sample": "The **made sample** is data that a program wrote to try things on: nothing in it is real.",
}


def meaning(*words: str) -> str:
    """What the words mean, a sentence each, for the help mark beside them.

    >>> meaning("cap")
    'A **cap** is the most hours that a phase may take before you decide anew: go on, park it, or call it.'
    """
    return "\n\n".join(MEANINGS[word] for word in words)


def meanings_in(text: str) -> str | None:
    """What those of the words mean that stand in a text; None where there is none.

    >>> meanings_in("Explore took 9 h, 4 h past its cap.") == meaning("cap"), meanings_in("a capable handicap")
    (True, None)
    """
    words = [word for word in MEANINGS if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)]
    return meaning(*words) if words else None
