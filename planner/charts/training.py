"""Pictures of one training session: its classes, its course, its scores, and where its minutes went."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.durations import short_duration_words
from planner.domain.wording.numbers import small_share
from planner.domain.wording.scores import plain_score, score_number

MOST_CLASSES = 12  # more bars than this are no longer a picture
_SMALL_HEIGHT_PX = 130
_LARGE_HEIGHT_PX = 260
_LEAST_SCORE_SPAN = 0.02
_F1_WORDS_PX = 122  # kept free at the right for the numbers and half a dot: `1.00 (n-gram .60)`


def class_counts(classes: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Rows of each class as bars with their counts; the smallest ones beyond `MOST_CLASSES` are left to the title.

    `classes` has the columns label, rows and share (0 to 1), largest class first; it may be empty.
    """
    shown = classes.head(MOST_CLASSES).assign(
        words=lambda frame: [
            f"{rows:,} · {small_share(share, 1.0)}" for rows, share in zip(frame["rows"], frame["share"], strict=True)
        ]
    )
    base = Chart(shown).encode(
        y=palette.named_rows("label", shown["label"], labelLimit=140),
        x=alt.X("rows:Q", axis=None, scale=alt.Scale(domain=[0, _most(classes["rows"]) * 1.45])),
    )
    bars = base.mark_bar(color=palette.PLANNED, height=14, cornerRadius=2)
    counts = base.mark_text(align="left", dx=6).encode(text=alt.Text("words:N"))
    layered = (bars + counts).properties(height=palette.height_px(len(shown)))
    summary = "; ".join(f"{row.label} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Rows of each class: {summary}.")


def loss_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.Chart:
    """Training loss against minutes since the start; `progress` as in `SessionView.progress`."""
    return _small_line(progress, "loss", "Training loss", timebox_s, number=".2f", least_step=0.01)


def learning_rate_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.Chart:
    """Learning rate against minutes since the start."""
    return _small_line(progress, "learning_rate", "Learning rate", timebox_s, number=".1e", least_step=1e-5)


def memory_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.Chart:
    """Memory of the session's processes, in MB, against minutes since the start."""
    return _small_line(progress, "memory_mb", "Memory, MB", timebox_s, number=",.0f", least_step=10)


def score_over_minutes(
    progress: pd.DataFrame,
    timebox_s: float,
    *,
    metric: str,
    benchmark: float | None,
    title: str,
    subtitle: str = "",
) -> alt.LayerChart:
    """The model's score on validation against minutes since the start, the benchmark as a dashed line.

    `metric` is the name on screens; it makes the `subtitle` where none is given. Reports between two checks carry no
    score and draw nothing.
    """
    scored = _in_minutes(progress.dropna(subset=["score"]))
    scale = alt.Scale(domain=_scores_shown(scored, benchmark), padding=22, zero=False, nice=False)
    y = alt.Y("score:Q", title=None, scale=scale, axis=palette.score_axis())
    base = Chart(scored).encode(x=_minutes(timebox_s), y=y)
    line = base.mark_line(
        color=palette.MODEL,
        strokeWidth=2.5,
        clip=True,
        point=alt.OverlayMarkDef(size=36, filled=True, color=palette.MODEL),
    )
    layers: list[alt.Chart] = [line.encode(detail=alt.Detail("training:N"), tooltip=_tooltip("score", metric, ".3f"))]
    if benchmark is not None:
        is_below = not len(scored) or benchmark <= scored["score"].iloc[0]
        layers += _benchmark_line(benchmark, y, is_below=is_below)
    if len(scored):
        layers.append(_last_value(scored, score_number(scored["score"].iloc[-1]), y))
    layered = palette.over_one_another(*layers).properties(height=_LARGE_HEIGHT_PX)
    subtitle = subtitle or f"{metric} on validation texts"
    return readable(layered, title=title, subtitle=subtitle, description=_score_words(scored, metric, benchmark))


