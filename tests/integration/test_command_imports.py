"""Commands that count no tables and draw nothing start without the libraries for it, which take longer than they do."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("altair", "icalendar", "keras", "numpy", "pandas", "pyarrow", "scipy", "sklearn", "streamlit", "tensorflow")
EVERYDAY = (
    ("--help",),
    ("status",),
    ("start", "Model", "--project", "Reviews", "--new"),
    ("add", "Explore", "yesterday 09:00", "yesterday 09:30"),
    ("log",),
    ("summary",),
    ("export", "csv"),
    ("result", "0.8", "--metric", "accuracy"),
    ("run", "--phase", "Model", "--timebox", "1m", "--", "true"),
)
ONE_AFTER_ANOTHER = f"""
import sys
from planner.cli.main import main
for words in {EVERYDAY!r}:
    sys.argv = ["callit", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, words
    loaded = [name for name in {HEAVY!r} if name in sys.modules]
    assert not loaded, (words, loaded)
"""


@pytest.mark.usefixtures("store")  # making one costs the libraries of making one, once
def test_everyday_commands_start_without_heavy_libraries() -> None:
    """Nobody waits for pandas to see whether a timer runs."""
    ran = subprocess.run([sys.executable, "-P", "-c", ONE_AFTER_ANOTHER], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
