"""What a folder says about the model in it, and the one sentence for each way in which that can be wrong."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.folder.manifest import (
    check_files,
    file_sha256,
    read_manifest,
    with_proof,
    with_scores,
    write_manifest,
)
from model.protocol.errors import ModelFolderError
from model.protocol.manifest import Manifest, ModelSizes, ProofNote, Provenance
from model.protocol.result import Interval
from model.protocol.run_folder import MANIFEST_FILE

NAME = "benchmark-0123456789ab.npz"
SIZES = ModelSizes(("bad", "good"), 9, 4, None)
SCORES = {"held_out": {"accuracy": Interval(0.5)}}


def _manifest(folder: Path, content: str = "weights", **changes: Any) -> Manifest:
    (folder / NAME).write_text(content)
    facts: dict[str, Any] = {"files": {NAME: file_sha256(folder / NAME)}, "description": SIZES, "weights_sha256": "abc"}
    return Manifest(**{**facts, **changes})


def _rewrite(folder: Path, **changes: Any) -> None:
    path = folder / MANIFEST_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _sentence(folder: Path) -> str:
    """What a person is told; it must be one sentence or two, and no more than a line or so."""
    with pytest.raises(ModelFolderError) as caught:
        check_files(folder, read_manifest(folder))
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "Traceback" not in said
    return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "model"
    path.mkdir()
    write_manifest(path, _manifest(path, scores=SCORES, provenance=Provenance(seed=7)))
    return path


def test_what_was_written_is_read(folder: Path) -> None:
    """Files, description, scores and where it comes from."""
    found = read_manifest(folder)
    assert found == _manifest(folder, scores=SCORES, provenance=Provenance(seed=7))
    check_files(folder, found)


def test_labels_of_any_script_are_kept(folder: Path) -> None:
    """Half an emoji, left by a sloppy export, included."""
    classes = ("schlecht", "好", "😀", "\ud83d")
    write_manifest(folder, _manifest(folder, description=replace(SIZES, classes=classes)))
    assert read_manifest(folder).description.classes == classes


def test_scores_can_be_put_in_later(folder: Path) -> None:
    """Nothing else changes."""
    before = read_manifest(folder)
    with_scores(folder, {"held_out": {}})
    after = read_manifest(folder)
    assert after.scores == {"held_out": {}}
    assert (after.files, after.provenance) == (before.files, before.provenance)


def test_that_it_is_proven_can_be_noted_later(folder: Path) -> None:
    """And when; the model is the same."""
    before = read_manifest(folder)
    assert not before.proven
    with_proof(folder, ProofNote(1_800_000_000.5, 20))
    after = read_manifest(folder)
    assert after.proven == ProofNote(1_800_000_000.5, 20)
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert told["proven"] == {"unix_s": 1_800_000_000.5, "texts": 20}
    assert (after.files, after.scores) == (before.files, before.scores)


def test_a_folder_of_an_earlier_version_is_read(folder: Path) -> None:
    """Its manifest says nothing of a proof."""
    path = folder / MANIFEST_FILE
    said = json.loads(path.read_text())
    del said["proven"]
    path.write_text(json.dumps(said))
    check_files(folder, read_manifest(folder))
    assert not read_manifest(folder).proven


def test_files_of_the_former_model_go_when_the_new_one_is_in_place(folder: Path) -> None:
    """With what a save that was cut off had left; a person's own files and the card stay."""
    (folder / "card.md").write_text("card")
    (folder / "network-0123456789ab.npz.half").write_text("half")
    (folder / "network-ba9876543210.npz").write_text("named by no manifest")
    new = "benchmark-ba9876543210.npz"
    (folder / new).write_text("new")
    write_manifest(folder, Manifest({new: file_sha256(folder / new)}, SIZES, "def"))
    assert {path.name for path in folder.iterdir()} == {MANIFEST_FILE, new, "card.md"}


def test_no_folder_and_no_model_say_what_to_name(tmp_path: Path) -> None:
    """A mistyped path is the most common mistake."""
    assert _sentence(tmp_path / "modle") == (
        f"There is no folder {tmp_path / 'modle'}. Name the folder that 'callit train' left."
    )
    assert "holds no model" in _sentence(tmp_path)


def test_a_missing_file_is_named(folder: Path) -> None:
    """The person may have copied a part of the folder only."""
    (folder / NAME).unlink()
    assert f"damaged: {NAME} is missing. Copy the folder again, or train again." in _sentence(folder)


