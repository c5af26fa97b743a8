"""Fetching what a node has kept of a session whose link was broken when its box ended.

`python -P -m planner.cluster.fetching RUN_FOLDER` does it beside a page, which waits for nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from model.protocol.config import LOCK_FILE, SessionConfig
from model.protocol.locks import is_held, take_lock
from model.protocol.result import read_result
from model.protocol.run_folder import WORKER_LOG, has_model
from planner.cluster.arrivals import Arrivals
from planner.cluster.errors import AgentGone, ClusterError, ClusterRefused
from planner.cluster.event_lines import append, read_until, told_lines
from planner.cluster.line import Line
from planner.cluster.note import ClusterNote, read_note
from planner.cluster.proof_here import ProofHere, note_proof, prove_here
from planner.cluster.rim import Rim
from planner.cluster.sending import Sent, found_again, shown_again

FETCHED_FOLDER = "from-cluster"  # in the run folder of a session that went on here without its node
OPEN_S, PROOF_S = 20.0, 120.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was brought: the folder of the model, and the proof that was made here."""

    folder: Path
    node: str
    proof: ProofHere


def is_to_be_fetched(run_folder: Path) -> bool:
    """Whether an ended session may have more on its node than here; costs a look at one small file."""
    note = read_note(run_folder)
    return note is not None and bool(note.agent) and not note.is_fetched and not is_held(run_folder / LOCK_FILE)


def begin_to_fetch(run_folder: Path, now_unix: float) -> None:
    """Fetch in a process of its own, which nobody waits for."""
    with (run_folder / WORKER_LOG).open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-P", "-m", "planner.cluster.fetching", str(run_folder), str(now_unix)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def fetch(run_folder: Path, rim: Rim, *, now_unix: float) -> Fetched:
    """Bring what the node has kept, and prove it here.

    Into the run folder, where what lies there came from that node; beside, in `from-cluster`, where the session went on
    here and made a model of its own.

    Raises
    ------
    ClusterRefused
        There is nothing to fetch, or the session still runs.
    ClusterError
        The cluster cannot be reached, or no node has it any more.
    """
    note = read_note(run_folder)
    if note is None or not note.agent:
        raise ClusterRefused(f"{run_folder} holds no session that was sent to a cluster.")
    if note.is_fetched:
        raise ClusterRefused(f"All that {note.node} had of that session is here already.")
    lock = None if is_held(run_folder / LOCK_FILE) else take_lock(run_folder / LOCK_FILE)
    if lock is None:
        raise ClusterRefused(f"The session in {run_folder} still runs: what comes is brought back by itself.")
    try:
        rim.open(note.address, timeout_s=OPEN_S)
        return _fetched(run_folder, rim, note, now_unix)
    finally:
        lock.release()
        (run_folder / LOCK_FILE).unlink(missing_ok=True)
        rim.close()


def fetched_words(fetched: Fetched, metric: str) -> str:
    """What was brought, in a sentence."""
    result = read_result(fetched.folder)
    score = result.scores.delivered.held_out.get(metric) if result is not None else None
    told = f" ({metric} {score.value:.3f} on held-out texts)" if score is not None and score.value is not None else ""
    proof = "proven here" if fetched.proof.ok else f"not proven here: {fetched.proof.words}"
    return f"The model that {fetched.node} kept lies in {fetched.folder}{told}, {proof}."


def _fetched(run_folder: Path, rim: Rim, note: ClusterNote, now_unix: float) -> Fetched:
    sent = _there(rim, note, run_folder)
    target = run_folder / FETCHED_FOLDER if note.is_left else run_folder
    target.mkdir(exist_ok=True)
    _bring(run_folder, target, sent)
    if not has_model(target):
        raise AgentGone(f"{note.node} had saved no model of that session.")
    proof = prove_here(target, PROOF_S)
    if proof.ok:
        note_proof(target, now_unix)
    replace(note, is_fetched=True).save(run_folder)
    sent.correspondence.bye()
    return Fetched(target, note.node, proof)


def _there(rim: Rim, note: ClusterNote, run_folder: Path) -> Sent:
    """Whoever tells of the session there, when it is over."""
    try:
        sent = found_again(rim, note, run_folder)
    except AgentGone:
        shown = shown_again(rim, note, run_folder, of_all=True)
        if shown is None:
            raise AgentGone(f"No node has anything of that session any more ({note.node} had).") from None
        return shown
    told, _ = sent.correspondence.hello()
    if not told.get("is_over"):
        raise ClusterRefused(f"The session is still at work on {note.node}. Fetch it when its box is over.")
    return sent


def _bring(run_folder: Path, target: Path, sent: Sent) -> None:
    """All files, and what was said; the config too, where the folder is a new one."""
    config, note, ask = SessionConfig.load(run_folder), sent.note, sent.correspondence
    if target != run_folder:
        config.save(target)
    offset, is_new = read_until(target, note.agent), True
    files: dict[str, str] = {}
    while is_new:
        told, said = ask.ask("news", offset=offset)
        offset, is_new = int(told["offset"]), bool(said)
        files = {str(name): str(sign) for name, sign in told["files"].items()}
        lines = told_lines(said, ends_at=offset, agent=note.agent, node=note.node, config=config, clocks=sent.clocks)
        append(target, list(lines))
    arrivals = Arrivals(target, ask.read, sent.clocks)
    arrivals.fetch_model(files)
    arrivals.fetch_rest(files)
    arrivals.fetch_checkpoints(files)


def main(run_folder: Path, now_unix: float) -> None:
    """Fetch once, and say what came of it."""
    try:
        found = fetch(run_folder, Line(), now_unix=now_unix)
        print(fetched_words(found, SessionConfig.load(run_folder).order.choices.metric), flush=True)
    except (ClusterError, ClusterRefused, OSError, ValueError) as error:
        print(error, file=sys.stderr, flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(Path(sys.argv[1]).absolute(), float(sys.argv[2]))
    os._exit(0)
