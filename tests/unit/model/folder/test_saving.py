"""Saving cut off at any moment: by a full disk, by `kill -9`, or by somebody who reads meanwhile."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from model.folder import artifact
from model.folder.artifact import read_model, save_model
from model.network.network_weights import NetworkWeights
from model.protocol.errors import ModelFolderError
from model.protocol.run_folder import KERAS_FILE, MANIFEST_FILE
from tests.unit.made_models import PROVENANCE, benchmark_alone, save, with_network

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here `model.keras` is a stand-in: what it really holds is tested beside the network."""

    class _Written:
        def save(self, path: Path) -> None:
            with path.open("wb") as file:
                file.write(b"keras")

    monkeypatch.setattr(NetworkWeights, "build", lambda self: _Written())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "model"


def _names(folder: Path) -> set[str]:
    return {path.name.split("-")[0] for path in folder.iterdir()}


def test_a_model_replaced_while_it_is_read_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session at work saves the next checkpoint just when somebody predicts with the former one."""
    save(folder, with_network(0))
    real, saved = artifact.check_files, []

    def check_late(*arguments: Any) -> None:
        if not saved:
            saved.append(save(folder, with_network(1)))
        real(*arguments)

    monkeypatch.setattr(artifact, "check_files", check_late)
    assert read_model(folder)[1].weights_sha256 == saved[0].weights_sha256


class _FailingDisk:
    """Lets so many disk operations through, then fails at one."""

    def __init__(self, patch: pytest.MonkeyPatch, fails_at: int) -> None:
        self.has_failed = False
        self._left = fails_at
        for owner, name in ((os, "fsync"), (Path, "open"), (Path, "replace"), (os, "open")):
            patch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left == -1:
                self.has_failed = True
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        return operation


def test_a_disk_that_fails_at_any_moment_leaves_a_usable_model(folder: Path, tmp_path: Path) -> None:
    """Opening, flushing, moving into place, for each file in turn: the former model or the new one, never none."""
    former = save(folder, with_network(0)).weights_sha256
    failures, disk = 0, None
    while disk is None or disk.has_failed:
        delivered = with_network(failures + 1)
        new = save(tmp_path / "elsewhere", delivered).weights_sha256
        with pytest.MonkeyPatch.context() as patch, suppress(OSError):
            disk = _FailingDisk(patch, fails_at=failures)
            save(folder, delivered)
        found = read_model(folder)[1].weights_sha256
        assert found in (former, new)
        assert not [path.name for path in folder.iterdir() if path.name.endswith(".half") or "half-" in path.name]
        former = found
        failures += 1
    assert failures >= 8
    assert found == new
    assert _names(folder) == {"benchmark", "network", "vocabulary", KERAS_FILE, MANIFEST_FILE}


def test_a_first_save_that_fails_leaves_no_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing claims to be a model that is none."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        save(folder, benchmark_alone())
    with pytest.raises(ModelFolderError, match="holds no model"):
        read_model(folder)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_disk(tmp_path: Path) -> None:
    """`save_model` raises OSError and nothing else: who calls it says the sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        save_model(tmp_path / "file" / "model", benchmark_alone(), scores={}, provenance=PROVENANCE)


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
import model.folder.artifact
from model.folder.artifact import read_model
from model.protocol.run_folder import MANIFEST_FILE
from tests.unit.made_models import save, with_network

model.folder.artifact._save_keras = lambda folder, network: None
folder, kills = Path(sys.argv[1]), int(sys.argv[2])
random.seed(int(sys.argv[3]))
models = [with_network(seed) for seed in range(4)]
known = {save(folder, delivered).weights_sha256 for delivered in models}
halves = 0
for _ in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            save(folder, random.choice(models))
    time.sleep(random.uniform(0.002, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = read_model(folder)[1]
    assert found.weights_sha256 in known
    halves += {path.name for path in folder.iterdir()} != {MANIFEST_FILE, *found.files}
save(folder, models[0])
left = {path.name for path in folder.iterdir()} - {MANIFEST_FILE, *read_model(folder)[1].files}
print(f"killed in the midst {halves} times; left {sorted(left)}")
"""


def _kill_while_saving(folder: Path, kills: int, seed: int) -> str:
    command = [sys.executable, "-c", KILLER, str(folder), str(kills), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_process_killed_while_saving_leaves_a_usable_model(folder: Path) -> None:
    """Forty times `kill -9` at a moment drawn by lot; the next save also removes what the killed ones left half."""
    said = _kill_while_saving(folder, kills=40, seed=7)
    assert "left []" in said
    assert "in the midst 0 times" not in said


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long fault test: run by make soak")
@pytest.mark.parametrize("seed", range(5))
def test_many_processes_killed_while_saving_leave_a_usable_model(folder: Path, seed: int) -> None:
    """The same two thousand times."""
    assert "left []" in _kill_while_saving(folder, kills=2_000, seed=seed)
