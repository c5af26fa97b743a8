"""`manifest.json`: which files belong to the model in a folder, with hashes, scores and where it comes from.

Files get new names, then the manifest is replaced in one step: at any moment it names files that are there whole.
What it does not name is no part of the model.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from model.protocol.errors import ModelFolderError
from model.protocol.run_folder import MANIFEST_FILE, remove_leftovers
from model.protocol.whole_file import whole_file

FORMAT_VERSION = 1
_MOST_BYTES = 8 * 2**20  # of a manifest; a real one has a few thousand


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in a model folder.

    `files`: name -> sha256 of each file that `predict` needs; `description`: the sizes of the model as plain data;
    `weights_sha256`: one hash over all its arrays; `scores`: part -> metric -> value, low, high. `proven` is empty, or
    says when (`unix_s`) a fresh process reloaded these files with the same predictions of so many `texts`.
    """

    files: Mapping[str, str]
    description: Mapping[str, Any]
    weights_sha256: str
    scores: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    proven: Mapping[str, Any] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION

    @property
    def has_network(self) -> bool:
        """Whether a network is part of the model."""
        return self.description.get("network") is not None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place in one step, and remove the model files that it does not name."""
    content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, allow_nan=False)
    with whole_file(folder / MANIFEST_FILE) as file:
        file.write(content.encode("utf-8", "surrogatepass"))
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
            raise ValueError("too large")
        return _checked(json.loads(path.read_bytes().decode("utf-8", "surrogatepass")), folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(folder, f"{MANIFEST_FILE} cannot be read") from error


def with_scores(folder: Path, scores: Mapping[str, Any]) -> None:
    """Replace the scores in a folder's manifest; nothing else changes."""
    write_manifest(folder, replace(read_manifest(folder), scores=scores))


def with_proof(folder: Path, proven: Mapping[str, Any]) -> Manifest:
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


def _checked(found: Any, folder: Path) -> Manifest:
    version = found["format_version"]
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise ModelFolderError(f"The model in {folder} was saved by a newer version of Call It. Update Call It.")
    if version != FORMAT_VERSION or not all(_is_plain(name) for name in found["files"]):
        raise ValueError("not a manifest")
    return Manifest(
        files={str(name): str(sha256) for name, sha256 in found["files"].items()},
        description=dict(found["description"]),
        weights_sha256=str(found["weights_sha256"]),
        scores=dict(found["scores"]),
        provenance=dict(found["provenance"]),
        proven=dict(found.get("proven", {})),  # folders of earlier versions do not say
    )


def _is_plain(name: str) -> bool:
    """Whether it names a file in the folder itself: a stranger's manifest must not point elsewhere."""
    return bool(name) and name == Path(name).name and not name.startswith(".")


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
