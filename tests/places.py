"""Where the project, the app and the kept files of the tests lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = str(ROOT / "streamlit_app.py")
FIXTURES = ROOT / "tests" / "fixtures"
TIMELOGS = FIXTURES / "timelogs"
