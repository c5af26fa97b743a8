"""`python -P -m planner.cluster.line_process RUN_FOLDER AGENT_CLASS`: speaks with Ray for a link that holds its pipes.

It ends when the link does. Where the session was stopped at once meanwhile, the agent is told first.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from model.protocol.run_folder import wants_to_end
from planner.cluster.errors import ClusterError, ClusterRefused
from planner.cluster.facts import Place
from planner.cluster.frames import read_frame, write_frame
from planner.cluster.ray_rim import RayRim

LAST_WISH_S = 3.0

_Frame = tuple[dict[str, Any], bytes]


def main(words: list[str]) -> None:
    """Answer one question after the other."""
    log = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    questions, answers = _pipes()
    run_folder = Path(words[0]) if words and words[0] else None
    rim = RayRim(words[1] if len(words) > 1 else "")
    asked: queue.Queue[_Frame | None] = queue.Queue()
    threading.Thread(target=_read_all, args=(questions, asked), name="questions", daemon=True).start()
    while (frame := asked.get()) is not None:
        told, data = frame
        try:
            answer, bytes_ = _answer(rim, told, data)
        except (ClusterError, ClusterRefused) as error:
            answer, bytes_ = {"error": type(error).__name__, "message": str(error)}, b""
        except Exception as error:
            traceback.print_exc(file=log)
            answer, bytes_ = {"error": "Unreachable", "message": f"The connection to the cluster broke: {error!r}"}, b""
        with suppress(OSError):
            write_frame(answers, answer, bytes_)
    if run_folder is not None and wants_to_end(run_folder) and rim.last_asked:
        with suppress(ClusterError):
            rim.ask(rim.last_asked, {"ask": "bye"}, timeout_s=LAST_WISH_S)
    os._exit(0)


def _answer(rim: RayRim, told: Mapping[str, Any], data: bytes) -> _Frame:
    timeout_s, do = float(told["timeout_s"]), str(told["do"])
    if do == "ask":
        answer, bytes_ = rim.ask(told["agent"], told["question"], data, timeout_s=timeout_s)
        return {"answer": answer}, bytes_
    return _ANSWERS[do](rim, told, data, timeout_s) or {}, b""


_ANSWERS: Mapping[str, Callable[[RayRim, Mapping[str, Any], bytes, float], dict[str, Any] | None]] = {
    "open": lambda rim, told, data, s: rim.open(told["address"], timeout_s=s),
    "survey": lambda rim, told, data, s: {"nodes": rim.survey_told(told["hashes"], timeout_s=s, of_all=told["of_all"])},
    "echo": lambda rim, told, data, s: {"seconds": rim.echo(told["node_id"], data, timeout_s=s)},
    "agents": lambda rim, told, data, s: {"agents": rim.agents(timeout_s=s)},
    "start": lambda rim, told, data, s: rim.start(
        told["agent"], Place(**told["place"]), timeout_s=s, agent_class=told["agent_class"]
    ),
    "hand on": lambda rim, told, data, s: rim.hand_on(told["sha256"], told["node_id"], told["agent"], timeout_s=s),
    "end": lambda rim, told, data, s: rim.end(told["agent"], timeout_s=s),
}


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Pipes of our own: Ray prints pages of its states where a node dies, which help nobody here."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return questions, answers


def _read_all(questions: IO[bytes], asked: queue.Queue[_Frame | None]) -> None:
    with suppress(OSError, ValueError, KeyError):
        while (frame := read_frame(questions)) is not None:
            asked.put(frame)
    asked.put(None)
    watch = threading.Timer(2 * LAST_WISH_S, os._exit, (1,))  # a call that hangs holds nobody up
    watch.daemon = True
    watch.start()


if __name__ == "__main__":
    main(sys.argv[1:])
