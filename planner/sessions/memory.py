"""Memory of a session: what it may take, what its processes take now, and whether memory is what killed one.

Containers say their limit through control groups, of which there are two versions; the least of theirs and what the
machine has free counts. Linux kills a process that asks for too much without a word, so a death by SIGKILL near the
limit, or while the group's own counter of such kills rose, is taken for one.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

LEAST_LIMIT_BYTES = 1_500_000_000  # TensorFlow alone takes 620 MB, and the reload in a fresh process a second one
DEFAULT_SHARE = 0.8  # of what is free
NEAR_LIMIT_SHARE = 0.8
CGROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")
_NO_LIMIT_BYTES = 1 << 60  # version 1 writes a number near 2^63 where there is none


def free_bytes(cgroups: Path = CGROUPS, own_groups: Path = _OWN_GROUPS) -> int:
    """Bytes that processes started from here may take together: what is available, within every control group."""
    left = [limit - used for limit, used in (_limit_of(group) for group in _groups(cgroups, own_groups)) if limit]
    return max(0, min([psutil.virtual_memory().available, *left]))


def default_limit_bytes() -> int:
    """What a session may take where nobody said: most of what is free."""
    return int(DEFAULT_SHARE * free_bytes())


def kills_by_system(cgroups: Path = CGROUPS, own_groups: Path = _OWN_GROUPS) -> int:
    """How many processes of this control group the system has killed for memory; 0 where it does not say."""
    counts = [0]
    for group in _groups(cgroups, own_groups):
        for name in ("memory.events", "memory.oom_control"):
            with suppress(OSError, ValueError):
                words = dict(line.split() for line in (group / name).read_text().splitlines())
                counts.append(int(words.get("oom_kill", 0)))
    return max(counts)


def tree_bytes(pid: int, exact_from: float = 0.0) -> int:
    """Bytes in memory of a process and all its descendants; those that end meanwhile count nothing.

    Pages that several of them share, such as TensorFlow's code, count once where the system says so (Linux), but only
    where all together are `exact_from` bytes or more: for that the system goes through every page, and holds up the
    process meanwhile.
    """
    processes: list[psutil.Process] = []
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    with_shared = sum(_bytes(process, _resident) for process in processes)
    return with_shared if with_shared < exact_from else sum(_bytes(process, _share) for process in processes)


def _bytes(process: psutil.Process, of: Callable[[psutil.Process], int]) -> int:
    with suppress(psutil.Error):
        return of(process)
    return 0


def _resident(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def _share(process: psutil.Process) -> int:
    whole = process.memory_full_info()
    return int(getattr(whole, "pss", whole.rss))


@dataclass(slots=True)
class MemoryWatch:
    """Watches one worker and its children against a limit in bytes."""

    limit_bytes: int
    tree: Callable[[int, float], int] = tree_bytes
    kills: Callable[[], int] = kills_by_system
    peak_bytes: int = 0
    kills_before: int = 0

    def begin(self) -> None:
        """A new worker: nothing is taken yet."""
        self.peak_bytes, self.kills_before = 0, self.kills()

    def is_over(self, pid: int) -> bool:
        """Look now; whether the worker takes more than it may."""
        near_limit = NEAR_LIMIT_SHARE * self.limit_bytes
        self.peak_bytes = max(self.peak_bytes, self.tree(pid, near_limit))
        return self.peak_bytes > self.limit_bytes

    def was_the_cause(self, exit_code: int) -> bool:
        """Whether a worker that ended so died of memory."""
        is_near = self.peak_bytes > NEAR_LIMIT_SHARE * self.limit_bytes
        return exit_code == -signal.SIGKILL and (is_near or self.kills() > self.kills_before)


def _groups(cgroups: Path, own_groups: Path) -> list[Path]:
    """Folders of the memory control groups that this process is in, from its own up to the root."""
    try:
        lines = [line.split(":", 2) for line in own_groups.read_text().splitlines()]
    except OSError:  # not Linux
        return []
    groups = []
    for _, controllers, path in lines:
        root = cgroups / "memory" if "memory" in controllers.split(",") else cgroups if not controllers else None
        if root is not None:
            own = root / path.lstrip("/")
            groups += [own, *(parent for parent in own.parents if parent.is_relative_to(root))]
    return groups


def _limit_of(group: Path) -> tuple[int, int]:
    """Limit and use of one control group in bytes; a limit of 0 stands for none."""
    for limit, used in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
        with suppress(OSError, ValueError):
            value = int((group / limit).read_text())  # "max" is no number: none
            if value < _NO_LIMIT_BYTES:
                return value, int((group / used).read_text())
    return 0, 0
