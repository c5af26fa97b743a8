"""A box that is kept and used, and another one that goes on from its model."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from model.folder.predictor import load_model
from tests.integration.real_sessions import callit, result, reviews, said

BOX_S = 42.0


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A session of fifty seconds that came to its end, and how long the command took."""
    folder = tmp_path_factory.mktemp("box")
    table = reviews(folder)
    began = time.monotonic()
    done = callit(folder, "train", table.name, "--timebox", f"{BOX_S:.0f}s", "--out", "out")
    assert done.returncode == 0, done.stderr
    return folder, time.monotonic() - began


def test_the_box_is_kept_and_used(ended: tuple[Path, float]) -> None:
    """From start to exit within it; nine tenths of it used, or called early with the reason and the time given back."""
    folder, took_s = ended
    told = result(folder / "out")
    assert took_s <= BOX_S
    if told["used_s"] < 0.9 * BOX_S:
        assert told["outcome"] == "called early"
        assert "given back" in told["message"]
    assert all(stage["used_s"] is not None for stage in told["stages"])


def test_from_calibration_on_the_end_is_known(ended: tuple[Path, float]) -> None:
    """The end that was told before training is off by a tenth of the box at most, where nothing was given back."""
    folder, _ = ended
    events = said(folder / "out")
    told = result(folder / "out")
    predicted = next(event.body["predicted_end_unix"] for event in events if event.kind == "planned")
    real = next(event.unix_s for event in events if event.kind == "finished")
    assert real - predicted <= 0.1 * BOX_S
    assert told["outcome"] == "called early" or predicted - real <= 0.1 * BOX_S
    planned = {stage["stage"]: stage["planned_s"] for stage in told["stages"]}
    assert planned["train"] is not None
    assert planned["prove"] is not None


def test_a_new_box_goes_on_from_the_kept_model(ended: tuple[Path, float]) -> None:
    """The file is gone, and is not needed; the model is no worse on validation, and the promise is looked at."""
    folder, _ = ended
    (folder / "reviews.csv").unlink()
    done = callit(folder, "train", "--continue", "out", "--timebox", f"{BOX_S:.0f}s", "--out", "more")
    assert done.returncode == 0, done.stderr
    first, more = result(folder / "out"), result(folder / "more")
    assert "Model continued" in done.stdout or "model continued" in done.stdout
    assert more["hashes"]["data_sha256"] == first["hashes"]["data_sha256"]
    assert more["split"] == first["split"]
    losses = [told["scores"]["delivered"]["validation"]["log_loss"]["value"] for told in (first, more)]
    assert losses[1] <= losses[0] + 1e-3
    assert more["promise"]["session_id"] == first["session_id"]
    assert more["used_s"] <= BOX_S
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
    ended: tuple[Path, float], words: tuple[str, ...], code: int, sentence: str
) -> None:
    """One sentence, and no folder is made."""
    folder, _ = ended
    done = callit(folder, "train", *words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert not list(folder.glob("callit-*"))


def test_a_folder_without_what_was_kept_says_so(ended: tuple[Path, float], tmp_path: Path) -> None:
    """A model that was handed on without its `resume` can label texts, but no session can go on from it."""
    folder, _ = ended
    handed_on = tmp_path / "model"
    handed_on.mkdir()
    for path in (folder / "out").iterdir():
        if path.is_file():
            (handed_on / path.name).write_bytes(path.read_bytes())
    done = callit(folder, "train", "--continue", str(handed_on), "--timebox", "2m")
    assert done.returncode == 1
    assert "kept nothing to go on from" in done.stderr
