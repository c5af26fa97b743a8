"""The project a page is about. Its id stands in the URL (`?project=3`), so a reload or a shared tab keeps it."""

from __future__ import annotations

import streamlit as st

from planner import planning, sample_project
from planner.clock import now
from planner.domain.project import Project
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.words import own_zone
from planner.store import Store, open_store

PARAMETER = "project"
_LAST = "last_project"  # a click on another page clears the URL, so each tab remembers where it was
NEW = "new"
_ALL = "all"
_ALL_ID = 0  # no project has it


def current_project(store: Store) -> Project | None:
    """The project of the URL; else this tab's last one, else the one worked on. None without projects."""
    projects = {project.id: project for project in planning.projects(store)}
    asked = st.query_params.get(PARAMETER)
    project_id = asked_id() or last_project_id()
    project = projects.get(project_id) if project_id is not None else None
    project = project or planning.current_project(store)
    if project and asked != NEW:
        go_to(project.id)
    return project


def project_in_mind(store: Store) -> Project | None:
    """This tab's last project, else the one worked on: for a page that is about none, and whose URL names none."""
    projects = {project.id: project for project in planning.projects(store)}
    return projects.get(last_project_id() or _ALL_ID) or planning.current_project(store)


def asked_id() -> int | None:
    """The project's id in the URL, whether or not there is such a project; None where the URL names none."""
    asked = st.query_params.get(PARAMETER, "")
    return int(asked) if asked.isdecimal() else None


def last_project_id() -> int | None:
    """The project that this tab was on last."""
    last = st.session_state.get(_LAST)
    return last if isinstance(last, int) else None


def go_to(project_id: int) -> None:
    """Make a project the current one, in the URL and in this tab."""
    st.query_params[PARAMETER] = str(project_id)
    st.session_state[_LAST] = project_id


def go_to_new() -> None:
    """Ask the Plan page for the form of a new project."""
    st.query_params[PARAMETER] = NEW


def wants_new() -> bool:
    """Whether the URL asks for the form of a new project."""
    return st.query_params.get(PARAMETER) == NEW


def wants_all() -> bool:
    """Whether the URL asks for all projects together."""
    return st.query_params.get(PARAMETER) == _ALL


def leave(project_id: int) -> None:
    """Forget a project that was deleted, where it is the current one."""
    if st.query_params.get(PARAMETER) == str(project_id):
        st.query_params.pop(PARAMETER)
    if st.session_state.get(_LAST) == project_id:
        st.session_state.pop(_LAST)


def choose_project(store: Store, project: Project | None, *, offers_all: bool = False) -> None:
    """Draw the box that switches between projects; with `offers_all` None stands for all of them together."""
    names = {_ALL_ID: "All projects"} if offers_all else {}
    names |= {p.id: p.name + (" (sample)" if p.is_sample else "") for p in planning.projects(store)}
    chosen = project.id if project else _ALL_ID
    key = f"project_chosen_beside_{chosen}"
    st.selectbox(
        "Project",
        list(names),
        index=list(names).index(chosen),
        format_func=names.__getitem__,
        key=key,
        on_change=_switch,
        args=(key,),
        label_visibility="collapsed",
    )


def empty_state(store: Store, *, title: str, text: str) -> None:
    """Say what this page will show and what to do first: plan a project, or look at the sample one."""
    st.title(title, anchor=False)
    st.write(text)
    with st.container(horizontal=True):
        if button("Plan a project", type="primary", icon=":material/edit_note:", key="plan_a_project"):
            st.switch_page("planner/pages/plan.py", query_params={PARAMETER: NEW})
        offer_sample(store)


def offer_sample(store: Store) -> None:
    """Draw the button that adds the made, finished sample project and goes to it."""
    if button(
        "Try the sample project",
        icon=":material/visibility:",
        help="Made data; remove it with one click.",
        key="try_sample",
    ):
        go_to(sample_project.add_sample_project(store, now(), zone=own_zone()).id)
        st.rerun()


def _switch(key: str) -> None:
    project_id = st.session_state[key]
    if project_id == _ALL_ID:
        st.query_params[PARAMETER] = _ALL
        return
    go_to(project_id)
    with plain_failures(), open_store() as store:
        planning.make_current(store, project_id, now=now())
