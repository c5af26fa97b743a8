"""What a session may be told besides data and time: where its time is logged, what to aim at, what not to clean."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.cleaning.clean import RULES
from model.protocol.metrics import METRICS, metric_words
from planner import planning
from planner.clock import now
from planner.domain.errors import NotFound
from planner.domain.project import Phase
from planner.pages.current import current_project, go_to
from planner.pages.steps import follow
from planner.pages.terms import meaning
from planner.pages.train_page.url_state import choices, choose
from planner.pages.train_page.words import project_name_for
from planner.sessions.again import TakenOver, order_of, taken_over
from planner.store import Store

_NO_PROJECT = 0
_NEW_PROJECT = -1
_TRAINING_PHASE = "Model"  # the default phase that a training belongs to


@dataclass(frozen=True, slots=True)
class Options:
    """`project_id` 0 stands for none, -1 for a new project named `new_name`, made when the session starts."""

    project_id: int = _NO_PROJECT
    phase_id: int | None = None
    new_name: str = ""
    attended: bool = False
    metric: str = METRICS[0]
    rules_off: tuple[str, ...] = ()
    taken_over: TakenOver = field(default_factory=TakenOver)

    @property
    def wants_new_project(self) -> bool:
        """Whether a project is to be made for the session."""
        return self.project_id == _NEW_PROJECT

    @property
    def logging_words(self) -> str:
        """Where the session's time goes, in a sentence; empty where it is not logged."""
        if not self.wants_new_project and self.phase_id is None:
            return ""
        return f"Its time is logged as {'attended' if self.attended else 'unattended'}."

    @property
    def known_project_id(self) -> int | None:
        """The chosen project, None where there is none yet."""
        return self.project_id if self.project_id > 0 else None


def choose_options(above: DeltaGenerator, store: Store, source_name: str | None) -> Options:
    """Draw the project in the place `above`, and the rest folded away with its defaults."""
    new_name = project_name_for(source_name) if source_name else ""
    with above:
        project_id = _choose_project(store, new_name)
    with st.expander("More choices", icon=":material/tune:"):
        phase_id = _choose_phase(store, project_id) if project_id > 0 else None
        attended = _choose_attended()
        metric = _choose_metric()
        rules_off = _choose_rules()
        taken = _choose_taken_over(store, source_name)
    return Options(project_id, phase_id, new_name, attended, metric, rules_off, taken)


def _choose_attended() -> bool:
    words = "I sit beside it: log the time as attended"
    follow("train_attended", choices().attended is not None)
    attended = st.checkbox(words, key="train_attended", help=meaning("attended", "unattended"))
    choose("attended", "yes" if attended else None)
    return attended


def _choose_metric() -> str:
    kept = choices().metric
    follow("train_metric", kept if kept in METRICS else METRICS[0])
    metric = st.selectbox("Score to aim at", METRICS, format_func=metric_words, key="train_metric")
    choose("metric", None if metric == METRICS[0] else metric)
    return metric


def _choose_rules() -> tuple[str, ...]:
    """The rules of cleaning that are switched off."""
    kept_off = (choices().rules_off or "").split(",")
    kept_on = [rule for rule in RULES if rule not in kept_off]
    follow("train_rules", kept_on)
    on = st.multiselect("What cleaning does", list(RULES), format_func=_rule_title, key="train_rules")
    off = tuple(rule for rule in RULES if rule not in on)
    choose("rules_off", ",".join(off) or None)
    return off


def _choose_taken_over(store: Store, source_name: str | None) -> TakenOver:
    """Draw what an earlier session on the same data was told in a terminal, as long as it is wanted."""
    again = choices().again
    try:
        config = order_of(store.sessions.session(again)) if again else None
    except NotFound:
        config = None
    found = taken_over(config) if config and config.source_name == source_name else TakenOver()
    if not found.words:
        return found
    is_wanted = st.checkbox(f"As in the earlier session: {found.words}", value=True, key=f"train_again_{again}")
    return found if is_wanted else TakenOver()


def add_to_new_project(store: Store, session_id: str, name: str) -> None:
    """Make the offered project and take the session into it."""
    project = planning.create_project(store, _free_name(store, name), now=now())
    phase = training_phase(planning.phases(store, project.id))
    store.sessions.assign(session_id, project.id, phase.id)
    go_to(project.id)


def training_phase(phases: list[Phase]) -> Phase:
    """The phase whose time a training is: the one called Model, else the last but one, as in the default order."""
    named = (phase for phase in phases if phase.name.casefold() == _TRAINING_PHASE.casefold())
    return next(named, phases[-2] if len(phases) > 1 else phases[-1])


def _choose_project(store: Store, new_name: str) -> int:
    names = {project.id: project.name for project in planning.projects(store) if not project.is_sample}
    current = current_project(store) if names else None
    options = [*names, *([_NEW_PROJECT] if new_name else []), _NO_PROJECT]
    names |= {_NEW_PROJECT: f"A new project: {new_name}", _NO_PROJECT: "No project"}
    index = options.index(current.id) if current and current.id in options else len(options) - 1
    return st.selectbox(
        "Log its time on", options, index=index, format_func=names.__getitem__, key=f"train_project_{len(options)}"
    )


def _choose_phase(store: Store, project_id: int) -> int | None:
    phases = planning.phases(store, project_id)
    if not phases:
        st.caption("This project has no phase yet, so no time is logged.")
        return None
    names = {phase.id: phase.name for phase in phases}
    chosen = list(names).index(training_phase(phases).id)
    return st.selectbox(
        "Phase", list(names), index=chosen, format_func=names.__getitem__, key=f"train_phase_{project_id}"
    )


def _free_name(store: Store, name: str) -> str:
    taken = {project.name.casefold() for project in planning.projects(store)}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name.casefold() not in taken else next(n for n in numbered if n.casefold() not in taken)


def _rule_title(rule: str) -> str:
    return RULES[rule]
