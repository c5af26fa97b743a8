"""Seconds of a box that belong to the way: the least that is worth sending, and what is kept for bringing it back."""

from __future__ import annotations

from model.protocol.timebox import Timebox

MODEL_BYTES = 8_000_000  # n-gram model, network and result of a usual session; what comes earlier is less to fetch
PROOF_S = 4.0  # where this machine has measured nothing yet
LEAST_PROOF_S, MOST_PROOF_S = 3.0, 15.0
MOST_KEPT_SHARE = 0.25
SEND_SHARE = 0.4  # of a box by which its session is at work there, or begins here
START_S = 4.0  # from asking for an agent to a worker at work
LEAST_THERE_S = 15.0  # a worker's start, a benchmark, a proof: with less, a node brings nothing that is not here sooner
LEAST_HERE_S = 20.0  # the same here, where a model was brought already
LEAST_WITHOUT_MODEL_S = 6.0
SILENT_S = 4.5  # an agent that has not answered for so long is looked for


def kept_for_the_way(timebox_s: float, *, bytes_per_s: float, answer_s: float, proof_s: float | None) -> float:
    """Seconds at the end of a box for fetching what came last and proving it here.

    >>> round(kept_for_the_way(300, bytes_per_s=10e6, answer_s=0.05, proof_s=3.0), 1)
    5.1
    """
    proof = min(MOST_PROOF_S, max(LEAST_PROOF_S, PROOF_S if proof_s is None else proof_s))
    way_s = MODEL_BYTES / max(1.0, bytes_per_s) + 6 * answer_s
    return min(MOST_KEPT_SHARE * timebox_s, 1.0 + proof + way_s)


def is_worth_sending(box: Timebox, kept_s: float) -> bool:
    """Whether a node has time for anything."""
    return box.left_s(kept_s) >= LEAST_THERE_S


def is_worth_going_on_here(box: Timebox, *, has_model: bool) -> bool:
    """Whether a worker on this machine has time for more than what is here already."""
    return box.left_s() >= (LEAST_HERE_S if has_model else LEAST_WITHOUT_MODEL_S)


def open_s(timebox_s: float) -> float:
    """Seconds in which Ray has to be loaded and this machine let in; a busy one takes half a minute for it.

    >>> open_s(30), open_s(120), open_s(3600)
    (20.0, 30.0, 60.0)
    """
    return min(60.0, max(20.0, 0.25 * timebox_s))


def patience_s(timebox_s: float) -> float:
    """Seconds for which a broken link is knocked at before the session goes on without it.

    >>> patience_s(30), patience_s(300), patience_s(3600)
    (5.0, 30.0, 60.0)
    """
    return min(60.0, max(5.0, 0.1 * timebox_s))
