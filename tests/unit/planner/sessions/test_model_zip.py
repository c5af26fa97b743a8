"""The model folder as one file to take away."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from model.protocol.run_folder import has_model
from planner.sessions.model_zip import zip_model


def folder_with(path: Path, *files: str) -> Path:
    """A run folder whose manifest names these files; each holds its own name."""
    path.mkdir()
    for name in files:
        (path / name).write_text(name)
    manifest = {"format_version": 1, "files": dict.fromkeys(files, "0" * 64)}
    (path / "manifest.json").write_text(json.dumps(manifest))
    return path


def test_a_folder_has_a_model_once_its_manifest_is_there(tmp_path: Path) -> None:
    """The manifest is written last, so without it there is no model."""
    (tmp_path / "weights.npz").write_bytes(b"half")
    assert not has_model(tmp_path)
    assert has_model(folder_with(tmp_path / "run", "weights.npz"))


def test_the_zip_holds_what_belongs_to_the_model_and_no_scratch(tmp_path: Path) -> None:
    """Named files, card, result and events go along; work files and files of others stay."""
    run = folder_with(tmp_path / "run", "weights-2.npz", "vocabulary.json")
    for name in ("card.md", "result.json", "events.jsonl", "weights-1.npz", "worker.lock"):
        (run / name).write_text(name)
    with zipfile.ZipFile(zip_model(run)) as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == {
            "manifest.json", "weights-2.npz", "vocabulary.json", "card.md", "result.json", "events.jsonl",
        }  # fmt: skip
        assert packed.read("weights-2.npz") == b"weights-2.npz"


def test_a_manifest_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    """A folder from a stranger does not get other files of this machine into the zip."""
    (tmp_path / "secret.txt").write_text("secret")
    run = folder_with(tmp_path / "run", "weights.npz")
    names = {"weights.npz": "", "../secret.txt": "", str(tmp_path / "secret.txt"): ""}
    (run / "manifest.json").write_text(json.dumps({"files": names}))
    (run / "card.md").symlink_to(tmp_path / "secret.txt")
    with zipfile.ZipFile(zip_model(run)) as packed:
        assert set(packed.namelist()) == {"manifest.json", "weights.npz"}
