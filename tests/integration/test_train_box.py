"""A box that is kept and used, what it leaves, and another one that goes on from its model."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from model.folder.manifest import read_manifest
from model.folder.predictor import load_model
from model.protocol.events import TrainingPlanned
from tests.integration.command_line import CommandLine
from tests.integration.real_sessions import TABLE_AFTERWARDS, Ended, person, result, said, started

pytestmark = pytest.mark.alone

NEXT_BOX_S = 30.0  # its texts are read and its benchmark is fitted already
PROMISED = {"manifest.json", "card.md", "result.json", "events.jsonl"}


@pytest.fixture
def typed(ended: Ended, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal in the folder of the session."""
    for name in ("CALLIT_HOME", "COLUMNS"):
        monkeypatch.setenv(name, person(ended.folder)[name])
    monkeypatch.chdir(ended.folder)
    return CommandLine(monkeypatch, capsys)


def test_the_box_is_kept_and_used(ended: Ended) -> None:
    """From start to exit within it; nine tenths of it used, or called early with the reason and the time given back."""
    told = result(ended.folder / "out")
    assert ended.took_s <= ended.box_s
    if told["used_s"] < 0.9 * ended.box_s:
        assert told["outcome"] == "called early"
        assert "given back" in told["message"]
    assert all(stage["used_s"] is not None for stage in told["stages"])


def test_a_session_leaves_what_it_promises(ended: Ended) -> None:
    """The files, and the same facts as JSON on the terminal, with the hash of the weights that were scored."""
    out = ended.folder / "out"
    assert {path.name for path in out.iterdir()} >= PROMISED
    told = json.loads(ended.done.stdout)
    stages = [stage["stage"] for stage in told["stages"] if stage["stage"] != "learning curve"]
    assert stages == ["read", "clean", "benchmark", "smoke", "fit the batch", "calibrate", "train", "prove"]
    assert told["proven"]
    manifest = read_manifest(out)
    assert told["hashes"]["weights_sha256"] == manifest.weights_sha256
    assert told["scores"]["delivered"]["held_out"]["macro_f1"] == asdict(manifest.scores["held_out"]["macro_f1"])


def test_the_model_labels_a_table(ended: Ended) -> None:
    """Two columns more, in the order of the file; most labels are right."""
    folder, classes = ended.folder, json.loads(ended.done.stdout)["classes"]
    table = pd.read_csv(folder / TABLE_AFTERWARDS, keep_default_na=False)
    labelled = started(folder, "predict", "out", TABLE_AFTERWARDS, "--text", "review", "--out", "labelled.csv")
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
    events = said(ended.folder / "out")
    told = result(ended.folder / "out")
    predicted = next(event.body.predicted_end_unix for event in events if isinstance(event.body, TrainingPlanned))
    real = next(event.unix_s for event in events if event.kind == "finished")
    assert real - predicted <= 0.1 * ended.box_s
    assert told["outcome"] == "called early" or predicted - real <= 0.1 * ended.box_s
    planned = {stage["stage"]: stage["planned_s"] for stage in told["stages"]}
    assert planned["train"] is not None
    assert planned["prove"] is not None


def test_a_new_box_goes_on_from_the_kept_model(ended: Ended) -> None:
    """The file is gone, and is not needed; the model is no worse on validation, and the promise is looked at."""
    folder = ended.folder
    assert not (folder / "reviews.csv").exists()
    done = started(folder, "train", "--continue", "out", "--timebox", f"{NEXT_BOX_S:.0f}s", "--out", "more")
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
def test_what_cannot_be_continued_is_said(
    ended: Ended, typed: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    """One sentence, and no folder is made."""
    ran = typed("train", *words)
    assert ran.code == code
    assert sentence in ran.err
    assert not list(ended.folder.glob("callit-*"))


def test_a_folder_without_what_was_kept_says_so(ended: Ended, typed: CommandLine, tmp_path: Path) -> None:
    """A model that was handed on without its `resume` can label texts, but no session can go on from it."""
    handed_on = tmp_path / "model"
    shutil.copytree(ended.folder / "out", handed_on, ignore=shutil.ignore_patterns("resume"))
    ran = typed("train", "--continue", str(handed_on), "--timebox", "2m")
    assert ran.code == 1
    assert "kept nothing to go on from" in ran.err
