"""The line that `callit train` draws while a session works: stage, time left, loss and score, and what is saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text

from data.labels.label_words import label_notes
from model.protocol.metrics import metric_words
from planner.cli.words import clock_at
from planner.domain.wording.durations import minutes_left_words
from planner.domain.wording.scores import plain_score
from planner.sessions import SessionView, StageState, StageView

_BAR_CELLS = 20


class ProgressLine:
    """Draws on standard error: one live line in a terminal, a line per finished stage elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False)
        self._live: Live | None = None
        self._told: set[str] = set()
        self._noted: set[str] = set()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw while the block runs, and leave a clean terminal."""
        if not self._console.is_terminal:
            yield
            return
        with Live(console=self._console, refresh_per_second=4, transient=True) as live:
            self._live = live
            yield
            self._live = None

    def show(self, view: SessionView) -> None:
        """Draw the session as it stands."""
        for stage in view.stages:
            if stage.state is StageState.DONE and stage.stage not in self._told:
                self._told.add(stage.stage)
                self._console.print(_stage_words(stage), soft_wrap=True)
        for note in (*_label_notes(view), *view.warnings):
            if note not in self._noted:
                self._noted.add(note)
                self._console.print(f"  note: {note}", soft_wrap=True, markup=False)
        if self._live is not None:
            self._live.update(Text(progress_words(view, time.time()), no_wrap=True, overflow="ellipsis"))

    def tell(self, sentence: str) -> None:
        """Say a sentence above the live line; the session need not say it again."""
        self._noted.add(sentence)
        self._console.print(sentence, soft_wrap=True, markup=False)  # a name may hold brackets


def progress_words(view: SessionView, now_unix: float) -> str:
    """One line: stage, a bar of the box, time left, loss, score, and since when a saved model exists."""
    share = min(1.0, view.used_s(now_unix) / view.timebox_s)
    filled = round(share * _BAR_CELLS)
    parts = [
        f"{view.stage.title if view.stage else 'Starting'} {'█' * filled}{'░' * (_BAR_CELLS - filled)}",
        f"{minutes_left_words(view.time_left_s(now_unix))} left",
        *_learning_words(view),
        f"a saved model exists since {clock_at(view.saved_unix)}" if view.saved_unix else "nothing saved yet",
    ]
    return " · ".join(parts)


def _learning_words(view: SessionView) -> list[str]:
    if view.progress.empty:
        return []
    last = view.progress.iloc[-1]
    number = f"training {last['training']:.0f}, " if (view.progress["training"] > 1).any() else ""
    words = [f"{number}epoch {last['epoch']:.1f}", f"loss {last['loss']:.3f}"]
    scores = view.progress["score"].dropna()
    return [*words, f"{metric_words(view.metric)} {plain_score(scores.iloc[-1])}"] if len(scores) else words


def _label_notes(view: SessionView) -> list[str]:
    if view.cleaned is None:
        return []
    unlabelled = view.cleaned.unlabelled
    return list(label_notes(unlabelled.words, blank=unlabelled.blank, labelled=unlabelled.labelled))


def _stage_words(stage: StageView) -> str:
    used = "" if stage.used_s is None else f"{stage.used_s:.1f} s"
    return f"  {stage.title:<14}{used:>8}  {stage.summary}"
