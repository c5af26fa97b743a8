"""The proof in a fresh process: it agrees, it says which weights it loaded, and it never stays behind."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from model.folder.predictor import load_model
from model.folder.reload import TOLERANCE, FreshProcess, WarmProcess, agrees
from model.protocol.errors import ModelFolderError, ReloadTimedOut
from tests.unit.made_models import benchmark_alone, made_texts, save, with_network

pytestmark = pytest.mark.slow

TEXTS = [*made_texts(12, seed=5), "", "half an emoji \ud83d", "<b>as it stands</b>"]


def _children() -> set[psutil.Process]:
    """The child processes of this one; other tests may have left some that live on."""
    return set(psutil.Process().children())


@pytest.fixture(autouse=True)
def _nobody_stays_behind() -> Iterator[None]:
    """After each test there are no more child processes than before."""
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) == before


def test_a_fresh_process_says_the_same_of_a_model_with_a_network(tmp_path: Path) -> None:
    """The same probabilities, and the hash of the weights that it loaded."""
    saved = save(tmp_path, with_network())
    found = FreshProcess().label(tmp_path, TEXTS, timeout_s=120)
    assert found.weights_sha256 == saved.weights_sha256
    assert agrees(found.probabilities, load_model(tmp_path).probabilities(TEXTS, normalised=True))


def test_a_fresh_process_says_the_same_of_the_benchmark_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the person's own `model.py` lies in the working folder: theirs does not run."""
    saved = save(tmp_path / "model folder", benchmark_alone())
    (tmp_path / "model.py").write_text("raise SystemExit('the wrong one')")
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    found = FreshProcess().label(tmp_path / "model folder", TEXTS, timeout_s=60)
    assert found.weights_sha256 == saved.weights_sha256
    expected = load_model(tmp_path / "model folder").probabilities(TEXTS, normalised=True)
    np.testing.assert_array_equal(found.probabilities, expected)


def test_a_damaged_model_is_told_in_its_own_sentence(tmp_path: Path) -> None:
    """What the fresh process found wrong, not that a process ended."""
    save(tmp_path, benchmark_alone())
    (path,) = tmp_path.glob("benchmark-*")
    path.write_bytes(b"damaged")
    with pytest.raises(ModelFolderError, match=f"is damaged: {path.name} is not what was saved"):
        FreshProcess().label(tmp_path, TEXTS, timeout_s=60)


def test_time_that_is_too_short_ends_the_fresh_process(tmp_path: Path) -> None:
    """A sentence, and no process that goes on without anybody waiting for it."""
    save(tmp_path, benchmark_alone())
    with pytest.raises(ReloadTimedOut, match="a fresh process did not load it in the time that was left"):
        FreshProcess().label(tmp_path, TEXTS, timeout_s=0.01)


def test_a_process_that_dies_is_told_with_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the reason, the last line that it said."""
    save(tmp_path, benchmark_alone())
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(ModelFolderError, match="the fresh process died: ") as caught:
        FreshProcess().label(tmp_path, TEXTS, timeout_s=60)
    assert "\n" not in str(caught.value)


def test_agreement_is_to_a_hundred_thousandth() -> None:
    """Other shapes and missing numbers never agree; no texts at all do."""
    one = np.full((3, 2), 0.5)
    assert agrees(one, one + 0.9 * TOLERANCE)
    assert not agrees(one, one + 1.1 * TOLERANCE)
    assert not agrees(one, one[:2])
    assert not agrees(one, np.where(np.eye(3, 2) > 0, np.nan, one))
    assert agrees(np.empty((0, 2)), np.empty((0, 2)))


def test_one_that_was_started_before_answers_as_well(tmp_path: Path) -> None:
    """It says how long its start took, and how long the answer."""
    saved = save(tmp_path, with_network())
    warm = WarmProcess(has_memory=True)
    warm.start()
    warm.start()  # there is one already
    found = warm.take().label(tmp_path, TEXTS, timeout_s=120)
    assert found.weights_sha256 == saved.weights_sha256
    assert found.start_s > 0
    assert found.label_s > 0


def test_one_that_is_not_needed_any_more_is_ended() -> None:
    """And so is one that nobody has asked when its parent is gone."""
    before = _children()
    warm = WarmProcess(has_memory=True)
    warm.start()
    (waiting,) = _children() - before
    warm.end()
    assert not waiting.is_running()
    warm.end()
    assert _children() == before


def test_without_memory_none_is_started_ahead() -> None:
    """A second TensorFlow beside the training would be too much; the one that is taken is new."""
    before = _children()
    warm = WarmProcess(has_memory=False)
    warm.start()
    assert _children() == before
    warm.take().end()


def test_one_that_the_system_killed_says_nothing_of_the_model(tmp_path: Path) -> None:
    """It is not proven, and not refuted either."""
    save(tmp_path, benchmark_alone())
    before = _children()
    process = FreshProcess()
    (born,) = _children() - before
    born.kill()
    with pytest.raises(ReloadTimedOut, match="was killed"):
        process.label(tmp_path, TEXTS, timeout_s=60)


def test_one_that_died_while_it_waited_is_replaced(tmp_path: Path) -> None:
    """The final check asks another one."""
    saved = save(tmp_path, benchmark_alone())
    before = _children()
    warm = WarmProcess(has_memory=True)
    warm.start()
    (waiting,) = _children() - before
    waiting.kill()
    waiting.wait()
    assert warm.take().label(tmp_path, TEXTS, timeout_s=60).weights_sha256 == saved.weights_sha256
