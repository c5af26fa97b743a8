"""What tests of the app share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from data.sample.corpus import write_sample_corpus
from planner.material import sample_file
from planner.pages.train_page import columns, leaks, look
from planner.sessions.run import OpenRun
from tests.app.sample_looks import once_for_the_sample
from tests.charts_checked import held_to_schema

SAMPLE_LOOKS = (
    (columns, "first_look"),
    (columns, "label_cells"),
    (leaks, "sampled_columns"),
    (look, "look_at_texts"),
)


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """A served app looks once for components among the installed packages; a new `AppTest` looks each time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="package", autouse=True)
def charts_held_to_schema() -> Iterator[None]:
    """Each time a page draws one."""
    with held_to_schema():
        yield


@pytest.fixture(scope="session", autouse=True)
def scripts_waited_for() -> Iterator[None]:
    """`AppTest` looks a thousand times a second whether a script has ended, and slows it; it is joined instead."""

    looked = local_script_runner.require_widgets_deltas

    def joined(runner: LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(timeout)
        looked(runner, timeout=0.1)  # says what is the matter where it has not ended

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local_script_runner, "require_widgets_deltas", joined)
        yield


@pytest.fixture(scope="session", autouse=True)
def sample_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The sample is the same in every data folder: it is made for the first, and copied for the others."""
    made = cache(lambda: write_sample_corpus(tmp_path_factory.mktemp("sample") / "made.csv"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample_file, "write_sample_corpus", lambda path: shutil.copyfile(made(), path))
        yield


@pytest.fixture(scope="session", autouse=True)
def sample_looked_at_once() -> Iterator[None]:
    """A served app remembers what it saw in a file; here each test has one of its own."""
    with pytest.MonkeyPatch.context() as patched:
        for module, name in SAMPLE_LOOKS:
            patched.setattr(module, name, once_for_the_sample(getattr(module, name)))
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
