"""Entries that claim the same hours: who claims what, and the ways out, each one click. Nothing is decided silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from planner import timelog
from planner.clock import now
from planner.domain.project import Project
from planner.domain.repairs import Repair
from planner.domain.wording.days import month_words
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.pages.action import run_action
from planner.pages.words import as_typed, own_zone, to_local
from planner.store import Store
from planner.timelog import Conflict, Days

_SHOWN = 3  # of a week; the others follow when these are settled
_MONTHS_NAMED = 4


def overlapped(conflicts: Sequence[Conflict]) -> dict[int, str]:
    """What each entry overlaps, for its row in the table: `1 h with Model`."""
    words: dict[int, list[str]] = {}
    for conflict in conflicts:
        (first, second), hours = conflict.entry_ids, hours_words(conflict.overlap.hours)
        words.setdefault(first, []).append(f"{hours} with {conflict.second_name}")
        words.setdefault(second, []).append(f"{hours} with {conflict.first_name}")
    return {entry_id: ", ".join(of_entry) for entry_id, of_entry in words.items()}


def draw_overlaps(
    project: Project, week: Days, conflicts: Sequence[Conflict], show_day: Callable[[date], None]
) -> None:
    """Draw the overlaps of a week with their ways out, and the way to those of other weeks; often nothing."""
    of_week = [conflict for conflict in conflicts if week.begin <= conflict.begins_at < week.end]
    for conflict in of_week[:_SHOWN]:
        _draw_conflict(project, conflict)
    if len(of_week) > _SHOWN:
        st.caption(f"{count_words(len(of_week) - _SHOWN, 'more overlap')} in this week: shown when these are settled.")
    _draw_elsewhere([conflict for conflict in conflicts if conflict not in of_week], show_day)


def months_of(conflicts: Sequence[Conflict], today: date) -> Mapping[str, list[Conflict]]:
    """Overlaps by the month in which they begin, in words, the newest month first."""
    newest_first = sorted(conflicts, key=lambda conflict: conflict.begins_at, reverse=True)
    return {month: list(of_month) for month, of_month in groupby(newest_first, partial(_month_words, today=today))}


def _draw_conflict(project: Project, conflict: Conflict) -> None:
    first_id, second_id = conflict.entry_ids
    with st.container(border=True, key=f"overlap_{first_id}_{second_id}"):
        st.markdown(f":material/join_inner: {as_typed(conflict.sentence)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            for repair in conflict.repairs:
                st.button(
                    as_typed(conflict.words(repair)),
                    type="tertiary" if repair is Repair.LEAVE else "secondary",
                    help="It is not asked again until one of the two changes." if repair is Repair.LEAVE else None,
                    key=f"{repair}_{first_id}_{second_id}",
                    on_click=run_action,
                    args=(partial(_repair, project_id=project.id, entry_ids=conflict.entry_ids, repair=repair),),
                )


def _draw_elsewhere(conflicts: Sequence[Conflict], show_day: Callable[[date], None]) -> None:
    months = months_of(conflicts, to_local(now()).date())
    with st.container(horizontal=True):
        for month, of_month in list(months.items())[:_MONTHS_NAMED]:
            st.button(
                f"{count_words(len(of_month), 'overlap')} in {month}: show {'it' if len(of_month) == 1 else 'them'}",
                icon=":material/join_inner:",
                type="tertiary",
                key=f"overlaps_{month}",
                on_click=show_day,
                args=(to_local(of_month[0].begins_at).date(),),
            )


def _month_words(conflict: Conflict, today: date) -> str:
    return month_words(to_local(conflict.begins_at), today)


def _repair(store: Store, *, project_id: int, entry_ids: tuple[int, int], repair: Repair) -> str:
    done = timelog.repair_overlap(store, project_id, entry_ids, repair, now=now(), zone=own_zone())
    return f"{done[0].upper()}{done[1:]}. Undo stands below the list."
