"""A look at the texts of a file in seconds: lengths, duplicates, words of each class, examples, cleaning."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.labels.label_cell import readable_labels, split_labels
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.several import LabelForm, SeveralLabels
from data.profiling.cleaning_look import CleaningLook, RuleLook, look_at_cleaning
from data.profiling.distinctive import ClassTerms, distinctive_terms
from data.profiling.examples import Examples, examples
from data.profiling.profile import CHARACTERS, WORDS, Lengths, Profile, length_bars, profile
from data.reading.read import ALL_ROWS, TableRead, read_table
from data.reading.text_columns import with_joined_texts

MOST_ROWS = 100_000
_READING_S = 1.2
_CLEANING_S = 3.2  # from the start until reading and cleaning are over
_WORDS_S = 4.6  # until the words are counted too: the look takes under five seconds
_ROWS_WARMED = 200
_ROWS_TIMED = 3_000
_MOST_CHARACTERS_FOR_WORDS = 6_000_000  # more do not change which words come first
_LEAST_CHARACTERS_FOR_WORDS = 500_000
_CHARACTERS_A_SECOND = {WORDS: 1_500_000, CHARACTERS: 500_000}  # of words found, on a slow and busy machine
_MEMORY_BYTES = 320 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class TextLook:
    """What is seen of the texts. `sampling` says in words which rows were looked at, "" where it was all.

    `bars` has the columns start, end and texts (see `data.profiling.profile.length_bars`).
    """

    rows: int
    sampling: str
    lengths: Lengths
    bars: pd.DataFrame
    duplicates: int
    missing_labels: int
    empty_texts: int
    conflicting_texts: int
    terms: tuple[ClassTerms, ...]
    texts_with_words: int  # texts that the words were found in
    examples: Examples
    rules: tuple[RuleLook, ...]
    left_out: int
    seconds: float


def look_at_texts(
    path: Path,
    text: str,
    label: str,
    rules_off: Sequence[str] = (),
    *,
    reading: LabelReading = AS_WRITTEN,
    clock: Callable[[], float] = time.monotonic,
    most_rows: int = MOST_ROWS,
    further_texts: Sequence[str] = (),
    several: SeveralLabels | None = None,
) -> TextLook:
    """Look at up to `most_rows` rows, chosen at random, fewer where they would take more than five seconds.

    Cleaning is shown without the rules named in `rules_off`. `further_texts` are columns joined behind `text`.
    `several` are the labels where a row may have more than one; each is then told from all texts that lack it.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    started = clock()
    table = read_table(
        path,
        memory_limit_bytes=_MEMORY_BYTES,
        time_left_s=lambda: _READING_S - (clock() - started),
        columns=[text, *further_texts, *(several.columns if several else (label,))],
    )
    frame = with_joined_texts(table.frame.head(most_rows), (text, *further_texts))
    frame = several.with_cells(frame, several.read(frame)) if several else frame
    form = several.form if several else LabelForm.CLASS

    def facts(some: pd.DataFrame) -> tuple[CleaningLook, Profile]:
        cleaning = look_at_cleaning(some[text], some[label], rules_off, reading, form)
        read = some.assign(**{label: cleaning.mended.labels})
        return cleaning, profile(read, text, label, keys=cleaning.mended.keys, kept_labels=reading.classes_named)

    frame = _fitting(frame, facts, started + _CLEANING_S, clock)
    cleaning, seen = facts(frame)
    characters = _characters_for_words(started + _WORDS_S - clock(), seen.lengths.unit)
    known = _texts_within(cleaning.kept.texts, characters)
    return TextLook(
        rows=seen.rows,
        sampling=_sampling(table, len(frame)),
        lengths=seen.lengths,
        bars=length_bars(seen),
        duplicates=seen.duplicates,
        missing_labels=seen.missing_labels,
        empty_texts=seen.empty_texts,
        conflicting_texts=seen.conflicting_texts,
        terms=_terms(cleaning.kept.texts[:known], cleaning.kept.labels[:known], form),
        texts_with_words=known,
        examples=examples(frame[text].tolist(), list(map(readable_labels, cleaning.mended.labels)), seen.text_lengths),
        rules=cleaning.rules,
        left_out=cleaning.left_out,
        seconds=clock() - started,
    )


def _terms(texts: Sequence[str], labels: Sequence[str], form: LabelForm) -> tuple[ClassTerms, ...]:
    """The words of each class; of several labels a text counts for each that it has."""
    if form is LabelForm.CLASS:
        return distinctive_terms(texts, labels)
    names = [split_labels(cell) or (readable_labels(cell),) for cell in labels]
    told = [(text, name) for text, has in zip(texts, names, strict=True) for name in has]
    return distinctive_terms([text for text, _ in told], [name for _, name in told])


def _fitting(
    frame: pd.DataFrame, work: Callable[[pd.DataFrame], object], ends: float, clock: Callable[[], float]
) -> pd.DataFrame:
    """As many rows as can be worked on until `ends`, by the time that some of them take: texts and machines differ.

    Rows come in random order, so the first ones are a sample.
    """
    if len(frame) <= 2 * _ROWS_TIMED:
        return frame
    work(frame.head(_ROWS_WARMED))  # what is made once must not count for each row
    before = clock()
    work(frame.head(_ROWS_TIMED))
    after = clock()
    seconds_a_row = max(1e-9, (after - before) / _ROWS_TIMED)
    return frame.head(max(_ROWS_TIMED, int((ends - after) / seconds_a_row)))


def _characters_for_words(left_s: float, unit: str) -> int:
    fitting = int(left_s * _CHARACTERS_A_SECOND[unit])
    return min(_MOST_CHARACTERS_FOR_WORDS, max(_LEAST_CHARACTERS_FOR_WORDS, fitting))


def _texts_within(texts: Sequence[str], most_characters: int) -> int:
    """How many texts from the first on hold that many characters together; one at least, where there is any."""
    characters = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    return min(len(texts), 1 + int(np.searchsorted(characters, most_characters, side="right")))


def _sampling(table: TableRead, rows: int) -> str:
    if table.sampling == ALL_ROWS and rows == len(table.frame):
        return ""
    part = "" if table.share_read >= 1.0 else f" from the first {max(1, round(100 * table.share_read))} % of the file"
    return f"{rows:,} rows at random{part}"
