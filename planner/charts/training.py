"""Pictures of one training session: its classes, its course, its scores, and where its minutes went."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.palette import readable

MOST_CLASSES = 12  # more bars than this are no longer a picture
_SMALL_HEIGHT_PX = 130
_LARGE_HEIGHT_PX = 260


def class_counts(classes: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Rows of each class as bars with their counts; the smallest ones beyond `MOST_CLASSES` are left to the title.

    `classes` has the columns label, rows and share (0 to 1), largest class first.
    """
    shown = classes.head(MOST_CLASSES).assign(
        words=lambda frame: [
            f"{rows:,} · {share:.0%}" for rows, share in zip(frame["rows"], frame["share"], strict=True)
        ]
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=140)),
        x=alt.X("rows:Q", axis=None, scale=alt.Scale(domain=[0, float(classes["rows"].max()) * 1.45])),
    )
    bars = base.mark_bar(color=palette.PLANNED, height=14, cornerRadius=2)
    counts = base.mark_text(align="left", dx=6).encode(text="words:N")
    layered = (bars + counts).properties(height=palette.height_px(len(shown)))
    largest = shown.iloc[0]
    return readable(layered, title=title, description=f"{title} The largest is {largest['label']}: {largest['words']}.")


def loss_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.LayerChart:
    """Training loss against minutes since the start; `progress` as in `SessionView.progress`."""
    return _small_line(progress, "loss", "Training loss", timebox_s, number=".2f")


def learning_rate_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.LayerChart:
    """Learning rate against minutes since the start."""
    return _small_line(progress, "learning_rate", "Learning rate", timebox_s, number=".1e")


def memory_over_minutes(progress: pd.DataFrame, timebox_s: float) -> alt.LayerChart:
    """Memory of the session's processes, in MB, against minutes since the start."""
    return _small_line(progress, "memory_mb", "Memory, MB", timebox_s, number=",.0f")


