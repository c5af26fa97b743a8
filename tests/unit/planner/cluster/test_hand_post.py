"""A hand's post on a node: what is asked twice, as its answer came late, is done once."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from planner.cluster.hand_post import HandPost

WAITS_S = 0.3  # for a second one, where it is let in


@pytest.fixture
def post(tmp_path: Path) -> Iterator[HandPost]:
    """One whose hand is a process that does nothing; whoever starts it waits a little for a second one."""
    both = threading.Barrier(2)

    class Slow(HandPost):
        started = 0

        @staticmethod
        def command(*words: object) -> list[str]:  # type: ignore[override]
            Slow.started += 1
            with suppress(threading.BrokenBarrierError):
                both.wait(WAITS_S)
            return [sys.executable, "-c", "import time; time.sleep(60)"]

    made = Slow("ada@laptop/one/1/hand-1", own_home=tmp_path, leave=lambda: None)
    yield made
    ask(made, "bye")
    if made._process is not None:
        made._process.kill()
        made._process.wait()


def ask(post: HandPost, question: str, data: bytes = b"", **more: Any) -> dict[str, Any]:
    told, _ = post.answer(json.dumps({"ask": question, "number": 1, **more}), data)
    answer: dict[str, Any] = json.loads(told)
    return answer


def sent(post: HandPost, content: bytes) -> str:
    digest = sha256(content).hexdigest()
    ask(post, "put", content, sha256=digest, offset=0, size=len(content))
    return digest


def test_a_hand_is_started_once_however_often_that_is_asked(post: HandPost) -> None:
    """While its node is busy the same question waits there several times, and all are let in at one moment."""
    asked = [threading.Thread(target=ask, args=(post, "begin"), kwargs={"cores": 1, "seconds": 60.0}) for _ in range(3)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join()
    assert post.started == 1  # type: ignore[attr-defined]


def test_what_was_prepared_and_the_table_of_folds_may_be_told_twice(post: HandPost, tmp_path: Path) -> None:
    ask(post, "begin", cores=1, seconds=60.0)
    table, facts = sent(post, b"the table"), sent(post, b"{}")
    for _ in range(2):
        assert "error" not in ask(post, "table", sha256=table)
    assert [path.read_bytes() for path in tmp_path.rglob("folds.npz")] == [b"the table"]
    for _ in range(2):
        assert "error" not in ask(post, "prepare", files={"prepared/facts.json": facts})
    assert not list(tmp_path.rglob("folds.npz"))  # no folds are wanted any more
    assert "error" in ask(post, "table", sha256="0" * 64)
