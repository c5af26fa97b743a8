"""How far a process has come that answers one question: lines before its answer, each a JSON object."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToldProgress:
    """`done` of `of` parts; `now` is what is being done, in words."""

    done: int
    of: int
    now: str

    @property
    def share(self) -> float:
        """0 to 1.

        >>> ToldProgress(1, 4, "links").share
        0.25
        """
        return min(1.0, self.done / self.of) if self.of else 0.0
