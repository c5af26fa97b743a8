"""Whose packages run: ours in our processes, and nobody's by our doing in a command of somebody else."""

from __future__ import annotations

import os
import sys

import pytest

from planner import own_packages
from tests.places import ROOT


@pytest.fixture(autouse=True)
def path_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found first stays as it was."""
    monkeypatch.setattr(sys, "path", [*sys.path])


@pytest.mark.parametrize("given", [None, ".", "/theirs", os.pathsep.join(["/a", "/b"])])
def test_a_command_of_somebody_else_gets_the_path_that_was_given(
    given: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours is first in what we start, and in no other command."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if given is not None:
        monkeypatch.setenv("PYTHONPATH", given)
    own_packages.put_first()
    assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)
    own_packages.put_first()  # once more changes nothing
    assert os.environ["PYTHONPATH"].count(str(ROOT)) == 1
    assert own_packages.others_environment().get("PYTHONPATH") == given


def test_where_ours_are_installed_and_nothing_is_given_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed is found before all that an environment sees besides."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setattr(own_packages, "_IS_CLONE", False)
    own_packages.put_first()
    assert "PYTHONPATH" not in os.environ
    assert own_packages.others_environment() == dict(os.environ)
