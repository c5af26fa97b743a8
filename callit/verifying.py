"""`python -P -m callit.verifying FOLDER [--load]`: whether a box holds what its manifest says; a JSON list of checks.

It is a fresh process: nothing of the one that made the box is in it. No file is unpickled; `--load` reads `.pt` files
with `weights_only=True`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from callit.box_folder import (
    BOX_FILE,
    LOCK_FILE,
    MANIFEST_FILE,
    RESULT_FILE,
    Manifest,
    files_hash,
    is_held,
    read_manifest,
)
from callit.checks import Check, to_json
from callit.ended import best_words
from callit.errors import BoxError
from callit.keras_backend import backend_variables
from callit.lengths import length_words
from callit.whole import file_sha256

TORCH_ENDINGS = (".pt", ".pth")


def checks_of(folder: Path, *, load: bool = False) -> Iterator[Check]:
    """Every check of a box's folder, the cheap ones first; those behind a failed one that they need are left out."""
    yield _end(folder)
    try:
        manifest = read_manifest(folder)
    except BoxError as error:
        yield Check("manifest", False, str(error))
        return
    if manifest is None:
        yield Check("manifest", False, f"There is no {MANIFEST_FILE}: nothing was saved, or it was taken away.")
        return
    files = _files(folder, manifest)
    yield files
    yield _result(folder, manifest)
    if files.ok:
        yield from _weights(folder, manifest, load=load)


def end_words(folder: Path) -> str:
    """How a box ended, or that it goes on, in a sentence."""
    result = read_json(folder / RESULT_FILE)
    if result:
        return str(result.get("sentence", ""))
    if is_held(folder / LOCK_FILE):
        return "The box is still open."
    order = read_json(folder / BOX_FILE)
    try:
        seen_unix = (folder / LOCK_FILE).stat().st_mtime
        lived = length_words(seen_unix - float(order["started_unix"]))
        best = best_words(read_manifest(folder))
    except (OSError, KeyError, TypeError, ValueError, BoxError):
        return "How it ended is not known."
    at = datetime.fromtimestamp(seen_unix).strftime("%H:%M")
    return f"The process died after {lived}, at {at}; {best}."


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of a file; an empty one where there is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _end(folder: Path) -> Check:
    return Check("end", True, end_words(folder))


def _files(folder: Path, manifest: Manifest) -> Check:
    for name, sha256 in manifest.files.items():
        path = folder / name
        if not path.is_file() or folder.resolve() not in path.resolve().parents:
            return Check("files", False, f"{name} is missing.")
        if file_sha256(path) != sha256:
            return Check("files", False, f"{name} is not what was saved: its bytes have changed.")
    count = len(manifest.files)
    return Check("files", True, f"{count} file{'' if count == 1 else 's'}, each with the hash that was written down.")


def _result(folder: Path, manifest: Manifest) -> Check:
    if RESULT_FILE not in manifest.files:
        return Check("score", None, f"{manifest.metric} {manifest.value:.6g}; no end was written down beside it.")
    result = read_json(folder / RESULT_FILE)
    said = result.get("best") or {}
    if (said.get("metric"), said.get("value")) != (manifest.metric, manifest.value):
        told = f"{said.get('metric')} {said.get('value')}"
        return Check("score", False, f"{RESULT_FILE} says {told}, the manifest {manifest.metric} {manifest.value}.")
    if result.get("weights_sha256") != manifest.weights_sha256:
        return Check("score", False, f"{RESULT_FILE} names the score of other weights than those that lie here.")
    return Check("score", True, f"{manifest.metric} {manifest.value:.6g}, of weights {manifest.weights_sha256[:12]}.")


def _weights(folder: Path, manifest: Manifest, *, load: bool) -> Iterator[Check]:
    if manifest.proof.get("kind") == "keras":
        os.environ |= backend_variables(str(manifest.proof.get("backend", "tensorflow")))
        from callit.keras.fresh import keras_checks

        yield from keras_checks(folder, manifest)
        return
    inside = {
        name.removeprefix(f"{manifest.best_folder}/"): sha256
        for name, sha256 in manifest.files.items()
        if name.startswith(f"{manifest.best_folder}/")
    }
    if files_hash(inside) != manifest.weights_sha256:
        yield Check("weights", False, "The hash of the weights is not that of the files.")
        return
    yield Check("weights", True, f"The hash {manifest.weights_sha256[:12]} is that of the saved files.")
    yield from _torch(folder, inside, manifest.best_folder, load=load)
    words = "Not scored again: what these files need to become a model is known to your program alone."
    yield Check("scored again", None, words)


def _torch(folder: Path, files: Mapping[str, str], below: str, *, load: bool) -> Iterator[Check]:
    for name in (name for name in files if name.endswith(TORCH_ENDINGS)):
        if not load:
            words = f"{name} was hashed, not loaded: it may hold code. --load reads it with weights_only=True."
            yield Check("loaded", None, words)
            continue
        try:
            import torch
        except ImportError:
            yield Check("loaded", None, f"{name} was not loaded: PyTorch is not installed here.")
            continue
        try:
            torch.load(folder / below / name, map_location="cpu", weights_only=True)
        except Exception as error:
            yield Check("loaded", False, f"{name} does not load with weights_only=True: {str(error).splitlines()[0]}")
        else:
            yield Check("loaded", True, f"{name} loads with weights_only=True.")


def main(arguments: list[str]) -> int:
    """Print the checks; exit code 0 where none failed."""
    parser = argparse.ArgumentParser(prog="python -P -m callit.verifying", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--load", action="store_true")
    given = parser.parse_args(arguments)
    checks = list(checks_of(given.folder, load=given.load))
    print(to_json(checks))
    return 1 if any(check.ok is False for check in checks) else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the teardown of a learning library takes seconds
