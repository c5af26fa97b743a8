"""A session in the foreground of a terminal: Ctrl-C once stops and keeps, twice stops now."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from types import FrameType

from model.protocol.order import TrainingOrder
from model.protocol.run_folder import has_model, remove_empty_run
from planner.domain.errors import StoreUnusable
from planner.sessions.closing import record_start
from planner.sessions.follower import SessionFollower
from planner.sessions.placement import Placement
from planner.sessions.run import OpenRun, open_run
from planner.sessions.stopping import stop_and_keep, stop_now
from planner.sessions.supervise import run_supervisor
from planner.sessions.supervisor import OnView
from planner.sessions.view import SessionView
from planner.store import open_store

Tell = Callable[[str], None]


def run_in_foreground(
    order: TrainingOrder,
    placement: Placement,
    *,
    home: Path,
    now: datetime,
    zone: tzinfo,
    on_view: OnView,
    tell: Tell,
) -> SessionView:
    """Run a session here and now. A session that failed before anything was saved leaves no folder behind.

    Raises
    ------
    SessionRefused, DataError
        Before anything was written.
    """
    run = open_run(order, placement, home=home, now=now, zone=zone)
    _record(run, placement, home, tell)
    with _stopping_by_signal(run.folder, tell):
        view = run_supervisor(run.folder, run.descriptors, home=home, on_view=on_view)
    run.release()
    if not has_model(run.folder) and not view.failed_unexpectedly:
        remove_empty_run(run.folder)
    return view


def _record(run: OpenRun, placement: Placement, home: Path, tell: Tell) -> None:
    """Training needs no database: without a project, one that cannot be opened is only mentioned."""
    view = SessionFollower(run.folder).refresh()
    try:
        with open_store(home) as store:
            record_start(store, view, placement)
    except StoreUnusable as error:
        tell(f"{error} This session is not kept in the list of sessions.")


@contextmanager
def _stopping_by_signal(run_folder: Path, tell: Tell) -> Iterator[None]:
    """The first interrupt asks to stop and keep, the second to stop now."""
    asked = 0

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            stop_and_keep(run_folder)
            tell("Stopping: the model is being finished and kept. Ctrl-C again stops at once.")
        else:
            stop_now(run_folder)

    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler or signal.SIG_DFL)
