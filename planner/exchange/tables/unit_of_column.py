"""What the numbers in a column of durations count: found from its name, its values and the clocks beside it.

A reading in which an entry takes more than a day is never the guess. Where name and values leave several readings, or
none, the person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.exchange.entries.durations import Length, counts_days, unit_named_in
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import Unit, Unreadable
from planner.exchange.tables.thousands import Measured, thousands_in

_DAY_S = 86_400.0
_NONE: frozenset[Unit] = frozenset()
_LONG_DAY_S = 16 * 3600.0  # more of it is no day's work, though it may be
_FEW = 0.1  # of a column's cells may be slips of the pen
_MOST = 0.6
_LEAST = {  # where nothing names a unit: least seconds of a day and of an entry, and least number with decimals
    Unit.MINUTES: (300.0, 60.0, 12.0),
    Unit.SECONDS: (600.0, 30.0, 60.0),
    Unit.MILLISECONDS: (600.0, 60.0, 60_000.0),
}
_NEAR_S = {Unit.HOURS: 36.0, Unit.MINUTES: 60.0, Unit.SECONDS: 1.5, Unit.MILLISECONDS: 1.5}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column is read: what bare numbers count, and with what two parts such as 1:30 begin.

    `groups`: the units in which three digits behind a comma or a dot are thousands; `sixtieths`: 1.30 is an hour and
    thirty minutes; `by_hand`: the person said so. `remark` is a sentence where it was guessed.
    """

    number: Unit = Unit.HOURS
    pair: Unit = Unit.HOURS
    groups: frozenset[Unit] = _NONE
    sixtieths: bool = False
    by_hand: bool = False
    remark: str | None = None

    def seconds(self, length: Length) -> float:
        """Seconds of a cell; `Unreadable` where a bare number would be more than a day."""
        if self.sixtieths and (sixtieths_s := _in_sixtieths(length)) is not None:
            return sixtieths_s
        unit = self.pair if length.pair is not None else self.number
        seconds = length.seconds(unit, groups=unit in self.groups)
        if length.clear_s is None and seconds > _DAY_S and not self.by_hand:
            raise Unreadable(f"says '{length.cell}' {unit}, which is more than a day")
        return seconds


def scale_of(name: str, column: Sequence[Measured], given: Unit | None, *, is_break: bool = False) -> Scale:
    """How the column `name` is read.

    Raises
    ------
    Unanswered
        Where name and values leave several units, or none.
    """
    if counts_days(name) and given is None and any(cell.length.clear_s is None for cell in column):
        raise days_question(name)
    filled = [cell for cell in column if cell.length.number or (cell.length.pair and any(cell.length.pair))]
    numbers = [cell for cell in filled if cell.length.pair is None]
    pairs = [cell for cell in filled if cell.length.pair is not None]
    thousands = thousands_in(name, unit_named_in(name), numbers, given)
    if given is None and (remark := _Deciding(name, numbers, is_break=is_break).sixtieths()):
        return Scale(sixtieths=True, remark=remark)
    number = _Deciding(name, numbers, groups=thousands.units, is_break=is_break).number(given)
    pair = _Deciding(name, pairs, is_break=is_break).pair(given if given in (Unit.HOURS, Unit.MINUTES) else None)
    remarks = [sentence for sentence in (number[1], pair[1], thousands.remark(name, number[0])) if sentence]
    return Scale(number[0], pair[0], thousands.units, by_hand=given is not None, remark=" ".join(remarks) or None)


def days_question(name: str) -> Unanswered:
    """What is asked of a column of days: a day of work is no day of 24 hours."""
    return Unanswered(
        ImportQuestion.DAY_HOURS,
        f"'{name}' counts days, and it is not said how many hours a day has.",
        "Say it, such as --day-hours 8, or name another column with --hours COLUMN.",
    )


