"""Three digits behind a comma or a dot, as in 1,080: thousands, or decimals?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.exchange.entries.durations import Length
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import Unit

_DAY_S = 86_400.0
_DAY_H = 24
_LONG = 1000
_NEAR_S = 60.0
_THOUSAND = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")
_MARK = re.compile(r"[.,](?=\d*$)")  # the last one
_PARTS_OF_SECONDS = (Unit.SECONDS, Unit.MILLISECONDS)


@dataclass(frozen=True, slots=True)
class Measured:
    """A cell of a column of durations, with what its row says beside it, in seconds.

    It should be equal to one of `targets`, as between start and end, and cannot be more than `limit_s`.
    """

    length: Length
    day: date | None = None
    targets: tuple[float, ...] = ()
    limit_s: float | None = None


@dataclass(frozen=True, slots=True)
class Thousands:
    """The units in which three digits behind a mark are thousands; of hours they are decimals.

    `guessed` are those in which that was found from the numbers alone, `shown` is such a cell.
    """

    units: frozenset[Unit] = frozenset()
    guessed: frozenset[Unit] = frozenset()
    shown: str = ""

    def remark(self, name: str, unit: Unit) -> str | None:
        """What was guessed of the column `name`, for a person; None where nothing was."""
        if unit not in self.guessed:
            return None
        whole = re.sub("[.,]", "", self.shown)
        return f"'{name}' has marks before its thousands: '{self.shown}' is taken as {whole} {unit}."


def thousands_in(name: str, named: Unit | None, cells: Sequence[Measured], given: Unit | None) -> Thousands:
    """How the bare numbers of a column are read; `named` is the unit of its heading, `given` what a person said.

    Raises
    ------
    Unanswered
        Where its numbers could be thousands of minutes or seconds, or have parts of them.
    """
    grouped = [cell for cell in cells if cell.length.grouped is not None]
    if not grouped:
        return Thousands()
    shown = grouped[0].length.cell.strip()
    others = [cell for cell in cells if cell.length.grouped is None]
    whole = [cell.length.number or 0.0 for cell in others if cell.length.cell.strip().isdecimal()]
    if len(whole) < len(others):
        found = _where_marks_differ(cells, grouped, others)
        return Thousands(found, found, shown)
    is_long = max(whole, default=0.0) >= _LONG
    units = [*(_PARTS_OF_SECONDS if is_long else ()), *_minutes(given or named, whole, is_said=given is not None)]
    guessed = frozenset(unit for unit in units if _can_be(cells, unit))
    if given is None and named in guessed:
        _ask_unless_zeros(name, named, grouped)
    if given is None and named is Unit.MINUTES and not others:
        _ask_where_all_end_with_zeros(name, named, grouped)
    return Thousands(guessed if is_long else guessed | {*_PARTS_OF_SECONDS}, guessed, shown)


def _minutes(unit: Unit | None, whole: Sequence[float], *, is_said: bool) -> list[Unit]:
    """Minutes, where a column may count them: by its heading and whole numbers, by these alone, or as a person said."""
    if unit is not None:
        return [Unit.MINUTES] if unit is Unit.MINUTES and (is_said or whole) else []
    return [Unit.MINUTES] if max(whole, default=0.0) > _DAY_H else []


def _where_marks_differ(
    cells: Sequence[Measured], grouped: Sequence[Measured], others: Sequence[Measured]
) -> frozenset[Unit]:
    """Beside 900.5 the comma of 5,400 cannot stand before decimals."""
    marks, decimal_marks = _marks(grouped), _marks(others)
    if len(marks) != 1 or not decimal_marks or marks & decimal_marks:
        return frozenset()
    return frozenset(unit for unit in (*_PARTS_OF_SECONDS, Unit.MINUTES) if _can_be(cells, unit))


def _ask_unless_zeros(name: str, unit: Unit | None, grouped: Sequence[Measured]) -> None:
    """Beside whole numbers 5,400 has thousands: no program ends decimals with zeros here and leaves them out there."""
    texts = [cell.length.cell.strip() for cell in grouped]
    if any(text.endswith("0") for text in texts) or any(cell.targets for cell in grouped):
        return
    raise Unanswered(
        ImportQuestion.UNIT,
        f"'{name}' says '{texts[0]}' beside numbers without a mark: thousands before it, or decimals behind?",
        f"Say --unit {unit} where it is a number of thousands; else write decimals with one or two digits.",
    )


def _ask_where_all_end_with_zeros(name: str, unit: Unit, grouped: Sequence[Measured]) -> None:
    """1,000 alone could be a thousand or one, and as one it would not even be tiny; other digits behind tell more."""
    if all(cell.length.cell.strip().endswith("000") and not cell.targets for cell in grouped):
        raise Unanswered(
            ImportQuestion.UNIT,
            f"'{name}' says '{grouped[0].length.cell.strip()}': is that thousands, or decimals that are zeros?",
            f"Say --unit {unit} where it is a number of thousands; else write decimals with one or two digits.",
        )


def _can_be(cells: Sequence[Measured], unit: Unit) -> bool:
    """Whether thousands make sense in a unit: none is more than a day, and the rest of the rows does not gainsay it."""
    marked = [cell for cell in cells if cell.length.grouped is not None]
    if not all(_THOUSAND.fullmatch(cell.length.cell.strip()) for cell in marked):
        return False
    if any(cell.length.seconds(unit, groups=True) > _DAY_S for cell in marked) or _days_are_long(cells, unit):
        return False
    comparable = [cell for cell in marked if cell.targets]
    return _n_near(comparable, unit, groups=True) >= _n_near(comparable, unit, groups=False)


def _days_are_long(cells: Sequence[Measured], unit: Unit) -> bool:
    days: dict[date | int, float] = defaultdict(float)
    for number, cell in enumerate(cells):
        days[cell.day or number] += cell.length.seconds(unit, groups=True)
    return 2 * sum(day > _DAY_S for day in days.values()) > len(days)


def _n_near(cells: Sequence[Measured], unit: Unit, *, groups: bool) -> int:
    """How many cells are what their rows say otherwise."""
    read = [(cell, cell.length.seconds(unit, groups=groups)) for cell in cells]
    return sum(
        any(abs(seconds - target) <= min(_NEAR_S, 0.05 * seconds + 1) for target in cell.targets)
        for cell, seconds in read
    )


def _marks(cells: Sequence[Measured]) -> set[str]:
    """The last comma or dot of each number."""
    return {match[0] for cell in cells if (match := _MARK.search(cell.length.cell.strip()))}
