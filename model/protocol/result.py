"""`result.json`: what a session leaves for people and programs to read.

The worker writes it from `SessionResult`, everybody else parses it into one. Instants are wall-clock seconds since 1970
(`_unix`), durations are seconds (`_s`), shares, scores and probabilities are 0 to 1. A number that is unknown is None.
A field with a default may be missing from a file: earlier versions did not write every one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from model.protocol.run_folder import RESULT_FILE

RESULT_VERSION = 1  # 0 are the files that tell none; one that only adds fields needs no new one

_Facts = TypeVar("_Facts")


class ResultUnreadable(ValueError):
    """The text is no `result.json`, or that of a newer version; one sentence says what was found."""


class Outcome(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    CALLED_EARLY = "called early"  # nothing that it could still do would have helped
    STOPPED = "stopped"  # by a person, who kept the model
    CUT_SHORT = "cut short"
    OUT_OF_TIME = "out of time"


class About(StrEnum):
    """What a verdict is about; later versions may know more."""

    BENCHMARK = "benchmark"
    TWICE_THE_TIME = "twice the time"
    LABELS = "labels"
    GPU = "gpu"
    CONTINUED = "model continued"
    OUTSIDE = "outside score"


class Standing(StrEnum):
    """How one model stands against another."""

    BETTER = "above"
    LEVEL = "level"
    WORSE = "below"

    @classmethod
    def of(cls, low: float, high: float) -> Standing:
        """Better or worse only where the whole interval of the difference is, more being better.

        >>> Standing.of(0.01, 0.03), Standing.of(-0.01, 0.02)
        (<Standing.BETTER: 'above'>, <Standing.LEVEL: 'level'>)
        """
        return cls.BETTER if low > 0 else cls.WORSE if high < 0 else cls.LEVEL


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference with its 95 % interval, in the metric's units, more being better for every metric."""

    value: float
    low: float
    high: float

    @property
    def standing(self) -> Standing:
        """Better, level or worse, as far as the interval tells."""
        return Standing.of(self.low, self.high)


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage: seconds planned (None before the machine was measured) and used, and one sentence on it."""

    stage: str
    planned_s: float | None = None
    used_s: float = 0.0
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows read from the file, rows used after cleaning, and how rows were chosen: "all rows" or in words."""

    rows_read: int
    rows_used: int
    sampling: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A cleaning rule and the rows it touched; `left_off` says why it was not applied, if it was not."""

    rule: str
    title: str
    rows: int
    left_off: str = ""


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """Rows without a label, as they came: `words` that were taken for none, with the rows of each, and blank rows.

    `labelled` are all other rows. Of several labels a row, `without_any` are rows to which none of them applies, of
    those that cleaning left.
    """

    words: Mapping[str, int] = field(default_factory=dict)
    blank: int = 0
    labelled: int = 0
    without_any: int = 0


@dataclass(frozen=True, slots=True)
class NumberLabels:
    """How classes were made of a column of numbers: `made` in words, and the rows of each class as they came.

    `positive` is the class of the positive side of a line, empty for groups; `cuts` are the line, or the largest number
    of each group but the last. `skipped` rows had no number, or none that is finite.
    """

    made: str
    classes: Mapping[str, int] = field(default_factory=dict)
    positive: str = ""
    cuts: tuple[float, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Rows before and after cleaning, what rules did, which labels were taken for none, what was made of numbers.

    `numbers` is None where the labels stand in the file as classes.
    """

    rows_before: int
    rows_after: int
    rules: tuple[RuleCount, ...] = ()
    unlabelled: Unlabelled = field(default_factory=Unlabelled)
    numbers: NumberLabels | None = None

    @property
    def left_off(self) -> tuple[str, ...]:
        """The rules that were not applied, as they would have lost most texts."""
        return tuple(count.rule for count in self.rules if count.left_off)


@dataclass(frozen=True, slots=True)
class Split:
    """Texts to train, to steer by, and held out."""

    train: int
    validation: int
    held_out: int


