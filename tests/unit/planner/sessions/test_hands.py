"""Further processes beside a session are had where the machine has room for them, and else refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from model.protocol.order import TrainingChoices
from planner.domain.errors import SessionRefused
from planner.sessions.hands import check_hands

GB = 10**9


def check(hands: int, *, cores: int = 8, free: int = 16 * GB, **choices: Any) -> None:
    """On a machine made up by the test."""
    check_hands(TrainingChoices(hands=hands, **choices), cores=cores, free=free)


@pytest.mark.parametrize(("hands", "cores"), [(0, 1), (1, 3), (6, 8)])
def test_each_has_a_core_beside_the_two_of_the_session(hands: int, cores: int) -> None:
    check(hands, cores=cores)


@pytest.mark.parametrize(
    ("hands", "cores", "words"),
    [
        (1, 1, "This machine has 1 processor core, and a session takes 2 by itself"),
        (1, 2, "there is room for none of the 1 further process. Train without --hands."),
        (4, 5, "there is room for 3 at most of the 4 further processes. Use --hands 3."),
    ],
)
def test_without_a_core_for_each_the_machine_is_told(hands: int, cores: int, words: str) -> None:
    with pytest.raises(SessionRefused, match=words.replace(".", r"\.")):
        check(hands, cores=cores)


def test_each_takes_a_whole_tensorflow() -> None:
    """Of what is free, or of the limit that was given."""
    with pytest.raises(
        SessionRefused, match=r"with 3 further processes needs 6\.0 GB of memory, and there are 4\.0 GB"
    ):
        check(3, free=4 * GB)
    with pytest.raises(SessionRefused, match=r"needs 4\.5 GB of memory, and there are 2\.0 GB"):
        check(2, memory_limit_bytes=2 * GB)


@pytest.mark.parametrize(("choices", "named"), [({"epochs": 3}, "--epochs"), ({"one_network": True}, "--one-network")])
def test_where_no_average_is_wanted_there_is_nothing_for_them_to_do(choices: dict[str, Any], named: str) -> None:
    with pytest.raises(SessionRefused, match=f"Leave out --hands, or {named}"):
        check(1, **choices)
