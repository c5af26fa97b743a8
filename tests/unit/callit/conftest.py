"""No test of boxes waits for the disk: that would matter only where the power fails."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def disk_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is there at once for every process."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
