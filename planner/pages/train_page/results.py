"""The scores of a session: over its minutes, per class or label, and as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from model.protocol.metrics import metric_words, says_more
from planner.charts import learning_curve, training
from planner.domain.wording.label_kinds import METRICS_OF_LABELS_SAY, KindWords
from planner.domain.wording.scores import with_interval
from planner.pages.train_page.classes import words_of
from planner.pages.train_page.confusion import draw_confusions, draw_label_mistakes
from planner.pages.train_page.words import DELIVERED_ALONE, MODEL_NAMES
from planner.sessions import SessionView
from planner.sessions.confusions import confusions_of
from planner.sessions.label_mistakes import label_mistakes_of
from planner.sessions.view import CurveFacts

_PARTS = {"held-out": "Scored once, at the end, on held-out texts", "validation": "Scored on validation texts"}


def draw_pictures(view: SessionView) -> None:
    """Draw score over minutes and F1 per class or label, as far as the session got."""
    classes = class_scores(view)
    has_course = view.progress["score"].notna().sum() > 1  # one point is no course
    if not has_course and classes is None:
        return
    sides = st.columns(2, gap="medium") if has_course and classes is not None else [st.container()]
    if has_course:
        sides[0].altair_chart(_course(view), key="ended_course")
    if classes is not None:
        noun = words_of(view)
        chart = training.per_class(classes, title=class_title(classes, noun), of_each=noun.one)
        sides[-1].altair_chart(chart, key="ended_classes")


def draw_answers(view: SessionView) -> None:
    """Draw what is taken for what beside what more time would bring, then the table of scores.

    The scores move up beside the confusions where there is no curve; labels that were never said in place of others
    are one line, which needs no half of the page.
    """
    confusions, curve = confusions_of(view.result), _curve_of(view)
    mistakes = label_mistakes_of(view.result)
    if confusions is None and (mistakes is None or mistakes.mistakes.empty):
        if mistakes is not None:
            draw_label_mistakes(mistakes)
        _draw_curve(view, curve)
        draw_scores(view)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        if confusions is not None:
            draw_confusions(confusions)
        elif mistakes is not None:
            draw_label_mistakes(mistakes)
    with right:
        _draw_curve(view, curve)
        if curve is None:
            draw_scores(view)
    if curve is not None:
        draw_scores(view)


def _curve_of(view: SessionView) -> CurveFacts | None:
    """The learning curve, where more than one training was scored: one point is no curve."""
    return view.curve if view.curve is not None and len(view.curve.points) > 1 else None


def _draw_curve(view: SessionView, curve: CurveFacts | None) -> None:
    """Draw the score against training time, and against rows where trainings had different ones."""
    if curve is None:
        return
    title = "What more time would bring" if len(curve.band) else "Short trainings and the whole one"
    name = metric_words(view.metric)
    chart = learning_curve.score_over_training(curve.points, curve.band, metric=name, title=title)
    st.altair_chart(chart, key="ended_curve")
    if curve.points["rows"].nunique() > 1:
        by_rows = learning_curve.score_over_rows(curve.points, metric=name, title="What more rows have brought")
        st.altair_chart(by_rows, key="ended_curve_rows")


def draw_scores(view: SessionView) -> None:
    """Draw the table of scores: a row for each model, a column for each metric, with 95 % intervals."""
    part = "held-out" if any(s.part == "held-out" and s.model != "outside" for s in view.scores) else "validation"
    table = score_table(view, part)
    if len(table):
        st.markdown(f"**{_PARTS[part]}**, with 95 % intervals")
        st.table(table, border="horizontal", alt="Scores of each model, by metric.")
        if view.result_has_several_labels:
            st.caption(METRICS_OF_LABELS_SAY)


def score_table(view: SessionView, part: str) -> pd.DataFrame:
    """One row per metric, the one aimed at first; one column per model: `.842 (.818–.866)`."""
    rows: dict[str, dict[str, str]] = {}
    delivered = {score.metric: score.value for score in view.scores if (score.part, score.model) == (part, "delivered")}
    for score in sorted(view.scores, key=lambda score: score.metric != view.metric):
        if (score.part == part or score.model == "outside") and says_more(score.metric, delivered):
            row = rows.setdefault(metric_words(score.metric), {})
            row[_model_name(view, score.model)] = with_interval(score)
    return pd.DataFrame.from_dict(rows, orient="index").fillna("")


def _model_name(view: SessionView, model: str) -> str:
    """What a column is called; a delivered model without a network is the n-gram model itself."""
    is_alone = model == "delivered" and view.result is not None and not view.result.with_network
    return DELIVERED_ALONE if is_alone else MODEL_NAMES.get(model, model)


def class_title(classes: pd.DataFrame, noun: KindWords) -> str:
    """The class or label that is hardest to tell, by the delivered model's F1."""
    return noun.hardest(str(classes.nsmallest(1, "delivered")["label"].iloc[0]))


def class_scores(view: SessionView) -> pd.DataFrame | None:
    """F1 of each class (label, rows, benchmark, delivered); None where the session did not get that far.

    Of several labels those that could be judged; all, where none could.
    """
    if view.result is None or not view.result.per_class.delivered:
        return None
    told = view.result.per_class.delivered
    judged = [one for one in told if one.judged] or told
    benchmark = {one.label: one.f1 for one in view.result.per_class.benchmark}
    rows = [
        {"label": one.label, "rows": one.support, "delivered": one.f1, "benchmark": benchmark.get(one.label)}
        for one in judged
    ]
    return pd.DataFrame(rows).astype({"benchmark": float, "delivered": float})


def _course(view: SessionView) -> Any:
    name = metric_words(view.metric)
    benchmark = next((s for s in view.scores if s.model == "benchmark" and s.metric == view.metric), None)
    return training.score_over_minutes(
        view.progress,
        view.timebox_s,
        metric=name,
        benchmark=benchmark.value if benchmark else None,
        title="How the score grew",
    )
