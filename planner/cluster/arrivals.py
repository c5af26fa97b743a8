"""What comes back from a node, put into our run folder: a model is here when all of its files are, never before.

Files get their new names first, each held to the hash that the manifest names, and the manifest is replaced last.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from model.protocol.manifest import Manifest, ManifestUnreadable
from model.protocol.run_folder import (
    KERAS_FILE,
    MANIFEST_FILE,
    PREPARED_FACTS,
    PREPARED_FOLDER,
    RESULT_FILE,
    RESUME_FOLDER,
    WORKER_LOG,
    is_model_file,
    remove_leftovers,
)
from model.protocol.whole_file import HALF, whole_file
from planner.cluster.content import sha256_of
from planner.cluster.event_lines import Clocks
from planner.cluster.shelf import is_brought_back

Read = Callable[[str, int], tuple[dict[str, Any], bytes]]  # a file's name there, and an offset
TRIES = 3  # of a file that changes while it is read
CURRENT_EVERY = 10.0  # what a checkpoint takes to fetch is at most this part of the time between two of them


class Changed(Exception):
    """The file is another one by now, or gone."""


class NoTime(Exception):
    """What is fetched is not worth waiting for any longer."""


@dataclass(slots=True)
class Arrivals:
    """The run folder here, and a way to read the one there. `pulse` is called between any two parts.

    `signs` are those of the files as they were when they were fetched.
    """

    run_folder: Path
    read: Read
    clocks: Clocks
    pulse: Callable[[], None] = lambda: None
    signs: dict[str, str] = field(default_factory=dict)
    bytes_came: int = 0
    _next_checkpoint: float = 0.0
    _goes_on: Callable[[], bool] = lambda: True

    def fetch_model(self, there: Mapping[str, str]) -> bool:
        """Bring the model that lies there now; whether ours is that one afterwards."""
        sign = there.get(MANIFEST_FILE)
        if sign is None or self.signs.get(MANIFEST_FILE) == sign:
            return sign is not None
        for _ in range(TRIES):
            try:
                self._take_model()
            except (Changed, ManifestUnreadable):
                continue  # a newer one took its place meanwhile
            return True
        return False

    def fetch_checkpoint(self, there: Mapping[str, str]) -> None:
        """Bring what another node would go on from: what was prepared once, then where the training stands, seldom."""
        if PREPARED_FACTS in there and not (self.run_folder / PREPARED_FACTS).is_file():
            self._take_prepared(there)
            return
        new = [name for name in there if _is_checkpoint(name) and self.signs.get(name) != there[name]]
        if new and time.monotonic() >= self._next_checkpoint:
            begun = time.monotonic()
            self._take_all(new)
            self._next_checkpoint = time.monotonic() + CURRENT_EVERY * (time.monotonic() - begun)

    def fetch_rest(self, there: Mapping[str, str]) -> None:
        """Bring all else that an ended session has to say, but for what is large and what a further box is for."""
        self._take_all(self._new(there, lambda name: not name.startswith(RESUME_FOLDER) and name != KERAS_FILE))
        if KERAS_FILE not in there or self.signs.get(KERAS_FILE) != there[KERAS_FILE]:  # of another network than this
            (self.run_folder / KERAS_FILE).unlink(missing_ok=True)

    def fetch_checkpoints(self, there: Mapping[str, str], goes_on: Callable[[], bool] = lambda: True) -> bool:
        """Bring the network as Keras' file and what a further box would go on from; what is gone there goes here too.

        It is large, and looked at between any two parts of it: False where it did not `goes_on` until all was here.
        """
        self._goes_on = goes_on
        try:
            self._take_all(self._new(there, lambda name: name == KERAS_FILE))
            if PREPARED_FACTS in there and not (self.run_folder / PREPARED_FACTS).is_file():
                self._take_prepared(there)
            self._take_all(self._new(there, lambda name: name.startswith(RESUME_FOLDER)))
        except NoTime:
            return False
        finally:
            self._goes_on = lambda: True
        self._drop_checkpoints(there)
        return True

    def _new(self, there: Mapping[str, str], is_asked: Callable[[str], bool]) -> list[str]:
        """Names of files there that are not here as they are there; a model's come with their manifest."""
        skipped = (MANIFEST_FILE, WORKER_LOG)
        new = [name for name in there if name not in skipped and self.signs.get(name) != there[name]]
        return sorted(name for name in new if is_asked(name) and not is_model_file(name))

    def take_log(self, there: Mapping[str, str]) -> None:
        """Add what the worker there wrote to its log to ours."""
        with suppress(Changed, OSError):
            if WORKER_LOG in there and (said := self._bytes(WORKER_LOG)):
                with (self.run_folder / WORKER_LOG).open("ab") as log:
                    log.write(b"--- on the node:\n" + said)

    def _take_model(self) -> None:
        text = self._bytes(MANIFEST_FILE)
        manifest = Manifest.parse(text.decode("utf-8", "surrogatepass"))
        for name, sha256 in manifest.files.items():
            path = self.run_folder / name
            if not (path.is_file() and sha256_of(path) == sha256):
                self._take(name, sha256=sha256)
        if manifest.proven is not None:
            proven = replace(manifest.proven, unix_s=self.clocks.here(manifest.proven.unix_s))
            manifest = replace(manifest, proven=proven)
        put_manifest(self.run_folder, manifest)

    def _take_prepared(self, there: Mapping[str, str]) -> None:
        """The file that says that all of it is there comes last."""
        inside = [name for name in there if name.startswith(PREPARED_FOLDER + "/") and name != PREPARED_FACTS]
        for name in (*inside, PREPARED_FACTS):
            with suppress(Changed):
                self._take(name)

    def _take_all(self, names: list[str]) -> None:
        for name in names:
            with suppress(Changed):
                self._take(name)

    def _take(self, name: str, sha256: str | None = None) -> None:
        if not is_brought_back(name):
            raise Changed(name)
        path = self.run_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + HALF)
        try:
            sign = self._copy_to(name, half)
            if sha256 is not None and sha256_of(half) != sha256:
                raise Changed(name)
            if name == RESULT_FILE:
                half.write_bytes(self._result(half.read_bytes()))
            half.replace(path)
            self.signs[name] = sign
        finally:
            half.unlink(missing_ok=True)

    def _copy_to(self, name: str, path: Path) -> str:
        with path.open("wb") as file:
            told, part = self.read(name, 0)
            sign, size = told["sign"], told["size"]
            while sign and part:
                file.write(part)
                self.bytes_came += len(part)
                self.pulse()
                if file.tell() >= size:
                    break
                if not self._goes_on():
                    raise NoTime(name)
                told, part = self.read(name, file.tell())
                if told["sign"] != sign:
                    raise Changed(name)
            if not sign or file.tell() != size:
                raise Changed(name)
        return str(sign)

    def _bytes(self, name: str) -> bytes:
        said, sign, size = b"", "", 1
        while len(said) < size:
            told, part = self.read(name, len(said))
            if not told["sign"] or (sign and told["sign"] != sign):
                raise Changed(name)
            sign, size, said = str(told["sign"]), int(told["size"]), said + part
            if not part:
                break
        self.signs[name] = sign
        return said

    def _result(self, said: bytes) -> bytes:
        """Its one instant by the clock here."""
        try:
            told = json.loads(said)
            if isinstance(told.get("proven_unix"), int | float):
                told["proven_unix"] = self.clocks.here(told["proven_unix"])
            return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
        except (ValueError, AttributeError, RecursionError):
            return said

    def _drop_checkpoints(self, there: Mapping[str, str]) -> None:
        """What the session there gave up, such as a training that came to its end, is not gone on with here."""
        folder = self.run_folder / RESUME_FOLDER
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_file() and f"{RESUME_FOLDER}/{path.name}" not in there:
                path.unlink(missing_ok=True)


def put_manifest(run_folder: Path, manifest: Manifest) -> None:
    """Replace ours in one step, and remove the model files that it does not name."""
    with whole_file(run_folder / MANIFEST_FILE) as file:
        file.write(manifest.to_json().encode("utf-8", "surrogatepass"))
    remove_leftovers(run_folder, kept=manifest.files)


def _is_checkpoint(name: str) -> bool:
    return name.startswith(RESUME_FOLDER + "/") and not name.startswith(PREPARED_FOLDER + "/")
