"""Labels that look wrong among the training rows, by what the benchmark says of rows that it has not seen.

They are looked for as soon as that is known, so that no squeeze at the end of the box costs them; only a box too short
to begin with leaves them for its end, where some time may be left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels, sigmoid, softmax
from model.judging.suspects import SuspectLabels, find_suspects
from model.judging.suspects_file import write_suspects
from model.protocol.label_answers import LabelAnswer, answers_in
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.decided_labels import not_answered

LEAST_BOX_S = 45.0  # a shorter one has more use for the time in training
MOST_S = 3.0
ENDING_S = 1.5  # kept for the learning curve, the result and the card
_IMPORT_S = 0.8  # measured .7 s on two cores where nothing of it was imported yet
_ROWS_PER_S = 300_000  # measured 900,000 on two cores; others are slower
_ANSWERS_PER_S = 100_000  # yes or no to one of several labels; measured 140,000 on two busy cores
_MOST_CELLS = 20_000_000  # 160 MB of probabilities


def look_early(context: Context, fitted: FittedBenchmark) -> SuspectLabels | None:
    """Look right behind the benchmark, beside the start of TensorFlow; None where the box is too short for it."""
    return look_for_suspects(context, fitted) if context.box.timebox_s >= LEAST_BOX_S else None


def look_for_suspects(context: Context, fitted: FittedBenchmark) -> SuspectLabels:
    """Find and export them within `MOST_S` seconds; where it cannot be done, `why_unknown` says so.

    Only training texts are looked at: nobody is to read what is held out. What was answered once is not asked again.
    """
    rows = _rows_within_bounds(fitted)
    if context.box.left_s(ENDING_S) < needed_s(fitted):
        return SuspectLabels(why_unknown="there was no time left to look")
    try:
        answers = answers_in(context.folder)
        suspects = _suspects(fitted, not_answered(fitted.data.train.texts[:rows], answers))
        suspects = _without_answered(suspects, answers)
        if suspects.listed:
            write_suspects(context.folder, suspects.listed)
    except Exception as error:  # the model is proven: nothing that goes wrong here may cost it
        context.log.warn(f"Labels that look wrong could not be listed ({error}).")
        return SuspectLabels(why_unknown="looking for them failed")
    return suspects


def _without_answered(suspects: SuspectLabels, answers: Sequence[LabelAnswer]) -> SuspectLabels:
    """Of several labels a row, without those about which the person was asked; other labels of the text stay."""
    if not suspects.several_labels or not answers:
        return suspects
    names = [min(one.label, one.likelier_label, key=len) for one in suspects.listed]
    left = not_answered([one.text for one in suspects.listed], answers, names)
    listed = tuple(suspects.listed[at] for at in left)
    return replace(suspects, listed=listed, count=len({one.text for one in listed}))


def needed_s(fitted: FittedBenchmark) -> float:
    """Seconds that a look takes, on a machine that is not quick."""
    return _IMPORT_S + _rows_within_bounds(fitted) / _rows_per_s(fitted)


def _rows_within_bounds(fitted: FittedBenchmark) -> int:
    """How many training rows are judged; they are in random order, so the first ones are a fair sample."""
    within_time = int((MOST_S - _IMPORT_S) * _rows_per_s(fitted))
    within_memory = _MOST_CELLS // len(fitted.data.classes)
    return min(len(fitted.data.train), within_time, within_memory)


def _rows_per_s(fitted: FittedBenchmark) -> float:
    """Rows judged in a second: of several labels, each is judged for itself."""
    data = fitted.data
    return _ANSWERS_PER_S / len(data.classes) if has_several_labels(data.train.labels) else _ROWS_PER_S


def _suspects(fitted: FittedBenchmark, rows: NDArray[np.intp]) -> SuspectLabels:
    train = fitted.data.train
    to_probabilities = sigmoid if has_several_labels(train.labels) else softmax
    probabilities = to_probabilities(fitted.out_of_fold_logits[rows])
    texts = [train.texts[row] for row in rows]
    return find_suspects(probabilities, train.labels[rows], fitted.data.classes, texts, most=None)
