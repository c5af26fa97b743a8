"""The stages of a session as its result tells them, also where a second worker had to go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.protocol.events import EventReader, Stage, StageEnded
from model.protocol.timebox import Clock, Timebox
from model.session.stage_log import StageLog


class _Hands:
    def __init__(self) -> None:
        self.now_s = 0.0

    def log(self, folder: Path) -> StageLog:
        return StageLog(folder, Timebox(Clock(0.0, ticks=lambda: self.now_s, wall=lambda: self.now_s), 600))


def test_a_second_worker_adds_to_what_the_first_one_used(tmp_path: Path) -> None:
    """Each stage stands there once, with the seconds of both; that in which the first one died counts too."""
    hands = _Hands()
    first = hands.log(tmp_path)
    with first.stage(Stage.READ) as stage:
        hands.now_s += 3
        stage.summary = "all rows"
    with first.stage(Stage.CALIBRATE):
        hands.now_s += 2
    first.warn("The file is sorted.")
    dying = first.stage(Stage.TRAIN)
    dying.__enter__()
    hands.now_s += 40
    first.warn("A checkpoint could not be saved.")

    second = hands.log(tmp_path)
    second.recall(EventReader(tmp_path).read_new())
    with second.stage(Stage.CALIBRATE):
        hands.now_s += 1
    with second.stage(Stage.TRAIN) as stage:
        hands.now_s += 50
        stage.summary = "9 epochs"
    assert [use.stage for use in second.stages] == [Stage.READ, Stage.CALIBRATE, Stage.TRAIN]
    assert [use.used_s for use in second.stages] == [3, 3, 90]
    assert [use.summary for use in second.stages] == ["all rows", "", "9 epochs"]
    assert second.warnings == ["The file is sorted.", "A checkpoint could not be saved."]


def test_the_plan_of_a_stage_is_told_with_its_end(tmp_path: Path) -> None:
    """Planned and used stand beside each other."""
    hands = _Hands()
    log = hands.log(tmp_path)
    log.plan({Stage.TRAIN: 30.0})
    with log.stage(Stage.TRAIN):
        hands.now_s += 31
    (ended,) = [event.body for event in EventReader(tmp_path).read_new() if isinstance(event.body, StageEnded)]
    assert (ended.planned_s, ended.used_s) == pytest.approx((30, 31))
