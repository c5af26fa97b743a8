"""`%load_ext callit`: the timer by `%callit start Explore`, and a box over a cell by `%%callit box 10m`."""

from callit.notebook.extension import load, unload

__all__ = ["load", "unload"]
