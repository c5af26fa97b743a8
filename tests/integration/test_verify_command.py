"""`callit verify`: a model folder of Call It's own, or of a box, held to what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from model.folder.artifact import save_model
from model.folder.predictor import load_model
from model.judging.scores import metric_value
from model.protocol.result import Interval
from model.session.resume import Part, _save_part
from tests.integration.command_line import CommandLine
from tests.unit.callit.made_boxes import Hand, made_box, write_net
from tests.unit.made_models import PROVENANCE, benchmark_alone, made_texts

ROWS = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An n-gram model with the held-out texts that it was scored on."""
    return scored(tmp_path / "model", seed=0)


def scored(folder: Path, seed: int) -> Path:
    import numpy as np

    texts, labels = list(made_texts(ROWS, seed=5)), np.arange(ROWS) % 3
    save_model(folder, benchmark_alone(seed), scores={}, provenance=PROVENANCE)
    probabilities = load_model(folder).probabilities(texts, normalised=True)
    value = metric_value("macro_f1", probabilities, labels)
    loss = metric_value("log_loss", probabilities, labels)
    scores = {"held_out": {"macro_f1": Interval(value, 0.0, 1.0), "log_loss": Interval(loss, 0.0, 2.0)}}
    save_model(folder, benchmark_alone(seed), scores=scores, provenance=PROVENANCE)
    (folder / "resume" / "prepared").mkdir(parents=True)
    _save_part(folder / "resume" / "prepared" / "held_out.npz", Part(texts, labels))
    return folder


def test_a_model_as_it_was_saved_is_scored_again_as_written_down(folder: Path, callit: CommandLine) -> None:
    ran = callit("verify", str(folder))
    assert ran.code == 0, ran.out
    assert f"On {ROWS} held-out texts" in ran.out
    assert [line.split()[0] for line in ran.out.splitlines()] == ["ok", "--", "ok", "ok"]


def test_scripts_get_it_as_json(folder: Path, callit: CommandLine) -> None:
    told = json.loads(callit.done("verify", str(folder), "--json"))
    assert told["ok"] is True
    assert [check["check"] for check in told["checks"]] == ["files", "score", "weights", "scored again"]


def test_a_score_edited_by_hand_is_found_by_scoring_again(folder: Path, callit: CommandLine) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text())
    told["scores"]["held_out"]["log_loss"]["value"] += 2e-5
    path.write_text(json.dumps(told))
    ran = callit("verify", str(folder))
    assert ran.code == 1
    assert "NO  scored again" in ran.out
    assert "log_loss" in ran.out


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_changed_or_missing_file_is_named(folder: Path, callit: CommandLine, harm: str) -> None:
    (arrays,) = folder.glob("benchmark-*.npz")
    if harm == "missing":
        arrays.unlink()
    else:
        content = bytearray(arrays.read_bytes())
        content[len(content) // 2] ^= 1
        arrays.write_bytes(content)
    ran = callit("verify", str(folder))
    assert ran.code == 1
    assert arrays.name in ran.out


def test_weights_of_another_model_are_not_those_that_were_scored(
    folder: Path, tmp_path: Path, callit: CommandLine
) -> None:
    """With the hash of its file put right by hand."""
    other = scored(tmp_path / "other", seed=1)
    (mine,), (theirs,) = folder.glob("benchmark-*.npz"), other.glob("benchmark-*.npz")
    told = json.loads((folder / "manifest.json").read_text())
    theirs_told = json.loads((other / "manifest.json").read_text())
    shutil.copy(theirs, mine)
    told["files"][mine.name] = theirs_told["files"][theirs.name]
    (folder / "manifest.json").write_text(json.dumps(told))
    ran = callit("verify", str(folder))
    assert ran.code == 1
    assert "not those that were scored" in ran.out


def test_a_box_is_held_to_its_manifest(tmp_path: Path, callit: CommandLine) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.9, save=write_net)
    assert callit("verify", str(box.folder)).code == 0
    write_net(box.folder / "best-0001", "others")
    ran = callit("verify", str(box.folder))
    assert ran.code == 1
    assert "NO  files" in ran.out


def test_a_folder_that_is_none_or_holds_nothing_is_said(tmp_path: Path, callit: CommandLine) -> None:
    assert "There is no folder" in callit("verify", str(tmp_path / "nowhere")).sentence
    ran = callit("verify", str(tmp_path))
    assert ran.code == 1
    assert "holds no model" in ran.out
