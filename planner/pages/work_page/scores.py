"""A score from work done elsewhere, logged by hand; and the way back from one that is wrong."""

from __future__ import annotations

import streamlit as st

from model.protocol.metrics import METRICS, METRICS_OF_LABELS
from planner import results
from planner.clock import now
from planner.domain.errors import CallItError, InvalidResult
from planner.domain.gains import metric_key, metric_name
from planner.domain.project import Project
from planner.domain.results import Result
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.undo import UndoRemovedScore
from planner.pages.words import as_typed, day_and_clock_words
from planner.stop_rules import score_words
from planner.store import Store

_SHOWN = 5  # the newest; all are on the Retrospective page
_KEYS = ("score_value", "score_note")


def draw_scores(store: Store, project: Project) -> None:
    """Draw the fields of a score, and the newest ones logged by hand; what cannot be right is said below the fields."""
    logged = results.results(store, project.id)
    with st.expander("Log a score", icon=":material/scoreboard:"):
        with st.container(horizontal=True):
            metric = st.selectbox(
                "Metric",
                _metrics(project, logged),
                format_func=metric_name,
                accept_new_options=True,
                key=f"score_metric_{project.id}",
                width=200,
                help="Choose one, or type a name of your own.",
            )
            value = st.number_input("Score", value=None, format="%.6g", step=None, key="score_value", width=150)
        note = st.text_input("How it was reached (optional)", key="score_note", max_chars=500)
        wants_it = button("Log the score", icon=":material/add:", key="add_score")
        if wants_it:
            _log(store, project, metric, value, note)
        _draw_logged(store, [result for result in logged if result.session_id is None])


def _metrics(project: Project, logged: list[Result]) -> list[str]:
    """The target's metric, those logged before, the newest first, then the known ones; each once."""
    target = [project.target.metric] if project.target else []
    names = [*target, *(result.metric for result in reversed(logged)), *METRICS, *METRICS_OF_LABELS]
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(metric_key(name), name)
    return list(first.values())


def _log(store: Store, project: Project, metric: str | None, value: float | None, note: str) -> None:
    try:
        if value is None:
            raise InvalidResult("The score is missing. Give a number, such as 0.884.")
        added = results.add_result(store, project.id, metric or "", value, now=now(), note=note)
    except CallItError as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    for key in _KEYS:
        st.session_state.pop(key, None)
    flash(f"Logged: {_words(added)}.")
    st.rerun()


def _draw_logged(store: Store, by_hand: list[Result]) -> None:
    for result in reversed(by_hand[-_SHOWN:]):
        with st.container(horizontal=True, vertical_alignment="center"):
            note = f" · {as_typed(result.note)}" if result.note else ""
            at = day_and_clock_words(result.logged_at)
            st.markdown(f"{as_typed(_words(result))} · {at}{note}", width="content")
            key, icon = f"remove_score_{result.id}", ":material/delete:"
            if button("", icon=icon, help="Remove this score", type="tertiary", key=key):
                _remove(store, result.id)


def _remove(store: Store, result_id: int) -> None:
    gone = results.remove_result(store, result_id)
    flash(f"Removed: {_words(gone)}.", undo=UndoRemovedScore(gone))
    st.rerun()


def _words(result: Result) -> str:
    return f"{metric_name(result.metric)} {score_words(result.value)}"
