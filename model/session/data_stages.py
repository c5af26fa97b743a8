"""The first two stages: read a sample of the file, clean it, and split it before anything is learned."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.clean import Cleaned, clean, normalise, without_texts
from data.cleaning.decided import Decided, decided_by
from data.cleaning.given_split import GivenPart, split_as_given
from data.cleaning.split import Split, split
from data.errors import NoClasses, UnusableLabels
from data.labels.number_classes import unfit
from data.profiling.leakage.find import find_leaks
from data.reading.read import TableRead, read_table
from data.reading.text_columns import with_joined_texts
from model.protocol.events import RowsCleaned, RowsRead, RuleApplied, SkippedRows, Stage
from model.protocol.label_answers import LabelAnswer
from model.protocol.metrics import metrics_for, unfit_metric
from model.protocol.order import TableOrder, TrainingOrder
from model.protocol.result import Cleaning, DataFacts, NumberLabels, RuleCount, Sample, Unlabelled
from model.protocol.timebox import Timebox
from model.session.decided_labels import Decisions
from model.session.further_texts import further_texts
from model.session.given_rows import GivenRows
from model.session.label_rows import LabelRows
from model.session.stage_log import StageLog

READ_UNTIL_SHARE = 0.2  # of the box
LEAST_READ_SHARE = 0.1  # of the box: for a worker that was started again late
CLEAN_SHARE = 0.1
PROBE_ROWS = 2_000  # cleaned first, to know how many rows the budget allows
_WEIGHED_ROWS = 10 * PROBE_ROWS  # below this, cleaning is too quick for a probe to pay


@dataclass(frozen=True, slots=True)
class Part:
    """Texts, cleaned, and their labels: (rows,) positions in the classes, or a column for each of several labels.

    Of several, the labels of all rows are a matrix (rows, labels) of 0 and 1, int8, in the order of the classes.
    """

    texts: list[str]
    labels: NDArray[Any]  # of integers

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class SessionData:
    """The three parts, and facts about where they came from for the result and the model card.

    `classes` are the names of the classes, or of the labels where a row may have several of them. `further_texts` have
    no label here: they tell which words are alike, and nothing else.
    """

    classes: tuple[str, ...]
    train: Part
    validation: Part
    held_out: Part
    sha256: str
    facts: DataFacts
    further_texts: tuple[str, ...] = ()

    @property
    def left_off(self) -> tuple[str, ...]:
        """Cleaning rules that would have lost most texts, so that new texts are not mended by them either."""
        return self.facts.cleaning.left_off if self.facts.cleaning else ()


def load_data(order: TrainingOrder, box: Timebox, log: StageLog, decided: Sequence[LabelAnswer] = ()) -> SessionData:
    """Run the stages read and clean; `decided` is what a person said of labels in this table.

    Raises
    ------
    DataError
        With the one sentence that a person needs.
    """
    with log.stage(Stage.READ) as stage:
        latest_s = max(READ_UNTIL_SHARE * box.timebox_s, box.elapsed_s() + LEAST_READ_SHARE * box.timebox_s)
        table = read_rows(order.table.data_file, order, box.until_s(latest_s), split_column=order.table.split_column)
        stage.summary = f"{len(table.frame):,} rows, {table.sampling}"
        _say_read(log, table)
        if warning := unread_warning(table):
            log.warn(warning)
    with log.stage(Stage.CLEAN) as stage:
        order, frame, given, labels = rows_of(order, table.frame)
        _say_telling_texts(order, table.frame, log)
        made = decided_by(decided)
        cleaned = _clean_in_time(frame, order, box, (given, labels), made)
        _say_cleaned(log, cleaned, labels)
        for note in (*labels.notes, *cleaned.notes):
            log.warn(note)
        told = f"; {order.table.label_told}" if order.table.label_made else ""
        stage.summary = f"{len(cleaned.frame):,} of {cleaned.rows_before:,} rows kept{told}"
        if given is not None:
            stage.summary += f"; parts from column '{given.split.column}': {given.split.words}"
            for note in given.split.notes(needs=_parts_needed(order)):
                log.warn(note)
        decisions = Decisions(made, cleaned.left_off, labels.are_several)
        return _split(cleaned, table, order, log, (frame, given, labels, decisions))


def rows_of(
    order: TrainingOrder, read: pd.DataFrame
) -> tuple[TrainingOrder, pd.DataFrame, GivenRows | None, LabelRows]:
    """Rows that were read, with one text and one label (or label cell) each, their parts where the table has them.

    The order has groups of equal counts cut from these rows, where they were not cut before.
    """
    order = _with_cut_points(order, read)
    labels = LabelRows.of(read, order.table)
    frame = labels.with_cells(with_joined_texts(read, order.table.text_columns))
    return order, frame, GivenRows.of(frame, order.table.split_column), labels


def unread_warning(table: TableRead) -> str:
    """What a person should know where the end of the file was not looked at; empty where the sample is of all of it."""
    if table.share_read >= 1:
        return ""
    share = max(1, min(99, round(100 * table.share_read)))
    return f"There was time to read the first {share} % of the file only. If it is sorted, shuffle it first."


def _say_telling_texts(order: TrainingOrder, frame: pd.DataFrame, log: StageLog) -> None:
    """Texts with the class in them stay what is learned from, but whoever reads the scores has to know."""
    texts = [name for name in order.table.text_columns if name in frame]
    for label in order.table.label_columns if order.table.tag_separator is None else ():
        for leak in find_leaks(frame[[*texts, label]], label, order.table.reading):
            if leak.is_in_texts:
                log.warn(leak.sentence)


def _parts_needed(order: TrainingOrder) -> tuple[GivenPart, ...]:
    """The parts besides training that no test file gives."""
    return (GivenPart.VALIDATION, *([GivenPart.HELD_OUT] if order.choices.test_file is None else []))


def read_rows(path: Path, order: TrainingOrder, time_left_s: Any, split_column: str | None = None) -> TableRead:
    """Read the columns of an order from a file, its rows in random order; `time_left_s()` bounds it, None does not."""
    columns = (*order.table.text_columns, *order.table.label_columns, *([split_column] if split_column else []))
    return read_table(path, seed=order.choices.seed, time_left_s=time_left_s, columns=columns)


def _with_cut_points(order: TrainingOrder, frame: pd.DataFrame) -> TrainingOrder:
    """The order with groups of equal counts cut from the rows that were read, where they were not cut before."""
    reading, column = order.table.reading, order.table.label_column
    if reading.groups is None or order.table.has_several_labels:
        return order
    fitted = reading.fitted(Counter(frame[column].fillna("").astype(str)), column)
    return replace(order, table=replace(order.table, reading=fitted))


def _clean_in_time(
    frame: pd.DataFrame,
    order: TrainingOrder,
    box: Timebox,
    source: tuple[GivenRows | None, LabelRows],
    decided: Sequence[Decided],
) -> Cleaned:
    """Clean all rows, or as many of them (they are in random order) as a tenth of the box allows."""
    given, labels = source
    if given is not None:
        frame = given.learned_from(frame)
    rows = len(frame)
    if rows > _WEIGHED_ROWS:
        started_s = box.awake_s()
        normalise(frame[order.table.text_column].iloc[:PROBE_ROWS], rules_off=order.choices.cleaning_rules_off)
        row_s = max(1e-7, (box.awake_s() - started_s) / PROBE_ROWS)
        rows = min(rows, max(_WEIGHED_ROWS, int(CLEAN_SHARE * box.timebox_s / (2 * row_s))))
    chosen = frame.iloc[:rows] if given is None else given.validation_first(frame.iloc[:rows])
    if not labels.are_several:
        _refuse_without_classes(chosen[order.table.label_column], order)
    return clean(
        chosen[order.table.text_column],
        chosen[order.table.label_column],
        rules_off=order.choices.cleaning_rules_off,
        reading=order.table.reading,
        form=labels.form,
        decided=decided,
    )


def _refuse_without_classes(labels: pd.Series[str], order: TrainingOrder) -> None:
    """The start refused such a column already, unless its numbers come late in a large file."""
    cells = Counter(labels.fillna("").astype(str))
    off = order.choices.cleaning_rules_off
    if why := unfit(cells, order.table.reading, order.table.label_column, rules_off=off):
        raise NoClasses(why)


def _split(
    cleaned: Cleaned,
    table: TableRead,
    order: TrainingOrder,
    log: StageLog,
    source: tuple[pd.DataFrame, GivenRows | None, LabelRows, Decisions],
) -> SessionData:
    read, given, labels, decisions = source
    frame, undecided = cleaned.frame, cleaned.undecided
    has_decided = frame is not undecided
    test = _test_frame(order, cleaned.left_off, _held_out_rows(order, read, given, labels), labels)
    if test is not None:
        undecided = without_texts(undecided, test["text"], left_off=cleaned.left_off)
        frame = without_texts(frame, test["text"], left_off=cleaned.left_off) if has_decided else undecided
    parts = _parts(undecided, order, given, log, with_held_out=test is None, several_labels=labels.are_several)
    learned = undecided.iloc[parts.train]
    if has_decided:
        of_training = frame if given is None else frame[~given.is_validation(frame)]
        learned = decisions.learned_from(of_training, undecided, _scored(undecided, parts, given), log)
    classes = labels.classes_of(learned["label"])
    _check_classes(order, classes)
    known = None if test is None else _known(test, classes, order, log, labels)
    held_out = _part(undecided.iloc[parts.held_out] if known is None else known, classes, labels)
    train = _part(learned.iloc[_random_order(len(learned), order)], classes, labels)
    validation = _part(undecided.iloc[parts.validation], classes, labels)
    sha256 = data_hash(classes, (train, validation, held_out))
    facts = _facts(table, cleaned, len(frame), labels)
    further = further_texts(read if given is None else given.learned_from(read), cleaned, order.table, test)
    return SessionData(classes, train, validation, held_out, sha256, facts, further)


def _parts(
    frame: pd.DataFrame,
    order: TrainingOrder,
    given: GivenRows | None,
    log: StageLog,
    *,
    with_held_out: bool,
    several_labels: bool,
) -> Split:
    seed = order.choices.seed
    if given is None:
        return split(frame, seed=seed, with_held_out=with_held_out, several_labels=several_labels)
    parts, notes = split_as_given(
        frame, given.is_validation(frame), seed=seed, with_held_out=with_held_out, several_labels=several_labels
    )
    for note in notes:
        log.warn(note)
    return parts


def _held_out_rows(
    order: TrainingOrder, read: pd.DataFrame, given: GivenRows | None, labels: LabelRows
) -> pd.DataFrame | None:
    """The rows that stand for the held-out part, as they were read: of the test file, or of the table itself."""
    if order.choices.test_file is not None:
        rows = read_rows(order.choices.test_file, order, None).frame
        return labels.with_test_cells(with_joined_texts(rows, order.table.text_columns))
    return None if given is None else given.held_out_of(read)


def _random_order(rows: int, order: TrainingOrder) -> NDArray[np.int64]:
    """Training rows shuffled, so that the first n of them are a fair sample."""
    return np.random.default_rng(order.choices.seed).permutation(rows)


def _scored(frame: pd.DataFrame, parts: Split, given: GivenRows | None) -> NDArray[np.bool_]:
    """Rows that are judged on or held out, and those that the table means for that."""
    scored = np.zeros(len(frame), np.bool_)
    scored[parts.validation], scored[parts.held_out] = True, True
    return scored if given is None else scored | given.is_validation(frame)


def _test_frame(
    order: TrainingOrder, left_off: Sequence[str], table: pd.DataFrame | None, rows: LabelRows
) -> pd.DataFrame | None:
    """Given held-out rows with their texts mended and no row cleaned away, except those without a label."""
    if table is None:
        return None
    cells = table[order.table.label_column].fillna("").astype(str)
    labels = cells.tolist() if rows.are_several else order.table.reading.read(cells)
    off = [*order.choices.cleaning_rules_off, *left_off]
    texts = normalise(table[order.table.text_column].fillna("").astype(str), rules_off=off)
    test = pd.DataFrame({"text": texts, "label": labels})
    return test[test["label"] != ""].reset_index(drop=True)


def _known(
    test: pd.DataFrame, classes: tuple[str, ...], order: TrainingOrder, log: StageLog, labels: LabelRows
) -> pd.DataFrame:
    """Test rows that can be judged, spelled as training spells them; what is left out is said."""
    spelled = test.assign(label=labels.as_spelled(test["label"], classes, order.choices.cleaning_rules_off))
    known, note = labels.known(spelled, classes)
    if note:
        log.warn(note)
    return known


def _part(frame: pd.DataFrame, classes: Sequence[str], labels: LabelRows) -> Part:
    return Part([str(text) for text in frame["text"]], labels.values(frame["label"], classes))


def _check_classes(order: TrainingOrder, classes: tuple[str, ...]) -> None:
    """Refuse what only the rows for training show: too few labels, or a metric that does not suit the classes."""
    if order.table.has_several_labels and len(classes) < 2:
        raise UnusableLabels(
            f"The rows for training show {len(classes)} labels that some of them have and some not. Two or more are "
            "needed: choose further label columns, or more data."
        )
    metric = order.choices.metric
    if metric not in metrics_for(several_labels=order.table.has_several_labels):
        raise UnusableLabels(unfit_metric(metric, several_labels=order.table.has_several_labels))
    if metric == "roc_auc" and len(classes) != 2:
        found = f"'{order.table.label_column}' has {len(classes)}"
        raise UnusableLabels(f"roc_auc needs two classes, and {found}. Choose macro_f1 or accuracy.")


def data_hash(classes: Sequence[str], parts: Sequence[Part]) -> str:
    """sha256 of the classes, texts and labels of all parts, in order."""
    digest = hashlib.sha256(json.dumps(list(classes)).encode())
    for part in parts:
        digest.update(json.dumps(part.texts).encode())
        digest.update(part.labels.tobytes())
    return digest.hexdigest()


def _say_read(log: StageLog, table: TableRead) -> None:
    said = RowsRead(
        rows=table.rows_read,
        columns=tuple(table.frame.columns),
        encoding=table.format.encoding,
        delimiter=table.format.delimiter,
        skipped=tuple(SkippedRows(skip.reason, skip.rows) for skip in table.skipped),
        sampling=table.sampling,
        share_read=table.share_read,
    )
    log.emit(said)


def _say_cleaned(log: StageLog, cleaned: Cleaned, labels: LabelRows) -> None:
    rules = tuple(RuleApplied(r.rule, r.title, r.rows, r.before, r.after, r.left_off) for r in cleaned.rules)
    classes, _ = labels.counts(cleaned.frame["label"])
    unlabelled, numbers = _unlabelled(cleaned, labels), _numbers(cleaned, labels.table)
    log.emit(RowsCleaned(cleaned.rows_before, len(cleaned.frame), rules, classes, unlabelled, numbers))


def _unlabelled(cleaned: Cleaned, labels: LabelRows) -> Unlabelled:
    """Rows without a label; those without a number are told in `NumberLabels`."""
    counts = cleaned.counts
    if labels.read is not None:
        _, without_any = labels.counts(cleaned.frame["label"])
        return Unlabelled(dict(labels.read.words), counts.blank, counts.rows, without_any)
    return Unlabelled(dict(counts.missing), 0 if labels.table.reading.groups else counts.blank, counts.rows)


def _numbers(cleaned: Cleaned, asked: TableOrder) -> NumberLabels | None:
    groups, counts = asked.reading.groups, cleaned.counts
    if groups is None or asked.has_several_labels:
        return None
    classes = {name: counts.classes.get(name, 0) for name in groups.names}
    made = groups.words(asked.label_column)
    return NumberLabels(made, classes, asked.reading.positive, groups.cuts, counts.unlabelled)


def _facts(table: TableRead, cleaned: Cleaned, rows_used: int, labels: LabelRows) -> DataFacts:
    rules = tuple(RuleCount(r.rule, r.title, r.rows, r.left_off) for r in cleaned.rules)
    return DataFacts(
        Sample(table.rows_read, rows_used, table.sampling),
        Cleaning(
            cleaned.rows_before,
            len(cleaned.frame),
            rules,
            _unlabelled(cleaned, labels),
            _numbers(cleaned, labels.table),
        ),
    )
