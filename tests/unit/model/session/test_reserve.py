"""What is kept for the end follows what the machine has been doing lately, and proofs on the way come in time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.timebox import Clock, Timebox
from model.session.context import Context
from model.session.stage_log import StageLog
from model.session.train_stages import ends_now_s, reserve_now_s
from model.training.lately import MOST_SLOWER, WINDOW_S, Lately, Pace, Way
from model.training.plan import FIRST_PROOF_SHARE, PROOF_SPARE_S, proof_due_s
from tests.made_orders import made_config

SECONDS = st.floats(0.01, 60)


def _context(folder: Path, timebox_s: float = 120.0) -> Context:
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), timebox_s)
    config = made_config(data_file="reviews.csv", timebox_s=timebox_s)
    return Context(config, folder, box, StageLog(folder, box), backend=cast(Any, None))


def test_a_machine_that_gets_slower_keeps_a_longer_reserve(tmp_path: Path) -> None:
    """Steps that take three times their seconds move the end of the training forward, before anything is late."""
    context = _context(tmp_path)
    for way, seconds in ((Way.SAVE, 0.5), (Way.LABEL, 1.0), (Way.JUDGE, 1.0)):
        context.lately.note(way, seconds)
    quiet_s, quiet_end_s = reserve_now_s(context), ends_now_s(context)
    context.lately.pace = 3.0
    assert reserve_now_s(context) - PROOF_SPARE_S == pytest.approx(3 * (quiet_s - PROOF_SPARE_S))
    assert ends_now_s(context) == pytest.approx(quiet_end_s - 2 * (quiet_s - PROOF_SPARE_S))


def test_what_was_measured_last_counts(tmp_path: Path) -> None:
    """A proof on the way that took ten seconds is what the last one is expected to take, whatever the test run took."""
    context = _context(tmp_path)
    context.lately.note(Way.LABEL, 1.0)
    before_s = reserve_now_s(context)
    context.lately.pace = 2.0
    context.lately.note(Way.LABEL, 10.0)
    assert reserve_now_s(context) > before_s + 9
    context.lately.pace = 4.0  # and twice as much where the machine is twice as slow as it was then
    assert context.lately.now_s(Way.LABEL) == pytest.approx(20.0)


@given(SECONDS, st.floats(0.1, 20), st.floats(0.1, 20))
def test_no_way_is_expected_to_take_less_than_it_did_or_four_times_as_much(
    seconds: float, then: float, now: float
) -> None:
    """A machine that became quicker may become slow again; one that stands still tells nothing."""
    lately = Lately(pace=then)
    lately.note(Way.SAVE, seconds)
    lately.pace = now
    assert seconds <= lately.now_s(Way.SAVE) <= MOST_SLOWER * seconds * (1 + 1e-9)


def test_the_pace_is_that_of_the_last_seconds() -> None:
    """Ten seconds at the calibrated pace, then steps that take three times as long."""
    pace, steps_s, epoch, found = Pace(epoch_s=10.0), 0.0, 0.0, []
    for slower in [1.0] * 20 + [3.0] * 20:
        steps_s, epoch = steps_s + 0.5, epoch + 0.05 / slower
        found.append(pace.now(epoch, steps_s))
    assert found[:10] == [None] * 10  # too few steps to tell
    assert found[19] == pytest.approx(1.0)
    assert found[-1] == pytest.approx(3.0)
    pace.begin()  # another training counts its steps anew
    assert pace.now(0.05, 0.5) is None


@given(st.floats(0, 40), st.floats(0.5, 15), st.floats(120, 7200))
def test_the_first_proof_on_the_way_is_over_at_half_of_the_box(
    begun_s: float, needed_s: float, timebox_s: float
) -> None:
    """Though it may take twice what was expected: a third of the box is then still before it where two are promised."""
    due_s = proof_due_s(begun_s, needed_s, timebox_s, tries=0, is_proven=False)
    assert due_s + 2 * needed_s <= max(FIRST_PROOF_SHARE * timebox_s, begun_s) + 1e-6
    assert max(due_s, begun_s) + 2 * needed_s <= 2 / 3 * timebox_s


@given(st.floats(0, 3600), st.floats(0.1, 30))
def test_proofs_take_a_bounded_share_of_the_time(last_s: float, needed_s: float) -> None:
    """A twentieth, once one has succeeded; one that failed is tried again soon."""
    later_s = proof_due_s(last_s, needed_s, 7200, tries=3, is_proven=True)
    assert later_s - last_s == pytest.approx(20 * needed_s)
    assert proof_due_s(last_s, needed_s, 7200, tries=1, is_proven=False) - last_s == pytest.approx(2 * needed_s)


def test_so_few_seconds_of_steps_tell_no_pace() -> None:
    """Only a window's length of training does."""
    pace = Pace(epoch_s=10.0)
    assert pace.now(0.0, 0.0) is None
    assert pace.now(0.01, WINDOW_S - 0.1) is None


def test_a_model_of_more_networks_is_expected_to_take_as_much_longer(tmp_path: Path) -> None:
    """To save, and to label with; judging does not ask how many there are, and what was measured so counts as it is."""
    context = _context(tmp_path)
    for way in (Way.SAVE, Way.LABEL, Way.JUDGE):
        context.lately.note(way, 1.0)
    context.lately.networks, context.lately.further_s = 3, 0.4
    assert [context.lately.now_s(way) for way in (Way.SAVE, Way.LABEL, Way.JUDGE)] == pytest.approx([3.0, 1.8, 1.0])
    context.lately.note(Way.LABEL, 1.6, networks=2)
    assert context.lately.now_s(Way.LABEL) == pytest.approx(2.0)
    context.lately.networks = 1
    assert context.lately.now_s(Way.LABEL) == pytest.approx(1.6)
