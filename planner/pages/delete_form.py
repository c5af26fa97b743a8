"""Deleting a project, as every page asks for it: what goes, until when it can be undone, and its name to be sure."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner import planning, sample_project, timelog
from planner.clock import now
from planner.domain.deleting import DeletedProject
from planner.domain.errors import InvalidPlan
from planner.domain.holdings import Belongings
from planner.domain.project import Project
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.pages.current import leave
from planner.pages.notice import flash
from planner.pages.press import button, form_button
from planner.pages.undo import UndoDeletion
from planner.pages.words import as_typed, day_words
from planner.store import Store

_ASKED = "asked_to_delete"  # the place of a form and the id of its project, while the form is open
_SAMPLE_HELP = "It is made data, so no name is asked: the sample can be added again with one click."


def draw_delete_button(
    store: Store, project: Project, *, place: str, sample_label: str = "Remove the sample project"
) -> None:
    """Draw the button that opens the form; the sample project, which is only made data, goes at once."""
    key = f"delete_{place}_{project.id}"
    if not project.is_sample:
        st.button("Delete …", icon=":material/delete:", key=key, on_click=_ask, args=(place, project.id))
        return
    if button(sample_label, icon=":material/delete:", key=key, help=_SAMPLE_HELP):
        sample_project.remove_sample_project(store)
        leave(project.id)
        flash("The sample project is removed.")
        st.rerun()


def draw_delete_form(store: Store, project: Project, *, place: str) -> None:
    """Draw the form, where the button of this place and project opened it."""
    if st.session_state.get(_ASKED) != [place, project.id]:
        return
    name = as_typed(project.name)
    with st.form(f"delete_form_{place}_{project.id}"):
        st.markdown(_what_goes(store, project, now()))
        typed = st.text_input(
            f"Type its name, {name}, to delete it", key=f"typed_{place}_{project.id}", help="Capitals do not matter."
        )
        complaint = st.container()
        with st.container(horizontal=True):
            key = f"sure_{place}_{project.id}"
            sure = form_button(f"Delete {name}", type="primary", icon=":material/delete:", key=key)
            st.form_submit_button("Keep it", on_click=_ask_no_more)
    if sure:
        try:
            _delete(store, project, typed)
        except InvalidPlan as error:
            complaint.error(as_typed(str(error)), icon=":material/error:")


def belongings_words(belongings: Belongings) -> str:
    """What belongs to a project: `12 h of entries, 8 h of the machine and 3 training sessions`."""
    own, machine = belongings.attended_hours, belongings.unattended_hours
    parts = [
        f"{hours_words(own)} of entries" if own or not machine else "",
        f"{hours_words(machine)} of the machine" if machine else "",
        count_words(belongings.sessions, "training session") if belongings.sessions else "",
        count_words(belongings.results, "result") if belongings.results else "",
    ]
    return list_words([part for part in parts if part])


def _ask(place: str, project_id: int) -> None:
    st.session_state[_ASKED] = [place, project_id]


def _ask_no_more() -> None:
    st.session_state.pop(_ASKED, None)


def _what_goes(store: Store, project: Project, instant: datetime) -> str:
    goes = belongings_words(planning.belongings(store).get(project.id, Belongings()))
    until = day_words(DeletedProject(project, instant).until, instant)
    sentences = [f"What goes: **{goes}**. It can be brought back until {until}; after that it is gone for good."]
    if planning.session_folders(store, project.id):
        sentences.append("The models of its sessions go then too; those that were saved outside the data folder stay.")
    if _its_timer_runs(store, project):
        sentences.append("**Its timer runs:** it is stopped now, and the time so far is kept.")
    return " ".join(sentences)


def _its_timer_runs(store: Store, project: Project) -> bool:
    timer = timelog.running(store)
    return timer is not None and timer.project.id == project.id


def _delete(store: Store, project: Project, typed: str) -> None:
    instant = now()
    planning.delete_named_project(store, project.id, typed, now=instant)
    _ask_no_more()
    leave(project.id)
    until = day_words(DeletedProject(project, instant).until, instant)
    flash(f"“{project.name}” is deleted. It can be brought back until {until}.", undo=UndoDeletion(project.id))
    st.rerun()
