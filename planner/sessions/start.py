"""Starting a session from the app: a supervisor in a session of its own, which page, browser and app may leave."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import datetime, tzinfo
from pathlib import Path

from model.protocol.order import TrainingOrder
from model.protocol.run_folder import SUPERVISOR_LOG
from planner.domain.errors import SessionRefused
from planner.sessions.closing import record_end, record_start
from planner.sessions.follower import SessionFollower
from planner.sessions.placement import Placement
from planner.sessions.run import OpenRun, open_run
from planner.store import Store


def start_session(
    store: Store, order: TrainingOrder, placement: Placement, *, home: Path, now: datetime, zone: tzinfo
) -> str:
    """Start a training session in processes of its own; returns its id at once.

    Raises
    ------
    SessionRefused
        One runs already on this machine, the box is too short, or its folder cannot be written.
    DataError
        The file cannot be read, or has not the columns.
    """
    run = open_run(order, placement, home=home, now=now, zone=zone)
    try:
        view = SessionFollower(run.folder).refresh()
        record_start(store, view, placement)
        _launch(run, home)
    except OSError as error:
        run.release()
        record_end(store, SessionFollower(run.folder).refresh())
        raise SessionRefused(f"The session could not be started ({error.strerror}). Try again.") from error
    except BaseException:
        run.release()  # or every later session would be refused
        raise
    run.release()
    return run.config.session_id


def _launch(run: OpenRun, home: Path) -> None:
    descriptors = ",".join(map(str, run.descriptors))
    command = [sys.executable, "-P", "-m", "planner.sessions", str(run.folder), "--home", str(home)]
    with (run.folder / SUPERVISOR_LOG).open("ab") as log:
        process = subprocess.Popen(
            [*command, "--locks", descriptors],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=run.descriptors,
        )
    threading.Thread(target=process.wait, name="reap supervisor", daemon=True).start()  # or it stays a zombie