def test_a_changed_file_is_named(folder: Path) -> None:
    """One byte is enough."""
    (folder / NAME).write_text("weighty")
    assert f"damaged: {NAME} is not what was saved." in _sentence(folder)


def test_a_folder_in_place_of_a_file_is_a_missing_file(folder: Path) -> None:
    """No error of another kind gets through."""
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    assert "is missing" in _sentence(folder)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b.npz", "..", ".", "", ".hidden", "sub/../x"])
def test_names_that_lead_out_of_the_folder_are_refused(folder: Path, name: str) -> None:
    """A stranger's folder reads nothing of this machine."""
    _rewrite(folder, files={name: "0" * 64})
    assert f"{MANIFEST_FILE} cannot be read" in _sentence(folder)


@pytest.mark.parametrize(
    "changes",
    [{"scores": {"held_out": 3}}, {"provenance": {"seed": "seven", "moon": 1}}, {"proven": {"texts": 3}}, {"moon": 1}],
)
def test_what_only_tells_of_the_model_costs_no_more_than_itself(folder: Path, changes: dict[str, Any]) -> None:
    """A part that is not as it should be is left out, and a key that nobody knows is passed over."""
    _rewrite(folder, **changes)
    found = read_manifest(folder)
    assert (found.files, found.description) == (_manifest(folder).files, SIZES)
    assert found.scores == ({} if "scores" in changes else SCORES)
    assert found.provenance.seed == (None if "provenance" in changes else 7)
    assert found.proven is None


def test_a_description_that_is_none_is_told(folder: Path) -> None:
    """Without its sizes there is no model."""
    _rewrite(folder, description={"classes": ["a", "b"], "columns": "nine"})
    assert "damaged: its description makes no sense." in _sentence(folder)


def test_a_newer_format_asks_for_an_update(folder: Path) -> None:
    """Its form is not judged by rules that it does not know."""
    (folder / MANIFEST_FILE).write_text(json.dumps({"format_version": 3, "layers": []}))
    assert _sentence(folder) == f"The model in {folder} was saved by a newer version of Call It. Update Call It."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"\x80\x04N.",
        b"[" * 200_000,
        b"{}",
        b'{"format_version": 1}',
    ],
)
def test_a_manifest_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    """Cut off, of another form, binary, a pickle, or nested beyond reason."""
    (folder / MANIFEST_FILE).write_bytes(content)
    assert f"{MANIFEST_FILE} cannot be read" in _sentence(folder)


@pytest.mark.parametrize(
    "changes",
    [{"files": []}, {"files": 3}, {"files": None}, {"scores": 3}, {"description": "x"}, {"provenance": [1]}]
    + [{"format_version": version} for version in (0, -1, "1", None, [1], 1.5)],
)
def test_a_manifest_with_parts_of_another_kind_is_refused(folder: Path, changes: dict[str, Any]) -> None:
    """Each part has one form."""
    _rewrite(folder, **changes)
    assert f"{MANIFEST_FILE} cannot be read" in _sentence(folder)


def test_a_manifest_of_absurd_size_is_refused_unread(folder: Path) -> None:
    """A real one has a few thousand bytes."""
    with (folder / MANIFEST_FILE).open("r+b") as file:
        file.truncate(9 * 2**20)
    assert f"{MANIFEST_FILE} cannot be read" in _sentence(folder)


LABELS = ModelSizes(("rude", "threat"), 9, 4, None, several_labels=True)


def test_a_folder_of_classes_is_as_it_always_was(folder: Path) -> None:
    """Earlier versions read it: their form, and no word that they do not know."""
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert told["format_version"] == 1
    assert "several_labels" not in told["description"]


def test_a_folder_of_several_labels_is_refused_by_earlier_versions(folder: Path) -> None:
    """It has a form of its own, reads back as it was, and keeps it when scores and proof are written."""
    write_manifest(folder, _manifest(folder, description=LABELS, format_version=2))
    with_scores(folder, SCORES)
    with_proof(folder, ProofNote(1.0, 2))
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert (told["format_version"], told["description"]["several_labels"]) == (2, True)
    assert read_manifest(folder).description == LABELS


@pytest.mark.parametrize(("sizes", "version"), [(LABELS, 1), (SIZES, 2)])
def test_a_form_that_is_not_that_of_its_labels_is_refused(folder: Path, sizes: ModelSizes, version: int) -> None:
    """One of them was changed by hand: nobody can say how its probabilities are meant."""
    write_manifest(folder, _manifest(folder, description=sizes, format_version=version))
    assert f"{MANIFEST_FILE} cannot be read" in _sentence(folder)
