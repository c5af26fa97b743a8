"""The address without a name: the page Plan, which is where one begins."""

from __future__ import annotations

from planner.pages.plan import draw
from planner.pages.visit import visit

if __name__ == "__main__":  # as the app runs it; not where the module is only looked at
    with visit() as opened:
        draw(opened)
