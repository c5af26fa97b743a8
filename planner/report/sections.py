"""The retrospective, question by question: page, HTML and Markdown draw this list, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import altair as alt
import pandas as pd


class Key(StrEnum):
    """The questions, in the order in which they are read; what only the page can do hangs on them."""

    HOURS = "Where did the hours go?"
    WORTH = "What were the training hours worth?"
    BURN_UP = "When?"
    DAYS = "On which days?"
    ORDER = "In what order?"
    HOLES = "Which holes?"
    DECISIONS = "What was decided on the way?"
    SESSIONS = "What did the training sessions bring?"
    SCORES = "Where do these scores come from?"
    ESTIMATES = "How good were my estimates?"
    ALONG = "What do I take along?"


@dataclass(frozen=True, slots=True)
class Section:
    """A question, its answer in a sentence, and what stands below it, in this order: a picture, points, table, note.

    is_titled: whether the picture has the answer as its title. colours: what those of the picture mean; legend: what
    else in it is not plain. Both are of no use without the picture.
    """

    key: Key
    answer: str
    chart: alt.LayerChart | None = None
    is_titled: bool = False
    colours: dict[str, str] = field(default_factory=dict)
    legend: str = ""
    lines: list[str] = field(default_factory=list)
    table: pd.DataFrame | None = None
    note: str = ""

    @property
    def question(self) -> str:
        """As it is read."""
        return str(self.key)
