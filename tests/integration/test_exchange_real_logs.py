"""Logs as trackers really wrote them: each goes through, or is refused with the line and the reason."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner import timelog
from planner.domain.errors import InvalidImport
from planner.exchange import (
    DayOrder,
    EndRule,
    ImportPreview,
    Mapping,
    ReadOptions,
    SourceFile,
    import_planned,
    preview_import,
)
from planner.store import Store

pytestmark = [
    pytest.mark.datasets,
    pytest.mark.skipif(
        "CALLIT_DATASETS" not in os.environ, reason="CALLIT_DATASETS is unset: it names the folder with the data sets"
    ),
]
LATER = datetime(2030, 1, 1, tzinfo=ZoneInfo("UTC"))
FORMATS = {"generic": None, "toggl": "toggl", "clockify": "clockify", "watson": "watson"}
FORMATS |= {"timewarrior": "timewarrior", "activitywatch": "activitywatch"}


def logs() -> list[Path]:
    folder = Path(os.environ["CALLIT_DATASETS"]) / "timelogs"
    return sorted(path for name in FORMATS for path in (folder / name).iterdir())


def planned(store: Store, name: str, *, guess: bool = False, day_order: DayOrder | None = None) -> ImportPreview:
    (path,) = (path for path in logs() if path.name == name)
    return preview_import(
        store,
        [SourceFile(name, path.read_bytes())],
        None if guess else FORMATS[path.parent.name],
        options=ReadOptions(ZoneInfo("Europe/Berlin"), day_order),
        mapping=Mapping(),
        open_ends=EndRule(),
        now=LATER,
    )


@pytest.mark.parametrize("guess", [False, True])
def test_every_file_goes_through_or_is_refused_with_its_line_and_reason(store: Store, guess: bool) -> None:
    """Also where the format has to be guessed; what goes through is imported and undone."""
    assert logs()
    refused = {}
    for path in logs():
        try:
            preview = planned(store, path.name, guess=guess)
        except InvalidImport as error:
            refused[path.name] = str(error)
            continue
        assert all(
            re.match(r"Line \d+ .+\.$|(Interval|Frame|The entry) .+\.$", t.sentence) for t in preview.files[0].troubles
        )
        assert preview.to_add or preview.n_troubles or preview.n_duplicates
        if preview.to_add:
            import_planned(store, preview, now=LATER)
            timelog.undo_last(store, now=LATER)
    ambiguous = {f"solidtime_clockify_time_entries_{number}.csv" for number in (1, 4, 5, 6, 7)}
    no_log = {"aibor_input_config_only.txt", "aibor_input_invalid_json.txt", "trevdev_tags.data"}
    assert set(refused) == ambiguous | no_log
    assert all(re.search(r"line 2 says .+ --day-order", refused[name]) for name in ambiguous)
    assert "line 8 is not JSON" in refused["aibor_input_invalid_json.txt"] or guess


@pytest.mark.parametrize(
    ("name", "n_entries", "n_troubles", "seconds"),
    [
        ("solidtime_toggl_time_entries_1.csv", 1, 1, 3601),
        ("solidtime_toggl_time_entries_2.csv", 1, 0, 2),
        ("solidtime_clockify_time_entries_1.csv", 1, 1, 3601),
        ("solidtime_clockify_time_entries_2.csv", 1, 0, 1800),
        ("solidtime_clockify_time_entries_3.csv", 0, 1, 0),
        ("solidtime_clockify_time_entries_5.csv", 1, 1, 3601),
        ("solidtime_clockify_time_entries_7.csv", 1, 0, 3601),
        ("sfbr_clockify.csv", 2, 0, 6300),
        ("solidtime_harvest_time_entries_1.csv", 2, 0, 72_036),
        ("sfbr_impossible-dates.csv", 1, 2, 3600),
        ("sfbr_date-groups.csv", 3, 0, 10_800),
        ("solidtime_native_time_entries.csv", 1, 1, 3601),
        ("solidtime_generic_time_entries_1.csv", 1, 1, 3601),
        ("trevdev_2022-04.data", 44, 0, 166_058),
        ("aibor_input_valid_entries.txt", 2, 1, 6),
        ("frames_autocompletion.json", 10, 0, 20_749),
        ("frames_with_conflict.json", 3, 0, 95),
        ("afk_transition.json", 1, 0, 900),
        ("simple_work_session.json", 1, 0, 1800),
    ],
)
def test_entries_and_seconds_are_those_of_the_file(
    store: Store, name: str, n_entries: int, n_troubles: int, seconds: int
) -> None:
    """Counted by hand; the month stands first where a date could be two."""
    order = DayOrder.MONTH_FIRST if "clockify_time" in name else None
    preview = planned(store, name, day_order=order)
    assert (len(preview.to_add), preview.n_troubles) == (n_entries, n_troubles)
    assert sum(each.hours * 3600 for each in preview.to_add) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("rich_accumulator_test.json", 2510), ("sample_15min.json", 754.9), ("report_test_data.json", 171.8)],
)
def test_active_time_is_that_with_a_window_and_nobody_away(store: Store, name: str, seconds: float) -> None:
    """Counted apart, tenth by tenth of a second; gaps of moments between two windows may come on top."""
    found = sum(each.hours * 3600 for each in planned(store, name).to_add)
    assert seconds - 0.2 <= found <= seconds + 15
