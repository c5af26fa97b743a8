"""The model card: one page of Markdown for whoever is given the model (after Mitchell et al. 2019, "Model Cards")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.labels.label_words import mostly_blank, taken_for_none
from model.folder.card_cells import cell, number
from model.folder.card_labels import label_section, what_predict_adds
from model.protocol.label_columns import LABELS
from model.protocol.metrics import METRIC_NAMES, says_more
from model.protocol.proven_words import proven_words
from model.protocol.result import Cleaning, NumberLabels, Sample, SessionResult, Split, WordVectors
from model.protocol.run_folder import CARD_FILE
from model.protocol.text_columns import column_words, text_options


def write_card(
    folder: Path,
    result: SessionResult,
    text_columns: Sequence[str],
    label_column: str,
    split_column: str | None = None,
) -> None:
    """Write `card.md` from what `result.json` says; `split_column` gave the parts, None where they were split off."""
    parts = [
        f"# Model for {_labels(label_column)} from {column_words([f'`{name}`' for name in text_columns])}",
        _what(result),
        "## Scores on texts it never saw\n\n" + _score_table(result),
        "\n".join(f"- {verdict.text}" for verdict in result.verdicts),
        label_section(result) if result.several_labels else "## Per class\n\n" + _class_table(result),
        "## How it was made\n\n" + _making(result, split_column),
        "## What to know before using it\n\n" + _limits(result),
        "## How to use it\n\n" + _use(result, text_columns),
    ]
    (folder / CARD_FILE).write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def _what(result: SessionResult) -> str:
    kind = _kind(result)
    names = ", ".join(result.classes)
    does = "tells these classes apart" if not result.several_labels else "says which of these labels a text has, if any"
    return f"This is {kind}, trained on {result.source}. It {does}: {names}."


def _kind(result: SessionResult) -> str:
    if not result.with_network:
        return "an n-gram model"
    several = result.networks is not None and result.networks > 1
    return f"an n-gram model with {f'{result.networks} BiLSTMs averaged' if several else 'a BiLSTM'} on top"


def _labels(label_column: str) -> str:
    """The column of the labels, or words on several of them."""
    return cell(label_column) if label_column.startswith(LABELS) else f"`{label_column}`"


def _score_table(result: SessionResult) -> str:
    rows = ["| metric | n-gram | delivered | 95 % interval |", "|---|---|---|---|"]
    benchmark, delivered = result.scores.benchmark.held_out, result.scores.delivered.held_out
    values = {metric: own.value for metric, own in delivered.items()}
    for metric, own in delivered.items():
        if not says_more(metric, values):
            continue
        interval = f"{number(own.low)} to {number(own.high)}"
        name = METRIC_NAMES.get(metric, metric)
        rows.append(f"| {name} | {number(benchmark[metric].value)} | {number(own.value)} | {interval} |")
    return "\n".join(rows)


def _class_table(result: SessionResult) -> str:
    rows = ["| class | precision | recall | F1 | texts |", "|---|---|---|---|---|"]
    for score in result.per_class.delivered:
        figures = " | ".join(number(figure) for figure in (score.precision, score.recall, score.f1))
        rows.append(f"| {cell(score.label)} | {figures} | {score.support} |")
    return "\n".join(rows)


def _making(result: SessionResult, split_column: str | None) -> str:
    hashes = result.hashes
    lines = [
        f"- Box of {minutes_words(result.timebox_s)}, of which {minutes_words(result.used_s)} were used.",
        *_rows(result.sample, result.split, split_column),
        *_made(result.numbers),
        f"- {result.epochs or 0:.1f} epochs over {result.trained_rows or 0:,} rows, batch size {result.batch_size}."
        if result.with_network
        else "- No network is part of it.",
        *_began(result.word_vectors),
        *_read(result),
        f"- Seed {result.seed}; weights {hashes.weights_sha256[:12]}, data {hashes.data_sha256[:12]}.",
        *(f"- Note: {note}" for note in (*_label_notes(result.cleaning), *result.warnings)),
    ]
    return "\n".join(lines)


def _began(vectors: WordVectors | None) -> list[str]:
    """What the words of a network began with besides the training texts."""
    if vectors is None:
        return []
    texts, words = (f"{100 * share:.0f} %" for share in (vectors.text_share, vectors.word_share))
    shares = f"{texts} of the words of the texts, {words} of the different words"
    given = [f"- Word vectors of {vectors.source} ({shares}): {vectors.note}."] if vectors.source else []
    further = f"- {vectors.further_texts:,} texts without a label told which words are alike."
    return [*given, *([further] if vectors.further_texts else [])]


def _read(result: SessionResult) -> list[str]:
    """How long texts are cut; nothing where next to all are read whole, or no network reads them."""
    read = result.texts_read
    if read is None or not read.note or not result.with_network:
        return []
    return [f"- The network does not read the longest texts whole: {read.note}. The n-gram model reads all of them."]


def _label_notes(cleaning: Cleaning | None) -> list[str]:
    if cleaning is None:
        return []
    unlabelled = cleaning.unlabelled
    blank = mostly_blank(unlabelled.words, blank=unlabelled.blank, labelled=unlabelled.labelled)
    return [note for note in (taken_for_none(unlabelled.words), blank) if note]


def _made(numbers: NumberLabels | None) -> list[str]:
    if numbers is None:
        return []
    counted = ", ".join(f"'{name}' {rows:,}" for name, rows in numbers.classes.items())
    skipped = f"; {numbers.skipped:,} rows skipped, their number missing or not finite" if numbers.skipped else ""
    return [f"- Classes made of numbers: {numbers.made} (rows: {counted}{skipped})."]


def _rows(sample: Sample | None, split: Split | None, split_column: str | None) -> list[str]:
    if sample is None or split is None:
        return []
    given = f" (parts from column `{split_column}`)" if split_column is not None else ""
    parts = f"{split.train:,} to train, {split.validation:,} to steer, {split.held_out:,} held out{given}"
    return [f"- {sample.rows_read:,} rows read ({sample.sampling}), {sample.rows_used:,} left after cleaning: {parts}."]


def _limits(result: SessionResult) -> str:
    lines = (
        _proven(result) or "It was saved, but there was no time to prove that it reloads.",
        f"Its scores hold for texts like those of {result.source}; on other texts they may be lower.",
        "Its probabilities are estimates, not certainties.",
        _predicting(result.measured.predict_s),
    )
    return "\n".join(f"- {line}" for line in lines if line)


def _predicting(seconds: float | None) -> str:
    """What labelling takes; empty where nobody knows."""
    if seconds is None:
        return ""
    return f"Labelling 10,000 texts like these takes about {seconds:.0f} s on the machine that made it."


def _proven(result: SessionResult) -> str:
    """When the model was proven, on the clocks of the machine that made it; empty where it was not."""
    unix_s = result.proven_unix
    when = "" if unix_s is None else f"at {datetime.fromtimestamp(unix_s):%H:%M on %Y-%m-%d}"
    return proven_words(when) if result.proven else ""


def _use(result: SessionResult, text_columns: Sequence[str]) -> str:
    command = f"callit predict THIS_FOLDER new_texts.csv {text_options(text_columns)} --out predicted.csv"
    adds = f"\n\n{what_predict_adds(result)}" if result.several_labels else ""
    return f"```\n{command}\n```{adds}"


def minutes_words(seconds: float) -> str:
    """Seconds as minutes of a box: `9:05 min`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d} min"
