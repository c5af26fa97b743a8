"""Which columns of a table with a row for each day are projects or phases: those of hours with no other meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.exchange.entries.durations import counts_days, length_in, unit_named_in, without_unit
from planner.exchange.entries.read_entries import ChosenColumns, Unit, Unreadable
from planner.exchange.entries.table_text import Table
from planner.exchange.headings import client, duration, interruption, note, phase, project, source_id
from planner.exchange.headings import tags as tag_words
from planner.exchange.headings.folding import folded, without_brackets, words_of
from planner.exchange.headings.weekdays import week_of
from planner.exchange.tables.grid_cells import are_lengths, is_near, names_total
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import LOOKED_AT, Rows, are_dates, usual_columns

_LEAST_NAMES = 2  # one column of an unknown name could be anything
_LEAST_NUMBERED = 3
_MOST_ADD_UP = 0.9
_NOON_H = 12
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
PROJECTS, PHASES = frozenset(project.WORDS), frozenset({*phase.WORDS, *phase.CATEGORIES})
_ALWAYS_LABELS = frozenset({*PROJECTS, *PHASES, *note.WORDS, *source_id.WORDS})  # also where they are numbers
_LABELS = _ALWAYS_LABELS | {*tag_words.WORDS, *client.WORDS}
_LENGTHS = frozenset({*duration.WORDS, *duration.GROSS, *duration.CLOCK, *duration.CLOCK_OR_LENGTH})
_KINDS_OF_HOURS = frozenset(  # which share or tell the hours of a day too, and are no projects
    words_of("""
en: regular, normal, standard, overtime, extra, billable, nonbillable, non billable, billed, unbilled, paid, unpaid
en: balance, flex, target, planned, estimate, estimated, actual, budget, budgeted, forecast, expected, remaining
en: difference, delta, cumulative, saldo, running total
de: regulär, Überstunden, Mehrarbeit, abrechenbar, nicht abrechenbar, Soll, Ist, Plan, Saldo, Plus, Minus, Rest
de: geschätzt, Schätzung, Differenz, tatsächlich
fr: normales, supplémentaires, facturable, non facturable, solde, prévu, prévues, réel, réelles, estimé, estimées, écart
es: normales, extra, extras, facturable, no facturable, saldo, previsto, previstas, estimado, estimadas, real, reales
it: ordinarie, straordinario, straordinari, saldo, previste, stimate, effettive
nl: normaal, overuren, overwerk, declarabel, niet declarabel, saldo, gepland, werkelijk
""")
)
_NOT_WORKED = frozenset(  # hours of the day, and none of work
    words_of("""
en: holiday, holidays, vacation, sick, sick leave, leave, pto, absence, time off
de: Urlaub, krank, Krankheit, Feiertag, Feiertage, Abwesenheit
fr: congé, congés, maladie, absence
es: vacaciones, festivo, baja
it: ferie, malattia, permesso
nl: verlof, vakantie, ziek
""")
)
_COUNTS = frozenset(  # numbers that are small, and no hours
    words_of("""
