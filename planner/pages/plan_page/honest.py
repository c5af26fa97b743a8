"""Take the honest range: what the record makes of a range, put in its place only when a person presses the button."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.hours import HourRange, as_said
from planner.domain.project import PhasePlan, Project
from planner.domain.wording.durations import range_words
from planner.forecast import PieceForecast, Spread
from planner.outlook import Outlook
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.pages.undo import UndoPlanChange
from planner.pages.words import as_typed
from planner.store import Store, open_store


def draw_honest(project: Project, outlook: Outlook, *, has_draft: bool) -> None:
    """Draw the button, and behind it one for each range that differs from its honest one."""
    offers = [piece for piece in outlook.uncapped.pieces if piece.phase and not piece.is_done and _differs(piece)]
    if not offers and not _total_differs(project, outlook):
        return
    with st.popover("Take the honest range", icon=":material/balance:", disabled=has_draft, key="honest_ranges"):
        st.caption(f"Eight of ten times it takes so long, {outlook.forecast.basis}. Your first estimate is kept.")
        if len(offers) > 1:
            _draw_button("All phases", partial(_take_phases, project, offers), "all")
        for place, piece in enumerate(offers):
            _draw_button(_offer_words(piece), partial(_take_phases, project, [piece]), str(place))
        if _total_differs(project, outlook):
            honest = honest_range(outlook.uncapped.honest)
            _draw_button(f"Total: {range_words(honest)}", partial(_take_total, project, honest), "total")


def honest_range(spread: Spread) -> HourRange:
    """The honest range in numbers that a person would say: half hours, and whole ones from ten on.

    >>> honest_range(Spread(2.6, 4, 8.9)), honest_range(Spread(13.8, 20, 47.2))
    (HourRange(low_hours=2.5, high_hours=9.0), HourRange(low_hours=14.0, high_hours=47.0))
    """
    low = as_said(spread.low)
    return HourRange(low, max(as_said(spread.high), low))


def _differs(piece: PieceForecast) -> bool:
    return honest_range(piece.honest) != piece.said


def _total_differs(project: Project, outlook: Outlook) -> bool:
    return project.total is not None and honest_range(outlook.uncapped.honest) != project.total


def _offer_words(piece: PieceForecast) -> str:
    return f"{as_typed(piece.name)}: {range_words(honest_range(piece.honest))}, not {range_words(piece.said)}"


def _draw_button(label: str, take: Callable[[Store], None], key: str) -> None:
    st.button(label, key=f"honest_{key}", on_click=partial(_taken, take), width="stretch")


def _taken(take: Callable[[Store], None]) -> None:
    with plain_failures(), open_store() as store:
        take(store)


def _take_phases(project: Project, pieces: list[PieceForecast], store: Store) -> None:
    ranges = {piece.phase.id: honest_range(piece.honest) for piece in pieces if piece.phase}
    before = planning.plan_snapshot(store, project.id)
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [_with_range(row, ranges) for row in rows], now(), taken=True)
    flash("The honest ranges are in the plan.", undo=UndoPlanChange(before))


def _with_range(row: PhasePlan, ranges: dict[int, HourRange]) -> PhasePlan:
    """A cap below the new low end goes: it would stop the phase before it can be done."""
    hours = ranges.get(row.phase_id or -1)
    if hours is None:
        return row
    keeps_cap = row.cap_hours is not None and row.cap_hours >= hours.low_hours
    return dataclasses.replace(row, range=hours, cap_hours=row.cap_hours if keeps_cap else None)


def _take_total(project: Project, honest: HourRange, store: Store) -> None:
    before = planning.plan_snapshot(store, project.id)
    current = planning.project(store, project.id)
    planning.update_project(store, dataclasses.replace(current, total=honest), now=now(), taken=True)
    flash("The honest range is the total now.", undo=UndoPlanChange(before))
