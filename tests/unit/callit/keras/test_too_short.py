"""A box in which one batch, a validation and a save do not fit is refused before the batch, with what it needs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from callit import BoxError
from callit.clock import BoxClock
from callit.keras.too_short import check_long_enough, first_step_s
from callit.reserve import Reserve
from tests.unit.callit.made_boxes import STARTED_UNIX, Hand

pytestmark = pytest.mark.slow  # to import Keras takes longer than all of this


@pytest.fixture(autouse=True)
def graph_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As TensorFlow and JAX do it, whatever runs the tests."""
    monkeypatch.setattr("keras.backend.backend", lambda: "tensorflow")


NETWORK = SimpleNamespace(trainable_variables=[None] * 4)


def reserve(timebox_s: float, used_s: float) -> Reserve:
    """Of a box in which so much went by: validation takes 1 s, a save 0.2 s, half of it on top, and ending 0.8 s."""
    hand = Hand()
    kept = Reserve(hand.clock(), timebox_s)
    kept.took("validation", 1.0)
    kept.took("save", 0.2)
    hand.move(used_s)
    return kept


def test_a_box_in_which_a_batch_fits_is_taken() -> None:
    """A first batch of a network of 4 variables: 2.8 times the 0.5 s of a first validation. 2 + 1.4 + 2.6 s are 6."""
    check_long_enough(reserve(6.0, 2.0), NETWORK, 0.5, "validation", "save")


def test_one_in_which_none_fits_is_refused_with_what_was_found_and_what_it_needs() -> None:
    with pytest.raises(BoxError) as refused:
        check_long_enough(reserve(5.9, 2.0), NETWORK, 0.5, "validation", "save")
    assert str(refused.value) == (
        "This box of 5.9 s is too short for this network: 2.0 s went by before the first batch, which takes about "
        "1.4 s, and 2.6 s are kept for a validation, a save and the end. Give it 8.0 s."
    )


def test_where_no_validation_was_tried_nothing_is_foretold() -> None:
    check_long_enough(reserve(4.7, 2.0), NETWORK, 0.0, "validation", "save")


def test_a_graph_of_more_variables_takes_longer_and_none_is_drawn_by_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_step_s(0.3, 42) > 3 * first_step_s(0.3, 4) > 0
    monkeypatch.setattr("keras.backend.backend", lambda: "torch")
    assert first_step_s(0.3, 42) == 0.0


@pytest.mark.parametrize(("variables", "validation_s", "batch_s"), [(4, 2.16, 1.22), (9, 2.93, 2.68), (26, 2.55, 2.51)])
def test_with_jax_a_first_batch_takes_about_what_a_first_validation_did(
    monkeypatch: pytest.MonkeyPatch, variables: int, validation_s: float, batch_s: float
) -> None:
    """Processor seconds that dense, recurrent and convolutional networks took: foretold never too short."""
    monkeypatch.setattr("keras.backend.backend", lambda: "jax")
    assert batch_s <= first_step_s(validation_s, variables) < 2 * batch_s


def test_time_before_the_box_was_made_is_named_with_what_to_do_about_it() -> None:
    """`started="kernel"` counts the imports: 4 of the 6 s."""
    hand = Hand()
    hand.move(4.0)
    clock = BoxClock(STARTED_UNIX, ticks=lambda: hand.seconds, wall=lambda: STARTED_UNIX + hand.seconds)
    kept = Reserve(clock, 6.0)
    hand.move(1.0)
    with pytest.raises(BoxError) as refused:
        check_long_enough(kept, NETWORK, 0.5)
    assert "5.0 s went by before the first batch (4.0 s of it before the box was made)" in str(refused.value)
    assert str(refused.value).endswith("or leave started= out.")
