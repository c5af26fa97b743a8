"""Rules that stand once: which cells a spreadsheet must not run, and which decisions wait to be judged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.reading.harmless_cells import as_written, harmless
from planner.domain.decisions import Answer, Decision, Occasion

RUN = ("=", "+", "-", "@", "\t", "\r")
CELLS = some.text(some.sampled_from("'=+-@\t\r\n 1.,aé"), max_size=12)


@given(cell=CELLS)
def test_a_cell_reads_back_as_it_was_written(cell: str) -> None:
    """Quotes of a person's own stay."""
    assert as_written(harmless(cell)) == cell


@given(cell=CELLS)
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(cell: str) -> None:
    """Also behind blanks, which some programs drop."""
    said = harmless(cell)
    assert not said.lstrip(" ").startswith(RUN) or float(said.replace(",", ".")) is not None


@pytest.mark.parametrize(
    ("occasion", "answer", "helped", "waits"),
    [
        (Occasion.CAP, Answer.CONTINUE, None, True),
        (Occasion.DEADLINE, Answer.CONTINUE, None, True),
        (Occasion.CAP, Answer.CONTINUE, False, False),
        (Occasion.CAP, Answer.PARK, None, False),
        (Occasion.RETURN, Answer.CONTINUE, None, False),
    ],
)
def test_only_going_on_waits_to_be_judged(occasion: Occasion, answer: Answer, helped: bool | None, waits: bool) -> None:
    """What nobody asked, what ended, and what was judged does not."""
    at = datetime(2026, 5, 1, tzinfo=UTC)
    assert Decision(at, occasion, answer, "found", helped=helped).is_unjudged is waits
