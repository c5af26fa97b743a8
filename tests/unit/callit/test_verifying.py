"""What was changed in a box's folder after it was written is found, and named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from callit.verifying import checks_of
from tests.unit.callit.made_boxes import Hand, made_box, opened_folder, write_net


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.875, save=write_net)
        box.score(val_auc=0.9, save=lambda folder: write_net(folder, "better"))
    return box.folder


def failed(folder: Path) -> str:
    """The sentences of the checks that failed."""
    return " ".join(check.words for check in checks_of(folder) if check.ok is False)


def test_a_box_as_it_was_left_holds_and_says_what_could_not_be_checked(folder: Path) -> None:
    checks = {check.check: check for check in checks_of(folder)}
    assert {name: check.ok for name, check in checks.items()} == {
        "end": True, "files": True, "score": True, "weights": True, "scored again": None,
    }  # fmt: skip
    assert "val_auc 0.9" in checks["score"].words


def test_it_holds_where_it_was_copied_to(folder: Path, tmp_path: Path) -> None:
    assert failed(shutil.copytree(folder, tmp_path / "elsewhere")) == ""


def test_a_changed_byte_is_named_with_its_file(folder: Path) -> None:
    net = folder / "best-0002" / "net.txt"
    net.write_bytes(net.read_bytes()[:-1] + b"R")
    assert "best-0002/net.txt is not what was saved" in failed(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "best-0002" / "net.txt").unlink()
    assert "best-0002/net.txt is missing" in failed(folder)


@pytest.mark.parametrize("file", ["manifest.json", "result.json"])
def test_a_score_edited_by_hand_is_found(folder: Path, file: str) -> None:
    path = folder / file
    path.write_text(path.read_text().replace("0.9", "0.99"))
    assert failed(folder)


def test_weights_of_another_box_are_found_even_where_their_manifest_comes_along(folder: Path, tmp_path: Path) -> None:
    with made_box(tmp_path / "other", Hand()) as other:
        other.score(val_auc=0.9, save=lambda place: write_net(place, "others"))
    shutil.copy(other.folder / "manifest.json", folder / "manifest.json")
    shutil.copytree(other.folder / "best-0001", folder / "best-0001")
    assert failed(folder)


def test_a_manifest_that_points_out_of_the_folder_is_refused(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace("best-0002/net.txt", "../../secret"))
    assert "manifest.json" in failed(folder)


def test_a_folder_in_which_nothing_was_saved_is_no_model(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        pass
    assert "nothing was saved" in failed(box.folder)


def test_a_torch_file_is_hashed_and_not_loaded(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.9, save=lambda folder: (folder / "net.pt").write_bytes(b"code, perhaps"))
    loaded = next(check for check in checks_of(box.folder) if check.check == "loaded")
    assert loaded.ok is None
    assert "it may hold code" in loaded.words


def test_a_box_whose_process_died_says_when_and_what_is_kept(tmp_path: Path) -> None:
    box = opened_folder(tmp_path / "box")
    box.keep(write_net, metric="val_auc", value=0.871, scores={}, at_s=540.0)
    assert next(checks_of(box.path)).words == "The box is still open."
    box.close()
    words = next(checks_of(box.path)).words
    assert words.startswith("The process died after ")
    assert "best val_auc .871 at 9 min is kept" in words
    assert failed(box.path) == ""


def test_half_a_save_of_a_process_that_was_killed_is_no_part_of_the_box(tmp_path: Path) -> None:
    box = opened_folder(tmp_path / "box")
    box.keep(write_net, metric="val_auc", value=0.5, scores={}, at_s=1.0)
    (box.path / "best-0002.half").mkdir()
    (box.path / "best-0002.half" / "net.txt").write_text("ha")
    box.close()
    assert failed(box.path) == ""
    assert json.loads((box.path / "manifest.json").read_text())["best_folder"] == "best-0001"


def test_a_torch_file_of_arrays_is_loaded_where_that_is_asked_for(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    for name, content, is_whole in (("net", {"w": torch.zeros(2)}, True), ("code", {"run": print}, False)):
        with made_box(tmp_path / name, Hand()) as box:
            box.score(val_auc=0.9, save=lambda folder, content=content: torch.save(content, folder / "net.pt"))  # type: ignore[misc]
        (loaded,) = [check for check in checks_of(box.folder, load=True) if check.check == "loaded"]
        assert loaded.ok is is_whole
