"""Which trainings begin with vectors from a file: the first, then one without, then what validation liked."""

from __future__ import annotations

import pytest

from model.training.ladder import RungDone
from model.training.vectors_pair import VectorsPair, begins_without, without_loser

FILE, OWN, LONGER = RungDone(2.0, 5.0, 0.50, 0.4), RungDone(2.0, 5.0, 0.60, 0.4), RungDone(6.0, 15.0, 0.45, 0.3)


@pytest.mark.parametrize(
    ("done", "is_without"),
    [((), False), ((FILE,), True), ((FILE, OWN), False), ((OWN, FILE), True), ((OWN, FILE, LONGER), True)],
)
def test_the_better_of_the_pair_is_gone_on_with(done: tuple[RungDone, ...], is_without: bool) -> None:
    """The lower log loss of the first, with the file, and the second, without."""
    assert begins_without(done) is is_without


def test_the_loser_is_no_step_of_the_ladder() -> None:
    """A longer training is compared with the better of the two that were as long."""
    assert without_loser([FILE]) == [FILE]
    assert without_loser([FILE, OWN, LONGER]) == [FILE, LONGER]
    assert without_loser([OWN, FILE, LONGER]) == [FILE, LONGER]


def test_what_validation_said_is_said() -> None:
    """With both numbers, whichever way it went."""
    assert VectorsPair(OWN, FILE).words("a.vec").startswith("the vectors of a.vec were left out: log loss 0.6000 on")
