"""The stages of a session as a list: what is done, what runs, what is to come, and what each found."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.wording.durations import duration_words
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView, StageState, StageView

_ICONS = {
    StageState.DONE: ":material/check_circle:",
    StageState.RUNNING: ":material/play_circle:",
    StageState.WAITING: ":material/radio_button_unchecked:",
    StageState.LEFT_OUT: ":material/do_not_disturb_on:",
}


def draw_stages(view: SessionView, now_unix: float) -> None:
    """Draw all stages in order; the running one with its progress."""
    for stage in view.stages:
        with st.container(gap=None, key=f"stage_{stage.stage.value}"):
            st.markdown(stage_line(stage, now_unix))
            if stage.state is StageState.RUNNING:
                _draw_running(view, stage, now_unix)


def stage_line(stage: StageView, now_unix: float) -> str:
    """One stage in markdown: its sign, name, seconds, and the sentence on what it found."""
    icon = _ICONS[stage.state]
    if stage.state is StageState.WAITING:
        return f":gray[{icon} {stage.title}{_planned_words(stage)}]"
    if stage.state is StageState.LEFT_OUT:
        return f":gray[{icon} {stage.title} · not reached]"
    line = f"{icon} **{stage.title}** · {_used_words(stage, now_unix)}"
    return f"{line}  \n:small[{plain_text(stage.summary)}]" if stage.summary else line


def epoch_words(view: SessionView) -> str:
    """How far the training is: `training 2: epoch 3 of about 7`. Empty before the first report."""
    if not len(view.progress) or view.plan is None:
        return ""
    last = view.progress.iloc[-1]
    epochs = max(1, round(view.plan.epochs if pd.isna(last["epochs"]) else last["epochs"]))
    is_later = not pd.isna(last["training"]) and last["training"] > 1
    number = f"training {last['training']:.0f}: " if is_later else ""
    return f"{number}epoch {min(int(last['epoch']) + 1, epochs)} of about {epochs}"


def stage_share(stage: StageView, now_unix: float) -> float | None:
    """Share of a running stage's planned time that is used, at most 1; None without a plan."""
    if not stage.planned_s or stage.started_unix is None:
        return None
    return min(1.0, max(0.0, (now_unix - stage.started_unix) / stage.planned_s))


def _draw_running(view: SessionView, stage: StageView, now_unix: float) -> None:
    words = epoch_words(view)
    share = stage_share(stage, now_unix)
    if share is not None:
        st.progress(share, text=words or None)
    elif words:
        st.markdown(f":small[{words}]")


def _planned_words(stage: StageView) -> str:
    return f" · about {duration_words(stage.planned_s)}" if stage.planned_s is not None else ""


def _used_words(stage: StageView, now_unix: float) -> str:
    used_s = stage.used_s
    if used_s is None:
        used_s = max(0.0, now_unix - stage.started_unix) // 1 if stage.started_unix is not None else 0.0
    planned = f" of {duration_words(stage.planned_s)} planned" if stage.planned_s is not None else ""
    return f"{duration_words(used_s)}{planned}"
