"""Alive is who holds the lock: real processes, really killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.protocol.locks import is_held, take_lock

HOLDER = """
import sys
from pathlib import Path
from model.protocol.locks import take_lock
lock = take_lock(Path(sys.argv[1]))
print("held" if lock else "refused", flush=True)
sys.stdin.read()
"""


@contextmanager
def _holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is killed or its input ends."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "worker.lock"


def test_a_missing_file_is_held_by_nobody(path: Path) -> None:
    """And asking does not make it."""
    assert not is_held(path)
    assert not path.exists()


def test_only_one_holds_it(path: Path) -> None:
    """The second is refused until the first lets go."""
    first = take_lock(path)
    assert first is not None
    assert is_held(path)
    assert take_lock(path) is None
    first.release()
    assert not is_held(path)
    second = take_lock(path)
    assert second is not None
    second.release()


def test_a_killed_process_drops_its_lock(path: Path) -> None:
    """After `kill -9` nobody has to clean up: the file stays, the lock is gone."""
    with _holder(path) as process:
        assert is_held(path)
        assert take_lock(path) is None
        process.kill()
        process.wait(10)
        assert path.exists()
        assert not is_held(path)
        taken = take_lock(path)
        assert taken is not None
        taken.release()


def test_a_lock_handed_down_is_held_until_the_last_one_ends(path: Path) -> None:
    """A supervisor may die: its worker inherited the lock, and holds it on."""
    lock = take_lock(path)
    assert lock is not None
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[lock.descriptor])
    try:
        lock.release()
        assert is_held(path)
    finally:
        child.kill()
        child.communicate()
    assert not is_held(path)


def test_other_children_do_not_inherit_it(path: Path) -> None:
    """A process started on the way does not keep a dead session alive."""
    lock = take_lock(path)
    assert lock is not None
    command = [sys.executable, "-c", "print('up', flush=True); input()"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        lock.release()
        assert not is_held(path)
    finally:
        child.kill()
        child.communicate()


def test_the_holder_says_who_it_is(path: Path) -> None:
    """The last words written stand there alone, for the sentence that refuses the next one."""
    lock = take_lock(path)
    assert lock is not None
    lock.write("a long sentence")
    lock.write("short")
    assert path.read_text() == "short"
    lock.release()


def test_a_folder_that_cannot_be_written_is_an_error_not_a_refusal(tmp_path: Path) -> None:
    """None means that somebody else is at work, and nothing but that."""
    with pytest.raises(OSError):
        take_lock(tmp_path / "missing" / "worker.lock")
