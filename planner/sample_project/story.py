"""What happened in the sample project: a made story, modelled on a student's first text classifier.

Days count from the first one; times are those of the person's own clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.hours import HourRange
from planner.domain.project import DoneItem, MetricTarget, PhasePlan
from planner.domain.training import SessionState

NAME = "Toxic comments"
SOURCE_NAME = "comments.csv"
TOTAL = HourRange(20, 30)
TARGET = MetricTarget("roc_auc", 0.884)
DEADLINE_DAY = 16
REPLAN_DAY = 8
FINISHED_DAY = 21
DONE_ITEMS = (
    DoneItem("Beats the public benchmark on held-out comments", done=True),
    DoneItem("Every score can be traced to saved weights", done=True),
    DoneItem("Report handed in", done=True),
    DoneItem("Tried on comments from another site", done=False),
)
PHASES = (
    PhasePlan("Clean", HourRange(2, 4), cap_hours=5),
    PhasePlan("Explore", HourRange(2, 4), cap_hours=5),
    PhasePlan("Learn", HourRange(3, 5), cap_hours=6),
    PhasePlan("Set up", HourRange(1, 2)),
    PhasePlan("Debug", HourRange(2, 3)),
    PhasePlan("Model", HourRange(6, 7), cap_hours=9),
    PhasePlan("Write up", HourRange(4, 5)),
)
PHASES_DONE = ((9, ("Clean", "Explore")), (13, ("Learn", "Set up")), (15, ("Debug",)), (18, ("Model",)))
REPLANNED = {"Explore": (HourRange(6, 9), 8.0)}  # said on the replan day; the first range stays the one compared with


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of work: about an hour, as a student's evenings allow."""

    day: int
    at: str
    phase: str
    minutes: int
    note: str = ""
    attended: bool = True


BLOCKS = (
    Block(0, "10:05", "Learn", 55, "Course notes on recurrent networks"),
    Block(0, "14:10", "Clean", 60, "180,487 comments: a tenth of the file is enough to start"),
    Block(0, "15:20", "Explore", 60, "Lengths, classes, most frequent words"),
    Block(1, "11:00", "Clean", 50, "HTML entities and empty rows"),
    Block(1, "16:00", "Explore", 70, "Which words go with which label?"),
    Block(2, "19:30", "Learn", 50, "A paper on bidirectional LSTMs"),
    Block(3, "19:10", "Explore", 60, "Looked at the odd rows; they need cleaning again"),
    Block(3, "20:20", "Clean", 45, "Links and user names"),
    Block(4, "19:00", "Explore", 65, "Word clouds"),
    Block(5, "19:15", "Clean", 60, "Duplicates: 2,100 of them"),
    Block(5, "20:20", "Explore", 55, "The same charts, without duplicates"),
    Block(7, "10:00", "Explore", 75, "Topics by hand"),
    Block(7, "11:30", "Clean", 40, "Spelling, then given up"),
    Block(7, "14:00", "Explore", 60, "Embeddings in two dimensions"),
    Block(8, "10:30", "Clean", 55, "Back to the rules of the first day"),
    Block(8, "14:00", "Explore", 60, "One more look"),
    Block(9, "20:00", "Explore", 40, "Enough: on to the model"),
    Block(10, "19:00", "Learn", 60, "Lectures on attention; little of it was used"),
    Block(10, "20:10", "Set up", 80, "GPU: driver and CUDA versions"),
    Block(11, "20:10", "Learn", 45, "How others clean text"),
    Block(12, "19:30", "Learn", 60, "Reading about learning rates"),
    Block(13, "10:00", "Set up", 90, "GPU: three installations later"),
    Block(13, "13:00", "Set up", 75, "It runs, and is only a bit faster"),
    Block(14, "10:00", "Debug", 60, "Killed: no more memory"),
    Block(14, "11:10", "Debug", 45, "A smaller batch cures it"),
    Block(14, "14:00", "Model", 60, "First BiLSTM that trains to the end"),
    Block(15, "19:00", "Debug", 50, "Labels shifted by one row"),
    Block(15, "20:00", "Model", 60, "Tokenising takes 4 minutes: done once, kept"),
    Block(15, "22:40", "Model", 185, "Notebook run over night: ended without its output saved", attended=False),
    Block(16, "19:30", "Model", 55, "Dropout, wider layer"),
    Block(17, "19:00", "Model", 60, "Six epochs beat the benchmark"),
    Block(18, "20:00", "Model", 45, "Would sixty epochs be better? The curve says a little"),
    Block(19, "19:00", "Write up", 60, "Figures"),
    Block(20, "10:00", "Write up", 75, "Method"),
    Block(20, "14:00", "Write up", 70, "Results"),
    Block(21, "10:00", "Write up", 60, "Last reading; handed in"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A training session of the story; scores are ROC AUC on the held-out part, None where there is none.

    scores_again: the number of the session whose model it scored once more, by mistake; None for its own.
    """

    day: int
    at: str
    phase: str
    timebox_min: float
    used_share: float
    state: SessionState
    message: str
    benchmark: float
    delivered: float | None
    scores_again: int | None = None


RUNS = (
    Run(4, "20:10", "Model", 10, 0.97, SessionState.FINISHED, "Level with the benchmark.", 0.871, 0.872),
    Run(
        14, "10:20", "Debug", 30, 0.21, SessionState.FAILED,
        "Training stopped for lack of memory at a batch of 512; the n-gram model is kept.", 0.874, None,
    ),
    Run(14, "15:05", "Model", 30, 0.96, SessionState.FINISHED, "Above the benchmark, by a little.", 0.876, 0.879),
    Run(
        15, "21:05", "Model", 20, 0.55, SessionState.CUT_SHORT,
        "The machine went to sleep; what was saved until then is kept.", 0.876, 0.877,
    ),
    Run(16, "20:30", "Model", 30, 0.98, SessionState.FINISHED, "Above the benchmark.", 0.880, 0.884),
    Run(17, "20:05", "Model", 40, 0.97, SessionState.FINISHED, "Above the benchmark after six epochs.", 0.880, 0.889),
    Run(18, "20:50", "Model", 60, 0.62, SessionState.STOPPED, "Stopped and kept: no more gain.", 0.880, 0.889, 6),
)  # fmt: skip

RESULT_DAY, RESULT_AT, RESULT_VALUE = 1, "17:15", 0.858
RESULT_NOTE = "Logistic regression in a notebook, 10,000 comments"
