"""What a session may be told besides data and time: where its time is logged, what to aim at, what not to clean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.cleaning.clean import RULES
from data.word_vectors.english import ENGLISH
from model.protocol.metrics import metric_words, metrics_for
from model.protocol.order import TrainingChoices
from planner import planning
from planner.clock import now
from planner.domain.errors import NotFound
from planner.domain.project import Phase
from planner.material.first_look import typed_path
from planner.pages.current import current_project, go_to
from planner.pages.steps import follow
from planner.pages.terms import meaning
from planner.pages.train_page.url_state import choices, choose, rules_off
from planner.pages.train_page.words import plain_text, project_name_for
from planner.planning.logged_phase import NO_PHASE_WORDS, is_usual, training_phase
from planner.sessions import Placement, assign_session, session
from planner.sessions.again import order_of, taken_over, unusual_words
from planner.store import Store
from planner.store.paths import path_of, storable

_NO_PROJECT = 0
_NEW_PROJECT = -1
_VECTORS = (
    "The path of a file with a word and its numbers a line (GloVe, word2vec, fastText .vec), word2vec .bin, .npz or "
    ".safetensors, also as .gz or .zip; or *english*. A training with them and one without tell whether they help."
)


@dataclass(frozen=True, slots=True)
class Options:
    """What is chosen of both; `new_name` is that of a project to make when the session starts, empty for none."""

    placement: Placement = field(default_factory=Placement)
    new_name: str = ""
    choices: TrainingChoices = field(default_factory=TrainingChoices)
    phase: Phase | None = None

    @property
    def logging_words(self) -> str:
        """Where the session's time goes, in a sentence; empty where it is not logged."""
        if not self.new_name and self.phase is None:
            return ""
        place = f", on the phase '{plain_text(self.phase.name)}'" if self.phase and not is_usual(self.phase) else ""
        return f"Its time is logged as {'attended' if self.placement.attended else 'unattended'}{place}."


def choose_options(
    above: DeltaGenerator, store: Store, source_name: str | None, *, several_labels: bool = False
) -> Options:
    """Draw the project in the place `above`, and the rest folded away with its defaults.

    `several_labels`: a row may have them, which have scores of their own.
    """
    new_name = project_name_for(source_name) if source_name else ""
    with above:
        chosen = _choose_project(store, new_name)
    project_id = chosen if chosen > 0 else None
    with st.expander("More choices", icon=":material/tune:"):
        phase = None if project_id is None else _choose_phase(store, project_id)
        placement = Placement(project_id, phase.id if phase else None, _choose_attended())
        choices = _choose_further(store, source_name, metrics_for(several_labels=several_labels))
    return Options(placement, new_name if chosen == _NEW_PROJECT else "", choices, phase)


def _choose_further(store: Store, source_name: str | None, metrics: tuple[str, ...]) -> TrainingChoices:
    metric, off, vectors = _choose_metric(metrics), _choose_rules(), _choose_vectors()
    one, taken_over = _choose_one_network(), _choose_taken_over(store, source_name)
    return replace(taken_over, metric=metric, cleaning_rules_off=off, vectors=vectors, one_network=one)


def _choose_attended() -> bool:
    words = "I sit beside it: log the time as attended"
    follow("train_attended", choices().attended is not None)
    attended = st.checkbox(words, key="train_attended", help=meaning("attended", "unattended"))
    choose("attended", "yes" if attended else None)
    return attended


def _choose_one_network() -> bool:
    words = "One plain network: quicker to label with, and not the average of several"
    follow("train_one_network", choices().one is not None)
    one = st.checkbox(words, key="train_one_network")
    choose("one", "yes" if one else None)
    return one


def _choose_metric(metrics: tuple[str, ...]) -> str:
    kept = choices().metric
    follow("train_metric", kept if kept in metrics else metrics[0])
    if st.session_state["train_metric"] not in metrics:  # a score of one class, before a row had several labels
        st.session_state["train_metric"] = metrics[0]
    metric = st.selectbox("Score to aim at", metrics, format_func=metric_words, key="train_metric")
    choose("metric", None if metric == metrics[0] else metric)
    return metric


def _choose_rules() -> tuple[str, ...]:
    """The rules of cleaning that are switched off."""
    follow("train_rules", [rule for rule in RULES if rule not in rules_off()])
    on = st.multiselect(
        "What cleaning does",
        list(RULES),
        format_func=_rule_title,
        key="train_rules",
        on_change=lambda: _keep_rules(st.session_state["train_rules"]),  # the classes above are counted by them
    )
    _keep_rules(on)
    return tuple(rule for rule in RULES if rule not in on)


def _keep_rules(on: list[str]) -> None:
    choose("rules_off", ",".join(rule for rule in RULES if rule not in on) or None)


def _choose_vectors() -> str | None:
    """A file of word vectors, or the package of English ones; what is none is refused at the start."""
    follow("train_vectors", storable(choices().vectors or ""))
    typed = st.text_input(
        "Word vectors to begin with", placeholder="glove.6B.100d.txt, or english", key="train_vectors", help=_VECTORS
    ).strip()
    vectors = str(typed_path(str(path_of(typed)))) if typed not in ("", ENGLISH) else typed
    choose("vectors", vectors or None)
    return vectors or None


def _choose_taken_over(store: Store, source_name: str | None) -> TrainingChoices:
    """Draw what an earlier session on the same data was told in a terminal, as long as it is wanted."""
    again = choices().again
    try:
        order = order_of(session(store, again)) if again else None
    except NotFound:
        order = None
    if order is None or order.table.source_name != source_name:
        return TrainingChoices()
    found = taken_over(order)
    words = unusual_words(found)
    if not words or st.checkbox(f"As in the earlier session: {words}", value=True, key=f"train_again_{again}"):
        return found
    return TrainingChoices()


def add_to_new_project(store: Store, session_id: str, name: str) -> None:
    """Make the offered project and take the session into it."""
    project = planning.create_project(store, _free_name(store, name), now=now())
    phase = training_phase(planning.phases(store, project.id))
    assign_session(store, session_id, project.id, phase.id if phase else None)
    go_to(project.id)


def _choose_project(store: Store, new_name: str) -> int:
    names = {project.id: project.name for project in planning.projects(store) if not project.is_sample}
    current = current_project(store) if names else None
    options = [*names, *([_NEW_PROJECT] if new_name else []), _NO_PROJECT]
    names |= {_NEW_PROJECT: f"A new project: {new_name}", _NO_PROJECT: "No project"}
    index = options.index(current.id) if current and current.id in options else len(options) - 1
    return st.selectbox(
        "Log its time on", options, index=index, format_func=names.__getitem__, key=f"train_project_{len(options)}"
    )


def _choose_phase(store: Store, project_id: int) -> Phase | None:
    phases = {phase.id: phase for phase in planning.phases(store, project_id)}
    likely = training_phase(list(phases.values()))
    if likely is None:
        st.caption(NO_PHASE_WORDS)
        return None
    index, key = list(phases).index(likely.id), f"train_phase_{project_id}"
    names = {phase.id: phase.name for phase in phases.values()}  # kept in the session's state: no lambda can be
    return phases[st.selectbox("Phase", list(phases), index=index, format_func=names.__getitem__, key=key)]


def _free_name(store: Store, name: str) -> str:
    taken = {project.name.casefold() for project in planning.projects(store)}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name.casefold() not in taken else next(n for n in numbered if n.casefold() not in taken)


def _rule_title(rule: str) -> str:
    return RULES[rule]
