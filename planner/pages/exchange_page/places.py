"""Where entries go: which project here is that of the file, and which phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import streamlit as st

from planner import planning
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.exchange import ImportPreview, Mapping, PhaseFrom, Place, name_key
from planner.pages.exchange_page.draft import ImportDraft, answer, answer_with, keep
from planner.pages.exchange_page.grid import in_rows
from planner.pages.words import as_typed
from planner.store import Store

_AS_NAMED = "As the files name them"
_PHASES_FROM: dict[str, str] = {
    "": "The task, or what is likely",
    PhaseFrom.TASK: "The task",
    PhaseFrom.DESCRIPTION: "The description",
    PhaseFrom.TAG: "The first tag",
    PhaseFrom.PROJECT: "The project of the file",
}
_MOST_PROJECTS = 20
_MOST_PHASES = 40
_ACROSS = 3


def mapping_of(draft: ImportDraft) -> Mapping:
    """What was said about names."""
    return Mapping(
        draft.project,
        PhaseFrom(draft.phase_from) if draft.phase_from else None,
        draft.projects,
        {(project, phase): name for project, phases in draft.phases.items() for phase, name in phases.items()},
    )


def draw_places(store: Store, draft: ImportDraft, preview: ImportPreview) -> None:
    """Draw the projects of the files with those they become, and the phases folded."""
    places = [place for place in preview.places if place.n_entries]
    by_project: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_project[name_key(place.from_project)].append(place)
    names = [project.name for project in planning.projects(store)]
    st.subheader("Where they go", anchor=False)
    _draw_for_all(draft, names, several=len(by_project) > 1)
    if draft.project is None:
        largest = sorted(by_project.values(), key=_hours, reverse=True)
        offered = [*names, *(of_one[0].from_project for of_one in by_project.values())]
        for of_one in in_rows(largest[:_MOST_PROJECTS], _ACROSS):
            _draw_project(draft, of_one, offered)
        if len(largest) > _MOST_PROJECTS:
            st.caption(f"The {len(largest) - _MOST_PROJECTS} smaller projects keep their names.")
    _draw_phases(store, draft, places)


def _draw_for_all(draft: ImportDraft, names: list[str], *, several: bool) -> None:
    with st.container(horizontal=True):
        if several or draft.project is not None:
            options = list(dict.fromkeys([_AS_NAMED, *([draft.project] if draft.project else []), *names]))
            key = f"import_project_{draft.turn}"
            st.selectbox(
                "Projects",
                options,
                index=options.index(draft.project) if draft.project else 0,
                key=key,
                on_change=_choose_for_all,
                args=(key,),
                accept_new_options=True,
                help="One project for all of them: choose it, or type a new name.",
                width=320,
            )
        ways = list(_PHASES_FROM)
        key = f"import_phase_from_{draft.turn}"
        st.selectbox(
            "What names the phases",
            ways,
            index=ways.index(draft.phase_from or ""),
            format_func=_way_words,
            key=key,
            on_change=answer,
            args=("phase_from", key),
            width=320,
        )


def _draw_project(draft: ImportDraft, places: list[Place], names: list[str]) -> None:
    first = places[0]
    becomes = "new project" if first.project.project is None else "project here"
    key = f"import_project_{draft.turn}_{name_key(first.from_project)}"
    _draw_name(f"{_size(first.from_project, places)}: {becomes}", first.project.name, names, key, (first.from_project,))


def _draw_phases(store: Store, draft: ImportDraft, places: list[Place]) -> None:
    new = sum(phase.phase is None for phase in {id(place.phase): place.phase for place in places}.values())
    with st.expander(f"Phases: {len(places)} in the files, {new} new here", icon=":material/account_tree:"):
        largest = sorted(places, key=lambda place: place.hours, reverse=True)[:_MOST_PHASES]
        several = len({name_key(place.from_project) for place in places}) > 1
        for place in in_rows(largest, _ACROSS):
            _draw_phase(store, draft, place, several=several)
        if len(places) > _MOST_PHASES:
            st.caption(f"The {len(places) - _MOST_PHASES} smaller phases keep their names.")


def _draw_phase(store: Store, draft: ImportDraft, place: Place, *, several: bool) -> None:
    project = place.project.project
    names = [phase.name for phase in planning.phases(store, project.id)] if project else []
    name = f"{place.from_project} / {place.from_phase}" if several else place.from_phase
    becomes = "new phase" if place.phase.phase is None else "phase here"
    key = f"import_phase_{draft.turn}_{name_key(place.from_project)}_{name_key(place.from_phase)}"
    asked = (place.from_project, place.from_phase)
    _draw_name(f"{_size(name, [place])}: {becomes}", place.phase.name, names, key, asked)


def _draw_name(label: str, name: str, names: list[str], key: str, asked: tuple[str, ...]) -> None:
    """A box with the name here of what a file names, which can be chosen or typed."""
    file_name = asked[-1]
    options = list(dict.fromkeys([name, file_name, *names]))
    key = f"{key}_{name}"  # another name is another box, which begins with it
    st.selectbox(label, options, key=key, on_change=_rename, args=(key, asked), accept_new_options=True)


def _rename(key: str, asked: tuple[str, ...]) -> None:
    name = st.session_state.get(key)
    project, *phase = (name_key(part) for part in asked)

    def change(draft: ImportDraft) -> None:
        names = draft.phases.setdefault(project, {}) if phase else draft.projects
        of = phase[0] if phase else project
        if not name or name_key(name) == of:
            names.pop(of, None)
        else:
            names[of] = name

    keep(change)


def _choose_for_all(key: str) -> None:
    name = st.session_state.get(key)
    answer_with("project", None if not name or name == _AS_NAMED else name)


def _size(name: str, places: Iterable[Place]) -> str:
    some = list(places)
    entries = sum(place.n_entries for place in some)
    return f"**{as_typed(name)}**, {count_words(entries, 'entry', 'entries')}, {hours_words(_hours(some))}"


def _hours(places: Iterable[Place]) -> float:
    return sum(place.hours for place in places)


def _way_words(way: str) -> str:
    return _PHASES_FROM[way]
