"""What every test may use: a data folder of its own, an open store in it, and one fixed moment."""

from __future__ import annotations

import gc
import os
import re
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings

from planner.store import DATABASE_FILE, Store, open_store, opening
from planner.store.connection import Connection
from tests.lanes import ALONE_IN

settings.register_profile("patient", deadline=None)  # a busy machine is not a wrong result
settings.register_profile("quick", deadline=None, max_examples=15)  # `make test` looks at a hundred
settings.load_profile("patient")

BROWSER = Path(__file__).parent / "browser"  # leaves an event loop and processes of its own behind
ALONE = {"test_train_box.py", "test_train_proven.py"}
WHOLLY_SLOW = re.compile(r"^pytestmark = .*\bmark\.slow\b", re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked to be alone lies where it is looked for: elsewhere it would never be run."""
    alone = [item for item in items if item.get_closest_marker("alone")]
    astray = [item.nodeid for item in alone if not any(place in item.path.as_posix() for place in ALONE_IN)]
    if astray:
        raise pytest.UsageError(
            f"{astray[0]} is marked to be alone and does not lie in {' or '.join(ALONE_IN)}: move it."
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that is slow as a whole is not imported where the slow is left out: most of them import Keras first."""
    is_left_out = "not slow" in config.option.markexpr and collection_path.name.startswith("test_")
    return bool(is_left_out and WHOLLY_SLOW.search(collection_path.read_text(encoding="utf-8"))) or None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """No test has examples in its words: they are not searched for any."""
    found = yield
    return [collector for collector in found if not isinstance(collector, DoctestModule)]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays: no garbage is looked for among it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Streamlit collects garbage after each run of a page: not among thousands of collected tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` means: a worker for each core; on one core no workers at all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS", cores if cores > 1 else 0))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file is one worker's, which prepares once what its tests share; and so is what is never beside itself.

    Said by files: `xdist_group` of pytest-xdist 3.8 has no effect with pytest 9.2, whose node ids it cannot change.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = Path(nodeid.partition("::")[0])
            return "alone" if file.name in ALONE or BROWSER.name in file.parts else file.as_posix()

    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def stores_copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new file is a copy of one that went through all steps, a tenth of the work; any other file goes through them.

    Nor does a test wait for the disk: that would matter only where the power fails.
    """
    home = tmp_path_factory.mktemp("stepped")
    open_store(home).close()
    through_all_steps, one_at_a_time = opening.bring_up_to_date, Lock()

    def copied(connection: Connection) -> None:
        with one_at_a_time:
            if _is_new(connection):
                with closing(sqlite3.connect(home / DATABASE_FILE)) as stepped:
                    stepped.backup(connection.raw)
        connection.execute("PRAGMA synchronous = OFF")
        through_all_steps(connection)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "bring_up_to_date", copied)
        yield


def _is_new(connection: Connection) -> bool:
    try:
        return connection.path.stat().st_size == 0
    except OSError:
        return False


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test alone: no test touches a person's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CALLIT_HOME", str(folder))
    return folder


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(home) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """A Friday afternoon."""
    return datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
