"""Import & backup: bring in hours from elsewhere, take them elsewhere, and keep all of it safe."""

from __future__ import annotations

from planner.pages.exchange_page.backup import draw_backup
from planner.pages.exchange_page.deleting import draw_deleting
from planner.pages.exchange_page.earlier import draw_earlier
from planner.pages.exchange_page.export import draw_export
from planner.pages.exchange_page.import_section import draw_import
from planner.pages.notice import show_notice
from planner.pages.page_store import open_page_store
from planner.store import Store


def draw(store: Store) -> None:
    """The import first, then what was imported, the way out, the backup, and what can be deleted."""
    show_notice(store)
    draw_import(store)
    draw_earlier(store)
    draw_export(store)
    draw_backup(store)
    draw_deleting(store)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    with open_page_store() as opened:
        draw(opened)