class _Deciding:
    """One kind of cells of one column: bare numbers, or two parts apart by a colon."""

    def __init__(
        self, name: str, cells: Sequence[Measured], *, groups: frozenset[Unit] = _NONE, is_break: bool
    ) -> None:
        self._name = name
        self._named = unit_named_in(name)
        self._cells = cells
        self._groups = groups
        self._is_break = is_break
        self._seconds_in: dict[Unit, list[float]] = {}
        self._days_in: dict[Unit, list[float]] = {}

    def sixtieths(self) -> str | None:
        """What to say where the rest of most rows tells that 1.30 is an hour and thirty minutes, and no unit fits."""
        comparable = [cell for cell in self._cells if cell.targets]
        near = [cell for cell in comparable if _is_near_any(_in_sixtieths(cell.length), cell.targets)]
        most = max(sum(self._is_near(cell, unit) for cell in comparable) for unit in Unit) if comparable else 0
        if len(near) <= most or len(near) < _MOST * len(comparable):
            return None
        cell = near[-1].length
        hours = hours_words((_in_sixtieths(cell) or 0.0) / 3600)
        return f"'{self._name}' has minutes behind its dot: '{cell.cell.strip()}' is {hours}, as the row tells."

    def number(self, given: Unit | None) -> tuple[Unit, str | None]:
        if given is not None or not self._cells:
            return given or self._named or Unit.HOURS, None
        if confirmed := self._confirmed(list(Unit)):
            return confirmed, self._confirmed_words(confirmed)
        left = [unit for unit in Unit if self._fits(unit)]
        if self._named is not None:
            return self._by_name(self._named, left), None
        likely = [unit for unit in left if self._is_likely(unit)]
        if len(likely) == 1:
            return likely[0], f"{self._reads(likely[0])}, the only unit that makes sense of its numbers."
        raise self._question(likely or left)

    def pair(self, given: Unit | None) -> tuple[Unit, str | None]:
        if given is not None or not self._cells:
            return given or Unit.HOURS, None
        parts = [Unit.HOURS, Unit.MINUTES]
        if confirmed := self._confirmed(parts):
            return confirmed, self._confirmed_words(confirmed) if confirmed is not Unit.HOURS else None
        left = [unit for unit in parts if self._fits(unit)]
        usual = self._named if self._named in parts else Unit.HOURS
        if usual in left and (usual is Unit.HOURS or Unit.HOURS not in left):
            return usual, None
        if self._is_break and left == [Unit.MINUTES]:
            return Unit.MINUTES, f"{self._reads(Unit.MINUTES)}."
        raise self._question(left, against=self._named if self._named in parts else None)

    def _by_name(self, named: Unit, left: Sequence[Unit]) -> Unit:
        others = [unit for unit in left if unit is not named and self._is_likely(unit)]
        if named not in left or (self._is_tiny(named) and others):
            raise self._question(others, against=named)
        return named

    def _seconds(self, unit: Unit) -> list[float]:
        if unit not in self._seconds_in:
            groups = unit in self._groups
            self._seconds_in[unit] = [cell.length.seconds(unit, groups=groups) for cell in self._cells]
        return self._seconds_in[unit]

    def _confirmed(self, units: Sequence[Unit]) -> Unit | None:
        """The unit in which most cells are what their rows say otherwise; None where that does not tell."""
        comparable = [cell for cell in self._cells if cell.targets]
        if not comparable:
            return None
        counts = {unit: sum(self._is_near(cell, unit) for cell in comparable) for unit in units}
        best = max(counts.values())
        winners = [unit for unit, count in counts.items() if count == best]
        return winners[0] if best >= _MOST * len(comparable) and len(winners) == 1 else None

    def _is_near(self, cell: Measured, unit: Unit) -> bool:
        seconds = cell.length.seconds(unit, groups=unit in self._groups)
        near = min(_NEAR_S[unit], 0.05 * seconds + 1)
        return any(abs(seconds - target) <= near for target in cell.targets)

    def _fits(self, unit: Unit) -> bool:
        """Whether it can be: no entry of more than a day or than its clocks say, slips aside; few days of over 24 h."""
        seconds = self._seconds(unit)
        limits = [_DAY_S if cell.limit_s is None else cell.limit_s * 1.02 + 120 for cell in self._cells]
        too_long = sum(length_s > min(limit, _DAY_S) for length_s, limit in zip(seconds, limits, strict=True))
        allowed = _FEW * len(seconds) if unit is self._named else 0
        days = self._days(unit)
        return too_long <= allowed and 2 * sum(day > _DAY_S for day in days) <= len(days)

    def _days(self, unit: Unit) -> list[float]:
        """Sums of days; an entry without a day is one of its own."""
        if unit not in self._days_in:
            days: dict[date | int, float] = defaultdict(float)
            for number, (cell, length_s) in enumerate(zip(self._cells, self._seconds(unit), strict=True)):
                days[cell.day or number] += length_s
            self._days_in[unit] = list(days.values())
        return self._days_in[unit]

    def _is_likely(self, unit: Unit) -> bool:
        seconds = self._seconds(unit)
        usual, day = median(seconds), median(self._days(unit))
        broken = [value for value in self._numbers(unit) if value % 1]
        if self._is_break:
            return _likely_break(unit, usual, broken=bool(broken))
        if unit is Unit.HOURS:
            return bool(broken) or day <= _LONG_DAY_S
        least_day, least, least_broken = _LEAST[unit]
        return least_day <= day <= _LONG_DAY_S and usual >= least and min(broken, default=least_broken) >= least_broken

    def _is_tiny(self, unit: Unit) -> bool:
        """Whether the named unit makes next to nothing of broken numbers, as hours under a heading of minutes would."""
        if unit is Unit.HOURS or self._is_break or not any(value % 1 for value in self._numbers(unit)):
            return False
        return median(self._days(unit)) < (1200 if unit is Unit.MINUTES else 60)

    def _numbers(self, unit: Unit) -> list[float]:
        grouped = unit in self._groups
        lengths = [cell.length for cell in self._cells]
        return [(length.grouped if grouped and length.grouped else length.number) or 0.0 for length in lengths]

    def _reads(self, unit: Unit) -> str:
        cell = self._cells[0].length
        hours = hours_words(cell.seconds(unit, groups=unit in self._groups) / 3600)
        return f"'{self._name}' is read in {_parts_words(cell, unit)}: '{cell.cell.strip()}' is {hours}"

    def _confirmed_words(self, unit: Unit) -> str | None:
        if unit is self._named:
            return None
        against = f", though its heading says {self._named}" if self._named else ""
        return f"{self._reads(unit)}, as the rest of the row tells{against}."

    def _question(self, left: Sequence[Unit], against: Unit | None = None) -> Unanswered:
        longest = max(self._cells, key=lambda cell: cell.length.seconds(Unit.HOURS)).length
        shown = longest.cell.strip()
        if against is not None:
            why = self._nonsense(against, f"'{shown}' {against}")
            return _asked(f"'{self._name}' says {against}, but {why}.")
        could = list_words([f"{_parts_words(longest, unit)}" for unit in left], "or")
        if len(left) > 1:
            return _asked(f"'{self._name}' does not say what it counts: '{shown}' could be {could}.")
        why = self._nonsense(Unit.HOURS, f"'{shown}' as hours")
        return _asked(f"'{self._name}' does not say what it counts, and {why}.")

    def _nonsense(self, unit: Unit, longest: str) -> str:
        """Why a unit cannot be; `longest` names the longest cell in it."""
        seconds = self._seconds(unit)
        if max(seconds) > _DAY_S:
            return f"{longest} would be more than a day"
        limits = [cell.limit_s for cell in self._cells]
        if any(limit is not None and length_s > limit for limit, length_s in zip(limits, seconds, strict=True)):
            return f"{longest} would be longer than from start to end"
        if 2 * sum(day > _DAY_S for day in self._days(unit)) > len(self._days(unit)):
            return "most days would have more than 24 hours of work"
        return f"{longest} would be next to nothing"


