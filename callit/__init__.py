"""A box of time for your own training loop: it ends in time, and what was best lies saved whole.

The only package of Call It to import. It takes the standard library alone, so that it is there at once; Keras comes
with `callit.keras`, the magics of a notebook with `%load_ext callit`. `planner`, `model` and `data` of Call It never
run in your process, nor yours in Call It's.

>>> import tempfile
>>> from pathlib import Path
>>> with tempfile.TemporaryDirectory() as place:
...     with Timebox("2s", folder=Path(place, "box"), log=False, quiet=True) as box:
...         for batch in box.batches([1, 2, 3], epochs=1):
...             kept = box.score(val_auc=batch / 4, save=lambda folder: (folder / "net.txt").write_text("weights"))
...     box.best.value, box.ending
(0.75, 'finished')
"""

from __future__ import annotations

from typing import Any

from callit.endings import Ending
from callit.errors import BoxError, LengthUnreadable, SaveFailed
from callit.timebox import Timebox

__all__ = ["BoxError", "Ending", "LengthUnreadable", "SaveFailed", "Timebox"]


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext callit`: the magics `%callit` and `%%callit box`; until then nothing of IPython is imported."""
    from callit.notebook import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext callit`."""
    from callit.notebook import unload

    unload(shell)
