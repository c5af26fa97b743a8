"""The address without a name: the page Plan, which is where one begins."""

from __future__ import annotations

from planner.pages.page_store import open_page_store
from planner.pages.plan import draw

if __name__ == "__main__":  # as the app runs it; not where the module is only looked at
    with open_page_store() as opened:
        draw(opened)
