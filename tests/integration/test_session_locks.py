"""One session per machine: the lock lives as long as the last process of a session."""

import subprocess
import sys
from pathlib import Path

from model.protocol.locks import is_held, take_lock
from tests.integration.session_fakes import until


def test_a_held_lock_is_not_given_twice(tmp_path: Path) -> None:
    """The second asker gets nothing until the first lets go."""
    lock = take_lock(tmp_path / "lock")
    assert lock is not None
    assert take_lock(tmp_path / "lock") is None
    lock.release()
    second = take_lock(tmp_path / "lock")
    assert second is not None
    second.release()


def test_a_missing_lock_is_held_by_nobody(tmp_path: Path) -> None:
    """Asking about a lock does not make its file."""
    assert not is_held(tmp_path / "lock")
    assert not (tmp_path / "lock").exists()


def test_a_handed_down_lock_is_held_by_the_child_until_it_is_killed(tmp_path: Path) -> None:
    """The one who started it may let go; kill -9 of the child frees the lock."""
    lock = take_lock(tmp_path / "lock")
    assert lock is not None
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(lock.descriptor,))
    lock.release()
    assert is_held(tmp_path / "lock")
    child.kill()
    child.wait()
    until(lambda: not is_held(tmp_path / "lock"))
