"""`callit train` and `callit predict`: the words of the command line; the work is done by `planner.cli.session`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.labels.reading import LabelReading
from model.protocol.metrics import DEFAULT_METRIC, METRICS, METRICS_OF_LABELS, metrics_for
from model.protocol.order import DEFAULT_SEED, DEFAULT_UNITS, TrainingChoices
from planner.cli.box_length import BoxedCommand
from planner.cli.elsewhere import OF_CLUSTER, typed_elsewhere
from planner.cli.label_options import (
    ALL_METRICS,
    TypedLabels,
    check_metric,
    reading_of,
    reading_of_several,
    typed_labels,
    typed_numbers,
)
from planner.cli.typed import parse_bytes, parse_score, seconds_until
from planner.cli.words import own_zone, typed_duration_s
from planner.clock import now
from planner.domain.local_time import Twice

DEFAULT_TIMEBOX = "10m"
TRAIN_EXAMPLE = "Example: callit train tweets.csv --text text --label airline_sentiment --timebox 10m"
PREDICT_EXAMPLE = "Example: callit predict callit-tweets-20250612-1432 new.csv --text text --out predicted.csv"


_OF_TABLE = ("text", "label", "labels", "separator", "split_column", "test")
_OF_CLASSES = ("blank_label", "keep_label")  # said of labels that are words
_OF_NUMBERS = ("positive_if", "positive_name", "bins")
_TAKEN_OVER = (
    *_OF_TABLE, "metric", "benchmark", "seed", "epochs", "units", "vectors", "one_network", *_OF_CLASSES, *_OF_NUMBERS,
    "rule_off",
)  # fmt: skip
_METRIC_HELP = f"Aim at {', '.join(METRICS)}; of several labels {', '.join(METRICS_OF_LABELS)}."
_LARGEST_SEED = 2**32 - 1  # what every generator of random numbers takes
_MOST_EPOCHS = 1_000_000
_MOST_HANDS = 64


def register(app: typer.Typer) -> None:
    """Add `train` and `predict` to the `callit` command."""
    app.command("train", cls=BoxedCommand, epilog=TRAIN_EXAMPLE)(train)
    app.command("predict", epilog=PREDICT_EXAMPLE)(predict)


def _box_s(timebox: str | None, until: str | None) -> float:
    if until is None:
        return typed_duration_s(timebox or DEFAULT_TIMEBOX)
    if timebox is not None:
        raise typer.BadParameter("Give --timebox or --until, not both.")
    try:
        return seconds_until(until, now=now().astimezone(own_zone()), tell=_say_first)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _say_first(found: Twice) -> None:
    typer.echo(found.sentence, err=True)


def _bytes(text: str) -> int:
    try:
        return parse_bytes(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _score(text: str, labels: TypedLabels) -> tuple[str, float]:
    try:
        return parse_score(text, metrics_for(several_labels=labels.are_several))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _metric(text: str) -> str:
    if text not in ALL_METRICS:
        raise typer.BadParameter(f"'{text}' is not one of {', '.join(ALL_METRICS)}.")
    return text


def _blank_label(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise typer.BadParameter("A blank label needs a name, such as --blank-label no.")
    return text.strip() if text else None


def _refuse_given(context: typer.Context, names: tuple[str, ...]) -> None:
    """A session that is continued goes on as it was begun: what is typed against that would be ignored."""
    if words := _given(context, names):
        raise typer.BadParameter(f"{words} cannot be given with --continue: that session goes on as it was begun.")


def _given(context: typer.Context, names: tuple[str, ...]) -> str:
    """Those of the options that were typed, as they are typed."""
    sources = {name: context.get_parameter_source(name) for name in names}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    return ", ".join(f"--{name.replace('_', '-')}" for name in given)


def train(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Table of texts: CSV, TSV, JSON, Parquet, spreadsheet; .gz, .zip.")
    ] = None,
    *,
    text: Annotated[
        list[str] | None,
        typer.Option(help="Column with the texts; several are joined in this order. Guessed if missing."),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(help="Column with the labels, guessed if missing; several, with yes or no of each row."),
    ] = None,
    labels: Annotated[
        str | None, typer.Option(help="The same for several columns, with commas between them: toxic,obscene.")
    ] = None,
    separator: Annotated[
        str | None, typer.Option(help="Of one label column whose cells hold several tags, what stands between: ;")
    ] = None,
    split_column: Annotated[
        str | None,
        typer.Option(help="Column that says of each row: train, dev or test. Parts are split off otherwise."),
    ] = None,
    timebox: Annotated[
        str | None, typer.Option(help="10m, 90s, 1h30m; a plain number is minutes. 10m by default.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="In place of a timebox: the time of day when it ends, 07:30.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Train on the made sample corpus.")] = False,
    continue_from: Annotated[
        Path | None, typer.Option("--continue", help="Go on from the folder of an ended session, in a new box.")
    ] = None,
    test: Annotated[Path | None, typer.Option(help="Test file, used as the held-out part.")] = None,
    metric: Annotated[str, typer.Option(callback=_metric, help=_METRIC_HELP)] = DEFAULT_METRIC,
    benchmark: Annotated[list[str] | None, typer.Option(help="A score from elsewhere: roc_auc=0.884.")] = None,
    blank_label: Annotated[
        str | None, typer.Option(help="The class that a blank label means: no. Such rows are left out by default.")
    ] = None,
    keep_label: Annotated[
        list[str] | None, typer.Option(help="A label such as '?' or 'n/a' that is a class, however rare it is.")
    ] = None,
    positive_if: Annotated[
        str | None, typer.Option(help='Of a label that is a number, the line that makes two classes: ">=0.5".')
    ] = None,
    positive_name: Annotated[str | None, typer.Option(help="Name of the rows on that side of the line: toxic.")] = None,
    bins: Annotated[
        str | None,
        typer.Option(help="Of a label that is a number, so many groups of about equal counts: 3."),
    ] = None,
    rule_off: Annotated[
        list[str] | None, typer.Option(help="A rule of cleaning to leave off: label_spelling, label_value.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=_LARGEST_SEED, help="Same seed, same split and start.")
    ] = DEFAULT_SEED,
    epochs: Annotated[
        int | None, typer.Option(min=1, max=_MOST_EPOCHS, help="Stop after so many passes; as many as fit by default.")
    ] = None,
    units: Annotated[int, typer.Option(min=8, max=512, help="Units of the LSTM, each way.")] = DEFAULT_UNITS,
    vectors: Annotated[
        str | None,
        typer.Option(help="Word vectors to begin with: a file (GloVe, word2vec, .vec, .npz, .safetensors) or english."),
    ] = None,
    one_network: Annotated[
        bool, typer.Option("--one-network", help="Deliver one plain network, where an average would be better.")
    ] = False,
    memory_limit: Annotated[
        str | None, typer.Option(help="Most memory for all its processes: 4GB. Most of what is free by default.")
    ] = None,
    hands: Annotated[
        int, typer.Option(min=0, max=_MOST_HANDS, help="So many further processes train beside it, a core each or two.")
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder to make for the model.")] = None,
    project: Annotated[str | None, typer.Option(help="Log the session's time on this project.")] = None,
    phase: Annotated[
        str | None, typer.Option(help="The project's phase to log on; by default Model, or the likeliest one.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(help="Run it on a Ray cluster: ray://HEAD:10001, or auto on a machine of the cluster."),
    ] = None,
    cpus: Annotated[
        int | None, typer.Option(min=1, help="With --on: processor cores to reserve; all that are free by default.")
    ] = None,
    memory: Annotated[str | None, typer.Option(help="With --on: memory to reserve there: 16GB.")] = None,
    gpu: Annotated[int, typer.Option(min=0, help="With --on: GPUs to reserve.")] = 0,
    data_there: Annotated[
        str | None,
        typer.Option(help="With --on, in place of a file: the table as the nodes see it, a path or s3://BUCKET/FILE."),
    ] = None,
    wait: Annotated[
        str | None, typer.Option(help="With --on: wait for room so long before the box begins: 30m.")
    ] = None,
    allow_second: Annotated[
        bool, typer.Option("--allow-second", help="With --on: run it beside another session of yours.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print result.json at the end.")] = False,
) -> None:
    """Train the best model that the timebox allows; it is saved, proven and scored when the box is over."""
    timebox_s = _box_s(timebox, until)
    asked = typed_labels(label, labels, separator)
    choices = TrainingChoices(
        metric=check_metric(metric, asked) if continue_from is None else metric,
        seed=seed,
        epochs=epochs,
        units=units,
        test_file=test,
        outside_scores=dict(_score(given, asked) for given in benchmark or []),
        memory_limit_bytes=None if memory_limit is None else _bytes(memory_limit),
        cleaning_rules_off=tuple(rule_off or ()),
        vectors=vectors,
        one_network=one_network,
        hands=hands if on is None else 0,
    )
    numbers = typed_numbers(positive_if, positive_name, bins)
    of_words = LabelReading(_blank_label(blank_label), tuple(keep_label or ()))
    if asked.are_several:
        reading = reading_of_several(asked, numbers, of_words)
    else:
        reading = reading_of(numbers, of_words, _given(context, _OF_CLASSES))
    if [file is not None, sample, continue_from is not None, data_there is not None].count(True) != 1:
        raise typer.BadParameter("Give a file, or --sample for the made sample corpus, or --continue with a folder.")
    elsewhere = typed_elsewhere(
        on,
        cpus=cpus,
        memory=memory or memory_limit,
        gpu=gpu,
        data_there=data_there,
        hands=hands if _given(context, ("hands",)) else None,
        allow_second=allow_second,
        given=_given(context, OF_CLUSTER),
        in_bytes=_bytes,
    )
    wait_s = None if wait is None else typed_duration_s(wait)
    if continue_from is not None:
        _refuse_given(context, _TAKEN_OVER)
    from planner.cli.session import Typed, run_train  # reading tables costs time that a wrong word need not pay

    typed = Typed(
        file,
        tuple(text or ()),
        asked,
        split_column,
        reading,
        continue_from=continue_from,
        out=out,
        project=project,
        phase=phase,
        elsewhere=elsewhere,
        wait_s=wait_s,
    )
    run_train(typed, timebox_s, choices, as_json=as_json)


def predict(
    folder: Annotated[Path, typer.Argument(help="Folder of a trained model.")],
    file: Annotated[Path, typer.Argument(help="Table with the new texts.")],
    out: Annotated[Path, typer.Option(help="File to write: the table with label and probability added.")],
    text: Annotated[
        list[str] | None, typer.Option(help="Columns with the texts, in their order; those of the training if missing.")
    ] = None,
) -> None:
    """Add predicted_label and predicted_probability to a table of texts.

    Where the classes were made of numbers by --positive-if, also the probability of the positive side. Where a text may
    have several labels, predicted_labels has those that are said, and probability_NAME is there for each label.
    """
    from planner.sessions.prediction import write_labelled  # reading tables costs a second, as above

    typer.echo(write_labelled(folder, file, text_columns=tuple(text or ()), out=out), err=True)
