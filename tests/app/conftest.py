"""What tests of the app share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from planner.sessions.run import OpenRun


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """A served app looks once for components among the installed packages; a new `AppTest` looks each time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OpenRun]]:
    """Sessions that were started: their locks are held as a worker would hold them, but nothing is trained."""
    runs: list[OpenRun] = []
    held: list[int] = []

    def launch(run: OpenRun, home: Path) -> None:
        runs.append(run)
        held.extend(os.dup(descriptor) for descriptor in run.descriptors)

    monkeypatch.setattr("planner.sessions.start._launch", launch)
    yield runs
    for descriptor in held:
        os.close(descriptor)
