"""A box over a cell of a notebook, which the kernel tells of: logged as `callit run` is, as time of the machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner import timelog
from planner.domain.project import Phase, Project
from planner.domain.wording.durations import length_words
from planner.planning.logged_phase import place_to_log_on
from planner.store import Store, open_store
from planner.timeboxed_command.journal import Journal, journal

LEAST_S = 1.0  # a cell that ended at once is no work
LEAST_PIECE_S = 5.0  # nor is what stands before and behind a box inside of it, which is logged by itself
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class CellOrder:
    """A box over a cell. `words`: a line of its code; `phase` and `project` are names, None where none was said."""

    timebox_s: float
    started_unix: float
    words: str = ""
    phase: str | None = None
    project: str | None = None


def cell_target(store: Store, order: CellOrder) -> tuple[Project, Phase] | None:
    """Where it is logged: the phase that was named, else that of the timer which runs, else that of trainings.

    None where there is no project, or no phase in it, and none was asked for.

    Raises
    ------
    NotFound
        There is no project, or phase, of the name that was asked for.
    """
    timer = timelog.running(store)
    place = place_to_log_on(
        store,
        project=order.project,
        phase=order.phase,
        running=None if timer is None else timer.phase,
        leave_out="leave --phase out",
    )
    return None if place is None or place.phase is None else (place.project, place.phase)


class CellLog:
    """The time of one cell, in as many pieces as boxes inside of it leave.

    ticks: a clock in seconds that counts sleep; `now_unix`: the wall clock, asked once for each piece.
    """

    def __init__(
        self, order: CellOrder, phase: Phase, home: Path, *, ticks: Callable[[], float], now_unix: Callable[[], float]
    ) -> None:
        self._order, self._phase, self._home = order, phase, home
        self._ticks, self._now_unix = ticks, now_unix
        self._open: ExitStack | None = None
        self._journal: Journal | None = None
        self._began_s = 0.0
        self.is_in_pieces = False
        self.logged_s = 0.0
        self._begin(now_unix() - order.started_unix)

    def touch(self) -> None:
        """Say that the kernel lives."""
        if self._journal is not None:
            self._journal.touch(self._piece_s())

    def pause(self, at_unix: float | None = None) -> None:
        """A box inside of the cell began at that moment, or now, and is logged by itself."""
        self.is_in_pieces = True
        ago_s = 0.0 if at_unix is None else max(0.0, self._now_unix() - at_unix)
        self._close(self._piece_s() - ago_s, "")

    def resume(self) -> None:
        """It ended."""
        if self._open is None:
            self._begin(0.0)

    def end(self, how: str) -> None:
        """The cell ended, with a word on how, or none."""
        self._close(self._piece_s(), how)

    def _begin(self, ago_s: float) -> None:
        self._began_s = self._ticks() - max(0.0, ago_s)
        started_at = datetime.fromtimestamp(round(self._now_unix() - max(0.0, ago_s), 3), UTC)
        self._open = ExitStack()
        self._journal = self._open.enter_context(journal(self._home, self._phase.id, started_at, self._note("")))

    def _piece_s(self) -> float:
        return self._ticks() - self._began_s

    def _close(self, piece_s: float, how: str) -> None:
        opened, box_journal = self._open, self._journal
        if opened is None or box_journal is None:
            return
        self._open = self._journal = None
        with opened:
            if piece_s < (LEAST_PIECE_S if self.is_in_pieces else LEAST_S):
                box_journal.withdraw()
                return
            box_journal.command = self._note(how)
            with open_store(self._home) as store:
                box_journal.close(store, box_journal.started_at + timedelta(seconds=round(piece_s, 3)))
            self.logged_s += piece_s

    def _note(self, how: str) -> str:
        """The box against what it took: planned and actual stand side by side."""
        ending = f" ({how})" if how else ""
        return f"cell in a box of {length_words(self._order.timebox_s)}: {self._order.words[:_LONGEST_WORDS]}{ending}"
