"""The watchdog ends a process at its deadline, whatever the main thread does."""

import subprocess
import sys
import textwrap
import threading

from model.protocol.watchdog import OUT_OF_TIME_CODE, Watchdog

STUCK_IN_NATIVE_CODE = textwrap.dedent("""
    import ctypes, time
    from model.protocol.watchdog import Watchdog
    end = time.monotonic() + 0.2
    Watchdog(lambda: end - time.monotonic(), lambda: print("kept", flush=True)).start()
    ctypes.CDLL(None).sleep(60)  # a C call: no Python signal handler would run
""")

LAST_WORDS_THAT_HANG = textwrap.dedent("""
    import threading, time
    from model.protocol.watchdog import Watchdog
    end = time.monotonic() + 0.1
    Watchdog(lambda: end - time.monotonic(), threading.Event().wait).start()
    threading.Event().wait()
""")


def _run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False)


def test_ends_a_process_that_is_stuck_in_native_code() -> None:
    """A main thread inside a long C call does not outlive the box, and the last words are said."""
    ended = _run(STUCK_IN_NATIVE_CODE)
    assert ended.returncode == OUT_OF_TIME_CODE
    assert ended.stdout == "kept\n"


def test_last_words_that_hang_do_not_keep_the_process_alive() -> None:
    """Saying goodbye to a full disk may hang; the process ends all the same."""
    assert _run(LAST_WORDS_THAT_HANG).returncode == OUT_OF_TIME_CODE


def test_called_off_it_ends_nothing() -> None:
    """A session that ended in time is left alone, even after its deadline."""
    codes: list[int] = []
    past = threading.Event()
    watchdog = Watchdog(lambda: -1.0 if past.is_set() else 0.05, lambda: None, codes.append)
    watchdog.call_off()
    watchdog.start()
    past.set()
    watchdog._thread.join(5)
    assert codes == []