def planned_and_used(stages: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Planned seconds of each stage as a grey band, used seconds as a bar on it.

    `stages` has the columns stage (its name on screens, in order), planned_s and used_s; numbers may be missing.
    """
    shown = stages.assign(
        words=[_seconds_words(*both) for both in zip(stages["planned_s"], stages["used_s"], strict=True)],
        end_s=stages[["planned_s", "used_s"]].max(axis=1),
    )
    x = alt.Scale(domain=[0, _most(shown["end_s"]) * 1.5])
    base = Chart(shown).encode(y=palette.named_rows("stage", shown["stage"]))
    planned = base.mark_bar(color=palette.PLANNED, opacity=0.45, height=20, cornerRadius=2).encode(
        x=alt.X("planned_s:Q", axis=None, scale=x)
    )
    used = base.mark_bar(color=palette.UNATTENDED, height=10, cornerRadius=2).encode(x=alt.X("used_s:Q", scale=x))
    words = base.mark_text(align="left", dx=6).encode(x=alt.X("end_s:Q", scale=x), text=alt.Text("words:N"))
    layered = (planned + used + words).properties(height=palette.height_px(len(shown)))
    summary = "; ".join(f"{row.stage} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Used and planned seconds of each stage: {summary}.")


def per_class(scores: pd.DataFrame, *, title: str, of_each: str = "class") -> alt.LayerChart:
    """F1 of each class, or of each label: the delivered model as a dot, the benchmark as a stroke, a line between them.

    `scores` has the columns label, rows, benchmark and delivered (F1, 0 to 1; benchmark may be missing). Of more than
    `MOST_CLASSES`, the hardest ones are drawn, the hardest first; else the largest is first.
    """
    is_whole = len(scores) <= MOST_CLASSES
    drawn = scores.nlargest(MOST_CLASSES, "rows") if is_whole else scores.nsmallest(MOST_CLASSES, "delivered")
    both = zip(drawn["benchmark"], drawn["delivered"], strict=True)
    shown = drawn.assign(words=[_class_words(*pair) for pair in both])
    scale = alt.Scale(domain=_f1_shown(shown), range=[0, alt.ExprRef(expr=f"width - {_F1_WORDS_PX}")])
    base = Chart(shown).encode(y=palette.named_rows("label", shown["label"], labelLimit=140))
    between = base.mark_rule(color=palette.MODEL, strokeWidth=3, opacity=0.45).encode(
        x=alt.X("benchmark:Q", scale=scale, axis=None), x2=alt.X2("delivered:Q")
    )
    stroke = base.mark_tick(color=palette.TEXT, thickness=2, size=16).encode(x=alt.X("benchmark:Q", scale=scale))
    dot = base.mark_circle(color=palette.MODEL, size=110, opacity=1).encode(x=alt.X("delivered:Q", scale=scale))
    words = base.mark_text(align="right").encode(x=alt.XValue(alt.ExprRef(expr="width")), text=alt.Text("words:N"))
    layered = (between + stroke + dot + words).properties(height=palette.height_px(len(shown), subtitle=True))
    summary = "; ".join(f"{row.label} {row.words}" for row in shown.itertuples())
    subtitle = "dot: delivered · stroke: n-gram" + ("" if is_whole else f" · {len(shown)} of {len(scores):,}")
    return readable(layered, title=title, subtitle=subtitle, description=f"F1 of each {of_each}: {summary}.")


def _small_line(
    progress: pd.DataFrame, column: str, name: str, timebox_s: float, *, number: str, least_step: float
) -> alt.Chart:
    reports = _in_minutes(progress.dropna(subset=[column]))
    axis = alt.Axis(tickCount=3, format=number, tickMinStep=least_step)
    y = alt.Y(f"{column}:Q", title=None, scale=alt.Scale(zero=False), axis=axis)
    base = Chart(reports).encode(x=_minutes(timebox_s, title=None), y=y, tooltip=_tooltip(column, name, number))
    line = base.mark_line(color=palette.UNATTENDED, strokeWidth=2, clip=True).encode(detail=alt.Detail("training:N"))
    line = line.properties(height=_SMALL_HEIGHT_PX)
    title = f"{name}: {_number(reports[column].iloc[-1], number)}" if len(reports) else name
    return readable(line, title=title, description=f"{title}, after {len(reports)} reports.")


def _in_minutes(progress: pd.DataFrame) -> pd.DataFrame:
    """With the minute, and the training each report belongs to: a line breaks where another one begins."""
    number = progress["training"].astype(float).fillna(1) if "training" in progress else 1.0
    return progress.assign(minute=progress["elapsed_s"].astype(float) / 60, training=number)


def _minutes(timebox_s: float, title: str | None = "minutes") -> alt.X:
    scale = alt.Scale(domain=[0, timebox_s / 60], nice=False)
    return alt.X("minute:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, format="~g"))


def _tooltip(column: str, title: str, number: str) -> list[alt.Tooltip]:
    minute = alt.Tooltip("minute:Q", title="minute", format=".1f")
    return [minute, alt.Tooltip(f"{column}:Q", title=title, format=number)]


def _last_value(scored: pd.DataFrame, words: str, y: alt.Y) -> alt.Chart:
    base = Chart(scored.tail(1).assign(words=words)).encode(x=alt.X("minute:Q"), y=y, text=alt.Text("words:N"))
    return base.mark_text(baseline="bottom", dy=-8, fontWeight=600)


def _benchmark_line(value: float, y: alt.Y, *, is_below: bool) -> list[alt.Chart]:
    """The dashed line with its name, on the side that the model's line leaves free."""
    words = f"n-gram benchmark {score_number(value)}"
    base = Chart(pd.DataFrame({"score": [value], "words": [words]})).encode(y=y)
    rule = base.mark_rule(color=palette.TEXT, strokeDash=list(palette.BENCHMARK_DASH), strokeWidth=1.5)
    side: dict[str, Any] = {"baseline": "top", "dy": 5} if is_below else {"baseline": "bottom", "dy": -4}
    name = base.mark_text(align="left", dx=4, color=palette.QUIET_TEXT, **side)
    return [rule, name.encode(x=alt.XValue(0), text=alt.Text("words:N"))]


def _score_words(scored: pd.DataFrame, metric: str, benchmark: float | None) -> str:
    against = f" The benchmark has {plain_score(benchmark)}." if benchmark is not None else ""
    if not len(scored):
        return f"No {metric} yet.{against}"
    first, last = scored["score"].iloc[0], scored["score"].iloc[-1]
    return f"{metric} on validation went from {plain_score(first)} to {plain_score(last)}.{against}"


def _class_words(benchmark: float, delivered: float) -> str:
    own = score_number(delivered, digits=2)
    return own if pd.isna(benchmark) else f"{own} (n-gram {score_number(benchmark, digits=2)})"


def _scores_shown(scored: pd.DataFrame, benchmark: float | None) -> list[float]:
    """From the lowest to the highest score, but never so near that noise looks like a climb."""
    values = [*scored["score"].astype(float), *([] if benchmark is None else [benchmark])]
    if not values:
        return [0.0, 1.0]
    lowest, highest = min(values), max(values)
    air = max(0.0, _LEAST_SCORE_SPAN - (highest - lowest)) / 2
    return [lowest - air, highest + air]


def _f1_shown(scores: pd.DataFrame) -> list[float]:
    """From the lowest to the highest F1, with a little air: differences, not heights, are compared."""
    values = pd.concat([scores["benchmark"], scores["delivered"]]).dropna()
    if not len(values):
        return [0.0, 1.0]
    return [max(0.0, float(values.min()) - 0.04), min(1.0, float(values.max()) + 0.02)]


def _most(values: pd.Series) -> float:
    """The largest value, 1 where there is none: a scale needs an end."""
    most = float(values.max()) if len(values) else 0.0
    return most if most > 0 else 1.0


def _number(value: float, form: str) -> str:
    """A number as the axes write it: Python fills an exponent with a zero, they do not."""
    return f"{value:{form}}".replace("e-0", "e-")


def _seconds_words(planned_s: float, used_s: float) -> str:
    if math.isnan(used_s):
        return "not reached"
    used = short_duration_words(used_s)
    return used if math.isnan(planned_s) else f"{used} of {short_duration_words(planned_s)}"
