"""Picture of a confusion matrix: true classes as rows, predicted ones as columns."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.numbers import share_words, short_count_words

MOST_CLASSES = 12  # a larger matrix cannot be read; its most frequent cells are a table
_CELL_PX = 46
_SMALL_CELL_PX = 30
_FEW_CLASSES = 6  # up to here a cell has room for its share below its count
_NAMES_PX = 110
_SLANTED_NAMES_PX = 66
_TITLE_LETTERS, _TITLE_LINE_PX = 42, 18  # what a phone has room for in a line, and how high it is
_SUBTITLE = "rows: true · columns: taken for · shade: share"
_LIGHTEST, _DARKEST = 0.06, 0.9  # of blue: figures of one colour are readable on all of it
_WIDE_ENOUGH_PX = 34  # of a cell, for figures of the usual size


def confusion_matrix(cells: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """The matrix as a heat map: texts in each cell and, where there is room, their share of the true class.

    `cells` has the columns true, predicted, rows and share (0 to 1), in the order of the classes, at most
    `MOST_CLASSES` of them. The darker, the larger the share; right answers have a frame.
    """
    classes = list(dict.fromkeys(cells["true"]))
    both = zip(cells["rows"], cells["share"], strict=True)
    shown = cells.assign(
        words=[_count_words(rows, is_short=len(classes) > _FEW_CLASSES) for rows in cells["rows"]],
        percent=[share_words(share, 1.0) if rows else "" for rows, share in both],
    )
    has_shares = len(classes) <= _FEW_CLASSES
    layers = [_squares(shown, classes), _frames(shown, classes), _figures(shown, classes, "words", has_shares)]
    if has_shares:
        layers.append(_figures(shown, classes, "percent", has_shares))
    cells_px = (_CELL_PX if has_shares else _SMALL_CELL_PX) * len(classes)
    height = palette.height_px(0, subtitle=True, axis=True) + cells_px + _is_slanted(classes) * _SLANTED_NAMES_PX
    lines = wrap(title, _TITLE_LETTERS)
    layered = palette.over_one_another(*layers).properties(height=height + (len(lines) - 1) * _TITLE_LINE_PX)
    heading = lines if len(lines) > 1 else title
    return readable(layered, title=heading, subtitle=_SUBTITLE, description=_said(shown, title))


def _at(shown: pd.DataFrame, classes: list[str]) -> alt.Chart:
    scale = alt.Scale(domain=classes, paddingInner=0.04, paddingOuter=0)
    angle = -45 if _is_slanted(classes) else 0
    side: dict[str, Any] = {"labelAlign": "left"} if angle else {}
    across = alt.Axis(orient="top", labelAngle=angle, labelLimit=_NAMES_PX, labelOverlap=False, **side)
    return Chart(shown).encode(
        x=alt.X("predicted:N", sort=None, title=None, scale=scale, axis=across),
        y=alt.Y("true:N", sort=None, title=None, scale=scale, axis=alt.Axis(labelLimit=_NAMES_PX)),
        tooltip=_tooltip(),
    )


def _count_words(rows: int, *, is_short: bool) -> str:
    """A count as there is room for it; the tooltip has it whole.

    >>> _count_words(0, is_short=True), _count_words(1234, is_short=True), _count_words(1234, is_short=False)
    ('·', '1.2k', '1,234')
    """
    if not rows:
        return "·"
    return short_count_words(rows) if is_short else f"{rows:,}"


def _is_slanted(classes: list[str]) -> bool:
    """Whether the names of the columns would run into each other on a phone."""
    return len(classes) > 3 or max(map(len, classes)) > 12


def _squares(shown: pd.DataFrame, classes: list[str]) -> alt.Chart:
    shade = alt.Opacity("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[_LIGHTEST, _DARKEST]))
    return _at(shown, classes).mark_rect(color=palette.ATTENDED).encode(opacity=shade)


def _frames(shown: pd.DataFrame, classes: list[str]) -> alt.Chart:
    """Right answers are told from wrong ones by more than their place."""
    right = shown[shown["true"] == shown["predicted"]]
    return _at(right, classes).mark_rect(filled=False, stroke=palette.TEXT, strokeWidth=1, opacity=0.7)


def _figures(shown: pd.DataFrame, classes: list[str], column: str, has_shares: bool) -> alt.Chart:
    lift = {"words": -8, "percent": 9}[column] if has_shares else 0
    narrow = f"width / {len(classes)} < {_WIDE_ENOUGH_PX}"
    size = alt.ExprRef(expr=f"{narrow} ? 9 : {13 if column == 'words' else 11}")
    figures = _at(shown, classes).mark_text(dy=lift, fontSize=size, color=palette.TEXT_ON_BLUE)
    return figures.encode(text=alt.Text(f"{column}:N"))


def _tooltip() -> list[Any]:
    return [
        alt.Tooltip("true:N", title="true class"),
        alt.Tooltip("predicted:N", title="taken for"),
        alt.Tooltip("rows:Q", title="texts", format=","),
        alt.Tooltip("share:Q", title="of the class", format=".0%"),
    ]


def _said(shown: pd.DataFrame, title: str) -> str:
    """Every class with its right answers and its most frequent wrong one."""
    parts = []
    for true, row in shown.groupby("true", sort=False):
        right, total = int(row.loc[row["predicted"] == true, "rows"].sum()), int(row["rows"].sum())
        wrong = row[(row["predicted"] != true) & (row["rows"] > 0)].nlargest(1, "rows")
        most = "".join(f", most often else taken for {w.predicted} ({w.rows:,})" for w in wrong.itertuples())
        parts.append(f"{true}: {right:,} of {total:,} right{most}")
    return f"{title}. {'; '.join(parts)}."
