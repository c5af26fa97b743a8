"""One start of a fresh process serves all proofs of a session, and each question finds it as fresh as the first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from model.folder.predictor import load_model
from model.folder.reload import FreshProcess, Reloaded, WarmProcess, agrees, can_fork
from model.protocol.errors import ModelFolderError, ReloadTimedOut
from tests.integration.real_sessions import until
from tests.unit.made_models import benchmark_alone, made_texts, save, with_network, with_tail

pytestmark = pytest.mark.slow

TEXTS = [*made_texts(12, seed=5), "gloomy " + "the room was " * 20 + "lovely", ""]


@pytest.fixture
def warm() -> Iterator[WarmProcess]:
    """One that starts; nothing of it stays behind."""
    before = set(psutil.Process().children(recursive=True))
    process = WarmProcess(has_memory=True)
    process.start()
    yield process
    process.end()
    assert set(psutil.Process().children(recursive=True)) <= before


def _ask(warm: WarmProcess, folder: Path, timeout_s: float = 120) -> Reloaded:
    return warm.label_with_each([folder], TEXTS, timeout_s=timeout_s)[0]


def test_it_answers_again_and_again_after_one_start(tmp_path: Path, warm: WarmProcess) -> None:
    """Other models, the same folder with another model in it, and one that is damaged in between."""
    for made in (with_network(1), with_tail(1), with_network(2)):
        saved = save(tmp_path / "model", made)
        found = _ask(warm, tmp_path / "model")
        assert found.weights_sha256 == saved.weights_sha256
        assert agrees(found.probabilities, load_model(tmp_path / "model").probabilities(TEXTS, normalised=True))
    born = set(psutil.Process().children())
    save(tmp_path / "damaged", benchmark_alone())
    next((tmp_path / "damaged").glob("benchmark-*")).write_bytes(b"damaged")
    with pytest.raises(ModelFolderError, match="is damaged"):
        _ask(warm, tmp_path / "damaged")
    saved = save(tmp_path / "other", benchmark_alone())
    assert _ask(warm, tmp_path / "other").weights_sha256 == saved.weights_sha256
    assert set(psutil.Process().children()) == born


def test_models_of_several_folders_are_labelled_in_one_go(tmp_path: Path, warm: WarmProcess) -> None:
    """The answers in the order of the folders."""
    hashes = [save(tmp_path / str(seed), with_network(seed)).weights_sha256 for seed in (3, 4)]
    found = warm.label_with_each([tmp_path / "3", tmp_path / "4"], TEXTS, timeout_s=120)
    assert [answer.weights_sha256 for answer in found] == hashes


def test_it_says_when_it_is_ready(tmp_path: Path, warm: WarmProcess) -> None:
    """Its start lies behind it then; what is asked before waits for it."""
    save(tmp_path, benchmark_alone())
    assert not warm.is_ready
    found = _ask(warm, tmp_path)
    assert warm.is_ready
    assert found.start_s > found.label_s


def test_one_that_is_late_is_ended_and_another_takes_its_place(tmp_path: Path, warm: WarmProcess) -> None:
    """Whoever was late may hang: nobody asks it again."""
    saved = save(tmp_path, benchmark_alone())
    with pytest.raises(ReloadTimedOut, match="in the time that was left"):
        _ask(warm, tmp_path, timeout_s=0.01)
    assert not warm.is_ready
    assert _ask(warm, tmp_path).weights_sha256 == saved.weights_sha256


def _ask_and_give_up(warm: WarmProcess, folder: Path) -> list[str]:
    """What whoever waits for the answer is told when nobody needs it any more."""
    told: list[str] = []

    def wait() -> None:
        try:
            warm.label_with_each([folder] * 50, TEXTS, timeout_s=120)
        except ReloadTimedOut as error:
            told.append(str(error))

    waiting, born = threading.Thread(target=wait), set(psutil.Process().children(recursive=True))
    is_started = warm.is_ready
    waiting.start()
    until(lambda: warm.is_at_work)
    if is_started:
        until(lambda: not set(psutil.Process().children(recursive=True)) <= born)  # the one that answers
    warm.give_up()
    waiting.join(timeout=120)
    return told


def test_an_answer_that_nobody_needs_any_more_can_be_given_up(tmp_path: Path, warm: WarmProcess) -> None:
    """Whoever waits for it is told; the process answers the next question, without another start."""
    saved = save(tmp_path, benchmark_alone())
    assert _ask_and_give_up(warm, tmp_path) == ["nobody asked any more"]  # it was still starting
    until(lambda: warm.is_ready)
    born = set(psutil.Process().children())
    if can_fork():
        assert _ask_and_give_up(warm, tmp_path) == ["the fresh process was killed (signal 9)"]
        assert set(psutil.Process().children()) == born
    assert _ask(warm, tmp_path).weights_sha256 == saved.weights_sha256


def test_a_process_without_memory_for_two_answers_once(tmp_path: Path) -> None:
    """Nothing waits beside the training."""
    save(tmp_path, benchmark_alone())
    before = set(psutil.Process().children())
    cold = WarmProcess(has_memory=False)
    _ask(cold, tmp_path)
    assert set(psutil.Process().children()) == before
    assert not cold.is_ready


def test_one_that_died_while_it_waited_says_so(tmp_path: Path) -> None:
    """Killed by the system before it was asked."""
    save(tmp_path, benchmark_alone())
    process = FreshProcess()
    process.kill()
    with pytest.raises(ReloadTimedOut, match="was killed"):
        process.label(tmp_path, TEXTS, timeout_s=30)
