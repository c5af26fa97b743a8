"""The import from the first file to the last click."""

from __future__ import annotations

import streamlit as st

from planner import planning
from planner.clock import now
from planner.exchange import plan_import
from planner.pages.current import offer_sample
from planner.pages.exchange_page.draft import ImportDraft, load_draft
from planner.pages.exchange_page.files import draw_files, draw_uploader
from planner.pages.exchange_page.import_button import draw_import_button
from planner.pages.exchange_page.places import draw_places, mapping_of
from planner.pages.exchange_page.preview import draw_changes, draw_first_entries, draw_left_out, draw_size
from planner.pages.exchange_page.questions import (
    draw_day_hours,
    draw_day_order,
    draw_questions,
    draw_unit,
    draw_week,
    open_ends_of,
)
from planner.pages.exchange_page.reading import Reading, read_files, zone_of
from planner.store import Store


def draw_import(store: Store) -> None:
    """Draw where files are dropped; once there are some, what they would bring."""
    st.title("Bring in hours from elsewhere", anchor=False)
    draft = load_draft(store)
    draw_uploader(draft)
    if draft.files:
        reading = read_files(draft)
        draw_files(draft, reading)
        draw_day_order(draft, reading)
        draw_unit(draft, reading)
        draw_week(draft, reading)
        draw_day_hours(draft, reading)
        if reading.sources:
            _draw_preview(store, draft, reading)
    elif not planning.projects(store):
        st.markdown("No project is needed first: the import makes those that the files name.")
        offer_sample(store)


def _draw_preview(store: Store, draft: ImportDraft, reading: Reading) -> None:
    preview = plan_import(
        store,
        list(reading.sources.values()),
        zone=zone_of(draft),
        mapping=mapping_of(draft),
        open_ends=open_ends_of(draft),
        now=now(),
        again=draft.again,
        overwrite=draft.overwrite,
    )
    draw_questions(draft, preview)
    draw_size(draft, preview)
    draw_import_button(store, preview, reading.sources)
    draw_changes(draft, preview)
    draw_left_out(preview)
    if preview.to_add:
        draw_places(store, draft, preview)
    draw_first_entries(preview)
