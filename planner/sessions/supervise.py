"""A session from its open run to its last trace: supervised, written into the database, tidied up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from model.run_folder import tidy
from planner.domain.errors import CallItError
from planner.sessions.closing import record_end
from planner.sessions.machine import MachineFigures, keep_figures, measured_figures
from planner.sessions.supervisor import OnView, Supervisor, no_view
from planner.sessions.view import SessionView
from planner.sessions.worker_process import WorkerCommand, real_worker
from planner.store import open_store


def run_supervisor(
    run_folder: Path,
    descriptors: tuple[int, ...],
    *,
    home: Path,
    on_view: OnView = no_view,
    command: WorkerCommand = real_worker,
) -> SessionView:
    """Supervise the session in a run folder to its end, and close it in the database where it is recorded.

    `descriptors` are the locks to hand down to the worker; `on_view` is called a few times a second.
    """
    view = Supervisor(run_folder, descriptors, on_view=on_view, command=command).run()
    _remember_machine(home, view)
    with suppress(CallItError), open_store(home) as store:  # a session that is not recorded has nothing to close
        record_end(store, view)
    tidy(run_folder)
    return view


def _remember_machine(home: Path, view: SessionView) -> None:
    measured, before = (view.result or {}).get("measured", {}), measured_figures(home)
    compiled = measured.get("compiled", before.compiled if before else None)
    with suppress(OSError, KeyError):
        figures = MachineFigures(measured["start_s"], measured["save_s"], measured["reload_s"], compiled)
        keep_figures(home, figures)
