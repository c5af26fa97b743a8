"""The worker: `python -P -m model RUN_FOLDER` runs the session whose order lies there, and ends inside its box."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path

import psutil

from data.errors import DataError
from model.network.backend import seldom_collected
from model.protocol.config import LOCK_FILE, SessionConfig
from model.protocol.events import EventWriter, SessionFailed, SessionFinished
from model.protocol.last_words import STOPPED_AS_ASKED, words_with_model, words_without_model
from model.protocol.locks import is_held, take_lock
from model.protocol.result import Outcome
from model.protocol.run_folder import has_model, wants_to_end
from model.protocol.timebox import Timebox, over_words, session_clock
from model.protocol.watchdog import Watchdog

DONE, FAILED, WRONG_USAGE = 0, 1, 2
LEAST_FOR_TWO_BYTES = 3_000_000_000  # of memory, for a fresh process to start beside the training


def main(arguments: list[str]) -> int:
    """Run the session in the given run folder; the exit code is 0, or 1 with the reason in `events.jsonl`."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "config.json").exists():
        print("usage: python -P -m model RUN_FOLDER (with a config.json in it)", file=sys.stderr)
        return WRONG_USAGE
    _be_killed_first()
    folder = Path(arguments[0]).absolute()
    lock = None if is_held(folder / LOCK_FILE) else take_lock(folder / LOCK_FILE)  # handed down by a supervisor, or own
    config = SessionConfig.load(folder)
    box = Timebox(session_clock(config.started_unix), config.order.timebox_s, config.kept_s)
    watchdog = Watchdog(lambda: -1.0 if wants_to_end(folder) else box.left_s(), lambda: _last_words(folder, box))
    watchdog.start()
    try:
        return _run(config, folder, box)
    finally:
        watchdog.call_off()  # the end has been said: a deadline in the last moment must not say another
        if lock is not None:
            lock.release()


def _be_killed_first() -> None:
    """Where memory runs out, the system ends this process rather than a person's browser (Linux)."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _run(config: SessionConfig, folder: Path, box: Timebox) -> int:
    from model.folder.reload import WarmProcess
    from model.session.own_hands import OwnHands

    fresh = WarmProcess(has_memory=(config.memory_limit_bytes or 0) >= LEAST_FOR_TWO_BYTES)
    fresh.start()  # on a processor of its own, while this process imports what a session takes
    hands = OwnHands(folder, config.order.choices.hands, box.left_s())
    hands.start()

    with seldom_collected():
        from model.session.context import BackendStart, Context
        from model.session.run import run_session
        from model.session.stage_log import StageLog

    try:
        run_session(Context(config, folder, box, StageLog(folder, box), BackendStart(box), fresh=fresh))
    except DataError as error:
        return _fail(folder, box, str(error), expected=True)
    except OSError as error:
        traceback.print_exc()
        return _fail(folder, box, _disk_sentence(folder, error), expected=error.errno in _DISK_ERRORS)
    except Exception as error:
        traceback.print_exc()  # into worker.log
        return _fail(folder, box, f"The session failed unexpectedly ({type(error).__name__}); see worker.log.")
    finally:
        hands.end()
        fresh.end()
    return DONE


_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)


def _disk_sentence(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no room left on the disk of {folder}. Free some, or choose a folder on another disk."
    if error.errno in (errno.EROFS, errno.EACCES):
        return f"The folder {folder} cannot be written any more. Choose another one for the model."
    return f"The session failed unexpectedly ({error.strerror or type(error).__name__}); see worker.log."


def _fail(folder: Path, box: Timebox, message: str, *, expected: bool = False) -> int:
    with suppress(OSError):
        EventWriter(folder, now=box.clock.unix).emit(SessionFailed(message, expected))
    return FAILED


def _last_words(folder: Path, box: Timebox) -> None:
    """Said by the watchdog at the deadline; children are ended first, so that nothing of the session outlives it."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.send_signal(signal.SIGKILL)
    stopped = wants_to_end(folder)
    events = EventWriter(folder, now=box.clock.unix)
    if not has_model(folder):
        events.emit(SessionFailed(words_without_model(over_words(box.clock), is_stopped=stopped)))
        return
    message = words_with_model(STOPPED_AS_ASKED if stopped else over_words(box.clock))
    outcome = Outcome.STOPPED if stopped else Outcome.OUT_OF_TIME
    events.emit(SessionFinished(outcome, message, used_s=round(box.elapsed_s(), 1)))


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds and has nothing to save
