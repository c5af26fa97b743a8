"""What tests on a real Ray cluster share: one cluster for all of them, whole again before each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cluster.local_cluster import LocalCluster

HERE = Path(__file__).parent
WHY_NOT = "Ray is not installed: pip install 'callit[cluster]'"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them promise something of time; and none is possible without Ray."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.alone)
            item.add_marker(pytest.mark.slow)
            if find_spec("ray") is None:
                item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest.fixture(scope="session")
def whole_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster on this machine."""
    cluster = LocalCluster.started(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.shutdown()


@pytest.fixture
def cluster(whole_cluster: LocalCluster) -> LocalCluster:
    """The same, with both of its nodes."""
    whole_cluster.replenish()
    return whole_cluster
