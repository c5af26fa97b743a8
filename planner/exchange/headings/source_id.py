"""Headings of the column by which a tracker tells an entry from others."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: time entry id, entry id, worklog id, tempo worklog id, worklog, timesheet id, record id, time log id, uuid, guid
""")
MAYBE = ("id",)  # also what spreadsheets call a row's number: believed only where its values look like names of entries
