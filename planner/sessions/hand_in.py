"""A paragraph to hand in: what a session did and how far its score can be believed, in plain sentences."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from model.protocol.metrics import METRICS_OF_ALL_LABELS, lower_is_better, metric_words
from model.protocol.order import TrainingOrder
from model.protocol.result import About, Comparison, SessionResult, Standing
from planner.domain.training import HASH_LETTERS, SessionState
from planner.domain.wording.days import full_date
from planner.domain.wording.durations import written_out_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import signed_number, with_interval_said
from planner.sessions.verdict_text import promise_text, verdict_text
from planner.sessions.view import SessionView

_CLASSES_NAMED = 6
_STANDING_WORDS = {Standing.BETTER: "better than", Standing.LEVEL: "level with", Standing.WORSE: "worse than"}
_LIBRARIES = {"python": "Python", "tensorflow": "TensorFlow", "keras": "Keras", "scikit-learn": "scikit-learn"}


def paragraph(view: SessionView, order: TrainingOrder | None, *, zone: tzinfo) -> str:
    """The whole session in one paragraph; empty where no model came of it, or its result is gone.

    `order` is the one that the session was given, None where it cannot be read. Nothing is claimed that the result
    does not hold: an interval, a verdict or a curve that is missing leaves its sentence out.
    """
    result = view.result
    if result is None or view.score("delivered") is None:
        return ""
    sentences = (
        _what(view, result, zone),
        _rows(result, order),
        _model(result, order),
        _time(view, result),
        _scores(view, result),
        promise_text(view),
        _ahead(view),
        _made_with(result),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _what(view: SessionView, result: SessionResult, zone: tzinfo) -> str:
    began = datetime.fromtimestamp(view.started_unix, UTC).astimezone(zone)
    texts = list_words([f"'{column}'" for column in view.text_columns])
    return (
        f"On {full_date(began)}, a model that {_does(result)} was trained on {view.source_name} "
        f"(texts in {texts}, {_label(view, result)})."
    )


def _does(result: SessionResult) -> str:
    """What the model is for: to sort texts into classes, or to say which labels they have."""
    names = list(result.classes)
    named = list_words(names) if 1 < len(names) <= _CLASSES_NAMED else ""
    if result.several_labels:
        return f"says which of {len(names)} labels a text has" + (f" ({named})" if named else "")
    return "sorts texts" + (f" into {len(names)} classes" if names else "") + (f": {named}" if named else "")


def _label(view: SessionView, result: SessionResult) -> str:
    """Which columns the labels stand in, and how they were made where that is a number."""
    if result.several_labels and view.label_made:
        return view.label_made
    if result.numbers is None:
        return f"labels in '{view.label_column}'"
    skipped = f"; {result.numbers.skipped:,} rows without a finite number left out" if result.numbers.skipped else ""
    return f"labels made of numbers, {result.numbers.made}{skipped}"


def _rows(result: SessionResult, order: TrainingOrder | None) -> str:
    sample, split = result.sample, result.split
    if sample is None:
        return ""
    off = len(order.choices.cleaning_rules_off) if order else 0
    rules = f", with {count_words(off, 'rule')} switched off," if off else ""
    sampling = "" if sample.sampling == "all rows" else f" ({sample.sampling})"
    read = f"Of {sample.rows_read:,} rows read{sampling}, cleaning{rules} kept {sample.rows_used:,}"
    if split is None:
        return f"{read}."
    parts = f"{split.train:,} to train, {split.validation:,} to steer and {split.held_out:,} held out"
    seed = f", seed {result.seed}" if result.seed is not None else ""
    return f"{read}: {parts}{_given_words(order)}{seed}."


def _given_words(order: TrainingOrder | None) -> str:
    """Where the held-out part, or all of them, come from where they were not split off."""
    if order is None:
        return ""
    column = order.table.split_column
    as_given = f", as the column '{column}' gives them" if column else ""
    return f"{' from a test file' if order.choices.test_file else ''}{as_given}"


def _model(result: SessionResult, order: TrainingOrder | None) -> str:
    network = "a bidirectional LSTM that corrects a linear benchmark on n-grams"
    if not result.with_network:
        tried = f"; {network} was trained for {_epochs(result)} and not taken" if result.epochs else ""
        return f"The delivered model is the benchmark itself, a linear model on n-grams{tried}."
    asked = (
        f", as asked for with {count_words(order.choices.epochs, 'epoch')}" if order and order.choices.epochs else ""
    )
    rows = f" over {result.trained_rows:,} texts" if result.trained_rows else ""
    on = ", going on from the model of an earlier session" if result.continued else ""
    return f"The delivered model is {network}; it was trained for {_epochs(result)}{rows}{asked}{on}.{_read(result)}"


def _read(result: SessionResult) -> str:
    """How long texts are cut; empty where next to all are read whole."""
    note = result.texts_read.note if result.texts_read else ""
    return f" {note[0].upper()}{note[1:]}." if note else ""


def _epochs(result: SessionResult) -> str:
    epochs = round(result.epochs or 0.0, 1)
    return f"{epochs:g} {'epoch' if epochs == 1 else 'epochs'}"


def _time(view: SessionView, result: SessionResult) -> str:
    used_s = result.used_s or view.used_s(view.started_unix)
    spent = f"{written_out_words(used_s)} of a timebox of {written_out_words(view.timebox_s)}"
    if view.state is SessionState.STOPPED:
        return f"It was stopped by hand after {spent}."
    if view.state is SessionState.CUT_SHORT:
        return f"It was cut short after {spent}."
    if result.called_early:
        why = f", {result.early_reason}" if result.early_reason else ""
        return f"It ended early by itself, after {spent}{why}."
    return f"It used {spent}."


def _scores(view: SessionView, result: SessionResult) -> str:
    delivered, benchmark = view.score("delivered"), view.score("benchmark")
    if delivered is None:
        return ""
    where = "once, on the held-out texts" if delivered.part == "held-out" else "on the validation texts"
    apart = _not_judged(view.metric, result)
    own = f"Scored {where}, it reaches {metric_words(view.metric)} {with_interval_said(delivered)}{apart}"
    if not result.with_network or benchmark is None or benchmark.part != delivered.part:
        return f"{own}."
    difference = _difference(view.metric, result.against_benchmark)
    return f"{own}; the benchmark reaches {with_interval_said(benchmark)}. {difference}"


def _not_judged(metric: str, result: SessionResult) -> str:
    """How many labels the mean is over, where too few texts have the others; empty where it is over all."""
    if f"{metric}_all" not in METRICS_OF_ALL_LABELS:
        return ""
    told = result.per_class.delivered
    apart = sum(not score.judged for score in told)
    return f", the mean of {len(told) - apart} of {len(told)} labels, as too few texts have the others" if apart else ""


def _difference(metric: str, comparison: Comparison | None) -> str:
    if comparison is None:
        return "Whether it is better than the benchmark was not measured."
    value, low, high = (signed_number(end) for end in (comparison.value, comparison.low, comparison.high))
    standing = _STANDING_WORDS[comparison.standing]
    better = " in its favour" if lower_is_better(metric) else ""
    return f"The difference is {value}{better} (95 % interval {low} to {high}): {standing} the benchmark."


def _ahead(view: SessionView) -> str:
    verdict = verdict_text(view, About.TWICE_THE_TIME) or (view.curve.verdict if view.curve else "")
    unknown = "Cannot tell what twice the time would bring"
    passive = "What twice the time would bring cannot be told"
    return verdict.replace(unknown, passive) if verdict.startswith(unknown) else verdict


def _made_with(result: SessionResult) -> str:
    versions, hashes = result.versions, result.hashes
    tools = [f"{name} {versions[key]}" for key, name in _LIBRARIES.items() if key in versions]
    own = f"Call It {versions['callit']}" if "callit" in versions else "Call It"
    made = f"Made with {own}{' on ' + list_words(tools) if tools else ''}"
    hash_of = {"weights": hashes.weights_sha256, "data": hashes.data_sha256}
    marks = [f"{name} {value[:HASH_LETTERS]}" for name, value in hash_of.items() if value]
    return f"{made}{' (sha256: ' + ', '.join(marks) + ')' if marks else ''}."