def _in_sixtieths(length: Length) -> float | None:
    """Seconds of 1.30 as an hour and thirty minutes; None for what cannot be that."""
    whole, _, minutes = length.cell.strip().replace(",", ".").partition(".")
    if (
        length.number is None
        or not whole.isdecimal()
        or not (minutes == "" or (minutes.isdecimal() and len(minutes) == 2))
    ):
        return None
    return int(whole) * 3600.0 + int(minutes or 0) * 60 if int(minutes or 0) < 60 else None


def _is_near_any(seconds: float | None, targets: Sequence[float]) -> bool:
    return seconds is not None and any(abs(seconds - target) <= 60 for target in targets)


def _parts_words(length: Length, unit: Unit) -> str:
    if length.pair is None:
        return str(unit)
    return "hours and minutes" if unit is Unit.HOURS else "minutes and seconds"


def _likely_break(unit: Unit, usual: float, *, broken: bool) -> bool:
    match unit:
        case Unit.HOURS:
            return usual <= (4 if broken else 3) * 3600
        case Unit.MINUTES:
            return 60 <= usual <= 4 * 3600
    return 300 <= usual <= 4 * 3600


def _asked(sentence: str) -> Unanswered:
    return Unanswered(ImportQuestion.UNIT, sentence, "Say it with --unit hours, --unit minutes or --unit seconds.")
