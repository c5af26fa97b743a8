"""The test run gives way in time: a network that comes too late costs no second of the end."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from model.session import smoke_stage
from model.session.smoke_stage import LEAST_END_S, LEAST_NETWORK_S, is_late, run_smoke
from tests.unit.proven_sessions import MadeSession

BOX_S = 120.0


@pytest.fixture
def session(tmp_path: Path) -> MadeSession:
    return MadeSession(tmp_path, BOX_S)


def _starts_at(session: MadeSession, started_s: float) -> None:
    """TensorFlow will have started then; whoever waits for less is told that it has not."""

    def wait(timeout_s: float) -> bool:
        session.hands.now_s = min(started_s, session.hands.now_s + timeout_s)
        return session.hands.now_s >= started_s

    session.context.backend = cast(Any, SimpleNamespace(wait=wait, started_s=started_s))


def _encodes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise AssertionError("texts were encoded")

    monkeypatch.setattr(smoke_stage, "encode_texts", fails)


@pytest.mark.parametrize("started_s", [104.0, 110.0, 500.0])
def test_tensorflow_that_starts_too_late_is_not_waited_for(
    session: MadeSession, monkeypatch: pytest.MonkeyPatch, started_s: float
) -> None:
    """What the end takes, as it was measured, is still there when the benchmark is delivered; and it is said."""
    session.context.measured.update(judge_s=4.0, counted_s=3.0)
    session.hands.now_s = 60.0
    _encodes_nothing(monkeypatch)
    _starts_at(session, started_s)
    assert run_smoke(session.context, session.fitted, session.proofs) is None
    assert BOX_S - session.hands.now_s >= LEAST_END_S + 4 + 3
    (warning,) = session.context.log.warnings
    assert "TensorFlow took too long to start" in warning


def test_there_is_time_for_a_network_as_long_as_the_end_can_follow(session: MadeSession) -> None:
    """A box whose end takes ten seconds has none left eight seconds before that."""
    assert not is_late(session.context)
    session.context.measured.update(judge_s=6.0, counted_s=4.0)
    session.hands.now_s = session.context.box.work_end_s - LEAST_NETWORK_S - 10.5
    assert not is_late(session.context)
    session.hands.now_s += 1.0
    assert is_late(session.context)
    (warning,) = session.context.log.warnings
    assert "no time left for a network" in warning
