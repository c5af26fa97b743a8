"""`manifest.json` in its folder: replaced in one step, read, its files checked. Its form is `model.protocol.manifest`.

Files get new names, then the manifest is replaced in one step: at any moment it names files that are there whole.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from model.protocol.errors import ModelFolderError
from model.protocol.manifest import Manifest, ManifestNewer, ManifestUnreadable, PartScores, ProofNote
from model.protocol.run_folder import MANIFEST_FILE, remove_leftovers
from model.protocol.whole_file import whole_file

_MOST_BYTES = 8 * 2**20  # of a manifest; a real one has a few thousand


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place in one step, and remove the model files that it does not name."""
    with whole_file(folder / MANIFEST_FILE) as file:
        file.write(manifest.to_json().encode("utf-8", "surrogatepass"))
    _flush_folder(folder)
    remove_leftovers(folder, kept=manifest.files)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a model folder, its form checked.

    Raises
    ------
    ModelFolderError
        No folder, no model in it, damaged, or of a newer format.
    """
    if not folder.is_dir():
        raise ModelFolderError(f"There is no folder {folder}. Name the folder that 'callit train' left.")
    path = folder / MANIFEST_FILE
    if not path.is_file():
        raise ModelFolderError(f"{folder} holds no model (no {MANIFEST_FILE}). Name the folder that training left.")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ManifestUnreadable(f"{MANIFEST_FILE} cannot be read")
        return Manifest.parse(path.read_bytes().decode("utf-8", "surrogatepass"))
    except ManifestNewer as error:
        newer = f"The model in {folder} was saved by a newer version of Call It. Update Call It."
        raise ModelFolderError(newer) from error
    except ManifestUnreadable as error:
        raise damaged(folder, str(error)) from error
    except (OSError, ValueError) as error:
        raise damaged(folder, f"{MANIFEST_FILE} cannot be read") from error


def with_scores(folder: Path, scores: PartScores) -> None:
    """Replace the scores in a folder's manifest; nothing else changes."""
    write_manifest(folder, replace(read_manifest(folder), scores=scores))


def with_proof(folder: Path, proven: ProofNote) -> Manifest:
    """Note in a folder's manifest that its model is proven, and when; nothing else changes."""
    manifest = replace(read_manifest(folder), proven=proven)
    write_manifest(folder, manifest)
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Refuse a folder whose files are not those that were saved (`ModelFolderError`)."""
    for name, sha256 in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise damaged(folder, f"{name} is missing")
        if file_sha256(path) != sha256:
            raise damaged(folder, f"{name} is not what was saved")


def damaged(folder: Path, what: str) -> ModelFolderError:
    """The sentence for a model that cannot be trusted."""
    return ModelFolderError(f"The model in {folder} is damaged: {what}. Copy the folder again, or train again.")


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
