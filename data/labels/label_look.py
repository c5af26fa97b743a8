"""What a label column is: classes, a number, one of several columns of yes and no, or several tags in a cell.

It is looked at before anything is trained, and said in one sentence; nothing is decided by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from data.labels.binary_columns import binary_columns, pair_words
from data.labels.kind import LabelCounts, Numbers, has_too_many_values, numbers_of
from data.labels.numbers import numbers_in, shown
from data.labels.reading import AS_WRITTEN
from data.labels.spelling import common_spellings
from data.labels.tag_lists import list_items
from data.labels.tags import ANGLES, HASHTAGS, LISTS, split_tags, tag_separator
from data.labels.yes_no import is_positive

_NAMED, _SHOWN = 6, 30  # names in a sentence, and characters of each
_JOINED_NAMED = 3
_MARK_WORDS = {"\n": "a line break", "\t": "a tab", HASHTAGS: "'#'", ANGLES: "angle brackets"}


class LabelKind(StrEnum):
    """What a label column is."""

    NOTHING = "nothing"
    CLASSES = "classes"
    NUMBER = "number"
    TAGS = "tags"
    ONE_OF_SEVERAL = "one of several columns"
    VALUES = "values"  # nearly every row has its own: ids, names, texts


@dataclass(frozen=True, slots=True)
class LabelLook:
    """What was seen of a label column.

    `rows_of` are the rows of each label: of each class, number or tag, or of the yes of each column of the `group`,
    which has `column` among it. `separator` stands between tags, as `data.labels.tags.split_tags` takes it; `written`
    says how the cells of a group, or lists of tags, are written. `joined` are labels that are spelled otherwise than
    the class which they belong to, with that.
    """

    column: str
    kind: LabelKind
    rows_of: Mapping[str, int]
    separator: str = ""
    group: tuple[str, ...] = ()
    written: str = ""
    numbers: Numbers | None = None
    joined: tuple[tuple[str, str], ...] = ()

    @property
    def is_label(self) -> bool:
        """Whether the column holds anything to learn: of any other one the refusal says all that there is to say."""
        return self.kind not in (LabelKind.NOTHING, LabelKind.VALUES)

    @property
    def words(self) -> str:
        """What the column is, in a sentence."""
        return f"'{self.column}' {_SENTENCES[self.kind](self)}."


def look_at_label(
    column: str,
    cells: Mapping[str, int],
    columns: Mapping[str, Mapping[str, int]] | None = None,
    counts: LabelCounts | None = None,
    known_mark: str = "",
) -> LabelLook:
    """Look at a column by the rows of each of its cells; `columns` are those of its table in order, itself among them.

    `counts` are its labels as cleaning will see them, where a person said more of them than stands in the column;
    `known_mark` is one that the file puts between several labels (`FileFormat.mark_within`).

    >>> look_at_label("mood", {"good": 4, "Good": 1, "bad": 4}).words
    "'mood' holds 2 classes: good and bad; 'Good' counts as 'good'."
    >>> look_at_label("target", {f"{share / 100:.2f}": 2 for share in range(100)}).words
    "'target' is a number with 100 values between 0 and 0.99."
    >>> look_at_label("tags", {"sad; mad": 4, "mad": 2, "glad": 5, "glad; sad": 3}).words
    "'tags' holds several tags in a cell, 3 different ones, separated by ';'."
    >>> flags = {name: {"0": 9, "1": 3} for name in ("toxic", "threat", "insult")}
    >>> look_at_label("threat", flags["threat"], flags).words
    "'threat' is one of 3 columns of 1 and 0 side by side: toxic, threat and insult."
    """
    beside = {name: cells if name == column else others for name, others in (columns or {}).items()}
    if group := binary_columns(beside, column):
        return _look_at_group(column, beside, group)
    if (separator := tag_separator(cells, known_mark)) is not None:
        return _look_at_tags(column, cells, separator)
    counts = counts or LabelCounts.of(cells, AS_WRITTEN)
    numbers = numbers_of(counts)
    if numbers is not None and numbers.are_many:
        rows_of = {shown(number): rows for number, rows in numbers.rows_of.items()}
        return LabelLook(column, LabelKind.NUMBER, rows_of, numbers=numbers)
    kind = LabelKind.VALUES if has_too_many_values(counts) else LabelKind.CLASSES
    return LabelLook(column, kind if counts.classes else LabelKind.NOTHING, counts.classes, joined=_joined(counts))


def _look_at_group(column: str, columns: Mapping[str, Mapping[str, int]], group: tuple[str, ...]) -> LabelLook:
    rows_of = {name: sum(rows for cell, rows in columns[name].items() if is_positive(cell)) for name in group}
    return LabelLook(column, LabelKind.ONE_OF_SEVERAL, rows_of, group=group, written=pair_words(columns, group))


def _look_at_tags(column: str, cells: Mapping[str, int], separator: str) -> LabelLook:
    rows_of: Counter[str] = Counter()
    for cell, rows in cells.items():
        for tag in split_tags(cell, separator):
            rows_of[tag] += rows
    common = common_spellings(rows_of)
    counted: Counter[str] = Counter()
    for tag, rows in rows_of.items():
        counted[common[tag]] += rows
    several = (cell for cell in cells if separator == LISTS and len(list_items(cell) or ()) > 1)
    listed = min(several, key=lambda cell: (-cells[cell], cell), default="")
    return LabelLook(column, LabelKind.TAGS, dict(counted.most_common()), separator, written=listed.strip())


def _joined(counts: LabelCounts) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(counts.joined.items(), key=lambda pair: pair[1]))


def _class_words(look: LabelLook) -> str:
    values = numbers_in(look.rows_of)
    by_rows = sorted(look.rows_of, key=lambda name: (-look.rows_of[name], name))
    names = sorted(values, key=lambda name: (values[name], name)) if len(values) == len(look.rows_of) else by_rows
    counted = f"{len(names):,} {'class' if len(names) == 1 else 'classes'}"
    return f"holds {counted}: {_listed(names)}{_joined_words(look)}{_apart_words(values)}"


def _joined_words(look: LabelLook) -> str:
    """Which spellings count as another one, up to three of them."""
    named = [f"'{label[:_SHOWN]}' counts as '{of_class[:_SHOWN]}'" for label, of_class in look.joined[:_JOINED_NAMED]]
    more = len(look.joined) - len(named)
    beyond = [f"{more:,} more {'is' if more == 1 else 'are'} joined so"] if more else []
    return "".join(f"; {each}" for each in (*named, *beyond))


def _apart_words(values: Mapping[str, float]) -> str:
    """Which classes are two though they are one number, such as 1.1 and 1.10: one pair, and how many more there are."""
    alike = groupby(sorted(values, key=lambda name: (values[name], name)), key=values.__getitem__)
    pairs = [pair for _, names in alike for pair in pairwise(names)]
    more = f" (and {len(pairs) - 1:,} more such {'pair' if len(pairs) == 2 else 'pairs'})" if len(pairs) > 1 else ""
    return "".join(f"; '{one}' and '{other}' are two classes{more}" for one, other in pairs[:1])


def _value_words(look: LabelLook) -> str:
    return f"holds {len(look.rows_of):,} different values in {sum(look.rows_of.values()):,} rows"


def _number_words(look: LabelLook) -> str:
    if look.numbers is None:
        return "is a number"
    low, high = shown(look.numbers.least), shown(look.numbers.most)
    return f"is a number with {len(look.numbers.rows_of):,} values between {low} and {high}{look.numbers.guess_words}"


def _group_words(look: LabelLook) -> str:
    named = _listed(look.group)
    return f"is one of {len(look.group)} columns of {look.written} side by side: {named}"


def _tag_words(look: LabelLook) -> str:
    different = f"holds several tags in a cell, {len(look.rows_of):,} different ones"
    if look.written:
        return f"{different}, in lists such as {_shortened(look.written, 2 * _SHOWN)}"
    return f"{different}, separated by {_MARK_WORDS.get(look.separator, repr(look.separator))}"


def _listed(names: Sequence[str]) -> str:
    """All of a few names, the first of many with the number of the others."""
    named = [_shortened(name) for name in names]
    if len(names) > _NAMED:
        return f"{', '.join(named[: _NAMED - 1])} and {len(names) - _NAMED + 1:,} more"
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _shortened(name: str, most: int = _SHOWN) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


_SENTENCES: dict[LabelKind, Callable[[LabelLook], str]] = {
    LabelKind.NOTHING: lambda look: "holds no labels",
    LabelKind.CLASSES: _class_words,
    LabelKind.NUMBER: _number_words,
    LabelKind.TAGS: _tag_words,
    LabelKind.ONE_OF_SEVERAL: _group_words,
    LabelKind.VALUES: _value_words,
}