@dataclass(frozen=True, slots=True)
class DataFacts:
    """Where the three parts came from."""

    sample: Sample | None = None
    cleaning: Cleaning | None = None


@dataclass(frozen=True, slots=True)
class TrainingDone:
    """One whole training: passes, seconds, log loss on validation as delivered, the last loss on training texts."""

    epochs: float
    train_s: float
    log_loss: float | None = None
    training_loss: float | None = None


@dataclass(frozen=True, slots=True)
class FurtherTraining:
    """One more training of the best length: what it did otherwise, and what validation said of it by itself.

    `change` says it behind "a training": "with another seed", "of 128 units". `is_taken`: its network is part of the
    average that was chosen; `was_behind`: it was ended early, as it was clearly behind the others. `hand` did it, on
    that `node`; both are empty where the session's own worker did.
    """

    change: str
    seed: int
    units: int
    epochs: float
    train_s: float
    log_loss: float | None = None
    was_behind: bool = False
    is_taken: bool = False
    hand: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class HandWork:
    """What a hand did, a process that trained beside the session's worker: trainings that came back, and seconds.

    `taken` of their networks are part of the average that was chosen. `lost` says why it was gone before the end.
    Of the learning curve it trained so many `points`, of the benchmark so many `folds`.
    """

    hand: str
    node: str = ""
    cores: int | None = None
    trainings: int = 0
    train_s: float = 0.0
    taken: int = 0
    lost: str = ""
    points: int = 0
    folds: int = 0


