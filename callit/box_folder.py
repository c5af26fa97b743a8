"""The folder of a box: what was best, whole, and a manifest that names it.

```
box.json         what was asked for: the box, its start, the phase
worker.lock      held by the process at work, touched every few seconds
best-0003/       the files of the best so far
manifest.json    the files with their hashes, the score, and what else is known of it; replaced in one step
result.json      how the box ended
```
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from callit.errors import BoxError
from callit.whole import Save, file_sha256, files_below, whole_folder, write_whole

MANIFEST_FILE, RESULT_FILE, BOX_FILE, LOCK_FILE = "manifest.json", "result.json", "box.json", "worker.lock"
FORMAT, FORMAT_VERSION = "callit box", 1
UNSCORED = "training "  # begins the metric of what was kept before it was validated
_BEST = re.compile(r"best-\d{4,}(\.half)?")
_LOCK_TRIES, _BETWEEN_TRIES_S = 5, 0.02
_MOST_BYTES = 8 * 2**20  # of a manifest


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a box holds: what it does not name is no part of it.

    `files`: name below the folder -> SHA-256. `at_s`: seconds of the box at which the score was reached. `proof`: what
    a fresh process needs to score it again.
    """

    metric: str
    value: float
    files: Mapping[str, str]
    weights_sha256: str
    best_folder: str
    at_s: float
    scores: Mapping[str, float] = field(default_factory=dict)
    data_sha256: str = ""
    proof: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_scored(self) -> bool:
        """False where it was kept before its score was known: `metric` is what training itself measured."""
        return not self.metric.startswith(UNSCORED)

    def to_json(self) -> str:
        """The whole file. `of_this` is a hash over the rest: a score that is edited by hand is seen."""
        told = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps({**told, "of_this": _digest(told)}, indent=1, ensure_ascii=False)