def score_over_minutes(
    progress: pd.DataFrame,
    timebox_s: float,
    *,
    metric: str,
    benchmark: float | None,
    title: str,
) -> alt.LayerChart:
    """The model's score on validation against minutes since the start, the benchmark as a dashed line.

    `metric` is the name on screens. Reports between two checks carry no score and draw nothing.
    """
    scored = _in_minutes(progress.dropna(subset=["score"]))
    y = alt.Y("score:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=palette.score_axis())
    base = alt.Chart(scored).encode(x=_minutes(timebox_s), y=y)
    line = base.mark_line(
        color=palette.MODEL, strokeWidth=2.5, point=alt.OverlayMarkDef(size=36, filled=True, color=palette.MODEL)
    )
    layers: list[alt.Chart] = [line.encode(tooltip=_tooltip("score", metric, ".3f"))]
    if benchmark is not None:
        layers += _benchmark_line(benchmark, y)
    if len(scored):
        layers.append(_last_value(scored, palette.score_number(scored["score"].iloc[-1]), y))
    layered = alt.layer(*layers).properties(height=_LARGE_HEIGHT_PX)
    return readable(layered, title=title, description=_score_words(scored, metric, benchmark))


def planned_and_used(stages: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Planned seconds of each stage as a grey band, used seconds as a bar on it.

    `stages` has the columns stage (its name on screens, in order), planned_s and used_s; either may be missing.
    """
    shown = stages.assign(
        words=[_seconds_words(*both) for both in zip(stages["planned_s"], stages["used_s"], strict=True)],
        end_s=stages[["planned_s", "used_s"]].max(axis=1),
    )
    most_s = float(shown["end_s"].max())
    y = alt.Y("stage:N", sort=None, title=None)
    x = alt.Scale(domain=[0, most_s * 1.5 or 1.0])
    base = alt.Chart(shown).encode(y=y)
    planned = base.mark_bar(color=palette.PLANNED, opacity=0.45, height=20, cornerRadius=2).encode(
        x=alt.X("planned_s:Q", axis=None, scale=x)
    )
    used = base.mark_bar(color=palette.UNATTENDED, height=10, cornerRadius=2).encode(x=alt.X("used_s:Q", scale=x))
    words = base.mark_text(align="left", dx=6).encode(x=alt.X("end_s:Q", scale=x), text="words:N")
    layered = (planned + used + words).properties(height=palette.height_px(len(shown)))
    said = "; ".join(f"{row.stage} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Used and planned seconds of each stage: {said}.")


def per_class(scores: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """F1 of each class: the delivered model as a dot, the benchmark as a stroke, a line between them.

    `scores` has the columns label, rows, benchmark and delivered (F1, 0 to 1; benchmark may be missing).
    """
    both = zip(scores["benchmark"], scores["delivered"], strict=True)
    shown = scores.assign(words=[_class_words(*pair) for pair in both])
    ends = shown[["benchmark", "delivered"]]
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=140))
    scale = alt.Scale(domain=[max(0.0, float(ends.min().min()) - 0.06), min(1.25, float(ends.max().max()) + 0.22)])
    base = alt.Chart(shown).encode(y=y)
    between = base.mark_rule(color=palette.MODEL, strokeWidth=3, opacity=0.45).encode(
        x=alt.X("benchmark:Q", scale=scale, axis=None), x2="delivered:Q"
    )
    stroke = base.mark_tick(color=palette.TEXT, thickness=2, size=16).encode(x=alt.X("benchmark:Q", scale=scale))
    dot = base.mark_circle(color=palette.MODEL, size=110, opacity=1).encode(x=alt.X("delivered:Q", scale=scale))
    words = (
        base.transform_calculate(right="max(datum.benchmark, datum.delivered)")
        .mark_text(align="left", dx=12)
        .encode(x=alt.X("right:Q", scale=scale), text="words:N")
    )
    layered = (between + stroke + dot + words).properties(height=palette.height_px(len(shown)))
    said = "; ".join(f"{row.label} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"F1 of each class: {said}.")


def _small_line(progress: pd.DataFrame, column: str, title: str, timebox_s: float, *, number: str) -> alt.LayerChart:
    told = _in_minutes(progress.dropna(subset=[column]))
    y = alt.Y(f"{column}:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3, format=number))
    base = alt.Chart(told).encode(x=_minutes(timebox_s, title=None), y=y, tooltip=_tooltip(column, title, number))
    layers: list[alt.Chart] = [base.mark_line(color=palette.UNATTENDED, strokeWidth=2)]
    if len(told):
        layers.append(_last_value(told, f"{told[column].iloc[-1]:{number}}", y))
    layered = alt.layer(*layers).properties(height=_SMALL_HEIGHT_PX)
    now = f", now {told[column].iloc[-1]:{number}}" if len(told) else ""
    return readable(layered, title=title, description=f"{title} over {len(told)} reports{now}.")


def _in_minutes(progress: pd.DataFrame) -> pd.DataFrame:
    return progress.assign(minute=progress["elapsed_s"].astype(float) / 60)


def _minutes(timebox_s: float, title: str | None = "minutes") -> alt.X:
    scale = alt.Scale(domain=[0, timebox_s / 60], nice=False)
    return alt.X("minute:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, format="~g"))


def _tooltip(column: str, title: str, number: str) -> list[alt.Tooltip]:
    minute = alt.Tooltip("minute:Q", title="minute", format=".1f")
    return [minute, alt.Tooltip(f"{column}:Q", title=title, format=number)]


def _last_value(told: pd.DataFrame, words: str, y: alt.Y) -> alt.Chart:
    base = alt.Chart(told.tail(1).assign(words=words)).encode(x="minute:Q", y=y, text="words:N")
    return base.mark_text(align="left", baseline="bottom", dx=6, dy=-4, fontWeight=600)


def _benchmark_line(value: float, y: alt.Y) -> list[alt.Chart]:
    base = alt.Chart(
        pd.DataFrame({"score": [value], "words": [f"n-gram benchmark {palette.score_number(value)}"]})
    ).encode(y=y)
    rule = base.mark_rule(color=palette.TEXT, strokeDash=list(palette.BENCHMARK_DASH), strokeWidth=1.5)
    name = base.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=palette.QUIET_TEXT)
    return [rule, name.encode(x=alt.value(0), text="words:N")]


def _score_words(scored: pd.DataFrame, metric: str, benchmark: float | None) -> str:
    against = f" The benchmark has {benchmark:.3f}." if benchmark is not None else ""
    if not len(scored):
        return f"No {metric} yet.{against}"
    first, last = scored["score"].iloc[0], scored["score"].iloc[-1]
    return f"{metric} on validation went from {first:.3f} to {last:.3f}.{against}"


def _class_words(benchmark: float, delivered: float) -> str:
    own = palette.score_number(delivered, digits=2)
    return own if pd.isna(benchmark) else f"{own} (n-gram {palette.score_number(benchmark, digits=2)})"


def _seconds_words(planned_s: float, used_s: float) -> str:
    used = "not reached" if pd.isna(used_s) else f"{used_s:,.0f} s"
    return used if pd.isna(planned_s) else f"{used} of {planned_s:,.0f} s"
