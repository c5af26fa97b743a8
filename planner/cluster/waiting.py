"""Waiting for room on a full cluster, before a box begins: the box has not to pay for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from model.protocol.elsewhere import Elsewhere
from planner.cluster.errors import ClusterRefused
from planner.cluster.places import best_place, full_words
from planner.cluster.rim import Rim
from planner.cluster.sending import SURVEY_S
from planner.cluster.versions import refusal, versions_here
from planner.domain.wording.durations import duration_words

LOOK_EVERY_S = 15.0
_OPEN_S = 30.0


def wait_for_room(
    rim: Rim,
    asked: Elsewhere,
    wait_s: float,
    tell: Callable[[str], None],
    *,
    ticks: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Return as soon as a node has room for what is asked.

    Raises
    ------
    ClusterRefused
        None had in that time, or other versions are there.
    ClusterError
        The cluster cannot be reached.
    """
    ends = ticks() + wait_s
    rim.open(asked.address, timeout_s=_OPEN_S)
    has_told = False
    while True:
        nodes = rim.survey((), timeout_s=SURVEY_S)
        if why := refusal(versions_here(), nodes):
            raise ClusterRefused(why)
        if best_place(nodes, asked) is not None:
            return
        if ticks() >= ends:
            raise ClusterRefused(f"{full_words(nodes, asked)} It was waited for {duration_words(wait_s)}.")
        if not has_told:
            tell(f"{full_words(nodes, asked)} Waiting for {duration_words(wait_s)} at most; the box begins then.")
            has_told = True
        sleep(min(LOOK_EVERY_S, max(0.1, ends - ticks())))