@dataclass(frozen=True, slots=True)
class PromiseOutcome:
    """The gain on validation that the session continued had promised (80 % band), and what came; more is better.

    `promised`, `low`, `high` and `kept` are None where "cannot tell" had been the answer.
    """

    session_id: str = ""
    promised: float | None = None
    low: float | None = None
    high: float | None = None
    came: float | None = None
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A score and the ends of its 95 % interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ModelScores:
    """A model's scores on validation and held-out texts: metric -> score."""

    validation: Mapping[str, Interval] = field(default_factory=dict)
    held_out: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of the benchmark and of the delivered model."""

    benchmark: ModelScores = field(default_factory=ModelScores)
    delivered: ModelScores = field(default_factory=ModelScores)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one class or label fared on held-out texts: precision, recall and F1 in 0..1; `support` texts have it.

    Only where a text may have several labels: `roc_auc` in 0..1, None where all texts have it or none; `judged` is
    false where too few have it, or have it not, to say anything: such a label is in no mean but those of all labels.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    roc_auc: float | None = None
    judged: bool = True


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Every class, of the benchmark and of the delivered model."""

    benchmark: tuple[ClassScore, ...] = ()
    delivered: tuple[ClassScore, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """A verdict: what it is about (see `About`), its sentence, a word for it, and a number with its interval.

    What the number is depends on `about`: a difference in the metric's units, more being better, for models; the gain
    for twice the time (80 % band); a share of labels; a number of sessions for a GPU.
    """

    text: str
    about: str = ""
    standing: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CurveScore:
    """One training: the metric on validation after so many seconds, rows and passes."""

    train_s: float
    value: float | None
    rows: int | None = None
    epochs: float | None = None


@dataclass(frozen=True, slots=True)
class CurveBand:
    """The curve after so many seconds of training: its middle and its 80 % band, in the metric's own units."""

    train_s: float
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The learning curve: its points, its band up to twice the time, and the gain there with its 80 % band."""

    points: tuple[CurveScore, ...] = ()
    band: tuple[CurveBand, ...] = ()
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    standing: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """What the words of the network began with, besides the training texts.

    `source` is the file that was named, empty without one; of the words of the training texts `text_share` have a
    vector in it, of the different ones `word_share`. `taken`: whether validation liked them, None where they were not
    compared; `note` says it in a sentence. `further_texts` without a label were looked at too.
    """

    source: str = ""
    dimensions: int = 0
    text_share: float = 0.0
    word_share: float = 0.0
    taken: bool | None = None
    note: str = ""
    further_texts: int = 0


@dataclass(frozen=True, slots=True)
class TextsRead:
    """What of a text the network reads: all of it up to `most_words`; of a longer one its first and its last words.

    One of `most_words` stands for the middle where both are read. `whole_share` of the training texts are read whole;
    `note` says in a sentence how long ones are cut, and why so; it is empty where next to all are whole.
    """

    most_words: int = 0
    first_words: int = 0
    last_words: int = 0
    whole_share: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A text whose label looks wrong. `confidence`: the probability, 0 to 1, of the likelier label."""

    text: str
    label: str
    likelier_label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Suspects:
    """Labels that look wrong among `rows`: how many, their share, and the most suspicious first.

    `surest_share` is the share among the texts whose words tell most; `note` says why none of this can be believed.
    """

    count: int = 0
    share: float = 0.0
    surest_share: float = 0.0
    rows: int = 0
    most_suspicious: tuple[Suspect, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256, in hexadecimal digits, of the delivered weights and of the cleaned and split data; empty if unknown."""

    weights_sha256: str = ""
    data_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the session found out about the machine, in seconds; None where it did not get that far.

    `start_s` TensorFlow's start, `save_s` saving a model, `reload_s` reloading it in a fresh process, `fresh_start_s`
    that process's start, `judge_s` scoring the benchmark, `predict_s` labelling 10,000 texts in a process of its own
    with the delivered model. `compiled`: whether the compiled LSTM was the quicker one.
    """

    start_s: float | None = None
    save_s: float | None = None
    reload_s: float | None = None
    fresh_start_s: float | None = None
    judge_s: float | None = None
    predict_s: float | None = None
    compiled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult:
    """One session that has ended, as `result.json` tells it.

    `early_reason` is the end of a sentence, such as "as validation had not got better", empty unless it was called
    early. `trained_rows`, `epochs` and `batch_size` are the network's, whether or not it was taken (`with_network`).
    `networks`: how many are averaged in the delivered model, 0 without one; `further_trainings` are those that the
    ladder's were averaged with, or could have been; `hands` trained some of them. `continued` is the folder of the
    session that this one went on from. `confusion` counts held-out texts, (true class, predicted class) in the order of
    `classes`. `benchmark` holds scores from elsewhere: metric -> score.

    With `several_labels` a text may have several of the `classes`, or none. Each is said from its probability in
    `thresholds` on, and in place of a confusion matrix `taken_for` counts held-out texts (label that was missed, label
    that was said wrongly). `word_vectors` and `texts_read` are None where no network was begun.
    """

    version: int = RESULT_VERSION
    session_id: str
    source: str = ""
    metric: str = ""
    seed: int | None = None
    timebox_s: float = 0.0
    used_s: float = 0.0
    outcome: Outcome | None = None
    message: str = ""
    early_reason: str = ""
    stages: tuple[StageTime, ...] = ()
    sample: Sample | None = None
    cleaning: Cleaning | None = None
    split: Split | None = None
    classes: tuple[str, ...] = ()
    with_network: bool = True
    proven: bool = False
    proven_unix: float | None = None
    trained_rows: int | None = None
    epochs: float | None = None
    batch_size: int | None = None
    trainings: tuple[TrainingDone, ...] = ()
    further_trainings: tuple[FurtherTraining, ...] = ()
    hands: tuple[HandWork, ...] = ()
    networks: int | None = None
    continued: str | None = None
    promise: PromiseOutcome | None = None
    scores: Scores = field(default_factory=Scores)
    per_class: ClassScores = field(default_factory=ClassScores)
    confusion: tuple[tuple[int, ...], ...] = ()
    benchmark: Mapping[str, float] = field(default_factory=dict)
    verdicts: tuple[VerdictFacts, ...] = ()
    learning_curve: Curve = field(default_factory=Curve)
    suspects: Suspects = field(default_factory=Suspects)
    warnings: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    hashes: Hashes = field(default_factory=Hashes)
    measured: Machine = field(default_factory=Machine)
    several_labels: bool = False
    thresholds: tuple[float, ...] = ()
    taken_for: tuple[tuple[int, ...], ...] = ()
    word_vectors: WordVectors | None = None
    texts_read: TextsRead | None = None

    @classmethod
    def parse(cls, text: str | bytes) -> SessionResult:
        """Read what `to_json` wrote, or an earlier version did; keys that are not known are ignored.

        A part that is not as it should be is left out like one that is missing: a result is read as far as it goes.

        Raises
        ------
        ResultUnreadable
            It is no JSON object, tells no session, or comes from a newer version.

        >>> SessionResult.parse('{"session_id": "one", "epochs": 3}').epochs
        3.0
        """
        return cls(**fitting(cls, _object(text)))

    def to_json(self) -> str:
        """The whole file, in a form that people can read as well."""
        return json.dumps(self.as_dict(), indent=1, ensure_ascii=False, allow_nan=False)

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return asdict(self)

    @property
    def numbers(self) -> NumberLabels | None:
        """What was made of a column of numbers; None where the labels were classes as they stood."""
        return self.cleaning.numbers if self.cleaning else None

    @property
    def called_early(self) -> bool:
        """Whether it ended by itself before its box was over; `early_reason` says why."""
        return self.outcome is Outcome.CALLED_EARLY

    @property
    def against_benchmark(self) -> Comparison | None:
        """How the delivered model stands against the benchmark; None where the interval is not known."""
        verdict = self.verdict(About.BENCHMARK)
        if verdict is None or verdict.value is None or verdict.low is None or verdict.high is None:
            return None
        return Comparison(verdict.value, verdict.low, verdict.high)

    def verdict(self, about: str) -> VerdictFacts | None:
        """The first verdict about that; None where nothing was said."""
        return next((verdict for verdict in self.verdicts if verdict.about == about), None)


def read_result(folder: Path) -> SessionResult | None:
    """The result in a run folder; None where there is none, or it cannot be read."""
    try:
        return SessionResult.parse((folder / RESULT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def as_facts(kind: type[_Facts], payload: object) -> _Facts:
    """Plain data, as JSON has it, as one of the dataclasses here.

    Raises
    ------
    ResultUnreadable
        It does not fit.
    """
    try:
        return msgspec.convert(payload, kind)
    except msgspec.ValidationError as error:
        raise ResultUnreadable(f"No {kind.__name__}: {error}.") from error


def fitting(kind: type, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass that plain data tells; one that does not fit is left out like one that is missing.

    >>> fitting(Split, {"train": 8, "validation": "two", "spare": 5})
    {'train': 8}
    """
    types = _types(kind)
    given = {field.name: payload[field.name] for field in fields(kind) if field.name in payload}
    return {name: part for name, raw in given.items() if (part := _part(types[name], raw)) is not MISSING}


def _object(text: str | bytes) -> dict[str, Any]:
    """The JSON object as today's version has it."""
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ResultUnreadable(f"This is no JSON: {error}.") from error
    if not isinstance(payload, dict) or not isinstance(payload.get("session_id"), str):
        raise ResultUnreadable("A result of a session was expected, and this names no session.")
    payload = {"version": 0, **payload}
    if not isinstance(payload["version"], int) or payload["version"] > RESULT_VERSION:
        raise ResultUnreadable(f"It has version {payload['version']}, and versions up to {RESULT_VERSION} are known.")
    if isinstance(payload.get("per_class"), list):  # once there was only the delivered model's
        payload["per_class"] = {"delivered": payload["per_class"]}
    return payload


def _part(kind: Any, raw: object) -> Any:
    """The field's value; `MISSING` where it does not fit."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return MISSING


@cache
def _types(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
