"""Files named by their hash, under a node's data folder: what lies there once is never sent again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from model.protocol.whole_file import HALF

KEPT_S = 30 * 24 * 3600.0  # a file that no session has used for so long is given up
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WrongContent(ValueError):
    """What came is not what was announced."""


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ContentStore:
    """The files of a folder, each under the hash of its bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file lies, or would."""
        if not _SHA256.fullmatch(sha256):
            raise WrongContent(f"'{sha256[:80]}' is no hash")
        return self._folder / sha256

    def missing(self, hashes: Iterable[str]) -> list[str]:
        """Those that do not lie here, in their order; the others count as used now."""
        return [sha256 for sha256 in dict.fromkeys(hashes) if not self._use(sha256)]

    def put(self, sha256: str, offset: int, data: bytes, size: int) -> None:
        """Add a stretch of a file; with the last one it is there, if its hash is right.

        Raises
        ------
        WrongContent
            It does not follow what came before, or the whole has another hash.
        """
        target = self.path(sha256)
        half = target.with_name(target.name + HALF)
        self._folder.mkdir(parents=True, exist_ok=True)
        if offset and not half.is_file():
            raise WrongContent("a part before this one is missing")
        with half.open("r+b" if offset else "wb") as file:
            if file.seek(0, 2) < offset:
                raise WrongContent("a part before this one is missing")
            file.truncate(offset)
            file.seek(offset)
            file.write(data)
        if offset + len(data) >= size:
            if sha256_of(half) != sha256:
                half.unlink(missing_ok=True)
                raise WrongContent("the file that came is not the one that was announced")
            half.replace(target)

    def sweep(self, now_unix: float) -> None:
        """Give up what no session has used for a month."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.stat().st_mtime < now_unix - KEPT_S:
                    path.unlink(missing_ok=True)

    def _use(self, sha256: str) -> bool:
        path = self.path(sha256)
        with suppress(OSError):
            path.touch(exist_ok=True) if path.is_file() else None
        return path.is_file()


def stale(path: Path, now_unix: float) -> bool:
    """Whether nobody has touched a file or folder for a month."""
    with suppress(OSError):
        return path.stat().st_mtime < now_unix - KEPT_S
    return False
