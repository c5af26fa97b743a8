"""What a file holds where a row may have several labels: rows of each label, and what is left out, in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.cleaning.label_rules import RARE_RULE, Unlearnable
from data.errors import NoClasses
from data.labels.joining import SPELLING_RULE
from data.labels.label_cell import NO_LABEL, renamed, rows_of_labels, split_labels
from data.labels.several import LabelForm, ReadLabels, SeveralLabels
from data.labels.spelling import common_spellings
from data.missing import LEAST_ROWS
from data.reading.read import ALL_ROWS, TableRead
from planner.domain.wording.numbers import count_words
from planner.material.first_look import ClassLook
from planner.material.sampled_column import sampled_columns

_NAMED = 6  # labels in a sentence


@dataclass(frozen=True, slots=True)
class SeveralFacts:
    """Rows of which something is known, those of them without any label, and what was left out, in sentences.

    `together` says whether rows have all of the labels, or never more than one; empty where neither is so.
    """

    labelled: int
    without_any: int
    notes: tuple[str, ...] = ()
    together: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SeveralLook:
    """The look at labels as at classes (`share`: of the labelled rows), and what only several labels have."""

    look: ClassLook
    facts: SeveralFacts


def several_look(
    path: Path, several: SeveralLabels, *, rules_off: Collection[str] = (), most_s: float = 4.0
) -> SeveralLook:
    """Count the rows of each label, from a sample of the file where reading all would take more than `most_s`.

    What is wrong with the labels stands in the look, as far as the rows that were read show it. `rules_off` are rules
    of cleaning.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    table = sampled_columns(path, several.columns, most_s=most_s)
    counted = "" if table.sampling == ALL_ROWS else f"counted on {len(table.frame):,} rows ({table.sampling})"
    try:
        read = several.read(table.frame)
    except NoClasses as error:
        return _refused(str(error), counted)
    return _counted(read, several, table, counted, rules_off)


def several_words(seen: SeveralLook) -> str:
    """The labels in sentences: how many, the commonest with their rows, and what is left out."""
    classes, facts = seen.look.classes, seen.facts
    pairs = zip(classes["label"].head(_NAMED), classes["rows"].head(_NAMED), strict=True)
    named = ", ".join(f"{name} {rows:,}" for name, rows in pairs)
    more = f" and {len(classes) - _NAMED:,} more" if len(classes) > _NAMED else ""
    sample = f" ({seen.look.counted})" if seen.look.counted else ""
    none = _have(facts.without_any, "none of them") if facts.without_any else ""
    blank = _have(seen.look.unlabelled, "no entry at all, left out") if seen.look.unlabelled else ""
    said = f"{len(classes):,} labels in {count_words(facts.labelled, 'row')}: {named}{more}{sample}."
    return " ".join(filter(None, [said, none, facts.together, blank, *facts.notes]))


def _have(rows: int, what: str) -> str:
    return f"{count_words(rows, 'row')} {'has' if rows == 1 else 'have'} {what}."


def _refused(why: str, counted: str) -> SeveralLook:
    return SeveralLook(ClassLook(_frame(Counter(), 0), counted, why, why), SeveralFacts(0, 0))


def _counted(
    read: ReadLabels, several: SeveralLabels, table: TableRead, counted: str, rules_off: Collection[str]
) -> SeveralLook:
    cells = [cell for cell in read.cells if cell]
    if several.form is LabelForm.TAGS and SPELLING_RULE not in rules_off:
        cells = renamed(cells, common_spellings(rows_of_labels(Counter(cells))))
    left_out = Unlearnable() if RARE_RULE in rules_off else Unlearnable.among(cells)
    dropped = {*left_out.rare, *left_out.common}
    learned = Counter({name: rows for name, rows in rows_of_labels(Counter(cells)).items() if name not in dropped})
    is_whole = table.share_read >= 1.0  # else the file may be sorted, and the rest of it says more
    unfit = (read.problem or None) if is_whole else None
    problem = unfit or (_too_little(len(learned), len(cells), left_out) if is_whole else None)
    words = tuple(sorted(read.words.items(), key=lambda word: -word[1]))
    unlabelled = len(read.cells) - len(cells)
    look = ClassLook(_frame(learned, len(cells)), counted, problem, unfit, words, unlabelled, reading=several.reading)
    together = _together(Counter(cells), learned) if is_whole else ""
    notes = (*read.notes, *left_out.notes)
    return SeveralLook(look, SeveralFacts(len(cells), cells.count(NO_LABEL), notes, together))


def _together(rows_of: Mapping[str, int], learned: Collection[str]) -> str:
    """Whether rows have all of more than two labels, or never more than one, given the rows of each cell.

    >>> _together({"a": 3, "b": 4}, ["a", "b"])
    'No row has more than one of them: they exclude each other, as classes in one column do.'
    """
    labels_in = {cell: len({*learned} & {*split_labels(cell)}) for cell in rows_of}
    most = max(labels_in.values(), default=0)
    if most == 1 < len(learned):
        return "No row has more than one of them: they exclude each other, as classes in one column do."
    if most == len(learned) > 2:
        return _have(sum(rows_of[cell] for cell, labels in labels_in.items() if labels == most), "all of them")
    return ""


def _frame(rows_of: Counter[str], labelled: int) -> pd.DataFrame:
    classes = pd.DataFrame(rows_of.most_common(), columns=["label", "rows"])
    return classes.assign(share=classes["rows"] / max(1, labelled))


def _too_little(labels: int, rows: int, left_out: Unlearnable) -> str | None:
    if rows < LEAST_ROWS:
        return f"There are {rows:,} labelled rows. Training needs at least {LEAST_ROWS}; add more rows."
    if labels > 1:
        return None
    found = "one label" if labels else "no label"
    return f"There is {found} to learn, and two or more are needed. {' '.join(left_out.notes)}".strip()
