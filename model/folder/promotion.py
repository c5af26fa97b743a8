"""A model that was saved beside the one in a folder takes that one's place; until then the folder is as it was."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from model.folder.manifest import file_sha256, read_manifest, write_manifest
from model.protocol.manifest import Manifest, ProofNote
from model.protocol.run_folder import HALF_KERAS_FILE, KERAS_FILE
from model.protocol.whole_file import HALF


def put_in_place(candidate: Path, folder: Path, *, proven: ProofNote) -> Manifest:
    """Give `folder` the model that lies in `candidate`, noted as proven; its manifest is replaced in one step.

    Raises
    ------
    ModelFolderError
        No model lies in `candidate`.
    OSError
        No room, or the folder cannot be written: the former model stays.
    """
    manifest = replace(read_manifest(candidate), proven=proven)
    for name, sha256 in manifest.files.items():
        if not _has(folder / name, sha256):
            _share(candidate / name, folder / name, half=folder / (name + HALF))
    is_network = (candidate / KERAS_FILE).is_file()
    if is_network:
        _share(candidate / KERAS_FILE, folder / KERAS_FILE, half=folder / HALF_KERAS_FILE)
    write_manifest(folder, manifest)
    if not is_network:
        (folder / KERAS_FILE).unlink(missing_ok=True)  # of a network that is no part of the model any more
    return manifest


def _has(path: Path, sha256: str) -> bool:
    return path.is_file() and file_sha256(path) == sha256


def _share(source: Path, target: Path, *, half: Path) -> None:
    """The same bytes under another name: a second link where the file system has them, else a copy."""
    try:
        half.unlink(missing_ok=True)
        try:
            os.link(source, half)
        except OSError:
            shutil.copyfile(source, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