en: no, nr, number, row, line, id, week, week no, week number, calendar week, cw, month, year, day, quarter, sprint
en: km, miles, kilometres, kilometers, cost, costs, rate, price, amount, fee, expenses, euro, eur, usd, steps, weight
en: mood, energy, focus, tickets, tasks, pages, meetings count
de: Nummer, Zeile, Woche, Kalenderwoche, KW, Monat, Jahr, Tag, Quartal, Kosten, Betrag, Preis, Stundensatz, Seiten
fr: numéro, semaine, mois, année, jour, coût, coûts, prix, montant
es: número, semana, mes, año, día, coste, costes, precio, importe
it: numero, settimana, mese, anno, giorno, costo, prezzo, importo
nl: nummer, maand, jaar, dag, kosten, prijs, bedrag
""")
)


@dataclass(frozen=True, slots=True)
class NameColumns:
    """Places of the date, of the columns that are projects or phases, of sums of them, and of other labels.

    `left_out` hold hours or numbers, and are not read. `units` say what bare numbers count.
    """

    date: int
    names: list[int]
    sums: list[int]
    labels: list[int]
    left_out: list[int]
    units: Mapping[int, Unit]

    def seconds(self, cells: Sequence[str], at: int) -> float | None:
        """Seconds of a cell; None for no length."""
        try:
            return length_in(cells[at].strip(), day_h=8).seconds(self.units.get(at, Unit.HOURS))
        except Unreadable:
            return None

    def sum_s(self, cells: Sequence[str], places: Sequence[int]) -> float:
        """Seconds of some cells of a row together."""
        return sum(self.seconds(cells, at) or 0.0 for at in places)

    def is_total(self, cells: Sequence[str]) -> bool:
        """Whether a row says of itself that it is a sum."""
        said = [cells[at] for at in (self.date, *self.labels) if cells[at].strip()]
        has_date = are_dates([(0, list(cells))], self.date)
        return any(folded(word) in TOTALS or (not has_date and names_total(word)) for word in said)


def name_columns(table: Table, chosen: ChosenColumns) -> NameColumns | None:
    """The columns of such a table; None for any other one."""
    if any((chosen.start, chosen.end, chosen.hours)) or week_of(table.header):
        return None
    beginning = table.rows[:LOOKED_AT]  # tells an ordinary table, whose cells are not gone through for this
    day = _date_column(table.header, beginning, chosen)
    if day is None or _has_whole_days(table.header, beginning):
        return None
    others = [at for at in range(len(table.header)) if at != day]
    lengths = [at for at in others if are_lengths(table.rows, [at])]
    labels = [at for at in others if _is_label(table.header[at], chosen, has_lengths=at in lengths)]
    found = _sorted(table, day, [at for at in lengths if at not in labels], labels)
    if found is None or len(found.names) < _LEAST_NAMES or _are_clocks(table.rows, found):
        return None
    return found if _add_up(table.rows, found) else None


def _has_whole_days(header: Sequence[str], rows: Rows) -> bool:
    """Whether a column has the hours of an entry, or of a whole day; `Total hours` may be a sum of others."""
    named = [at for at, name in enumerate(header) if _spelled(name) & _LENGTHS and not names_total(name)]
    return any(are_lengths(rows, [at]) for at in named)


def _spelled(heading: str) -> set[str]:
    return {without_brackets(heading), without_unit(heading)}


def _date_column(header: Sequence[str], rows: Rows, chosen: ChosenColumns) -> int | None:
    """The column that says the day, by its name or as the first one; None where others say when an entry was."""
    usual = usual_columns(header, rows)
    times = [header.index(usual[role]) for role in ("start", "end") if role in usual]
    if any(not are_lengths(rows, [at]) or _has_clocks(rows, [at]) for at in times):
        return None
    name = chosen.date or usual.get("date")
    at = header.index(name) if name in header else 0
    days = [row for row in rows if not names_total(row[1][at])]
    return at if are_dates(days, at) else None


def _is_label(heading: str, chosen: ChosenColumns, *, has_lengths: bool) -> bool:
    if heading.strip() and heading in (chosen.project, chosen.phase, chosen.note, chosen.tags):
        return True
    return without_brackets(heading) in (_ALWAYS_LABELS if has_lengths else _LABELS)


def _sorted(table: Table, day: int, lengths: list[int], labels: list[int]) -> NameColumns | None:
    """Columns of lengths by what they are; None where one is the hours of the whole day, or of a kind."""
    names: list[int] = []
    sums: list[int] = []
    left_out: list[int] = []
    for at in lengths:
        heading = table.header[at]
        spelled = _spelled(heading)
        if names_total(heading) or not heading.strip():  # one without a name must add up, as one with it
            sums.append(at)
        elif spelled & (_LENGTHS | _KINDS_OF_HOURS | {*interruption.WORDS}) or counts_days(heading):
            return None
        elif spelled & (_NOT_WORKED | _COUNTS) or not any(map(str.isalpha, heading)) or _are_numbered(table.rows, at):
            left_out.append(at)
        else:
            names.append(at)
    units = {at: unit for at in names if (unit := _unit(table.header[at])) is not None}
    are_alike = len(units) == len(names) and len(set(units.values())) == 1
    of_sums = next(iter(units.values())) if are_alike else Unit.HOURS
    units |= {at: _unit(table.header[at]) or of_sums for at in sums}
    return NameColumns(day, names, sums, labels, left_out, units)


def _unit(heading: str) -> Unit | None:
    """The unit in a heading's brackets, or as its last word: `Second draft` counts no seconds."""
    bracket = re.search(r"[(\[{][^)\]}]*[)\]}]", heading)
    words = heading.split()
    return unit_named_in(f"x {bracket[0]}") if bracket else unit_named_in(words[-1]) if len(words) > 1 else None


def _are_numbered(rows: Rows, at: int) -> bool:
    """Whether the cells count the rows."""
    cells = [cell_at(cells, at) for _, cells in rows]
    return len(cells) >= _LEAST_NUMBERED and cells == [str(number) for number in range(1, len(cells) + 1)]


def _has_clocks(rows: Rows, places: Sequence[int]) -> bool:
    filled = [cell for _, cells in rows for at in places if (cell := cell_at(cells, at))]
    return bool(filled) and all(_CLOCK.fullmatch(cell) for cell in filled)


def _are_clocks(rows: Rows, found: NameColumns) -> bool:
    """Whether two columns could be when somebody came and went: clock times that rise in each row, to past noon."""
    if len(found.names) != 2 or not _has_clocks(rows, found.names):
        return False
    pairs = [[found.seconds(cells, at) for at in found.names] for _, cells in rows]
    whole = [(first, last) for first, last in pairs if first is not None and last is not None]
    return len(whole) == len(pairs) and all(first < last >= _NOON_H * 3600 for first, last in whole)


def _add_up(rows: Rows, found: NameColumns) -> bool:
    """Whether what is called a sum is one of the hours that are read, or of all hours."""
    days = [cells for _, cells in rows if not found.is_total(cells)]
    filled = [(cells, at) for cells in days for at in found.sums if cells[at].strip()]
    right = sum(
        any(is_near(found.seconds(cells, at), found.sum_s(cells, of)) for of in _sets(found)) for cells, at in filled
    )
    return right >= _MOST_ADD_UP * len(filled)


def _sets(found: NameColumns) -> list[list[int]]:
    return [found.names, [*found.names, *found.left_out]]
