"""How a backend is imported: quickly, and without a trace on how this process looks for garbage afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from model.network.backend import seldom_collected


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What was set aside is looked at again."""
    yield
    gc.unfreeze()


def test_garbage_is_looked_for_seldom_only_while_libraries_are_imported() -> None:
    """What is there afterwards is left alone from then on."""
    usual = gc.get_threshold()
    with seldom_collected():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 100 * usual[0]
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() > 0


def test_an_import_that_fails_leaves_nothing_behind() -> None:
    """Whoever goes on without the library collects as before."""
    usual = gc.get_threshold()
    with pytest.raises(ImportError, match="no such library"), seldom_collected():
        raise ImportError("no such library")
    assert gc.get_threshold() == usual
