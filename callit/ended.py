"""How a box ended: the facts as `result.json` has them, and the sentences about them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from callit.box_folder import Manifest
from callit.card import Colour, card_html
from callit.course import Worth
from callit.endings import Ending
from callit.lengths import length_words
from callit.metrics import score_words

_WORDS = {
    Ending.FINISHED: "The work ended by itself after {used}",
    Ending.BOX_OVER: "The box was over after {used}",
    Ending.STOPPED: "Stopped as asked after {used}",
    Ending.INTERRUPTED: "Interrupted after {used}",
    Ending.MEMORY: "Memory was short after {used}",
    Ending.FAILED: "Left by an error after {used}",
    Ending.DIED: "The process died after {used}",
}
_BAD = {Ending.MEMORY, Ending.FAILED, Ending.DIED}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a box ended. `said`: what there was to say on the way; `proof`: what was found out of the saved files."""

    ending: Ending
    timebox_s: float
    used_s: float
    folder: Path
    best: Manifest | None
    worth: Worth | None = None
    error: str = ""
    proof: Mapping[str, Any] = field(default_factory=dict)
    said: Sequence[str] = ()
    logged: str = ""

    def sentence(self) -> str:
        """What happened, in one sentence."""
        words = _WORDS[self.ending].format(used=length_words(self.used_s))
        error = f" ({self.error})" if self.error else ""
        return f"{words} of {length_words(self.timebox_s)}{error}: {best_words(self.best)}."

    def lines(self) -> list[str]:
        """The card, line by line."""
        proof = str(self.proof.get("words", ""))
        worth = "" if self.worth is None else self.worth.words
        where = f"Kept in {self.folder}; look at it again with: callit verify {self.folder}" if self.best else ""
        return [line for line in (self.sentence(), proof, worth, *self.said, self.logged, where) if line]

    def text(self) -> str:
        """The card for a terminal."""
        first, *others = self.lines()
        return "\n".join([f"callit: {first}", *(f"        {line}" for line in others)])

    def html(self) -> str:
        """The card for a notebook."""
        first, *others = self.lines()
        return card_html(first, others, self.colour)

    @property
    def colour(self) -> Colour:
        """What the edge of the card says."""
        if self.best is None or self.ending in _BAD:
            return Colour.BAD
        is_as_asked = self.ending is not Ending.INTERRUPTED and self.best.is_scored
        return Colour.GOOD if is_as_asked else Colour.WARNING

    def to_json(self, ended_unix: float) -> str:
        """`result.json`."""
        best = self.best
        told = {
            "format": "callit box result",
            "ending": str(self.ending),
            "timebox_s": self.timebox_s,
            "used_s": round(self.used_s, 3),
            "ended_unix": round(ended_unix, 3),
            "sentence": self.sentence(),
            "error": self.error,
            "best": None if best is None else {"metric": best.metric, "value": best.value, "at_s": round(best.at_s, 3)},
            "weights_sha256": "" if best is None else best.weights_sha256,
            "proof": dict(self.proof),
            "worth": None if self.worth is None else asdict(self.worth),
            "said": list(self.said),
        }
        return json.dumps(told, indent=1, ensure_ascii=False)


def best_words(best: Manifest | None) -> str:
    """What is kept."""
    if best is None:
        return "nothing was scored and saved yet"
    score = f"{best.metric} {score_words(best.value)}"
    if not best.is_scored:
        return f"the weights at {length_words(best.at_s)} are kept, not validated yet ({score})"
    return f"best {score} at {length_words(best.at_s)} is kept"
