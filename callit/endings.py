"""How a box can end."""

from enum import StrEnum


class Ending(StrEnum):
    """The ways in which a box ends; the words stand in `result.json`."""

    FINISHED = "finished"  # the work ended by itself, inside the box
    BOX_OVER = "box over"  # stopped in time
    STOPPED = "stopped"  # somebody asked for it from outside, by *Stop and keep*
    INTERRUPTED = "interrupted"  # Ctrl-C, or the stop of a notebook
    MEMORY = "memory"  # stopped before the system would have killed the process
    FAILED = "failed"  # an error left the box
    DIED = "died"  # the process went without a word
