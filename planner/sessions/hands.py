"""Whether this machine has room for further processes that train beside a session."""

from __future__ import annotations

from model.protocol.hands import SESSION_CORES, usable_cores
from model.protocol.order import TrainingChoices
from planner.domain.errors import SessionRefused
from planner.domain.wording.numbers import count_words, memory_words
from planner.sessions.memory import LEAST_LIMIT_BYTES, free_bytes


def check_hands(choices: TrainingChoices, *, cores: int | None = None, free: int | None = None) -> None:
    """Refuse more further processes than the machine has cores and memory for (`SessionRefused`).

    `cores` and bytes of `free` memory are those of this machine where nothing is said.

    >>> check_hands(TrainingChoices(hands=2), cores=8, free=16 * 10**9)
    """
    if choices.hands == 0:
        return
    if choices.epochs is not None or choices.one_network:
        named = "--epochs" if choices.epochs is not None else "--one-network"
        raise SessionRefused(
            f"Further processes train networks to be averaged, and with {named} none is wanted. "
            f"Leave out --hands, or {named}."
        )
    _check_cores(choices.hands, usable_cores() if cores is None else cores)
    _check_memory(choices.hands, choices.memory_limit_bytes or (free_bytes() if free is None else free))


def _check_cores(hands: int, cores: int) -> None:
    most = max(0, cores - SESSION_CORES)
    if hands <= most:
        return
    left = f"{most} at most" if most else "none"
    advice = f"Use --hands {most}." if most else "Train without --hands."
    raise SessionRefused(
        f"This machine has {count_words(cores, 'processor core')}, and a session takes {SESSION_CORES} by itself: "
        f"there is room for {left} of the {count_words(hands, 'further process', 'further processes')}. {advice}"
    )


def _check_memory(hands: int, bytes_there: int) -> None:
    needed = (1 + hands) * LEAST_LIMIT_BYTES
    if bytes_there < needed:
        raise SessionRefused(
            f"A session with {count_words(hands, 'further process', 'further processes')} needs "
            f"{memory_words(needed)} of memory, and there are {memory_words(bytes_there)}. Use fewer --hands."
        )
