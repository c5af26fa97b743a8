"""Clean or train: only where one brings more than the other beyond doubt."""

from __future__ import annotations

import pytest

from model.protocol.suspect_desk import AnswersWorth, Change
from planner.relabelling.worth import Advice, Worth


def worth(ahead: Change | None, training: Change | None, pace_s: float | None = 6.0) -> Worth:
    """Twenty answers, of which 15 were right to repair a label; 180 suspects are ahead."""
    brought = Change(0.004, -0.002, 0.010)
    measured = AnswersWorth("macro_f1", 20, 15, 180, brought, Change(0.75, 0.61, 0.86), 180, ahead)
    return Worth(measured, pace_s, training)


@pytest.mark.parametrize(
    ("ahead", "training", "advice"),
    [
        (Change(0.02, 0.015, 0.025), Change(0.004, 0.0, 0.008), Advice.CLEAN),
        (Change(0.001, -0.002, 0.004), Change(0.02, 0.015, 0.025), Advice.TRAIN),
        (Change(0.02, -0.01, 0.05), Change(0.004, 0.0, 0.008), Advice.CANNOT_TELL),
        (Change(-0.001, -0.002, 0.0), Change(-0.02, -0.021, -0.019), Advice.CANNOT_TELL),  # neither helps
        (Change(0.02, 0.015, 0.025), None, Advice.CANNOT_TELL),
        (None, Change(0.004, 0.0, 0.008), Advice.CANNOT_TELL),
    ],
)
def test_the_advice_needs_bands_that_are_apart(ahead: Change | None, training: Change | None, advice: Advice) -> None:
    """Else it cannot tell."""
    assert worth(ahead, training).advice is advice


def test_the_sentences_say_what_was_brought_what_is_ahead_and_what_to_do() -> None:
    """With intervals, and the person's own pace."""
    assert worth(Change(0.02, 0.015, 0.025), Change(0.004, 0.0, 0.008)).sentences == (
        "20 answers (15 repaired a label) brought +0.4 points of macro-F1 (95 %: -0.2 to +1.0) on validation, with the "
        "n-gram model.",
        "75 % were really wrong so far: the next 180 suspects, 18 min at your pace, would bring about +2.0 points of "
        "macro-F1 (80 %: +1.5 to +2.5).",
        "Clean: as much time of training would bring about +0.4 points of macro-F1 (80 %: +0.0 to +0.8).",
    )


def test_without_a_pace_or_a_curve_it_cannot_tell() -> None:
    """And says why."""
    assert worth(Change(0.02, 0.015, 0.025), None).sentences[-1] == (
        "Clean or train: cannot tell, as the session's learning curve does not say what training brings."
    )
    assert worth(Change(0.02, 0.015, 0.025), Change(0.0, 0.0, 0.0), pace_s=None).advice is Advice.CANNOT_TELL


def test_before_ten_answers_it_says_how_many_are_missing() -> None:
    """No figure is made of nine."""
    few = Worth(AnswersWorth("macro_f1", 7, 7, 200), 6.0, None)
    assert few.sentences[0] == "What answers bring is said after 10: 3 more answers."
