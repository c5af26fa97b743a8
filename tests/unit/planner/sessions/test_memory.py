"""What a session may take, as the machine and its containers say, and what killed a worker."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest

from planner.sessions.memory import MemoryWatch, free_bytes, kills_by_system, tree_bytes

GB = 1_000_000_000


def _group(folder: Path, **files: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(f"{content}\n")


def _own(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "cgroup"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_container_of_version_2_leaves_its_limit_less_what_is_used(tmp_path: Path) -> None:
    """The least of a group and the groups around it counts; 'max' is no limit."""
    _group(tmp_path / "groups/box/inner", memory__max="max", memory__current=5)
    _group(tmp_path / "groups/box", memory__max=3 * GB, memory__current=1 * GB)
    assert free_bytes(tmp_path / "groups", _own(tmp_path, "0::/box/inner")) == 2 * GB


def test_a_container_of_version_1_does_so_too(tmp_path: Path) -> None:
    """Its memory groups lie in a folder of their own, and no limit is a huge number."""
    _group(tmp_path / "groups/memory/box", memory__limit_in_bytes=2 * GB, memory__usage_in_bytes=GB // 2)
    _group(tmp_path / "groups/memory", memory__limit_in_bytes=9223372036854771712, memory__usage_in_bytes=GB)
    own = _own(tmp_path, "5:cpu:/other", "4:memory:/box", "0::/")
    assert free_bytes(tmp_path / "groups", own) == 3 * GB // 2


def test_a_group_that_is_full_leaves_nothing(tmp_path: Path) -> None:
    """Not a negative number."""
    _group(tmp_path / "groups/box", memory__max=GB, memory__current=2 * GB)
    assert free_bytes(tmp_path / "groups", _own(tmp_path, "0::/box")) == 0


def test_without_groups_the_machine_decides(tmp_path: Path) -> None:
    """As on macOS, where there are none."""
    assert 0 < free_bytes(tmp_path / "none", tmp_path / "no-file") <= psutil.virtual_memory().total


def test_kills_by_the_system_are_counted_where_it_says(tmp_path: Path) -> None:
    """Version 2 and version 1 name the same counter in files of their own."""
    _group(tmp_path / "groups/box", memory__events="low 0\nhigh 0\noom 3\noom_kill 2")
    assert kills_by_system(tmp_path / "groups", _own(tmp_path, "0::/box")) == 2
    _group(tmp_path / "groups/memory/box", memory__oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 4")
    assert kills_by_system(tmp_path / "groups", _own(tmp_path, "4:memory:/box")) == 4
    assert kills_by_system(tmp_path / "none", tmp_path / "no-file") == 0


def test_memory_of_a_tree_is_that_of_its_processes() -> None:
    """This very process takes some; one that is gone takes nothing."""
    assert tree_bytes(os.getpid()) >= psutil.Process().memory_info().rss * 0.5
    assert tree_bytes(2**22 + 12345) == 0


def test_shared_pages_are_told_apart_only_where_it_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below, all that is resident counts, and the system is not asked to go through every page."""
    exact = tree_bytes(os.getpid())
    monkeypatch.setattr(psutil.Process, "memory_full_info", lambda _: pytest.fail("it was asked"))
    assert tree_bytes(os.getpid(), exact_from=1e15) >= exact * 0.9


@pytest.mark.parametrize(
    ("code", "peak", "kills_after", "is_memory"),
    [
        (-signal.SIGKILL, 900, 0, True),
        (-signal.SIGKILL, 500, 0, False),
        (-signal.SIGKILL, 500, 1, True),
        (-signal.SIGSEGV, 900, 1, False),
        (1, 900, 0, False),
    ],
)
def test_a_death_is_put_down_to_memory_only_with_a_sign_of_it(
    code: int, peak: int, kills_after: int, *, is_memory: bool
) -> None:
    """SIGKILL near the limit, or while the system's own counter rose."""
    kills = iter([0, kills_after])
    watch = MemoryWatch(1_000, tree=lambda pid, exact_from: peak, kills=lambda: next(kills))
    watch.begin()
    assert not watch.is_over(1)
    assert watch.was_the_cause(code) is is_memory
