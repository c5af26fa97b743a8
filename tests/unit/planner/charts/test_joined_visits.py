"""Many visits in one picture: what is joined cannot be told apart, and nothing is lost by it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from planner.charts.joined_visits import COLUMNS, MOST_APART, joined_visits, seen_way
from planner.charts.retrospective import order_of_phases

PHASES = ["Clean", "Explore", "Learn", "Model"]


def visits_of(way: list[int], lengths: list[float]) -> pd.DataFrame:
    """Visits in order, each of its length in hours."""
    until = np.cumsum(lengths)
    return pd.DataFrame({"phase": [PHASES[phase] for phase in way], "from_hours": until - lengths, "to_hours": until})


@st.composite
def many_visits(draw: st.DrawFn) -> pd.DataFrame:
    """More than a picture has blocks for: stretches in which phases take turns, quickly or slowly."""
    seed, stretches = draw(st.integers(0, 10_000)), draw(st.integers(1, 5))
    random = np.random.default_rng(seed)
    way, lengths = [], []
    for _ in range(stretches):
        turns = random.permutation(4)[: random.integers(2, 5)].tolist()
        count = int(random.integers(MOST_APART // stretches, 2 * MOST_APART))
        way += [turns[place % len(turns)] for place in range(count)]
        lengths += random.exponential(10.0 ** random.uniform(-3, 1), count).tolist()
    apart = [place for place in range(len(way)) if place == 0 or way[place] != way[place - 1]]
    return visits_of([way[place] for place in apart], [lengths[place] + 1e-6 for place in apart])


def test_few_visits_are_drawn_one_by_one() -> None:
    """As many as have room for a block each."""
    few = visits_of([0, 1] * (MOST_APART // 2), [0.001] * MOST_APART)
    assert joined_visits(few) is few
    assert seen_way(few, PHASES) is few


@given(visits=many_visits())
def test_blocks_cover_each_visit_and_hide_no_pause_that_can_be_seen(visits: pd.DataFrame) -> None:
    """From the first instant to the last; between two blocks of a phase lies a pixel or more, within one less."""
    pixel, blocks = visits["to_hours"].max() / COLUMNS, joined_visits(visits)
    assert (blocks["from_hours"].min(), blocks["to_hours"].max()) == (0, visits["to_hours"].max())
    assert len(blocks) <= len(PHASES) * (COLUMNS + 1)
    for phase, of_phase in visits.groupby("phase"):
        drawn = blocks[blocks["phase"] == phase]
        begins, ends = drawn["from_hours"].to_numpy(), drawn["to_hours"].to_numpy()
        from_hours, to_hours = of_phase["from_hours"].to_numpy(), of_phase["to_hours"].to_numpy()
        assert (begins[1:] - ends[:-1] >= pixel).all()
        block = np.searchsorted(begins, from_hours, side="right") - 1  # in which a visit begins
        is_next = np.diff(block) > 0
        assert np.array_equal(np.unique(block), np.arange(len(begins)))
        assert np.array_equal(begins, from_hours[np.append(True, is_next)])
        assert np.array_equal(ends, to_hours[np.append(is_next, True)])
        assert ((from_hours[1:] - to_hours[:-1])[~is_next] < pixel).all()


@given(visits=many_visits())
def test_the_way_keeps_order_and_reach_in_each_column_of_pixels(visits: pd.DataFrame) -> None:
    """Its points are visits in their order; each column has the first, the last, the highest and the lowest of it."""
    way = seen_way(visits, PHASES)
    assert len(way) <= 4 * COLUMNS
    assert way.index.is_monotonic_increasing
    assert way.equals(visits.loc[way.index])
    columns_an_hour = COLUMNS / visits["to_hours"].max()
    assert ends_of(way, columns_an_hour) == ends_of(visits, columns_an_hour)


def ends_of(points: pd.DataFrame, columns_an_hour: float) -> dict[int, tuple[int, int, int, int]]:
    """By column of pixels: the rows of the first point and the last, the lowest row and the highest."""
    seen: dict[int, list[int]] = {}
    for phase, begins in zip(points["phase"], points["from_hours"], strict=True):
        seen.setdefault(int(begins * columns_an_hour), []).append(PHASES.index(phase))
    return {column: (rows[0], rows[-1], min(rows), max(rows)) for column, rows in seen.items()}


def test_a_hundred_thousand_entries_make_a_small_picture() -> None:
    """Four blocks in place of eleven thousand, where phases take turns within a pixel; the line is bounded too."""
    visits = visits_of([place % 4 for place in range(11_000)], [4.0] * 11_000)
    assert len(joined_visits(visits)) == len(PHASES)
    chart = order_of_phases(visits, PHASES, title="From Model back to Clean: 2749 times").to_dict()
    assert sum(len(rows) for rows in chart["datasets"].values()) <= 4 * COLUMNS + len(PHASES)
    assert "order of their visits: Clean, Explore, Learn, Model, Clean" in chart["description"]