def _digest(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def is_box(folder: Path) -> bool:
    """Whether a box was opened in a folder."""
    return (folder / BOX_FILE).is_file()


def read_manifest(folder: Path) -> Manifest | None:
    """What a box holds; None where nothing was saved yet.

    Raises
    ------
    BoxError
        It cannot be read, is of a newer version, or was changed by hand.
    """
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too long")
        return _parsed(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BoxError(f"{MANIFEST_FILE} cannot be read ({error}).") from error


def _parsed(told: dict[str, Any]) -> Manifest:
    if told.pop("format") != FORMAT:
        raise ValueError("it is not that of a box")
    if told.pop("format_version") != FORMAT_VERSION:
        raise BoxError(f"{MANIFEST_FILE} is of a newer version of Call It. Update Call It.")
    of_this = told.pop("of_this")
    if of_this != _digest({"format": FORMAT, "format_version": FORMAT_VERSION, **told}):
        raise BoxError(f"{MANIFEST_FILE} was changed by hand: its score or its files are not what was written.")
    manifest = Manifest(**told)
    if not all(map(_is_inside, manifest.files)):
        raise ValueError("it names files outside the folder")
    return manifest


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


class BoxFolder:
    """A folder that this process opened for a box, and whose lock it holds."""

    def __init__(self, path: Path, order: Mapping[str, Any]) -> None:
        self.path = path
        self.manifest: Manifest | None = None
        self.lasting: dict[str, str] = {}  # files with their hashes that stay when another is the best
        self.proof: Mapping[str, Any] = {}  # what a fresh process needs to score the best again
        self._number = 0
        self._lock: int | None = _locked(path / LOCK_FILE)
        write_whole(path / BOX_FILE, json.dumps(dict(order), indent=1, ensure_ascii=False).encode())

    def keep(
        self,
        save: Save,
        *,
        metric: str,
        value: float,
        scores: Mapping[str, float],
        at_s: float,
        proof: Mapping[str, Any] | None = None,
    ) -> Manifest:
        """Have `save` write what is best now; the manifest names it once it is whole, and the former one goes.

        Where `save` gives a string back, that is the hash of the weights; else it is one over the files. `proof`: where
        it is another than that of the folder.

        Raises
        ------
        OSError, ...
            What `save` raises; what was kept before stays.
        """
        name = self._free_name()
        with whole_folder(self.path / name) as half:
            said = save(half)
            hashes = {file.relative_to(half).as_posix(): file_sha256(file) for file in files_below(half)}
            if not hashes:
                raise BoxError("save wrote no file into the folder that it was given. Write into that folder.")
        weights = said if isinstance(said, str) else files_hash(hashes)
        files = {**{f"{name}/{file}": sha256 for file, sha256 in hashes.items()}, **self.lasting}
        known = self.proof if proof is None else proof
        self._put(Manifest(metric, value, files, weights, name, at_s, scores, proof=known))
        self._remove_former()
        assert self.manifest is not None
        return self.manifest

    def _free_name(self) -> str:
        """The next number that no folder has: one may be in its place already that Ctrl-C left without a manifest."""
        while (self.path / (name := f"best-{self._number + 1:04d}")).exists():
            self._number += 1
        return name

    def open_again(self, order: Mapping[str, Any]) -> None:
        """Take the lock again, and keep what was best; how it ended before is told no more."""
        if self.manifest is not None:
            files = {name: sha256 for name, sha256 in self.manifest.files.items() if name != RESULT_FILE}
            self._put(replace(self.manifest, files=files))
        (self.path / RESULT_FILE).unlink(missing_ok=True)
        self._lock = _locked(self.path / LOCK_FILE)
        write_whole(self.path / BOX_FILE, json.dumps(dict(order), indent=1, ensure_ascii=False).encode())

    def add(self, *names: str, **changes: Any) -> None:
        """Have the manifest name further files of the folder, or say something else; nothing where none is kept."""
        if self.manifest is not None:
            further = {name: file_sha256(self.path / name) for name in names}
            self._put(replace(self.manifest, files={**self.manifest.files, **further}, **changes))

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the folder, whole; the manifest names it."""
        write_whole(self.path / name, content)
        self.add(name)

    def touch(self) -> None:
        """A sign of life."""
        with suppress(OSError):
            os.utime(self.path / LOCK_FILE)

    def discard(self) -> None:
        """Let the folder go, and remove it, as nothing was done in it; what somebody else put there stays."""
        self.close()
        for name in (BOX_FILE, LOCK_FILE):
            (self.path / name).unlink(missing_ok=True)
        with suppress(OSError):
            self.path.rmdir()

    def close(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _put(self, manifest: Manifest) -> None:
        write_whole(self.path / MANIFEST_FILE, manifest.to_json().encode())
        self.manifest = manifest

    def _remove_former(self) -> None:
        for path in self.path.iterdir():
            kept = self.manifest is not None and path.name == self.manifest.best_folder
            if _BEST.fullmatch(path.name) and not kept:
                shutil.rmtree(path, ignore_errors=True)


def files_hash(hashes: Mapping[str, str]) -> str:
    """One hash over files and their names: that of the weights where only files are known."""
    return hashlib.sha256("\n".join(f"{hashes[name]}  {name}" for name in sorted(hashes)).encode()).hexdigest()


def _locked(path: Path) -> int:
    """Take the lock; whoever looks whether it is held has it for an instant.

    Raises
    ------
    BoxError
        Another process holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    for _ in range(_LOCK_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_BETWEEN_TRIES_S)
        else:
            return descriptor
    os.close(descriptor)
    raise BoxError(f"Another process is at work in {path.parent}. Name another folder with folder=.")


def free_folder(wanted: Path | None, started_unix: float) -> Path:
    """A folder made for this box alone: the one that was named, else one below `callit-boxes`; never one in use.

    Raises
    ------
    BoxError
        It cannot be made.
    """
    named = Path("callit-boxes", time.strftime("%Y%m%d-%H%M%S", time.localtime(started_unix)))
    first = (named if wanted is None else Path(wanted).expanduser()).absolute()
    number = 1
    try:
        first.parent.mkdir(parents=True, exist_ok=True)
        while not _is_made(folder := first if number == 1 else first.with_name(f"{first.name}-{number}")):
            number += 1
    except OSError as error:
        raise BoxError(
            f"The folder {first} cannot be made ({error.strerror}). Name another one with folder=."
        ) from error
    return folder


def _is_made(folder: Path) -> bool:
    """Whether it is there for us: new, or empty and not taken by another in this moment."""
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir() or any(folder.iterdir()):
            return False
    return True


def is_held(path: Path) -> bool:
    """Whether a process holds the lock on a file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
