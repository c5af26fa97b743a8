"""The order for a new box: as the ended session was begun, for as long as the new box lasts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from model.protocol.config import CONFIG_FILE, SessionConfig
from model.protocol.run_folder import PREPARED_FACTS
from planner.domain.errors import SessionRefused
from planner.sessions.continuing import continued_order
from tests.made_orders import made_config
from tests.places import FIXTURES


@pytest.fixture
def ended(tmp_path: Path) -> Path:
    """A folder that kept what a new box goes on from; its order is still to be written."""
    (tmp_path / PREPARED_FACTS).parent.mkdir(parents=True)
    (tmp_path / PREPARED_FACTS).write_text("{}")
    return tmp_path


def test_all_is_as_it_was_begun_but_the_box_its_epochs_and_its_memory(ended: Path) -> None:
    """More time is wanted, so the passes asked for then do not end it; what is free now is known now."""
    run = made_config(
        metric="accuracy", seed=11, units=128, epochs=6, test_file=Path("/t.csv"), memory_limit_bytes=2**32, hands=4
    )
    run.save(ended)
    order = continued_order(ended, timebox_s=1200, memory_limit_bytes=2**33, hands=2)
    choices = replace(run.order.choices, epochs=None, memory_limit_bytes=2**33, hands=2)
    assert order == replace(run.order, timebox_s=1200, choices=choices, continue_from=ended)


def test_a_session_of_the_version_before_can_be_continued(ended: Path) -> None:
    """Its order lies flat in the folder."""
    shutil.copy(FIXTURES / "orders" / "version-0-everything-said.json", ended / CONFIG_FILE)
    order = continued_order(ended, timebox_s=1200)
    assert order.table == SessionConfig.load(ended).order.table
    assert (order.continue_from, order.timebox_s) == (ended, 1200)
    assert (order.choices.metric, order.choices.seed, order.choices.epochs) == ("accuracy", 11, None)


@pytest.mark.parametrize("text", ["", "{}", '{"version": 9}'])
def test_an_order_that_cannot_be_read_is_a_sentence(ended: Path, text: str) -> None:
    """Half a file, or that of a newer version."""
    (ended / CONFIG_FILE).write_text(text)
    with pytest.raises(SessionRefused, match=r"cannot be read: .*\. Train again from the file instead\."):
        continued_order(ended, timebox_s=1200)
