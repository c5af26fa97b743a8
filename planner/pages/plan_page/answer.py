"""The answer of the Plan page: will I finish, in words and one picture, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pandas as pd
import streamlit as st

from planner import planning, timelog
from planner.charts.outlook import need_supply_chart
from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.timelog import PhaseHours
from planner.domain.wording.durations import hours_words, range_words
from planner.forecast import Spread
from planner.outlook import Outlook, density_curves
from planner.outlook.wording import (
    basis_sentence,
    caps_sentence,
    dates_sentence,
    deadline_sentence,
    need_sentence,
    risk_sentence,
    spread_words,
)
from planner.pages.plan_page.free import draw_have, draw_way_to_say
from planner.pages.plan_page.headline import headline
from planner.pages.plan_page.logged import draw_logged
from planner.pages.plan_page.what_if import draw_remedies, draw_tried, draw_what_if, tried
from planner.pages.press import button
from planner.pages.terms import meaning, meanings_in
from planner.pages.words import MARKDOWN, as_typed, own_zone, title_words, unbroken
from planner.store import Store


def draw_answer(store: Store, project: Project, phases: list[Phase], planned: Outlook | None, now: datetime) -> None:
    """Draw headline, picture, the sentences behind them, and the way to start working.

    `planned` is the outlook of the plan as it stands; None where no hours are planned.
    """
    hours = timelog.hours_by_phase(store, project.id, now=now)
    logged = {phase_id: of_phase.attended for phase_id, of_phase in hours.items()}
    what_if = tried(project, planned) if planned else None
    outlook = planned.changed(what_if) if planned and what_if and not what_if.is_nothing else planned
    st.title(title_words(headline(project, phases, sum(logged.values()), outlook, now)), anchor=False)
    if planned and outlook and what_if and outlook is not planned:
        draw_tried(project, what_if, outlook, planned, now)
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        _draw_picture(project, phases, logged, outlook, now)
        _draw_way_on(store, project)
        if outlook and planned and _is_open(planned):
            draw_remedies(project, outlook)
            draw_what_if(project, planned)
    with words:
        _draw_words(store, project, phases, outlook, now)
        _draw_machine_hours(hours.values())


def _is_open(outlook: Outlook) -> bool:
    return not outlook.project.finished_at and outlook.uncapped.left.high > 0


def _draw_picture(
    project: Project, phases: list[Phase], logged: dict[int, float], outlook: Outlook | None, now: datetime
) -> None:
    """Need against supply; where nothing is left, or nothing planned, hours logged against the ranges."""
    if outlook is None or not _is_open(outlook):
        draw_logged(project.total, planning.sum_against_total(phases, project.total).sum, phases, logged)
        return
    draws = {"need": outlook.forecast.need_draws}
    if outlook.have_draws is not None and outlook.deadline:
        draws["supply"] = outlook.have_draws
    chart = need_supply_chart(
        density_curves(draws),
        _marks(outlook),
        title=_picture_title(outlook),
        subtitle="how likely each number is; bars: 8 of 10 times",
        description="How likely it is that so many hours are needed, and that so many are there.",
    )
    st.altair_chart(chart, width="stretch", key="need_supply")


def _picture_title(outlook: Outlook) -> str:
    if outlook.have is None:
        return "Hours still needed"
    return "Hours still needed, against " + ("those you have" if outlook.deadline else "the budget")


def _marks(outlook: Outlook) -> pd.DataFrame:
    rows = [_mark("need", "Needed", outlook.forecast.left)]
    if outlook.have:
        what, name = ("supply", "You have") if outlook.deadline else ("budget", "Left of the budget")
        rows.append(_mark(what, name, outlook.have))
    return pd.DataFrame(rows)


def _mark(what: str, name: str, spread: Spread) -> dict[str, object]:
    between = "" if spread.low == spread.high else f" ({spread_words(spread)})"
    label = f"{name}: {hours_words(spread.middle)}{between}"
    return {
        "what": what,
        "low_hours": spread.low,
        "middle_hours": spread.middle,
        "high_hours": spread.high,
        "label": label,
    }


def _draw_words(store: Store, project: Project, phases: list[Phase], outlook: Outlook | None, now: datetime) -> None:
    """The deadline, what you have until then, what it takes, and by when it is done."""
    st.markdown(unbroken(deadline_sentence(project, now, own_zone(), MARKDOWN)))
    if outlook and outlook.supply:
        draw_have(outlook.supply)
    if outlook and not project.finished_at:
        _draw_need(outlook, now)
    against = planning.sum_against_total(phases, project.total)
    st.markdown(against.sentence if against.sum else f"{against.sentence} Give them one in the table below.")
    first = planning.first_estimates(store, project.id).get(None)
    changed = _change_sentence(project.total, first)
    if changed:
        st.markdown(changed)
    if not project.finished_at and (outlook is None or outlook.supply is None):
        draw_way_to_say()


def _draw_need(outlook: Outlook, now: datetime) -> None:
    need = need_sentence(outlook, MARKDOWN)
    st.markdown(unbroken(need), help=meanings_in(need))
    basis = basis_sentence(outlook, MARKDOWN)
    st.caption(basis, help=meanings_in(basis) if meanings_in(need) is None else None)
    risk = f"{risk_sentence(outlook, MARKDOWN)} {caps_sentence(outlook)}".strip()
    for sentence in (dates_sentence(outlook, now, MARKDOWN), risk):
        if sentence:
            st.markdown(unbroken(sentence), help=meanings_in(sentence))


def _change_sentence(total: HourRange | None, first: HourRange | None) -> str:
    if first and total and first != total:
        return f"You say {range_words(total)} now; you first said {range_words(first)}."
    return ""


def _draw_machine_hours(hours: Iterable[PhaseHours]) -> None:
    alone = sum(of_phase.unattended for of_phase in hours)
    if alone:
        st.markdown(
            f"The machine worked {hours_words(alone)} alone, which no range counts.", help=meaning("unattended")
        )


def _draw_way_on(store: Store, project: Project) -> None:
    """The main button: back to the timer, or, once finished, to the retrospective."""
    if project.finished_at:
        label, icon, page = "Look back: where did the hours go?", "history", "retrospective"
    else:
        running = timelog.running(store)
        label = f"Timer: {as_typed(running.phase.name)} is running" if running else "Start the timer"
        icon, page = "timer", "work"
    if button(label, type="primary", icon=f":material/{icon}:", width="stretch", key="way_on"):
        st.switch_page(f"planner/pages/{page}.py", query_params={"project": str(project.id)})
