"""Labels that look wrong, within a session: only training texts, only where there is time, and never at its cost."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.judging.suspects import labels_verdict
from model.protocol.result import DataFacts
from model.protocol.run_folder import SUSPECTS_FILE
from model.protocol.timebox import Clock, Timebox
from model.session import suspects_stage
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.data_stages import Part, SessionData
from model.session.stage_log import StageLog
from model.session.suspects_stage import LEAST_BOX_S, look_early, look_for_suspects
from tests.made_orders import made_config
from tests.unit.made_models import CLASSES, made_benchmark


def _context(folder: Path, *, timebox_s: float = 60.0) -> Context:
    """A session in which no time has passed yet."""
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), timebox_s)
    config = made_config(data_file="reviews.csv", timebox_s=timebox_s)
    return Context(config, folder, box, StageLog(folder, box), backend=None)  # type: ignore[arg-type]


def _fitted() -> FittedBenchmark:
    """A benchmark that is sure of 300 training texts, of which every tenth has another label."""
    truth = np.arange(300) % 3
    logits = np.full((300, 3), -3.0, np.float32)
    logits[np.arange(300), truth] = 3.0
    labels = np.where(np.arange(300) % 10 == 0, (truth + 1) % 3, truth)
    train = Part([f"trained {row}" for row in range(300)], labels)
    unread = Part([f"held out {row}" for row in range(30)], labels[:30])
    data = SessionData(CLASSES, train, unread, unread, "0" * 64, DataFacts())
    return FittedBenchmark(data, made_benchmark(), logits, {})


def test_training_texts_alone_are_listed_in_the_folder(tmp_path: Path) -> None:
    """The table holds what was made wrong, and no text of the other parts."""
    found = look_for_suspects(_context(tmp_path), _fitted())
    lines = (tmp_path / SUSPECTS_FILE).read_text(encoding="utf-8-sig").splitlines()
    assert found.count == 30
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted(f"trained {row}" for row in range(0, 300, 10))


def test_it_is_left_out_and_said_where_time_is_short(tmp_path: Path) -> None:
    """Nothing is begun that could run into the end of the box."""
    context = _context(tmp_path, timebox_s=3.5)
    assert 0 < context.box.left_s() < 2.1
    found = look_for_suspects(context, _fitted())
    assert not (tmp_path / SUSPECTS_FILE).exists()
    assert labels_verdict(found).text == "Whether labels are wrong cannot be told: there was no time left to look."


def test_what_goes_wrong_here_costs_no_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told as a warning; the session goes on to its end."""

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(suspects_stage, "write_suspects", full)
    context = _context(tmp_path)
    found = look_for_suspects(context, _fitted())
    assert context.log.warnings == ["Labels that look wrong could not be listed (No space left on device)."]
    assert labels_verdict(found).standing == "cannot tell"


def test_so_many_classes_and_rows_that_it_would_take_long_are_judged_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows, which are in random order, stand for all."""
    monkeypatch.setattr(suspects_stage, "_MOST_CELLS", 300)
    found = look_for_suspects(_context(tmp_path), _fitted())
    assert found.rows == 100


def test_they_are_looked_for_right_behind_the_benchmark(tmp_path: Path) -> None:
    """So no squeeze at the end costs them; a box too short to begin with leaves them for its end."""
    found = look_early(_context(tmp_path, timebox_s=LEAST_BOX_S), _fitted())
    assert found is not None
    assert found.count == 30
    assert look_early(_context(tmp_path, timebox_s=LEAST_BOX_S - 1), _fitted()) is None


def test_of_several_labels_each_takes_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred answers a second are fifty texts of two labels: what has no time is not judged."""
    monkeypatch.setattr(suspects_stage, "_ANSWERS_PER_S", 100)
    fitted = _fitted()
    logits = np.where(np.arange(300)[:, None] % 2 == np.arange(2), 4.0, -4.0).astype(np.float32)
    train = Part(fitted.data.train.texts, (logits > 0).astype(np.int8))
    data = replace(fitted.data, classes=("a", "b"), train=train)
    found = look_for_suspects(_context(tmp_path), replace(fitted, data=data, out_of_fold_logits=logits))
    assert found.several_labels
    assert found.rows == 110
