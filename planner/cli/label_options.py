"""What was typed of labels: their columns, what stands between tags, what numbers and blanks mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import typer

from data.labels.bins import NotBins, parse_bins
from data.labels.reading import LabelReading
from data.labels.tag_cells import NotSeparator, parse_separator
from data.labels.threshold import NotThreshold, parse_threshold
from model.protocol.metrics import METRICS, METRICS_OF_LABELS, metrics_for, unfit_metric

ALL_METRICS = tuple(dict.fromkeys((*METRICS, *METRICS_OF_LABELS)))


@dataclass(frozen=True, slots=True)
class TypedLabels:
    """The label columns that were typed, none where they are to be guessed, and what stands between tags."""

    columns: tuple[str, ...] = ()
    separator: str | None = None

    @property
    def are_several(self) -> bool:
        """Whether a row may have several labels."""
        return len(self.columns) > 1 or self.separator is not None


def typed_labels(label: list[str] | None, labels: str | None, separator: str | None) -> TypedLabels:
    """The columns of `--label` and those of `--labels`, which has commas between them.

    Raises
    ------
    typer.BadParameter
        No name stands in `--labels`, or a separator was given for more columns than one.

    >>> typed_labels(["toxic"], "obscene, threat", None).columns
    ('toxic', 'obscene', 'threat')
    """
    listed = [name.strip() for name in labels.split(",") if name.strip()] if labels is not None else []
    if labels is not None and not listed:
        raise typer.BadParameter("--labels needs names of columns with commas between them: toxic,obscene.")
    columns = (*(label or ()), *listed)
    if separator is None:
        return TypedLabels(columns)
    if len(columns) > 1:
        raise typer.BadParameter(
            f"--separator is for one column whose cells hold several tags, and {len(columns)} label columns are named."
        )
    try:
        return TypedLabels(columns, parse_separator(separator))
    except NotSeparator as error:
        raise typer.BadParameter(str(error), param_hint="--separator") from error


def typed_numbers(positive_if: str | None, positive_name: str | None, bins: str | None) -> LabelReading:
    """What was said of labels that are numbers."""
    if positive_if is not None and bins is not None:
        raise typer.BadParameter("Give --positive-if or --bins, not both.")
    if positive_name is not None and positive_if is None:
        raise typer.BadParameter('--positive-name needs a line whose one side it names, such as --positive-if ">=0.5".')
    try:
        threshold = None if positive_if is None else parse_threshold(positive_if, positive_name)
        return LabelReading(threshold=threshold, bins=None if bins is None else parse_bins(bins))
    except (NotThreshold, NotBins) as error:
        raise typer.BadParameter(str(error)) from error


def reading_of(numbers: LabelReading, of_words: LabelReading, given_of_words: str) -> LabelReading:
    """Both, of which one at most was said: a row without a number has no class, whatever it says.

    `given_of_words` are the options on blanks and words that were typed.
    """
    if numbers.groups is None:
        return of_words
    if given_of_words:
        numbers_of = "--positive-if" if numbers.threshold else "--bins"
        raise typer.BadParameter(
            f"{given_of_words} cannot be given with {numbers_of}: rows without a number are skipped."
        )
    return numbers


def reading_of_several(labels: TypedLabels, numbers: LabelReading, of_words: LabelReading) -> LabelReading:
    """What was said of several labels: a line makes yes and no of numbers, a name for blanks means none of the labels.

    Raises
    ------
    typer.BadParameter
        Something was said that no several labels can be read by.
    """
    if numbers.bins is not None:
        raise typer.BadParameter("--bins makes classes of one column; of several labels each is a yes or no.")
    if numbers.threshold is not None and labels.separator is not None:
        raise typer.BadParameter("--positive-if is for numbers, and --separator for tags: give one of them.")
    if numbers.threshold is not None and numbers.threshold.own_name is not None:
        raise typer.BadParameter("--positive-name names one side of one column; several labels are called as they are.")
    if of_words.kept and labels.separator is None:
        raise typer.BadParameter("--keep-label is for classes and tags; columns of yes and no have neither.")
    return replace(of_words, threshold=numbers.threshold)


def check_metric(metric: str, labels: TypedLabels) -> str:
    """The metric, if the labels can be scored by it (`typer.BadParameter` else)."""
    if metric not in metrics_for(several_labels=labels.are_several):
        raise typer.BadParameter(unfit_metric(metric, several_labels=labels.are_several), param_hint="--metric")
    return metric
