"""Boxes around a person's own training (`callit.Timebox`), kept as sessions are: their time, their score, their end.

`python -P -m planner.boxes` is told of one by the process that trains, and closes it when that process is gone.
"""

from planner.boxes.log import begin_box, close_box, is_box

__all__ = ["begin_box", "close_box", "is_box"]
