"""The ended sessions of a project in one table, with a picture of those that can be compared with each other."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from model.protocol.metrics import metric_words
from planner.charts import retrospective
from planner.domain.results import best_of
from planner.domain.training import TrainingSession
from planner.domain.wording.days import short_date
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number, signed_number, with_interval
from planner.pages.cards import draw_frame_cards, on_wide_screens
from planner.pages.train_page.url_state import go_to_session
from planner.pages.train_page.words import plain_text
from planner.pages.words import to_local
from planner.sample_project import sample_project
from planner.sessions.compare import Compared, by_table, comparable_with, compared_sessions, data_words, same_weights
from planner.sessions.promises import hit_rate_words
from planner.store import Store

_MOST_DRAWN = 12  # more sessions than this are no longer a picture on a phone
_COLUMNS = {
    "No.": st.column_config.NumberColumn(width=44),
    "Shown": st.column_config.TextColumn(width=56),
    "Difference": st.column_config.NumberColumn(format="%+.3f", help="Delivered against n-gram; more is better."),
    "95 % interval": st.column_config.TextColumn(help="Of the difference, on the same held-out texts."),
    "Data": st.column_config.TextColumn(width=230),
    "Data hash": st.column_config.TextColumn(help="Only rows with the same one can be compared."),
    "Weights": st.column_config.TextColumn(help="The first letters of the hash of the delivered weights."),
}


def draw_compared(store: Store, shown: TrainingSession | None) -> None:
    """Draw the sessions of the shown one's project, or all but the made ones, folded; nothing with fewer than two."""
    sample = sample_project(store)
    compared = compared_sessions(store, shown.project_id if shown else None, left_out=sample.id if sample else None)
    if len(compared) < 2:
        return
    with st.expander(f"Compare {count_words(len(compared), 'session')}", icon=":material/compare_arrows:"):
        marked = next((one for one in compared if shown and one.session.id == shown.id), None)
        _draw_picture(compared, marked)
        _draw_tables(compared, marked)
        for sentence in (*notes(compared), hit_rate_words(store)):
            if sentence:
                st.caption(plain_text(sentence))


def numbers_of(compared: list[Compared]) -> dict[str, int]:
    """The number of each session, counted from the first."""
    return {one.session.id: len(compared) - place for place, one in enumerate(compared)}


def table_of(group: list[Compared], numbers: dict[str, int], marked: Compared | None) -> pd.DataFrame:
    """One row for each session of one table, in the order given."""
    rows = [_row(one, numbers[one.session.id], one is marked) for one in group]
    table = pd.DataFrame(rows).astype({"Rows": "Int64", "Epochs": float, "Difference": float, "Used, min": float})
    return table if marked in group else table.drop(columns="Shown")


def notes(compared: list[Compared]) -> list[str]:
    """What must be known before two rows are compared."""
    numbers = numbers_of(compared)
    same = [sorted(numbers[one.session.id] for one in group) for group in same_weights(compared)]
    twins = [f"Sessions {list_words([str(n) for n in group])} delivered the very same weights." for group in same]
    return [sentence for sentence in (data_words(compared), *twins) if sentence]


def _draw_tables(compared: list[Compared], marked: Compared | None) -> None:
    """Draw a table for each table of texts: scores on different data are no match for each other."""
    numbers, groups = numbers_of(compared), by_table(compared, marked)
    for place, group in enumerate(groups):
        if len(groups) > 1:
            st.markdown(plain_text(_group_words(group)))
        with on_wide_screens(f"compare_{place}"):
            _draw_table(group, numbers, marked, place)
        draw_frame_cards(table_of(group, numbers, marked), title=["No.", "Data"], right=["Delivered", "n-gram"])
    st.caption("A click on a row shows that session; a click on a heading sorts.")


def _group_words(group: list[Compared]) -> str:
    """Which data; its hash tells files of one name apart."""
    known = next((one.data for one in group if one.data), "")
    parts = (group[0].session.data_words, f"data {known}" if known else "", count_words(len(group), "session"))
    return " · ".join(filter(None, parts))


def _draw_table(group: list[Compared], numbers: dict[str, int], marked: Compared | None, place: int) -> None:
    chosen = st.dataframe(
        table_of(group, numbers, marked),
        hide_index=True,
        height="content" if len(group) <= _MOST_DRAWN else "auto",
        column_config=_COLUMNS,
        placeholder="",
        on_select="rerun",
        selection_mode="single-cell",
        key=f"compare_beside_{marked.session.id if marked else None}_{place}",  # or an old click would lead away again
        alt="Sessions compared: time, data, box, scores with intervals, difference, outcome and hashes.",
    )
    cells = chosen["selection"]["cells"]
    if cells:
        session = group[cells[0][0]].session
        if marked is None or session.id != marked.session.id:
            go_to_session(session.id)
            st.rerun()


def _row(one: Compared, number: int, is_marked: bool) -> dict[str, object]:
    session, started = one.session, to_local(one.session.started_at)
    return {
        "No.": number,
        "Shown": "●" if is_marked else "",
        "Delivered": with_interval(one.delivered) if one.delivered else "",
        "n-gram": score_number(one.benchmark.value) if one.benchmark else "",
        "Difference": one.difference,
        "95 % interval": _interval_words(one),
        "Data": session.data_words,
        "Outcome": one.outcome,
        "Started": f"{short_date(started)}, {started:%H:%M}",
        "Box, min": round(session.timebox_s / 60, 2),
        "Used, min": None if session.used_s is None else round(session.used_s / 60, 2),
        "Rows": one.rows,
        "Epochs": None if one.epochs is None else round(one.epochs, 1),
        "Score": metric_words(session.metric),
        "Data hash": one.data,
        "Weights": one.weights,
    }


def _interval_words(one: Compared) -> str:
    if one.low is None or one.high is None:
        return ""
    return f"{signed_number(one.low)} to {signed_number(one.high)}"


def _draw_picture(compared: list[Compared], marked: Compared | None) -> None:
    """Scores of those on the same data as the one shown, or as the newest with a score."""
    first = marked if marked and marked.delivered else next((one for one in compared if one.delivered), None)
    alike = comparable_with(first, compared)[:_MOST_DRAWN] if first else []
    if first is None or len(alike) < 2:
        return
    numbers = numbers_of(compared)
    rows = [_point(one, numbers[one.session.id]) for one in reversed(alike)]
    name = metric_words(first.session.metric)
    title = picture_title(alike, numbers)
    st.altair_chart(retrospective.session_scores(pd.DataFrame(rows), title=title, metric=name), key="compare_picture")


def picture_title(alike: list[Compared], numbers: dict[str, int]) -> str:
    """The best of the sessions that can be compared."""
    scores = [(one.delivered.value, numbers[one.session.id]) for one in alike if one.delivered]
    metric = alike[0].session.metric
    best = best_of(metric, [value for value, _ in scores])
    number = next(number for value, number in scores if value == best)
    return f"Best of {len(alike)} on this data: session {number}, {score_number(best)}"


def _point(one: Compared, number: int) -> dict[str, object]:
    delivered, benchmark = one.delivered, one.benchmark
    return {
        "number": number,
        "data": one.session.data_words,
        "delivered": delivered.value if delivered else None,
        "low": delivered.low if delivered else None,
        "high": delivered.high if delivered else None,
        "benchmark": benchmark.value if benchmark else None,
    }
