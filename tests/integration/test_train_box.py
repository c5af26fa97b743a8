"""A box that is kept and used, what it leaves, and another one that goes on from its model."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from model.folder.manifest import read_manifest
from model.folder.predictor import load_model
from model.protocol.events import TrainingPlanned
from tests.integration.real_sessions import callit, result, reviews, said

BOX_S = 42.0
NEXT_BOX_S = 32.0  # its texts are read and its benchmark is fitted already
PROMISED = {"manifest.json", "card.md", "result.json", "events.jsonl"}
Ended = tuple[Path, float, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A session that came to its end among files named like ours; its folder, the seconds, and what was said."""
    folder = tmp_path_factory.mktemp("box")
    (folder / "data").mkdir()
    for name in ("model.py", "planner.py", "data/__init__.py"):
        (folder / name).write_text("raise SystemExit('the wrong code ran')")
    table = reviews(folder)
    words = ("--text", "review", "--label", "sentiment", "--timebox", f"{BOX_S:.0f}s", "--out", "out", "--json")
    began = time.monotonic()
    done = callit(folder, "train", table.name, *words)
    assert done.returncode == 0, done.stderr
    return folder, time.monotonic() - began, done


def test_the_box_is_kept_and_used(ended: Ended) -> None:
    """From start to exit within it; nine tenths of it used, or called early with the reason and the time given back."""
    folder, took_s, _ = ended
    told = result(folder / "out")
    assert took_s <= BOX_S
    if told["used_s"] < 0.9 * BOX_S:
        assert told["outcome"] == "called early"
        assert "given back" in told["message"]
    assert all(stage["used_s"] is not None for stage in told["stages"])


def test_a_session_leaves_what_it_promises(ended: Ended) -> None:
    """The files, and the same facts as JSON on the terminal, with the hash of the weights that were scored."""
    folder, _, done = ended
    assert {path.name for path in (folder / "out").iterdir()} >= PROMISED
    told = json.loads(done.stdout)
    stages = [stage["stage"] for stage in told["stages"] if stage["stage"] != "learning curve"]
    assert stages == ["read", "clean", "benchmark", "smoke", "fit the batch", "calibrate", "train", "prove"]
    assert told["proven"]
    manifest = read_manifest(folder / "out")
    assert told["hashes"]["weights_sha256"] == manifest.weights_sha256
    assert told["scores"]["delivered"]["held_out"]["macro_f1"] == asdict(manifest.scores["held_out"]["macro_f1"])


def test_the_model_labels_a_table(ended: Ended) -> None:
    """Two columns more, in the order of the file; most labels are right."""
    folder, _, done = ended
    table, classes = pd.read_csv(folder / "reviews.csv", keep_default_na=False), json.loads(done.stdout)["classes"]
    labelled = callit(folder, "predict", "out", "reviews.csv", "--text", "review", "--out", "labelled.csv")
    assert labelled.returncode == 0, labelled.stderr
    assert "oneDNN" not in labelled.stderr
    frame = pd.read_csv(folder / "labelled.csv", keep_default_na=False)
    assert list(frame.columns) == ["review", "sentiment", "predicted_label", "predicted_probability"]
    assert frame["review"].to_list() == table["review"].to_list()
    right = frame["predicted_label"] == frame["sentiment"]
    assert right[frame["sentiment"].isin(classes)].mean() > 0.7
    assert frame["predicted_probability"].between(1 / 3, 1).all()


def test_from_calibration_on_the_end_is_known(ended: Ended) -> None:
    """The end that was told before training is off by a tenth of the box at most, where nothing was given back."""
    folder, *_ = ended
    events = said(folder / "out")
    told = result(folder / "out")
    predicted = next(event.body.predicted_end_unix for event in events if isinstance(event.body, TrainingPlanned))
    real = next(event.unix_s for event in events if event.kind == "finished")
    assert real - predicted <= 0.1 * BOX_S
    assert told["outcome"] == "called early" or predicted - real <= 0.1 * BOX_S
    planned = {stage["stage"]: stage["planned_s"] for stage in told["stages"]}
    assert planned["train"] is not None
    assert planned["prove"] is not None


def test_a_new_box_goes_on_from_the_kept_model(ended: Ended) -> None:
    """The file is gone, and is not needed; the model is no worse on validation, and the promise is looked at."""
    folder, *_ = ended
    (folder / "reviews.csv").unlink()
    done = callit(folder, "train", "--continue", "out", "--timebox", f"{NEXT_BOX_S:.0f}s", "--out", "more")
    assert done.returncode == 0, done.stderr
    first, more = result(folder / "out"), result(folder / "more")
    assert "Model continued" in done.stdout or "model continued" in done.stdout
    assert more["hashes"]["data_sha256"] == first["hashes"]["data_sha256"]
    assert more["split"] == first["split"]
    losses = [told["scores"]["delivered"]["validation"]["log_loss"]["value"] for told in (first, more)]
    assert losses[1] <= losses[0] + 1e-3
    assert more["promise"]["session_id"] == first["session_id"]
    assert more["used_s"] <= NEXT_BOX_S
    assert load_model(folder / "more").classes == load_model(folder / "out").classes


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--continue", "nowhere", "--timebox", "2m"), 1, "There is no folder nowhere"),
        (("--continue", ".", "--timebox", "2m"), 1, "holds no session"),
        (("--continue", "out", "--text", "review", "--seed", "3"), 2, "--text, --seed cannot be given with --continue"),
        (("--continue", "out", "--sample"), 2, "Give a file, or --sample"),
    ],
)
def test_what_cannot_be_continued_is_said(ended: Ended, words: tuple[str, ...], code: int, sentence: str) -> None:
    """One sentence, and no folder is made."""
    folder, *_ = ended
    done = callit(folder, "train", *words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert not list(folder.glob("callit-*"))


def test_a_folder_without_what_was_kept_says_so(ended: Ended, tmp_path: Path) -> None:
    """A model that was handed on without its `resume` can label texts, but no session can go on from it."""
    folder, *_ = ended
    handed_on = tmp_path / "model"
    handed_on.mkdir()
    for path in (folder / "out").iterdir():
        if path.is_file():
            (handed_on / path.name).write_bytes(path.read_bytes())
    done = callit(folder, "train", "--continue", str(handed_on), "--timebox", "2m")
    assert done.returncode == 1
    assert "kept nothing to go on from" in done.stderr
