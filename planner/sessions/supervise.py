"""A session from its open run to its last trace: supervised, written into the database, tidied up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.result import Machine
from model.protocol.run_folder import tidy
from planner.domain.errors import CallItError
from planner.sessions.closing import record_end
from planner.sessions.machine import MachineFigures, keep_figures, measured_figures
from planner.sessions.supervisor import OnView, Supervisor, no_view
from planner.sessions.view import SessionView
from planner.sessions.worker_process import WorkerCommand, chosen_worker
from planner.store import open_store


def run_supervisor(
    run_folder: Path,
    descriptors: tuple[int, ...],
    *,
    home: Path,
    on_view: OnView = no_view,
    command: WorkerCommand = chosen_worker,
) -> SessionView:
    """Supervise the session in a run folder to its end, and close it in the database where it is recorded.

    `descriptors` are the locks to hand down to the worker; `on_view` is called a few times a second.
    """
    view = Supervisor(run_folder, descriptors, on_view=on_view, command=command).run()
    if SessionConfig.load(run_folder).elsewhere is None:
        remember_machine(home, view)
    with suppress(CallItError), open_store(home) as store:  # a session that is not recorded has nothing to close
        record_end(store, view)
    tidy(run_folder)
    return view


def remember_machine(home: Path, view: SessionView) -> None:
    """Keep what a session found out about the machine that it ran on, for the next one there."""
    measured, before = view.result.measured if view.result is not None else Machine(), measured_figures(home)
    compiled = measured.compiled if measured.compiled is not None else before.compiled if before else None
    if measured.start_s is None or measured.save_s is None or measured.reload_s is None:
        return
    with suppress(OSError):
        fresh_start_s = measured.fresh_start_s or 0.0
        figures = MachineFigures(measured.start_s, measured.save_s, measured.reload_s, compiled, fresh_start_s)
        keep_figures(home, figures)
